/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document.h - an article made into a Xapian document, as schema.h has it. */
#ifndef HUSTINGS_DOCUMENT_H
#define HUSTINGS_DOCUMENT_H

#include "archive/article.h"
#include "archive/date.h"
#include "shim/xapian_c.h"

/* Weight of one occurrence in the title or an author's name, counted in occurrences of the body. */
enum { DOCUMENT_TITLE_WDF = 3, DOCUMENT_AUTHOR_WDF = 1 };

/* One thread's tools to make documents, kept from article to article. */
struct document_maker;
struct document_maker *document_maker_new(void); /* NULL: out of memory */
void document_maker_free(struct document_maker *m);

/* Fills doc (emptied first) from a; record is its data. date is a's, parsed,
 * precision DATE_NONE when it has none. Without positions the document is for a run, whose words' order
 * is kept in its forward file: document_sequence. */
int document_make(struct document_maker *m, const struct article *a, const struct date *date, const char *record,
                  size_t record_len, bool positions, xap_document *doc, struct error *err);
/* The words of the document made last in their order, as numbers of document_word, with forward.h's marks: texts, title, authors. */
const uint32_t *document_sequence(const struct document_maker *m, size_t *count);

/* The unprefixed terms of the document made last, for the table of forms. */
size_t document_word_count(const struct document_maker *m);
xap_text document_word(const struct document_maker *m, size_t i);

#endif
