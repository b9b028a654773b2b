/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_scale.h - where a chart has its lines and its labels. For chart*.c only. */
#ifndef HUSTINGS_CHART_SCALE_H
#define HUSTINGS_CHART_SCALE_H

#include "searchd/web/chart_bars.h"

enum { CHART_LABEL_MAX = 32, CHART_LABELS_WIDE = 10, CHART_LABELS_NARROW = 4, CHART_YEARS_NARROW = 6 };

/* From 0 up to top in one to three steps, each 1, 2 or 5 times a power of ten. */
struct chart_scale {
    double step;
    unsigned steps;
};
/* For values up to max. counts: steps are whole. */
struct chart_scale chart_scale_of(double max, bool counts);
/* The k-th line's: "2,000"; or "5%" of shares. */
void chart_scale_label(struct buffer *out, const struct chart_scale *s, unsigned k, bool counts);

/* Under which bars there are labels: of a unit number a multiple of wide, where there is room, or of narrow. */
struct chart_labels {
    unsigned wide, narrow;
    size_t first_wide, first_narrow; /* bars */
};
struct chart_labels chart_labels_of(const struct chart *c);
/* "2016", "Apr", "24 Nov" under the i-th bar. False: there is none. *narrow: also where there is little room. */
bool chart_label(const struct chart *c, const struct chart_labels *labels, size_t i, char out[CHART_LABEL_MAX],
                 bool *narrow);

#endif
