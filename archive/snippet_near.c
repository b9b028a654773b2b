/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_near.c - near groups, as proximity.h has them: within a window of `parts + distance`
 * positions stands each part, in any order, each at a position of its own. */
#include "archive/snippet_hits.h"

#include <string.h>

enum {
    WINDOW_MAX = 256,   /* positions; QUERY_NEAR_MAX and MARK_PARTS_MAX together stay below */
    STEPS_MAX = 1 << 19 /* hits looked at to tell positions apart; past it a window with every part is taken as it is.
                           Only one word given ten times, in a text of little else, gets there: it took 1 s */
};

/* The hits of one window, and which part has which position. */
struct window {
    const struct hits *hits;
    unsigned unit;
    size_t from, to;           /* the first and last hit; those of other units stand among them */
    uint32_t base;             /* the first position */
    uint8_t owner[WINDOW_MAX]; /* part + 1; 0: free */
    bool visited[WINDOW_MAX];
    size_t steps;
};

static bool belongs(const struct hit *hit, unsigned unit)
{
    return hit->key / MARK_PARTS_MAX == unit;
}

/* Gives part a position, moving others if need be: an augmenting path of bipartite matching. */
static bool give_position(struct window *w, unsigned part)
{
    for (size_t i = w->from; i <= w->to && w->steps < STEPS_MAX; i++, w->steps++) {
        const struct hit *hit = &w->hits->at[i];
        uint32_t slot = hit->first - w->base;
        if (hit->key != hit_key(w->unit, part) || w->visited[slot])
            continue;
        w->visited[slot] = true;
        if (w->owner[slot] && !give_position(w, w->owner[slot] - 1u))
            continue;
        w->owner[slot] = (uint8_t)(part + 1);
        return true;
    }
    return false;
}

static bool all_have_positions(struct window *w, unsigned parts)
{
    memset(w->owner, 0, sizeof w->owner);
    for (unsigned part = 0; part < parts; part++) {
        memset(w->visited, 0, sizeof w->visited);
        if (!give_position(w, part))
            return w->steps >= STEPS_MAX;
    }
    return true;
}

void hits_settle_near(struct hits *h, const struct marks *m, unsigned unit)
{
    const struct mark_unit *u = &m->units[unit];
    uint32_t room = u->distance < WINDOW_MAX - u->parts ? u->parts + u->distance : WINDOW_MAX;
    uint32_t in_window[MARK_PARTS_MAX] = {0}; /* hits of each part */
    unsigned present = 0;
    struct window w = {.hits = h, .unit = unit};
    size_t settled = 0; /* hits before it are, as far as they can be */
    for (size_t i = 0; i < h->count; i++) {
        if (!belongs(&h->at[i], unit))
            continue;
        present += in_window[h->at[i].key % MARK_PARTS_MAX]++ == 0;
        for (; h->at[w.from].first + room <= h->at[i].first || !belongs(&h->at[w.from], unit); w.from++)
            if (belongs(&h->at[w.from], unit))
                present -= --in_window[h->at[w.from].key % MARK_PARTS_MAX] == 0;
        w.to = i;
        w.base = h->at[w.from].first;
        if (present < u->parts || (w.steps < STEPS_MAX && !all_have_positions(&w, u->parts)))
            continue;
        for (size_t k = settled > w.from ? settled : w.from; k <= i; k++)
            if (belongs(&h->at[k], unit))
                h->at[k].waiting = false;
        settled = i + 1;
    }
}
