/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query.h - the query language: text into a tree, never an error but too long.
 *
 * words, "a phrase", AND OR NOT, -word, ( ), title: author: said: source: section:
 * tag: id: url: date:2016..2017 date:none, prefix*, "near these"~5, word[=synonym, another name (2016..2017)]. What is
 * malformed is repaired and `warnings` says how. NOT binds before AND before
 * OR; words side by side are joined as `match` says. A query of only NOT means
 * every article without it. An unknown field's name is read as a word. */
#ifndef HUSTINGS_QUERY_H
#define HUSTINGS_QUERY_H

#include "archive/arena.h"
#include "archive/date.h"
#include "archive/error.h"

enum {
    QUERY_BYTES_MAX = 2000,
    QUERY_WORDS_MAX = 64,
    QUERY_PHRASE_MAX = 10, /* further words of a phrase are left out, with a warning */
    QUERY_DEPTH_MAX = 20,  /* deeper parentheses are left out, with a warning */
    QUERY_PREFIX_MIN = 3,  /* letters; a shorter prefix* is read as the word, with a warning */
    QUERY_NEAR_MAX = 100   /* distance */
};

enum query_field {
    FIELD_ANY,
    FIELD_TITLE,
    FIELD_BODY,
    FIELD_AUTHOR,
    FIELD_SAID, /* in the text, within quotation marks: quotations.h */
    FIELD_SOURCE,
    FIELD_SECTION,
    FIELD_TAG,
    FIELD_ID,
    FIELD_URL
};

enum query_kind {
    QUERY_ALL,     /* everything */
    QUERY_NONE,    /* nothing: no word was in it */
    QUERY_WORD,    /* words[0]; of a compound (or by capitals.h) words[0] is the joined form and words[1..] its parts */
    QUERY_PREFIX,  /* words[0] */
    QUERY_PHRASE,  /* words in order */
    QUERY_NEAR,    /* words in any order within distance */
    QUERY_VALUE,   /* field SOURCE, SECTION, TAG, ID or URL is `value` (folded but for ID and URL) */
    QUERY_DATE,    /* from..to; precision DATE_NONE: open. undated: has no date */
    QUERY_SYNONYM, /* part 0: words, or an AND or OR of them, all of one field; or instead, for less, the others: WORDs
                    * and PHRASEs of that field, in articles of from..to alone where that is given */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT /* NOT has one part */
};

struct query_word {
    const char *term;
    size_t len;
    bool stop;
};

struct query_node {
    enum query_kind kind;
    enum query_field field;
    struct query_word *words;
    size_t word_count;
    unsigned distance;
    const char *value;
    struct date from, to;
    bool undated;
    struct query_node **parts;
    size_t part_count;
};

struct query {
    struct query_node *root;
    const char *understood_as; /* canonical text: parsing it gives the same tree */
    const char **warnings;
    size_t warning_count;
};

enum query_match { MATCH_ALL, MATCH_ANY };

/* A warning that is none where the query only narrows another. */
#define QUERY_ONLY_NOT "nothing is asked for but what is not wanted; every article without it was taken"

/* All of *out lives in arena. -1 with FAULT_INVALID when over QUERY_BYTES_MAX
 * or QUERY_WORDS_MAX, FAULT_MEMORY when the arena is full. Any bytes may stand
 * in text. Stop words outside phrases are dropped unless nothing else is left. */
int query_parse(const char *text, size_t len, enum query_match match, struct arena *arena, struct query *out,
                struct error *err);

#endif
