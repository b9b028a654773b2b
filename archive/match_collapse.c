/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_collapse.c - the groups of copies among a search's matches. */
#include "archive/match_collapse.h"

#include "archive/copies.h"

#include <string.h>

enum { SIZE_AT_FIRST = 64 };

/* Groups are parts of hashes already. */
static struct collapsed *place_of(const struct match_collapse *c, uint64_t group)
{
    size_t at = (size_t)(group >> 1) & (c->size - 1);

    while (c->at[at].group && c->at[at].group != group)
        at = (at + 1) & (c->size - 1);
    return &c->at[at];
}

static bool grow(struct match_collapse *c)
{
    struct match_collapse old = *c;

    c->size = old.size ? old.size * 2 : SIZE_AT_FIRST;
    c->at = arena_alloc(c->arena, c->size * sizeof *c->at);
    if (!c->at)
        return false;
    memset(c->at, 0, c->size * sizeof *c->at);
    for (size_t i = 0; i < old.size; i++)
        if (old.at[i].group)
            *place_of(c, old.at[i].group) = old.at[i];
    return true;
}

static bool take(struct match_collapse *c, uint64_t value, uint32_t docid, uint32_t over_all)
{
    bool leads = value & COPIES_LEADS;

    if (2 * (c->count + 1) > c->size && !grow(c))
        return false;
    struct collapsed *of = place_of(c, copies_group(value));
    bool is_new = !of->group;
    c->count += is_new;
    c->matches++;
    if (is_new || (!of->leader && (leads || copies_earlier(docid, of->first)))) {
        of->group = copies_group(value);
        of->leader = leads;
        of->first = docid;
        of->shown = over_all;
    }
    return true;
}

bool match_collapse_take(struct match_collapse *c, const struct match_shard *s, size_t shards,
                         const uint64_t bits[WINDOW_WORDS])
{
    const struct groups *groups = s->shard->groups;

    for (size_t w = 0; groups && groups->bits && w < WINDOW_WORDS && s->from + w * 64 < s->end; w++) {
        for (uint64_t left = bits[w] & groups->bits[s->from / 64 + w]; left; left &= left - 1) {
            uint32_t document = s->from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            uint32_t docid = s->shard->docids[document];
            uint64_t value = groups_at(groups, document);
            if (value && !take(c, value, docid, (docid - 1) * (uint32_t)shards + (uint32_t)s->number + 1))
                return false;
        }
    }
    return true;
}

void match_collapse_offer(struct match_collapse *c, const struct match_shard *s, size_t i,
                          const struct match_candidate *one)
{
    uint64_t value = groups_at(s->shard->groups, s->from + (uint32_t)i);
    struct collapsed *of = place_of(c, copies_group(value));

    if (!of->best.docid || match_is_better(one, &of->best)) {
        of->best = *one;
        of->best.group = 0;
    }
}

const struct collapsed *match_collapse_of(const struct match_collapse *c, uint32_t number)
{
    return &c->at[number - 1];
}
