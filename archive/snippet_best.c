/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_best.c - the run of hits that says most: a window over the hits, one step each. */
#include "archive/snippet_cut.h"

enum { DULL_LOOKS_MAX = 64 }; /* paragraphs read to settle ties of one text */

struct run {
    size_t from, to;  /* hits */
    uint32_t score;   /* weights of the distinct keys among them; 0: no run */
    uint32_t breadth; /* positions between first and last word */
    bool dull;
};

static bool run_is_dull(const struct source *s, const struct hits *h, const struct run *r)
{
    uint32_t start = h->at[r->from].start, last = h->at[r->to].start;
    return start < s->begin || paragraph_is_dull(s, start) || (last != start && paragraph_is_dull(s, last));
}

/* Whether r is better than best: never on a full tie, as best is earlier. */
static bool is_better(const struct source *s, const struct hits *h, struct run *r, struct run *best, unsigned *looks)
{
    if (r->score != best->score) {
        if (r->score > best->score) /* at most once for each weight there is */
            r->dull = run_is_dull(s, h, r);
        return r->score > best->score;
    }
    if ((!best->dull && r->breadth >= best->breadth) || *looks == 0)
        return false;
    (*looks)--;
    r->dull = run_is_dull(s, h, r);
    return r->dull != best->dull ? !r->dull : r->breadth < best->breadth;
}

bool best_run(const struct source *s, const struct hits *h, size_t bytes_max, struct mark_span *out, bool *dull)
{
    uint32_t seen[MARK_KEYS_MAX] = {0};
    struct run now = {0}, best = {0};
    unsigned looks = DULL_LOOKS_MAX;
    for (size_t i = 0; i < h->count; i++) {
        now.to = i;
        if (seen[h->at[i].key]++ == 0)
            now.score += h->at[i].weight;
        /* a hit whose key comes again adds nothing but length */
        while (now.from < i && (h->at[i].end - h->at[now.from].start > bytes_max || seen[h->at[now.from].key] > 1)) {
            if (--seen[h->at[now.from].key] == 0)
                now.score -= h->at[now.from].weight;
            now.from++;
        }
        now.breadth = h->at[i].last - h->at[now.from].first;
        if (is_better(s, h, &now, &best, &looks))
            best = now;
    }
    if (best.score == 0)
        return false;
    *dull = best.dull;
    *out = (struct mark_span){h->at[best.from].start, 0};
    for (size_t i = best.from; i <= best.to; i++)
        if (h->at[i].end > out->end)
            out->end = h->at[i].end;
    return true;
}
