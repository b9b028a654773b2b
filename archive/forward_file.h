/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward_file.h - how a forward file is laid out. For forward*.c only.
 *
 * Head, codes, and then tables, each at a multiple of 8 bytes; numbers are in the machine's order, and a
 * machine of the other order refuses the file by its magic. */
#ifndef HUSTINGS_FORWARD_FILE_H
#define HUSTINGS_FORWARD_FILE_H

#include <stdint.h>

#define FORWARD_MAGIC UINT64_C(0x313064776674736f) /* "ostfwd01" */

struct forward_head {
    uint64_t magic;
    uint64_t documents, words, word_bytes;
    uint64_t codes;   /* offsets in the file from here on; codes begin behind the head */
    uint64_t docids;  /* uint32_t, rising, one a document */
    uint64_t ends;    /* uint64_t: where a document's codes end; they begin where the one before ends */
    uint64_t starts;  /* uint32_t, one a word and one more: into word_text; words in byte order */
    uint64_t numbers; /* uint32_t, one a word */
    uint64_t text;    /* bytes of all words */
    uint64_t size;    /* of the file */
    uint64_t check;   /* XXH3 of all that is behind the head */
};

#endif
