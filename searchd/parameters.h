/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parameters.h - every parameter of every route: its names, what it may be, and a sentence on it.
 *
 * Requests are read by this table (params_each.c, params_value.c) and /openapi.json is made from it, so that what is
 * said is what is accepted. A new parameter is a key, a row, and what its route does with the value. Two rows may
 * have the same name: a route takes one of them at most. */
#ifndef HUSTINGS_PARAMETERS_H
#define HUSTINGS_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum param_key {
    PARAM_Q, PARAM_MATCH, PARAM_FROM, PARAM_TO, PARAM_SOURCE, PARAM_SECTION, PARAM_AUTHOR, PARAM_TAG, PARAM_LANG,
    PARAM_IN, PARAM_SORT, PARAM_PAGE, PARAM_PER_PAGE, PARAM_OFFSET, PARAM_CURSOR, PARAM_FIELDS, PARAM_HIGHLIGHT,
    PARAM_FACETS, PARAM_COLLAPSE, PARAM_EXPLAIN, PARAM_STRICT, PARAM_SNIPPET_LENGTH, PARAM_FRAGMENTS, PARAM_RECENCY,
    PARAM_LIMIT, PARAM_SUGGEST_FORMAT, PARAM_DIFF, PARAM_WITH, PARAM_A, PARAM_B, PARAM_SNAPSHOT,
    PARAM_FACET_LIMIT, PARAM_UNIT, PARAM_INTERVAL, PARAM_BY, PARAM_BY_LIMIT, PARAM_HASH, PARAM_CITE_FORMAT, PARAM_SINCE,
    PARAM_SIDE_A, PARAM_SIDE_B, PARAM_COMPARE_LIMIT, PARAM_TABLE_FORMAT, PARAM_FIRST_BY,
    PARAM_EXPORT_FORMAT, PARAM_EXPORT_SORT, PARAM_EXPORT_FIELDS, PARAM_EXPORT_LIMIT, PARAM_AFTER, PARAM_BOM,
    PARAM_FEED_PER_PAGE, PARAM_CHART, PARAM_MARK,
    PARAM_COUNT
};
_Static_assert((int)PARAM_COUNT <= 64, "a route's parameters are bits");

/* Sets of keys. */
#define PARAM_BIT(key) (UINT64_C(1) << (key))
#define PARAMS_FILTERS                                                                                              \
    (PARAM_BIT(PARAM_FROM) | PARAM_BIT(PARAM_TO) | PARAM_BIT(PARAM_SOURCE) | PARAM_BIT(PARAM_SECTION) |             \
     PARAM_BIT(PARAM_AUTHOR) | PARAM_BIT(PARAM_TAG) | PARAM_BIT(PARAM_LANG))
/* Which articles are found. */
#define PARAMS_FIND                                                                                                 \
    (PARAMS_FILTERS | PARAM_BIT(PARAM_Q) | PARAM_BIT(PARAM_MATCH) | PARAM_BIT(PARAM_IN) | PARAM_BIT(PARAM_SNAPSHOT))
/* What a list of results shows of each. */
#define PARAMS_SHOW (PARAM_BIT(PARAM_FIELDS) | PARAM_BIT(PARAM_HIGHLIGHT) | PARAM_BIT(PARAM_SNIPPET_LENGTH))
#define PARAMS_SEARCH                                                                                               \
    (PARAMS_FIND | PARAMS_SHOW | PARAM_BIT(PARAM_SORT) | PARAM_BIT(PARAM_PAGE) | PARAM_BIT(PARAM_PER_PAGE) |        \
     PARAM_BIT(PARAM_OFFSET) | PARAM_BIT(PARAM_CURSOR) | PARAM_BIT(PARAM_FACETS) | PARAM_BIT(PARAM_COLLAPSE) |      \
     PARAM_BIT(PARAM_FACET_LIMIT) |                                                                                  \
     PARAM_BIT(PARAM_EXPLAIN) | PARAM_BIT(PARAM_STRICT) | PARAM_BIT(PARAM_FRAGMENTS) | PARAM_BIT(PARAM_RECENCY))
