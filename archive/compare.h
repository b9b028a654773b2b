/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare.h - the words that set two sets of articles apart.
 *
 * Of each word, in how many articles of either set it stands, in title or text, and how surprising the difference is
 * (log_likelihood.h). Articles are counted and not occurrences: these come in bursts, so that one article which repeats
 * a name would make it typical of its set, and the test supposes independent draws. Words of one English stem count as
 * one. Stop words, figures, and the words of the query itself are left out. */
#ifndef HUSTINGS_COMPARE_H
#define HUSTINGS_COMPARE_H

#include "archive/search.h"

enum {
    COMPARE_LIMIT = 20,
    COMPARE_LIMIT_MAX = 200,
    COMPARE_ARTICLES_MIN = 3,  /* that have the word in the set that has more of it */
    COMPARE_COUNTED_MAX = 20000, /* articles of a set that are read; of more, so many spread evenly over time */
    COMPARE_FORMS_MAX = 8      /* of a word, told */
};

struct compare_request {
    struct search_request search; /* q, match, in, dates, filters, collapse, deadline_ms: of both sets */
    const char *side[2]; /* what the first and the second must match besides, in the query language; not NULL */
    size_t side_len[2];
    uint32_t limit;      /* words listed of a set; 0: COMPARE_LIMIT */
    uint32_t counted_max; /* 0: COMPARE_COUNTED_MAX */
};

struct compare_word {
    const char *word;   /* its most frequent form, as it is written most */
    const char **forms; /* those that were counted, folded, the most frequent first */
    size_t form_count;
    uint32_t articles[2];
    uint64_t occurrences[2];
    double log_likelihood;
};

struct compare_side {
    const char *understood_as; /* with q */
    uint64_t articles, counted;
    struct compare_word *words; /* over-used here, the most telling first */
    size_t word_count;
};

struct comparison { /* in the arena */
    const char *understood_as; /* q, without the sides; "" for everything */
    struct compare_side side[2];
    uint64_t both;       /* articles in both sets: they count in each */
    bool sampled;        /* not all of the articles were read, but some of all times */
    bool partial;        /* the deadline cut it short; what was counted is of all times too */
    const char **warnings;
    size_t warning_count;
    char hash[9]; /* of what was asked, as search_page's */
};

/* Fails as search_run does. */
int compare_run(struct reader *r, const struct compare_request *request, struct arena *arena, struct comparison *out,
                struct error *err);
/* What was asked, without looking, for ETag and cache. */
int compare_identify(const struct compare_request *request, struct arena *arena, char hash[9], struct error *err);

#endif
