/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forward.h - each document's words in their order, as numbers: what phrases are checked against.
 *
 * A run has no positions in Xapian (they were half of its size and of the time to build it); this
 * file, RUN/forward, is made with it and read by mmap. Words are numbered by falling
 * frequency and written as codes of 1 to 5 bytes. A code's first byte is none of its others, so a
 * phrase is found by looking for its bytes, as in UTF-8. Fields are parted by marks. */
#ifndef HUSTINGS_FORWARD_H
#define HUSTINGS_FORWARD_H

#include "archive/sealed.h"
#include "archive/lexicon.h"

enum {
    FORWARD_CODE_MAX = 5,
    FORWARD_TEXT = 1, /* before the text's words, and before the summary's */
    FORWARD_TITLE = 2,
    FORWARD_AUTHOR = 3, /* before each author's name */
    /* Only of a sequence that is to be written; what they say is kept apart from the codes: forward_quoted */
    FORWARD_QUOTE = 4,   /* before the words of a quotation */
    FORWARD_UNQUOTE = 5, /* behind them */
    FORWARD_JOINED = 6,  /* in a quotation, before a joined compound, which is no word of the sequence */
    FORWARD_WORD_FIRST = 0x10 /* bytes below it are marks */
};
#define FORWARD_NO_WORD UINT32_MAX
#define FORWARD_FILE "forward"
/* In a sequence of words to be written: a mark. */
#define FORWARD_MARK(mark) (0x80000000u | (mark))

/* The code of a word's number; its length. */
size_t forward_code(uint32_t number, uint8_t code[FORWARD_CODE_MAX]);
/* Behind the code or mark at `at` (before end), which is *number or FORWARD_MARK of the mark. */
const uint8_t *forward_next(const uint8_t *at, const uint8_t *end, uint32_t *number);
/* All codes and marks from `at`, which lies in the file, to end as forward_next gives them, into numbers: room for
 * end - at. How many. */
size_t forward_decode(const uint8_t *at, const uint8_t *end, uint32_t *numbers);
/* From the code or mark at `at` on: where the next one begins whose first byte is among stops, or end. *words rises by
 * the words that were passed over. Marks must be among stops. */
const uint8_t *forward_skip(const uint8_t *at, const uint8_t *end, const bool stops[256], uint32_t *words);

struct forward;
extern const struct sealed_kind forward_kind; /* what sealed_open gives is a struct forward */
size_t forward_documents(const struct forward *f);
const uint32_t *forward_docids(const struct forward *f); /* rising, one a document */
/* All words in byte order: the i-th, borrowed from the file; empty where that is damaged. */
size_t forward_words(const struct forward *f);
const char *forward_word(const struct forward *f, size_t i, size_t *len);
uint32_t forward_number_at(const struct forward *f, size_t i); /* the number of that word */
/* FORWARD_NO_WORD: no document has it. */
uint32_t forward_number(const struct forward *f, const char *word, size_t len);
/* The codes of a document; quick when docids rise from call to call, which *cursor (0 at first) remembers. */
bool forward_find(const struct forward *f, uint32_t docid, size_t *cursor, const uint8_t **from, const uint8_t **end);

/* The codes of the document of that place in forward_docids. False: the file is damaged. */
bool forward_at(const struct forward *f, size_t document, const uint8_t **from, const uint8_t **end);

/* Where the document of that place quotes, in bytes of its codes, as quoted_start_run reads it. Empty where it does not
 * quote. False: the file is damaged. */
bool forward_quoted(const struct forward *f, size_t document, const uint8_t **from, const uint8_t **end);

struct forward_writer;
/* The file and, at pairs_path, that of its pairs (pairs.h). words: all that will be written, with their uses; borrowed
 * until closed. */
int forward_writer_open(const char *path, const char *pairs_path, struct lexicon *words, struct forward_writer **out,
                        struct error *err);
/* Rising docids. sequence: numbers of the lexicon, and FORWARD_MARKs. */
int forward_writer_add(struct forward_writer *w, uint32_t docid, const uint32_t *sequence, size_t count,
                       struct error *err);
/* Writes what is left and syncs. */
int forward_writer_finish(struct forward_writer *w, struct error *err);
void forward_writer_close(struct forward_writer *w); /* accepts NULL */

#endif
