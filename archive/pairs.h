/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pairs.h - which documents may have two common words side by side: what phrases are sifted by before documents are read.
 *
 * RUN/pairs holds signatures, sliced by bit (Faloutsos, Christodoulakis: Signature files, 1984; Goodwin and others: BitFunnel,
 * SIGIR 2017): for each window of documents PAIRS_ROWS rows of one bit a document. A pair of words sets its document's bit in the
 * row that its hash names; where the bit is not set, the pair does not stand. Only pairs of common words are in it: others have
 * few documents anyway. Words are numbered as in the forward file. Read by mmap. */
#ifndef HUSTINGS_PAIRS_H
#define HUSTINGS_PAIRS_H

#include "archive/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PAIRS_WINDOW = 2048,              /* documents */
    PAIRS_WORDS = PAIRS_WINDOW / 64,  /* uint64_t of a row in a window */
    PAIRS_ROWS = 2048,                /* one bit in five is set with articles of 1,000 words */
    PAIRS_COMMON = 2160               /* words of lower numbers are common: those with codes of one or two bytes */
};
#define PAIRS_FILE "pairs"

/* Whether the pair has a row, and which. */
bool pairs_row(uint32_t left, uint32_t right, uint32_t *row);

struct pairs;
/* FAULT_DAMAGED when the file is none, or not whole; verify: as sealed_open. */
int pairs_open(const char *path, bool verify, struct pairs **out, struct error *err);
void pairs_close(struct pairs *p); /* accepts NULL */
size_t pairs_documents(const struct pairs *p);
/* The row's bits for the documents from window * PAIRS_WINDOW on. */
const uint64_t *pairs_bits(const struct pairs *p, size_t window, uint32_t row);

struct pairs_writer;
int pairs_writer_open(const char *path, struct pairs_writer **out, struct error *err);
void pairs_writer_add(struct pairs_writer *w, uint32_t left, uint32_t right); /* of the document at hand */
int pairs_writer_next(struct pairs_writer *w, struct error *err);             /* document */
/* Writes what is left and syncs. */
int pairs_writer_finish(struct pairs_writer *w, struct error *err);
void pairs_writer_close(struct pairs_writer *w); /* accepts NULL */

#endif
