/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline.h - how many articles a request finds in each interval of time, and of how many.
 *
 * all is what the request's filters find without its q: the articles that might have been found, so that count / all
 * is the share of coverage. Where all is 0 nothing is known of the interval: a gap. Copies of one story (copies.h)
 * count once, at the first published of those that the filters find, if q finds any of them; so no count is over its
 * all. An article whose date is not precise enough to lie in one interval is counted apart, and so is one without a
 * date. A series by a field is what the timeline would be with one more filter for its value. */
#ifndef HUSTINGS_TIMELINE_H
#define HUSTINGS_TIMELINE_H

#include "archive/search.h"
#include "archive/timeline_intervals.h"

enum {
    TIMELINE_INTERVALS_MAX = 10000,
    TIMELINE_POINTS_MAX = 100000, /* of all series: 10 MB of JSON */
    TIMELINE_BY = 10, /* series, unless more or fewer are asked */
    TIMELINE_BY_MAX = 100
};

struct timeline_request {
    const struct search_request *search; /* q, match, in, dates, filters, collapse (stories, not copies), deadline */
    enum timeline_interval interval; /* or TIMELINE_AUTO */
    bool has_by;
    enum search_facet by; /* not FACET_YEAR */
    uint32_t by_limit; /* 0: TIMELINE_BY */
};

struct timeline_point {
    uint32_t count, all;
};
struct timeline_series {
    const char *value; /* as most articles write it; NULL: of all values, or of the others */
    struct timeline_point *points; /* one an interval */
    struct timeline_point imprecise, undated, before, after; /* before, after: none, but of TIMELINE_AUTO */
    struct timeline_point sum; /* of all these */
};

struct timeline { /* in the arena */
    struct timeline_span span; /* from the archive's first article to its last, or the request's dates */
    bool chosen;               /* by TIMELINE_AUTO, which may leave out a few at the ends that are open */
    size_t intervals;
    struct timeline_series whole;
    struct timeline_series *series; /* of the values that most articles found have, then that most articles have */
    size_t series_count;
    struct timeline_series others; /* articles with a value that has no series */
    uint64_t other_values;
    const char *understood_as;
    const char **warnings;
    size_t warning_count;
    char hash[9]; /* search_page's */
    bool partial; /* the deadline cut it short */
};

/* Strictly, as select_run. FAULT_INVALID also: more than TIMELINE_INTERVALS_MAX or TIMELINE_POINTS_MAX; its text says
 * so in sentences that an answer may give, and only out->intervals is set, which else on failure is 0. */
int timeline_run(struct reader *r, const struct timeline_request *request, struct arena *arena, struct timeline *out,
                 struct error *err);

#endif
