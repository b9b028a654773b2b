/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edits.h - how many edits lie between one word and many others. */
#ifndef HUSTINGS_EDITS_H
#define HUSTINGS_EDITS_H

#include <stddef.h>
#include <stdint.h>

/* Edits between words, of bytes, a swap counting as two: Myers, A fast bit-vector algorithm for approximate string
 * matching based on dynamic programming, JACM 1999, for a word of up to 64 bytes. Some 30 ns a word. */
struct edits {
    uint64_t places[256]; /* of each byte in the word */
    size_t len;
};

void edits_start(struct edits *e, const char *word, size_t len); /* 1 to 64 bytes */
size_t edits_to(const struct edits *e, const char *word, size_t len);

#endif
