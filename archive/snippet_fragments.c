/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_fragments.c - one passage, or two where the second shows words that the first does not. */
#include "archive/snippet_cut.h"

enum {
    FRAGMENT_MIN = 60, /* characters: shorter ones say little */
    JOINT = 3          /* characters between two: " … " */
};

/* Which keys there are, as bits, and what they weigh together. */
struct tally {
    uint64_t keys[MARK_KEYS_MAX / 64];
    uint32_t score;
};

static bool has_key(const struct tally *t, const struct hit *hit)
{
    return t->keys[hit->key / 64] >> hit->key % 64 & 1;
}

static bool is_in(const struct hit *hit, const struct passage *p)
{
    return hit->start >= p->start && hit->end <= p->end;
}

/* Adds those of the hits that p shows; NULL: all. */
static void count(struct tally *t, const struct hits *h, const struct passage *p)
{
    for (size_t i = 0; i < h->count; i++) {
        const struct hit *hit = &h->at[i];
        if (has_key(t, hit) || (p && !is_in(hit, p)))
            continue;
        t->keys[hit->key / 64] |= UINT64_C(1) << hit->key % 64;
        t->score += hit->weight;
    }
}

/* Keeps of h what stands outside p and is not in t; how many of it before p. */
static size_t keep_missing(struct hits *h, const struct passage *p, const struct tally *t)
{
    size_t kept = 0, before = 0;
    for (size_t i = 0; i < h->count; i++) {
        const struct hit *hit = &h->at[i];
        if (has_key(t, hit) || (hit->end > p->start && hit->start < p->end))
            continue;
        before += hit->end <= p->start;
        h->at[kept++] = *hit;
    }
    h->count = kept;
    return before;
}

/* The passage beside p with the best of what is missing; false: there is none in prose. */
static bool find_second(const struct source *s, struct hits *h, const struct passage *p, const struct tally *shown,
                        size_t length_max, struct passage *out)
{
    struct source side = *s;
    size_t before = keep_missing(h, p, shown);
    struct run left = best_run(s, h, 0, before, length_max, true);
    struct run right = best_run(s, h, before, h->count, length_max, true);
    bool later = right.score > left.score || (right.score == left.score && right.breadth < left.breadth);
    if (later)
        side.begin = p->end + gap_after(s->text, p->end, s->len);
    else
        side.len = p->start - gap_before(s->text, p->start);
    if (!(later ? right : left).score)
        return false;
    *out = passage_around(&side, (later ? right : left).bytes, length_max);
    return out->end > out->start;
}

/* They do not touch: what both show would have been found as one run. */
static void put_in_order(const struct source *s, struct passage one, struct passage other,
                         struct passage out[FRAGMENTS_MAX])
{
    bool ordered = one.start < other.start;
    out[0] = ordered ? one : other;
    out[1] = ordered ? other : one;
    out[0].cut_before = out[0].start > s->begin;
    out[1].cut_after = out[1].end + gap_after(s->text, out[1].end, s->len) < s->len;
}

size_t choose_fragments(const struct source *s, struct hits *h, const struct run *best, size_t length_max,
                        struct passage out[FRAGMENTS_MAX])
{
    struct tally all = {0}, one = {0}, two = {0};
    struct passage second;

    out[0] = passage_around(s, best->bytes, length_max);
    count(&all, h, NULL);
    count(&one, h, &out[0]);
    if (one.score >= all.score || length_max < FRAGMENT_MIN * 2 + JOINT)
        return 1;
    size_t room = length_max - JOINT;
    struct run half = best_run(s, h, 0, h->count, room / 2, false);
    struct passage first = passage_around(s, half.bytes, room / 2);
    count(&two, h, &first);
    room -= shown_length(s, first.start, first.end, room);
    if (!find_second(s, h, &first, &two, room, &second))
        return 1;
    count(&two, h, &second);
    if (two.score <= one.score)
        return 1;
    put_in_order(s, first, second, out);
    return 2;
}
