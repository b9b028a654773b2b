/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article.h - the article: what an archivist gives and a reader gets back.
 *
 * All text is UTF-8 as text_clean leaves it. A fact that is absent is NULL (or
 * an empty list), never invented. Dates are ISO 8601 cut to their precision:
 * "2016", "2016-11", "2016-11-24" or RFC 3339 with time and offset. */
#ifndef HUSTINGS_ARTICLE_H
#define HUSTINGS_ARTICLE_H

#include "archive/boilerplate.h"
#include "archive/date.h"
#include "archive/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strings {
    char **at;
    size_t count;
};
/* Appends a copy of len bytes; -1 when out of memory. */
int strings_add(struct strings *s, const char *text, size_t len);
void strings_free(struct strings *s);

/* Appends the names of a byline, such as "By A. Doe and B. Roe; C. Poe", so that each read again is the same; -1 when
 * out of memory. */
int authors_add(struct strings *authors, const char *byline, size_t len);

struct article {
    char *id;
    char *title;
    char *text; /* paragraphs parted by one empty line */
    char *date;
    char *updated;
    char *source;
    char *section;
    char *url;
    char *lang;
    char *summary;
    struct strings authors;
    struct strings tags;
    /* As given, where they are numbers that show or need the order of day and month (date.h): for who knows how the
     * source writes them. Not stored; date, or updated, is NULL where the order is needed. */
    char *numeric_date, *numeric_updated;
    cJSON *extra; /* object of keys we do not know, kept as given; or NULL */
    /* What an export says of its history (article_history.h), no part of what is stored; 0 or NULL: nothing. */
    uint32_t version; /* that it was */
    int64_t stored;   /* when, seconds since 1970 */
    char *retracted;  /* the reason: this is a tombstone, and has neither title nor text */
    enum boilerplate_state line; /* this is no article: text is a line of the source's. 0: it is one */
};
void article_free(struct article *a); /* frees what a holds, not a; accepts NULL */

/* Reads a JSON object with INGEST.md's keys and aliases into *out (zeroed by
 * the callee). A bad date is dropped and named in *warning (caller's buffer), but for one in numeric_date. */
int article_from_json(const cJSON *object, struct article *out, char warning[256], struct error *err);
/* The same without asking for a title or text: what a segment keeps apart. */
int article_facts_from_json(const cJSON *object, struct article *out, char warning[256], struct error *err);
/* Our own name of the fact that a key of that name gives: "title" for "headline"; NULL: none. Loosely: capitals,
 * spaces, '-' and
 * '_' do not count, as in a table's header ("Published At"). */
const char *article_key_named(const char *name, bool loosely);
/* Reads a numeric date in that order: what date or updated is to be, as text; NULL with *why. */
char *article_date_ordered(const char *numeric, enum date_order order, const char **why);
/* The canonical object, without "text" when with_text is 0. NULL: out of memory. */
cJSON *article_to_json(const struct article *a, int with_text);
/* Gives an article without id one: from its URL, else from source, date and title; and from its text too when
 * that leaves nothing but a title, or not even that. */
int article_ensure_id(struct article *a, struct error *err);

#endif
