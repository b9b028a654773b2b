/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_cut.h - which part of a text is shown. For snippet*.c only. */
#ifndef HUSTINGS_SNIPPET_CUT_H
#define HUSTINGS_SNIPPET_CUT_H

#include "archive/snippet_hits.h"

struct source {
    const char *text;
    uint32_t begin, len; /* what stands before begin is not shown: white space, or the title again */
    const struct mark_span *spans;
    size_t span_count;
    struct words *words;      /* free to use */
    const struct marks *cues; /* dull_cues */
};

/* Bytes to show, and whether others stand on each side. */
struct passage {
    uint32_t start, end;
    bool cut_before, cut_after;
};

/* Bytes of the white space or control characters (shown as one space) that begin at or end before `at`. */
uint32_t gap_after(const char *text, uint32_t at, uint32_t len);
uint32_t gap_before(const char *text, uint32_t at);
/* Whether the gap from..to (empty: none is needed) parts sentences. */
bool sentence_breaks(const char *text, uint32_t len, uint32_t from, uint32_t to);
/* Whether it parts paragraphs: holds two line ends. */
bool paragraph_breaks(const char *text, uint32_t from, uint32_t to);

/* What tells dull paragraphs, made once. NULL: the arena is full. */
struct marks *dull_cues(struct arena *arena);
/* Whether the paragraph around `at` is no prose: a heading, or what a site says of itself
 * (newsletters, cookies, donations). */
bool paragraph_is_dull(const struct source *s, uint32_t at);

/* The bytes that should be in the passage: from the first to the last hit of the best run of
 * hits not longer than bytes_max; *dull: it stands among dull paragraphs. False: no hit. */
bool best_run(const struct source *s, const struct hits *h, size_t bytes_max, struct mark_span *out, bool *dull);

/* A passage of at most bytes_max bytes of plain text around run (empty at s->begin: the beginning). */
struct passage passage_around(const struct source *s, struct mark_span run, size_t bytes_max);

#endif