/* A view of the search page is one: page_url.h. facets names those that are shown whole. */
#define PARAMS_PAGE                                                                                                 \
    (PARAMS_FIND | PARAM_BIT(PARAM_SORT) | PARAM_BIT(PARAM_PAGE) | PARAM_BIT(PARAM_PER_PAGE) |                      \
     PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_FACETS) | PARAM_BIT(PARAM_CHART))
#define PARAMS_FEED                                                                                                 \
    (PARAMS_FIND | PARAM_BIT(PARAM_SINCE) | PARAM_BIT(PARAM_PAGE) | PARAM_BIT(PARAM_FEED_PER_PAGE) |                \
     PARAM_BIT(PARAM_OFFSET) | PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_SNIPPET_LENGTH) |                        \
     PARAM_BIT(PARAM_FRAGMENTS) | PARAM_BIT(PARAM_STRICT))
#define PARAMS_COMPARE                                                                                              \
    (PARAMS_FIND | PARAM_BIT(PARAM_SIDE_A) | PARAM_BIT(PARAM_SIDE_B) | PARAM_BIT(PARAM_COMPARE_LIMIT) |             \
     PARAM_BIT(PARAM_TABLE_FORMAT) | PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_STRICT))
#define PARAMS_EXPORT                                                                                               \
    (PARAMS_FIND | PARAM_BIT(PARAM_EXPORT_FORMAT) | PARAM_BIT(PARAM_EXPORT_SORT) | PARAM_BIT(PARAM_EXPORT_FIELDS) | \
     PARAM_BIT(PARAM_EXPORT_LIMIT) | PARAM_BIT(PARAM_AFTER) | PARAM_BIT(PARAM_BOM) | PARAM_BIT(PARAM_CURSOR) |      \
     PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_STRICT) | PARAM_BIT(PARAM_HIGHLIGHT) |                             \
     PARAM_BIT(PARAM_SNIPPET_LENGTH) | PARAM_BIT(PARAM_FRAGMENTS))
#define PARAMS_SIMILAR (PARAMS_FILTERS | PARAMS_SHOW | PARAM_BIT(PARAM_PER_PAGE) | PARAM_BIT(PARAM_STRICT))

enum param_kind {
    KIND_QUERY,      /* the query language: any bytes, QUERY_BYTES_MAX of them */
    KIND_TEXT,       /* bytes without NUL, at most max */
    KIND_WORD,       /* one of words */
    KIND_SWITCH,     /* one of words; those at odd places mean yes */
    KIND_NUMBER,     /* whole, from min to max */
    KIND_DATE,
    KIND_LIST,       /* words joined by commas; or all, or * */
    KIND_FILTER      /* values joined by commas, each at most max bytes; repeated: all of them; leading '-': not */
};
enum {
    PARAM_ALIASES_MAX = 3,
    PARAM_NUMBER_MAX = 999999999, /* as max: no limit of its own */
    PARAM_NO_WORD = 999999999     /* as standard of KIND_WORD: none of them, or another by the route */
};

struct parameter {
    enum param_key key;
    const char *name;
    const char *aliases[PARAM_ALIASES_MAX]; /* NULL behind the last */
    enum param_kind kind;
    uint32_t min, max;
    uint32_t standard; /* when absent. KIND_WORD, KIND_SWITCH: index of the word; KIND_LIST: bits; else 0: none */
    const char *const *words;          /* NULL-terminated; or */
    const char *(*word)(unsigned i);   /* the i-th of word_count */
    unsigned word_count;
    const char *hint;    /* for who gave a bad value */
    const char *summary; /* one sentence */
    const char *example; /* a value, not encoded */
};

const struct parameter *parameter_of(enum param_key key);
/* The i-th word, NULL behind the last. */
const char *parameter_word(const struct parameter *p, unsigned i);
/* That of takes (bits of keys) which is called so, by its name or an alias. NULL: none, and *elsewhere tells
 * whether there is one that other routes take. */
const struct parameter *parameter_find(const char *name, size_t len, uint64_t takes, bool *elsewhere);

#endif
