/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_best.c - the run of hits that says most: a window over the hits, one step each. */
#include "archive/snippet_cut.h"

enum { DULL_LOOKS_MAX = 64 }; /* paragraphs read to settle ties of one text */

/* A run by its hits. */
struct stretch {
    size_t from, to;
    uint32_t score, breadth;
    bool dull;
};

struct choosing {
    const struct source *source;
    const struct hits *hits;
    bool prose;
    unsigned looks; /* that are left */
};

static bool is_dull(const struct choosing *c, const struct stretch *r)
{
    const struct source *s = c->source;
    uint32_t start = c->hits->at[r->from].start, last = c->hits->at[r->to].start;
    return paragraph_kind(s, start) != PARAGRAPH_PROSE ||
           (last != start && paragraph_kind(s, last) != PARAGRAPH_PROSE);
}

/* Whether r is better than best: never on a full tie, as best is earlier. */
static bool is_better(struct choosing *c, struct stretch *r, const struct stretch *best)
{
    bool tie = r->score == best->score;
    if (r->score < best->score || (tie && !best->dull && r->breadth >= best->breadth))
        return false;
    if (tie || c->prose) {
        if (c->looks == 0)
            return false;
        c->looks--;
    } /* else at most once for each weight there is */
    r->dull = is_dull(c, r);
    if (c->prose && r->dull)
        return false;
    return !tie || (r->dull != best->dull ? !r->dull : r->breadth < best->breadth);
}

struct run best_run(const struct source *s, const struct hits *h, size_t from, size_t end, size_t length_max,
                    bool prose)
{
    uint32_t seen[MARK_KEYS_MAX] = {0};
    struct choosing c = {s, h, prose, DULL_LOOKS_MAX};
    struct stretch now = {.from = from}, best = {.from = from};
    for (size_t i = from; i < end; i++) {
        const struct hit *last = &h->at[i];
        now.to = i;
        if (seen[last->key]++ == 0)
            now.score += last->weight;
        /* a hit whose key comes again adds nothing but length */
        while (now.from < i && (last->before - h->at[now.from].before + (last->end - last->start) > length_max ||
                                seen[h->at[now.from].key] > 1 || h->at[now.from].part != last->part)) {
            if (--seen[h->at[now.from].key] == 0)
                now.score -= h->at[now.from].weight;
            now.from++;
        }
        now.breadth = last->last - h->at[now.from].first;
        if (is_better(&c, &now, &best))
            best = now;
    }
    struct run run = {.score = best.score, .breadth = best.breadth, .dull = best.dull};
    if (!best.score)
        return run;
    run.bytes.start = h->at[best.from].start;
    for (size_t i = best.from; i <= best.to; i++)
        if (h->at[i].end > run.bytes.end)
            run.bytes.end = h->at[i].end;
    return run;
}
