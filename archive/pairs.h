/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pairs.h - which documents may have two common words side by side: what phrases are sifted by before documents are
 * read.
 *
 * RUN/pairs is bits: for each window of documents PAIRS_ROWS rows of one bit a document. The most frequent pairs have a
 * row of their own, which is exact. The other pairs of common words share rows, as signatures sliced by bit do
 * (Faloutsos, Christodoulakis: Signature files, 1984; Goodwin and others: BitFunnel, SIGIR 2017): the pair's hash names
 * two rows, and where either bit is not set, the pair does not stand. Pairs with rarer words have no row: few documents
 * have them anyway. Words are numbered as in the forward file. Read by mmap. */
#ifndef HUSTINGS_PAIRS_H
#define HUSTINGS_PAIRS_H

#include "archive/sealed.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PAIRS_WINDOW = 2048,            /* documents */
    PAIRS_WORDS = PAIRS_WINDOW / 64, /* uint64_t of a row in a window */
    PAIRS_EXACT = 1024,             /* rows of one pair; those of the first window's most frequent pairs */
    PAIRS_ROWS = 4096,              /* all; one bit in four of the others is set with articles of 1,000 words */
    PAIRS_SHARED = 2,               /* rows of a pair that has none of its own */
    PAIRS_COMMON = 2160             /* words of lower numbers are common: those with codes of one or two bytes */
};
#define PAIRS_FILE "pairs"

struct pairs;
extern const struct sealed_kind pairs_kind; /* what sealed_open gives is a struct pairs */
size_t pairs_documents(const struct pairs *p);
/* The rows that have the bits of a pair's documents; how many: 0 for a rarer word's, 1 when the row is exact, 2. */
size_t pairs_rows(const struct pairs *p, uint32_t left, uint32_t right, uint32_t rows[PAIRS_SHARED]);
/* The row's bits for the documents from window * PAIRS_WINDOW on. */
const uint64_t *pairs_bits(const struct pairs *p, size_t window, uint32_t row);

struct pairs_writer;
int pairs_writer_open(const char *path, struct pairs_writer **out, struct error *err);
/* A pair of the document at hand. */
int pairs_writer_add(struct pairs_writer *w, uint32_t left, uint32_t right, struct error *err);
/* That document is complete. */
int pairs_writer_next(struct pairs_writer *w, struct error *err);
/* Writes what is left and syncs. */
int pairs_writer_finish(struct pairs_writer *w, struct error *err);
void pairs_writer_close(struct pairs_writer *w); /* accepts NULL */

#endif
