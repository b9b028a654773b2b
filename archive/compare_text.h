/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_text.h - the words of an article of the delta, which no forward file has. For compare*.c only.
 *
 * They are read from the stored text by the rules of document.c, so that an article counts the same before and after it
 * becomes part of a run. */
#ifndef HUSTINGS_COMPARE_TEXT_H
#define HUSTINGS_COMPARE_TEXT_H

#include "archive/reader.h"

struct compare_text; /* tools, kept from article to article */
struct compare_text *compare_text_new(void);   /* NULL: out of memory */
void compare_text_free(struct compare_text *t); /* accepts NULL */

/* A word of title, text or summary; not 0 ends it, and is returned. */
typedef int compare_take_word(void *ctx, const char *word, size_t len);
/* Gives all of the article of docid, as docid_record has it, to take; none of a damaged one. */
int compare_text_read(struct compare_text *t, struct reader *r, uint32_t docid, compare_take_word *take, void *ctx,
                      struct error *err);

#endif
