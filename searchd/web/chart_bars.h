/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_bars.h - a timeline's intervals as a chart shows them. For chart*.c only. */
#ifndef HUSTINGS_CHART_BARS_H
#define HUSTINGS_CHART_BARS_H

#include <cjson/cJSON.h>

#include "archive/buffer.h"
#include "archive/timeline_intervals.h"

enum { CHART_BARS_MAX = 500, CHART_DATE_MAX = 16 };

struct chart_bar {
    int32_t first, last;                           /* days since 1970-01-01 */
    char from[CHART_DATE_MAX], to[CHART_DATE_MAX]; /* as addresses have them: "2016-11" both, of a whole month */
    double count, all;                             /* articles found, of how many */
    bool gap;                                      /* of none */
};
struct chart {
    enum timeline_interval interval;
    bool shares;            /* what bars show: shares, or counts */
    struct chart_bar *bars;
    size_t count;
    double found, of; /* sums; found < of: there are shares to tell */
    bool gaps;        /* there are some */
    bool stories;     /* copies of one count once */
    size_t most;      /* the bar of the most articles, the first of equals */
    size_t largest;   /* of the largest share */
    bool failed;      /* there was no memory */
};

/* False: out->failed, or it is no answer of /v1/timeline. chart_free in any case. */
bool chart_read(struct chart *out, const cJSON *timeline, bool shares);
void chart_free(struct chart *c);
/* What the bar's height is of: its count, or its share from 0 to 1. */
double chart_value(const struct chart *c, size_t i);

/* "November 2016", "24 November 2016", "week from 21 November 2016" or, of a part of one, "24–30 November 2016". */
void chart_name(struct buffer *out, const struct chart *c, size_t i);
/* "41 of 812 articles (5.0%)", or "41 articles" where all are found, or that there are none at all. */
void chart_figures(struct buffer *out, const struct chart *c, size_t i);
/* "5.0%" */
void chart_share(struct buffer *out, double count, double all);
/* "1 article", "812 articles" */
void chart_articles(struct buffer *out, double count);

#endif
