/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_spool.h - one thread's documents as sequences of words, kept in a file until all words have their numbers. */
#ifndef HUSTINGS_WORD_SPOOL_H
#define HUSTINGS_WORD_SPOOL_H

#include "archive/document.h"
#include "archive/forms.h"
#include "archive/forward.h"

struct word_spool;
int word_spool_open(const char *path, struct word_spool **out, struct error *err);
void word_spool_close(struct word_spool *s); /* accepts NULL */
/* Appends the document that made has made last. */
int word_spool_add(struct word_spool *s, uint32_t docid, const char lang[FORMS_LANG_MAX],
                   const struct document_maker *made, struct error *err);
/* What the spool calls the words of that document, in the order of document_word; until the next call. */
const uint32_t *word_spool_numbers(const struct word_spool *s);
uint64_t word_spool_end(const struct word_spool *s); /* in bytes */
struct lexicon *word_spool_words(struct word_spool *s);
/* Writes the documents between two ends to w; numbers[i] is what the spool's word i is called there. */
int word_spool_write(struct word_spool *s, uint64_t from, uint64_t end, const uint32_t *numbers,
                     struct forward_writer *w, struct error *err);

#endif
