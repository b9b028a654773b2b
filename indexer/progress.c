/* SPDX-License-Identifier: GPL-2.0-or-later */
/* progress.c - how far a run is, as a line of text. */
#include "indexer/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    BAR_MAX = 40,  /* columns; longer shows nothing more */
    BAR_MIN = 8,   /* shorter shows nothing */
    PACE_AFTER = 1 /* seconds before a pace means something */
};

int progress_percent(const struct progress *p)
{
    if (!p->all)
        return -1;
    return p->done >= p->all ? 100 : (int)((double)p->done * 100 / (double)p->all);
}

double progress_rate(const struct progress *p)
{
    return p->seconds > 0 ? (double)p->articles / p->seconds : 0;
}

double progress_left(const struct progress *p)
{
    if (!p->all || !p->done || p->seconds < PACE_AFTER)
        return -1;
    return p->done >= p->all ? 0 : p->seconds * (double)(p->all - p->done) / (double)p->done;
}

static void clock_of(double seconds, char out[24])
{
    uint64_t s = seconds > 359999 ? 359999 : (uint64_t)(seconds + 0.5); /* past 99 hours nobody counts */

    if (s >= 3600)
        snprintf(out, 24, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(out, 24, "%" PRIu64 ":%02" PRIu64, s / 60, s % 60);
}

/* Appends part when it fits; false: it does not, nor shall what follows. */
static int add(char *out, size_t *len, unsigned width, const char *part)
{
    size_t n = strlen(part);

    if (*len + n > width || *len + n >= PROGRESS_LINE_MAX)
        return 0;
    memcpy(out + *len, part, n + 1);
    *len += n;
    return 1;
}

static const char *unit_of(const struct progress *p)
{
    return p->unit ? p->unit : "articles";
}

size_t progress_bar(const struct progress *p, unsigned width, char out[PROGRESS_LINE_MAX])
{
    char head[48], tail[80], left[24], eta[32] = "";
    size_t len = 0;
    int percent = progress_percent(p);

    snprintf(head, sizeof head, "%-8.20s", p->phase);
    snprintf(tail, sizeof tail, "  %" PRIu64 " %.20s, %.0f/s", p->articles, unit_of(p),
             progress_rate(p));
    if (progress_left(p) >= 0) {
        clock_of(progress_left(p), left);
        snprintf(eta, sizeof eta, ", %s left", left);
    }
    *out = '\0';
    if (!add(out, &len, width, head) || percent < 0) {
        add(out, &len, width, tail);
        return len;
    }
    size_t others = strlen(head) + 5 + strlen(tail) + strlen(eta) + 3;
    size_t bar = others < width ? width - others : 0;
    if (bar > BAR_MAX)
        bar = BAR_MAX;
    if (bar >= BAR_MIN) {
        char drawn[BAR_MAX + 4];
        size_t full = bar * (size_t)percent / 100;
        snprintf(drawn, sizeof drawn, " [%*s]", (int)bar, "");
        memset(drawn + 2, '#', full);
        memset(drawn + 2 + full, '-', bar - full);
        add(out, &len, width, drawn);
    }
    char number[16];
    snprintf(number, sizeof number, " %3d%%", percent);
    if (add(out, &len, width, number) && add(out, &len, width, tail))
        add(out, &len, width, eta);
    return len;
}

size_t progress_words(const struct progress *p, char out[PROGRESS_LINE_MAX])
{
    char percent[16] = "", eta[48] = "";

    if (progress_percent(p) >= 0)
        snprintf(percent, sizeof percent, " %d%%,", progress_percent(p));
    if (progress_left(p) >= 0)
        snprintf(eta, sizeof eta, ", %.0f s left", progress_left(p));
    int n = snprintf(out, PROGRESS_LINE_MAX, "%s:%s %" PRIu64 " %s, %.0f %s/s%s", p->phase, percent,
                     p->articles, unit_of(p), progress_rate(p), unit_of(p), eta);
    return n < 0 ? 0 : n < PROGRESS_LINE_MAX ? (size_t)n : PROGRESS_LINE_MAX - 1;
}
