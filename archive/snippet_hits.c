/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_hits.c - one walk over a text that finds words, prefixes and phrases. */
#include "archive/snippet_hits.h"

#include <stdlib.h>
#include <string.h>

enum { HITS_FIRST = 64 };

void hits_free(struct hits *h)
{
    free(h->at);
    free(h->spans);
    quotations_free(&h->quotations);
    h->at = NULL;
    h->spans = NULL;
    h->count = h->size = h->span_count = h->spans_size = 0;
}

static bool add(struct hits *h, struct hit hit)
{
    if (h->count == h->size) {
        size_t size = h->size ? h->size * 2 : HITS_FIRST;
        struct hit *moved = realloc(h->at, size * sizeof *moved);
        if (!moved)
            return false;
        h->at = moved;
        h->size = size;
    }
    /* a phrase starts before the words that were found since: few, as it is of few words */
    size_t i = h->count++;
    for (; i > 0 && h->at[i - 1].start > hit.start; i--)
        h->at[i] = h->at[i - 1];
    h->at[i] = hit;
    return true;
}

/* Whether what begins there, and not after the word at hand, lies in the quotation that the word lies in. */
static bool is_quoted(struct hits *h, uint32_t start, const struct word *w)
{
    return quotations_have(&h->quotations, w->start, &h->cursor) && start >= h->quotations.at[h->cursor].start;
}

static bool add_phrase(struct hits *h, const struct mark_unit *u, const struct mark_target *t, const struct word *w)
{
    struct phrase_run run = {w->position, w->position, w->start};
    struct phrase_run(*runs)[2] = h->runs[t->unit];
    if (t->part > 0) {
        const struct phrase_run *before = &runs[t->part - 1][(w->position - 1) % 2];
        if (w->position == 1 || before->position != w->position - 1)
            return true;
        run.first = before->first;
        run.start = before->start;
    }
    runs[t->part][w->position % 2] = run;
    if (t->part + 1u < u->parts || (u->where & MARK_QUOTED && !is_quoted(h, run.start, w)))
        return true;
    return add(h, (struct hit){.start = run.start,
                               .end = w->end,
                               .first = run.first,
                               .last = w->position,
                               .key = hit_key(t->unit, 0),
                               .weight = (uint8_t)u->parts});
}

static bool add_targets(struct hits *h, const struct marks *m, const struct mark_target *t, unsigned where,
                        const struct word *w)
{
    for (; t; t = t->next) {
        const struct mark_unit *u = &m->units[t->unit];
        if (!(u->where & where) || (u->where & MARK_QUOTED && !is_quoted(h, w->start, w)))
            continue;
        struct hit hit = {.start = w->start,
                          .end = w->end,
                          .first = w->position,
                          .last = w->position,
                          .key = hit_key(t->unit, t->part),
                          .weight = 1,
                          .waiting = u->kind == MARK_NEAR};
        if (!(u->kind == MARK_PHRASE ? add_phrase(h, u, t, w) : add(h, hit)))
            return false;
    }
    return true;
}

static bool walk(struct hits *h, struct words *words, const struct marks *m, unsigned where, uint32_t enough)
{
    struct word w;
    while (h->count < HITS_MAX && words_next(words, &w)) {
        if (h->count && w.start > (uint64_t)h->at[0].start + enough) {
            h->stopped = w.start;
            return true;
        }
        if (marks_may_have(m, w.term, w.len) && !add_targets(h, m, marks_find(m, w.term, w.len), where, &w))
            return false;
        if (!marks_may_begin(m, w.term))
            continue;
        for (const struct mark_form *f = m->prefixes; f; f = f->next)
            if (f->len <= w.len && memcmp(f->term, w.term, f->len) == 0 && !add_targets(h, m, f->targets, where, &w))
                return false;
    }
    return true;
}

static void drop_waiting(struct hits *h)
{
    size_t kept = 0;
    for (size_t i = 0; i < h->count; i++)
        if (!h->at[i].waiting)
            h->at[kept++] = h->at[i];
    h->count = kept;
}

void hits_part(struct hits *h, uint32_t begin, const struct mark_span *places, size_t count)
{
    size_t kept = 0, part = 0; /* places before part end before the hit */
    for (size_t i = 0; i < h->count; i++) {
        struct hit hit = h->at[i];
        while (part < count && places[part].end <= hit.start)
            part++;
        if (hit.start < begin || (part < count && hit.end > places[part].start))
            continue;
        hit.part = (uint8_t)part;
        h->at[kept++] = hit;
    }
    h->count = kept;
}

static bool join_spans(struct hits *h)
{
    if (h->count > h->spans_size) {
        struct mark_span *moved = realloc(h->spans, h->size * sizeof *moved);
        if (!moved)
            return false;
        h->spans = moved;
        h->spans_size = h->size;
    }
    for (size_t i = 0; i < h->count; i++) {
        const struct hit *hit = &h->at[i];
        struct mark_span *last = h->span_count ? &h->spans[h->span_count - 1] : NULL;
        if (!last || hit->start >= last->end)
            h->spans[h->span_count++] = (struct mark_span){hit->start, hit->end};
        else if (hit->end > last->end)
            last->end = hit->end;
    }
    return true;
}

/* Code points that begin in these bytes: all bytes but those that go on with one. */
static uint32_t letters_in(const char *text, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t i = 0, going_on = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t eight;
        memcpy(&eight, text + i, 8);
        going_on += (size_t)__builtin_popcountll(eight >> 7 & ~eight >> 6 & ones);
    }
    for (; i < len; i++)
        going_on += ((unsigned char)text[i] & 0xC0) == 0x80;
    return (uint32_t)(len - going_on);
}

static void count_letters(struct hits *h, const char *text)
{
    uint32_t at = 0, before = 0;
    for (size_t i = 0; i < h->count; i++) {
        before += letters_in(text + at, h->at[i].start - at);
        at = h->at[i].start;
        h->at[i].before = before;
    }
}

bool hits_gather(struct hits *h, struct words *words, const struct marks *m, unsigned where, const char *text,
                 size_t len, uint32_t enough)
{
    h->count = h->span_count = 0;
    h->stopped = 0;
    if (!m || m->unit_count == 0)
        return true;
    memset(h->runs, 0, m->unit_count * sizeof *h->runs);
    words_start(words, text, len);
    h->cursor = h->quotations.count = 0;
    bool quoted = false;
    for (size_t i = 0; i < m->unit_count; i++)
        quoted |= m->units[i].where & MARK_QUOTED && m->units[i].where & where;
    if (quoted && !quotations_find(&h->quotations, text, len))
        return false;
    bool one_key = m->unit_count == 1 && m->units[0].kind != MARK_NEAR;
    if (!walk(h, words, m, where, one_key ? enough : HITS_TO_THE_END))
        return false;
    for (unsigned i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == MARK_NEAR)
            hits_settle_near(h, m, i);
    drop_waiting(h);
    count_letters(h, text);
    return join_spans(h);
}
