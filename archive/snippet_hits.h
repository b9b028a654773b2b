/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_hits.h - where the units stand in a text. For snippet*.c only. */
#ifndef HUSTINGS_SNIPPET_HITS_H
#define HUSTINGS_SNIPPET_HITS_H

#include "archive/quotations.h"
#include "archive/snippet_marks.h"

enum { HITS_MAX = 1 << 16 }; /* of one text; what lies behind them is not looked at */

struct hit {
    uint32_t start, end;  /* bytes */
    uint32_t before;      /* characters of the text before start */
    uint32_t first, last; /* positions of its words */
    uint16_t key;         /* hit_key: what counts as one in a passage */
    uint8_t weight, part; /* part: of the text, between repetitions of its title */
    bool waiting;         /* a word of a near group, whose others are not seen yet */
};

struct phrase_run { /* how far a phrase has come: its parts up to one stand in sequence */
    uint32_t position, first, start;
};

struct hits {
    struct hit *at; /* by rising start */
    size_t count, size;
    uint32_t stopped; /* the byte before which all was looked at; 0: the text to its end */
    struct mark_span *spans; /* the hits' bytes, overlapping ones joined */
    size_t span_count, spans_size;
    struct quotations quotations; /* of the text, where a unit is to stand in one */
    size_t cursor;                /* in them */
    /* By parity of position: two tokens of one position (a joined word and its first part) must not
     * overwrite what stands at the position before. */
    struct phrase_run runs[MARK_UNITS_MAX][MARK_PARTS_MAX][2];
};

static inline uint16_t hit_key(unsigned unit, unsigned part)
{
    return (uint16_t)(unit * MARK_PARTS_MAX + part);
}

#define HITS_TO_THE_END UINT32_MAX
/* Fills h, whose memory is reused. where: MARK_IN_TITLE or MARK_IN_BODY. m may be NULL. Where all hits have one key,
 * ends `enough` bytes behind the first (HITS_TO_THE_END: does not). False: out of memory. */
bool hits_gather(struct hits *h, struct words *words, const struct marks *m, unsigned where, const char *text,
                 size_t len, uint32_t enough);
/* Forgets those that begin before `begin` or in one of those places, which rise, and numbers the parts between them.
 * The spans stay. */
void hits_part(struct hits *h, uint32_t begin, const struct mark_span *places, size_t count);
void hits_free(struct hits *h); /* what h holds */
/* Ends the waiting of those whose whole group stands within its distance. */
void hits_settle_near(struct hits *h, const struct marks *m, unsigned unit);

#endif
