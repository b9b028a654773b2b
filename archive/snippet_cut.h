/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_cut.h - which part of a text is shown. For snippet*.c only. */
#ifndef HUSTINGS_SNIPPET_CUT_H
#define HUSTINGS_SNIPPET_CUT_H

#include "archive/snippet_hits.h"

enum paragraph_kind { PARAGRAPH_PROSE, PARAGRAPH_HEADING, PARAGRAPH_BOILERPLATE };

/* Those of a text that were looked at last. */
enum { PARAGRAPHS_KNOWN = 16 };
struct paragraphs {
    struct {
        uint32_t start, end;
        enum paragraph_kind kind;
    } at[PARAGRAPHS_KNOWN];
    size_t count; /* ever looked at */
};

struct source {
    const char *text;
    uint32_t begin, len; /* what stands before begin is not shown: white space, or the title again */
    const struct mark_span *titles; /* where it says its title again, as a line or the end of one: never shown */
    size_t title_count;
    const struct mark_span *spans;
    size_t span_count;
    struct words *words;      /* free to use */
    const struct marks *cues; /* dull_cues */
    struct paragraphs *paragraphs;
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
/* What the paragraph around `at` is. BOILERPLATE: what a site says of itself (newsletters, cookies, donations). */
enum paragraph_kind paragraph_kind(const struct source *s, uint32_t at);

/* Characters (code points, white space as one) that from..to is shown as, or more than limit when there are more. */
size_t shown_length(const struct source *s, uint32_t from, uint32_t to, size_t limit);

/* What should be in the passage: from the first to the last of some hits. */
struct run {
    struct mark_span bytes;
    uint32_t score;   /* weights of the distinct keys among the hits; 0: there is no run */
    uint32_t breadth; /* positions between first and last word */
    bool dull;        /* it stands among paragraphs that are no prose */
};
/* The best run of the hits from..end that is not longer than length_max characters. prose: no dull one will do. */
struct run best_run(const struct source *s, const struct hits *h, size_t from, size_t end, size_t length_max,
                    bool prose);

/* A passage of at most length_max characters around run (empty at s->begin: the beginning). */
struct passage passage_around(const struct source *s, struct mark_span run, size_t length_max);

enum { FRAGMENTS_MAX = 2 };
/* What to show: one passage of at most length_max characters or, where that shows more keys, two in the text's order,
 * which with an ellipsis between them are no longer; how many. h's hits are spent. */
size_t choose_fragments(const struct source *s, struct hits *h, const struct run *best, size_t length_max,
                        struct passage out[FRAGMENTS_MAX]);

#endif
