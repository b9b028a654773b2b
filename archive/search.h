/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search.h - one request to one page: what a search asks and what it answers.
 *
 * Everything a page points to lives in the arena given to search_run, which the
 * caller frees when the page has been shown; the reader may move on before. */
#ifndef HUSTINGS_SEARCH_H
#define HUSTINGS_SEARCH_H

#include "archive/query.h"
#include "archive/reader.h"
#include "archive/record.h"
#include "archive/snippet.h"

enum {
    SEARCH_WINDOW = 10000,   /* first + count: deeper pages cost as much as all before them */
    SEARCH_COUNT_MAX = 100,  /* results of one page */
    SEARCH_FACET_VALUES = 100, /* of one facet, unless more or fewer are asked, */
    SEARCH_FACET_VALUES_MAX = 10000,
    SEARCH_ARENA_MAX = 256 << 20 /* a page of 100 whole articles; the arena takes only what is used */
};

/* What can be filtered and counted; YEAR is counted only. As bits: 1u << FACET_TAG. */
enum search_facet { FACET_SOURCE, FACET_SECTION, FACET_AUTHOR, FACET_TAG, FACET_LANG, FACET_YEAR, FACET_COUNT };
enum search_sort { SORT_RELEVANCE, SORT_NEWEST, SORT_OLDEST };
/* Copies of one story (copies.h): all of them; or once, the first published of those that match, where the best
 * stands. */
enum search_collapse { COLLAPSE_NONE, COLLAPSE_GROUP };

/* Any of values. All filters must hold; exclude: none of values may. */
struct search_filter {
    enum search_facet field;
    bool exclude;
    const char **values; /* NUL-terminated, as given (not folded) */
    size_t count;
};

struct search_request {
    const char *q; /* NULL: everything. May hold NUL bytes: q_len counts */
    size_t q_len;
    const char *also; /* a second query, which must hold too: of select_run alone. NULL: none */
    size_t also_len;
    bool as_written;       /* where nothing is found nothing is: no likelier words, no article that has only some */
    enum query_match match;
    enum query_field in;  /* FIELD_ANY, FIELD_TITLE, FIELD_BODY or FIELD_AUTHOR: where words without field look */
    struct date from, to; /* inclusive; precision DATE_NONE: open */
    const struct search_filter *filters;
    size_t filter_count;
    enum search_sort sort; /* SORT_RELEVANCE without q is SORT_NEWEST */
    uint32_t recency;      /* by relevance: the half-life of recency.h in days; 0: age does not count */
    uint32_t first, count; /* results to skip and to return; count 0: only totals and facets */
    bool walk;             /* by date: the results behind the article `after`, and first is none to skip */
    uint32_t after;        /* then, a page's last; 0: from the start */
    uint32_t facets;       /* bits; they count every article, collapsed or not: facets.h */
    uint32_t facet_limit;  /* values of one at most; 0: SEARCH_FACET_VALUES */
    enum search_collapse collapse;
    bool marks;            /* mark words in titles and snippets */
    bool snippets;         /* else result.snippet stays empty and no text is read */
    uint32_t snippet_length; /* characters of one at most, ellipses included; 0: SNIPPET_LENGTH */
    uint32_t fragments;      /* of one at most: 1 or 2; 0: SNIPPET_FRAGMENTS */
    bool texts;            /* whole texts too */
    bool explain;          /* results' weights; and where nothing is found, what hindered */
    bool quiet;            /* no warnings of filters' values that no article has */
    double deadline_ms;    /* 0: none */
};

/* A word of the query in an article. Weights of all, closeness, title and feedback, times recency, are its score. */
struct search_reason {
    const char *word;        /* as it was typed, folded; "tax*" of a prefix is "tax" */
    const char **forms;      /* those of its forms that stand there, the most frequent first */
    size_t form_count;
    bool in_title, in_body, in_author;
    double occurrences;      /* as they count: those of the title, inflections and synonyms by their shares */
    double weight;
};
struct search_explanation {
    struct search_reason *words;
    size_t count;
    double closeness, title, feedback; /* rank.h */
    double recency;             /* factor; 1: age does not count */
};

struct search_result {
    struct record record;
    double score;            /* 0 unless by relevance */
    size_t copies;           /* other articles of its group in the archive */
    const struct search_explanation *explanation; /* NULL unless asked */
    struct marked title;     /* text NULL when there is no title */
    struct marked snippet;   /* text NULL when none was asked, the article has no text or it is damaged */
    struct record_text text; /* data NULL unless asked */
    int64_t stored;          /* by newest_run: when this text was, seconds since 1970; 0: not known */
};

struct search_facet_value {
    const char *value; /* as most of these articles write it */
    uint32_t count;
    xap_text term; /* that its filter looks for */
};
struct search_facet_counts {
    enum search_facet facet;
    struct search_facet_value *values; /* by falling count, then by term */
    size_t count;
    uint64_t other_values, other_articles; /* how many further values there are, and articles that have one of these */
};

/* A part of the query, or a filter, and how many articles there are without it. */
struct search_without {
    const char *part; /* "zelensky", "source=guardian", "from=2016" */
    uint64_t total;
};

struct search_page {
    const char *understood_as; /* canonical query text; "" for everything */
    const char **warnings;
    size_t warning_count;
    char hash[9];   /* of the query, filters, dates, match, sort: not of page or form. Hex */
    bool relaxed;   /* match=all found nothing: this is the answer to match=any */
    const char
        *did_you_mean; /* nothing was found: the query with likelier words, as understood; NULL: there are none */
    bool corrected; /* this is the answer to did_you_mean */
    bool partial;   /* the deadline cut the search short */
    uint64_t total;
    bool total_exact;
    struct search_without *without; /* where explain was asked and no article has it all */
    size_t without_count;
    struct search_result *results;
    size_t count;
    uint32_t last; /* by date: the last result's docid, as its shard has it; 0: there is none */
    bool more;     /* results behind these */
    struct search_facet_counts *facets; /* those asked, in the order of enum search_facet */
    size_t facet_count;
};

/* Answers from the snapshot that r stands at. FAULT_INVALID: q is over QUERY_BYTES_MAX or
 * QUERY_WORDS_MAX; FAULT_STALE: a writer overtook r (reader_ask does it again). */
int search_run(struct reader *r, const struct search_request *request, struct arena *arena, struct search_page *out,
               struct error *err);
/* request's hash and understood_as without searching, for ETag and cache; as above on failure. */
int search_identify(const struct search_request *request, struct arena *arena, char hash[9], struct error *err);
const char *search_facet_name(enum search_facet facet); /* "source" */

#endif
