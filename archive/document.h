/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document.h - an article made into a Xapian document, as schema.h has it. */
#ifndef HUSTINGS_DOCUMENT_H
#define HUSTINGS_DOCUMENT_H

#include "archive/article.h"
#include "archive/date.h"
#include "archive/name_finder.h"
#include "shim/xapian_c.h"

/* Weight of one occurrence in the title, the summary or an author's name, counted in occurrences of the body. They are
 * added up before BM25 is reckoned, so that title and body together never count as two documents would (BM25F:
 * Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, CIKM 2004). An article is as long as
 * these weights of its words, but stop words, add up to: a text is not longer for having more of them. */
enum { DOCUMENT_TITLE_WDF = 3, DOCUMENT_SUMMARY_WDF = 2, DOCUMENT_AUTHOR_WDF = 1 };

/* One thread's tools to make documents, kept from article to article. */
struct document_maker;
struct document_maker *document_maker_new(void); /* NULL: out of memory */
void document_maker_free(struct document_maker *m);

/* Splits a's fields into words, for the functions below. Without positions the document is for a run, whose words'
 * order is kept in its forward file: document_sequence. */
int document_read(struct document_maker *m, const struct article *a, bool positions, struct error *err);

/* What takes a document's terms and values. Each returns XAP_OK, or another status and why. */
struct document_sink {
    void *ctx;
    /* A word without prefix, by its number as of document_word. */
    xap_status (*word)(void *ctx, size_t number, xap_text word, const uint32_t *positions, size_t count, uint32_t wdf,
                       xap_error *xerr);
    xap_status (*term)(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                       xap_error *xerr);
    xap_status (*value)(void *ctx, uint32_t slot, xap_text value, xap_error *xerr);
};
/* Gives sink all of the document that was read last: a, with its date (precision DATE_NONE when it has none). A term
 * may come twice. */
int document_give(struct document_maker *m, const struct article *a, const struct date *date,
                  const struct document_sink *sink, struct error *err);
/* The same into doc, emptied first; record is its data. */
int document_fill(struct document_maker *m, const struct article *a, const struct date *date, const char *record,
                  size_t record_len, xap_document *doc, struct error *err);
/* The words of the document read last in their order, as numbers of document_word, with forward.h's marks: texts,
 * title, authors. */
const uint32_t *document_sequence(const struct document_maker *m, size_t *count);

/* The unprefixed terms of the document read last. */
size_t document_word_count(const struct document_maker *m);
xap_text document_word(const struct document_maker *m, size_t i);
/* How that word is written in the text: CASING bits, and whether it is none that people type: a joined compound, a pair
 * of letters. */
enum { WRITING_NO_WORD = 8 };
uint8_t document_writing(const struct document_maker *m, size_t i);
/* The names in text and summary, and the authors', as often as they stand there. Borrowed until the next document_read,
 * and from the article. */
const struct found_name *document_names(struct document_maker *m, size_t *count);

#endif
