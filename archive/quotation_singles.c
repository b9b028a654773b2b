/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotation_singles.c - pairs of ‘ ’ and of ' among apostrophes. */
#include "archive/quotation_marks.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NEAR = 60 /* bytes */ };

static bool is_letter(int32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code >= 0xC0;
}

/* An apostrophe that begins its word: 'em, '90s, '24. */
static bool is_shortened(const struct quote_place *m)
{
    static const char *const words[] = {"em",    "tis",  "twas", "til",  "till", "n",     "cause",
                                        "bout",  "cuz",  "cos",  "neath", "round", "fraid", "ndrangheta",
                                        "s",     "t",    "tude"};
    size_t len = 0, left = (size_t)(m->end - m->behind);

    while (len < left && len < 12 && ((m->behind[len] | 0x20) >= 'a' && (m->behind[len] | 0x20) <= 'z'))
        len++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == len && strncasecmp(words[i], m->behind, len) == 0)
            return true;
    size_t digits = 0;
    while (digits < left && quote_is_digit(m->behind[digits]))
        digits++;
    return digits == 2;
}

/* voters’ choice, rockin’ along */
static bool is_apostrophe(const struct quote_place *m)
{
    bool in = m->at - m->paragraph > 2 && strncasecmp(m->at - 2, "in", 2) == 0;

    return m->after && quote_is_space(m->after) && ((m->before | 0x20) == 's' || in);
}

bool single_marks_take(struct single_marks *s, enum quote_mark mark, const struct quote_place *m, const char *text)
{
    bool straight = mark == QUOTE_APOSTROPHE;
    bool opens = mark != QUOTE_SINGLE_RIGHT && quote_opens(m) && !is_shortened(m) && (!straight || is_letter(m->after));
    /* German ones close with what opens English ones. */
    bool closes = mark != QUOTE_SINGLE_LOW && quote_closes(m);

    if (!opens && !closes)
        return true;
    if (!array_grow(&s->at, &s->size, s->count + 1, sizeof *s->at))
        return false;
    s->at[s->count++] = (struct single_mark){.start = (uint32_t)(m->at - text), .end = (uint32_t)(m->behind - text),
                                             .opens = opens, .weak = closes && is_apostrophe(m),
                                             
                                             .stopped = m->before && m->before < 0x80 && strchr(".,!?", m->before),
                                             .straight = straight};
    return true;
}

/* The mark that closes what the one at `from` opens; NULL: none, or another opens before. A weak one is passed over for
 * one that ends a sentence or clause, or is near: ‘the voters’ choice,’ but 'no thanks' to many. */
static const struct single_mark *closing(const struct single_marks *s, size_t from)
{
    const struct single_mark *weak = NULL;

    for (size_t i = from + 1; i < s->count && !s->at[i].opens; i++) {
        if (s->at[from].straight && !s->at[i].straight)
            continue;
        if (!s->at[i].weak)
            return !weak || s->at[i].stopped || s->at[i].start - weak->end < NEAR ? &s->at[i] : weak;
        weak = weak ? weak : &s->at[i];
    }
    return weak;
}

static int by_start(const void *left, const void *right)
{
    const struct quotation *a = left, *b = right;

    return (a->start > b->start) - (a->start < b->start);
}

/* Those from `from` on into their order, one for all that overlap. */
static void settle(struct quotations *q, size_t from)
{
    size_t kept = from;

    qsort(q->at + from, q->count - from, sizeof *q->at, by_start);
    for (size_t i = from; i < q->count; i++) {
        if (kept == from || q->at[i].start >= q->at[kept - 1].end)
            q->at[kept++] = q->at[i];
        else if (q->at[i].end > q->at[kept - 1].end)
            q->at[kept - 1].end = q->at[i].end;
    }
    q->count = kept;
}

bool single_marks_pair(struct single_marks *s, struct quotations *q, size_t from)
{
    size_t before = q->count;
    bool added = true;

    for (size_t i = 0; added && i < s->count; i++) {
        const struct single_mark *close = s->at[i].opens ? closing(s, i) : NULL;
        if (!close)
            continue;
        added = quotations_add(q, s->at[i].end, close->start);
        i = (size_t)(close - s->at);
    }
    s->count = 0;
    if (added && q->count > before)
        settle(q, from);
    return added;
}
