/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment_frame.h - how a segment's records are framed. For segment*.c only. */
#ifndef HUSTINGS_SEGMENT_FRAME_H
#define HUSTINGS_SEGMENT_FRAME_H

#include "archive/segment.h"

#include <endian.h>
#include <stddef.h>

/* Set in a record's kind: its packed bytes begin with the offset of the dictionary they are packed by (8 bytes). */
#define BY_DICTIONARY UINT32_C(0x100)
/* A segment_link stands before them; and both flags. */
#define LINKED UINT32_C(0x200)
#define KIND_FLAGS (BY_DICTIONARY | LINKED)

#define SEGMENT_MAGIC "hustings seg 01" /* SEGMENT_START bytes with its NUL */
#define RECORD_MAGIC UINT32_C(0x31545241) /* "ART1" in little-endian order */

/* Little-endian on disk, whatever the machine. */
struct record_head {
    uint32_t magic;
    uint32_t kind;
    uint32_t packed_len;
    uint32_t plain_len;
    uint32_t head_len;
    uint32_t check; /* of the five fields above: tells a record from text that looks like one */
    uint8_t hash[SEGMENT_HASH];
};
_Static_assert(sizeof(struct record_head) == 56, "records are laid out by hand");

static inline uint32_t head_check(const struct record_head *h)
{
    return segment_check(h, offsetof(struct record_head, check)); /* the hash proves the content */
}

#endif
