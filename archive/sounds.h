/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sounds.h - which letters and groups of letters stand for the same sound in English. For slips.c and spelling.c only.
 */
#ifndef HUSTINGS_SOUNDS_H
#define HUSTINGS_SOUNDS_H

#include <stddef.h>
#include <stdint.h>

enum {
    SOUNDS_GROUP_MAX = 3, /* letters */
    SOUNDS_GROUPS_MAX = 255
};

/* Groups that share one of these bits are spellings of one sound; that share another bit, are taken for each other. */
#define SOUNDS_SAME ((UINT64_C(1) << 56) - 1)

struct sounds {
    uint8_t at[27 * 27 * 27]; /* the number of each group of letters, 0: none */
    uint64_t of[SOUNDS_GROUPS_MAX + 1];
    size_t count;
};

void sounds_make(struct sounds *s);
/* Fills of[0..2] with the sounds of the last one, two and three of the letters that end before letters + end. Code
 * points. */
void sounds_ending(const struct sounds *s, const uint32_t *letters, size_t end, uint64_t of[SOUNDS_GROUP_MAX]);

#endif
