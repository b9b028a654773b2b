/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_dull.c - paragraphs that are no prose: headings, and what a site says of itself. */
#include "archive/snippet_cut.h"

#include <string.h>

enum {
    PARAGRAPH_MAX = 1200, /* bytes; a longer one is prose */
    HEADING_MAX = 80,     /* bytes of one without an end of sentence */
    CUES_ENOUGH = 2
};

/* Words sites use of themselves and what each counts: one may stand in a report, two seldom. */
static const struct cue {
    const char *term;
    unsigned weight;
} cues[] = {
    {"adfree", 2},        {"advertisement", 2}, {"advertising", 1}, {"blog", 1},        {"browser", 1},
    {"click", 1},         {"cookies", 2},       {"copyright", 2},   {"donate", 2},      {"donation", 1},
    {"email", 1},         {"facebook", 1},      {"inbox", 2},       {"instagram", 1},   {"javascript", 2},
    {"login", 1},         {"newsletter", 2},    {"newsletters", 2}, {"privacy", 1},     {"readers", 1},
    {"reserved", 1},      {"subscribe", 2},     {"subscriber", 1},  {"subscribers", 1}, {"subscription", 1},
    {"subscriptions", 1}, {"twitter", 1},       {"unsubscribe", 2}, {"website", 1},
};
_Static_assert(sizeof cues / sizeof *cues <= 64, "a cue is a bit of cues_in's set");

struct marks *dull_cues(struct arena *arena)
{
    struct marks *m = marks_new(arena);
    for (size_t i = 0; m && i < sizeof cues / sizeof *cues; i++)
        if (!marks_form(m, marks_unit(m, MARK_WORD, MARK_IN_BODY, 0), 0, cues[i].term, strlen(cues[i].term)))
            return NULL;
    return m;
}

static unsigned cues_in(const struct source *s, uint32_t start, uint32_t end)
{
    uint64_t seen = 0; /* each counts once: a report on cookies says it in every sentence */
    unsigned sum = 0;
    struct word w;
    words_start(s->words, s->text + start, end - start);
    while (sum < CUES_ENOUGH && words_next(s->words, &w)) {
        if (!marks_may_have(s->cues, w.term, w.len))
            continue;
        const struct mark_target *cue = marks_find(s->cues, w.term, w.len);
        if (!cue || seen >> cue->unit & 1)
            continue;
        seen |= UINT64_C(1) << cue->unit;
        sum += cues[cue->unit].weight;
    }
    return sum;
}

static enum paragraph_kind look_at(const struct source *s, uint32_t start, uint32_t end)
{
    if (end - start > PARAGRAPH_MAX)
        return PARAGRAPH_PROSE;
    end -= gap_before(s->text + start, end - start);
    if (end - start <= HEADING_MAX && !sentence_breaks(s->text, end, end, end))
        return PARAGRAPH_HEADING;
    return cues_in(s, start, end) >= CUES_ENOUGH ? PARAGRAPH_BOILERPLATE : PARAGRAPH_PROSE;
}

enum paragraph_kind paragraph_kind(const struct source *s, uint32_t at)
{
    struct paragraphs *known = s->paragraphs;
    uint32_t start = at, end = at;
    for (size_t i = 0; i < known->count && i < PARAGRAPHS_KNOWN; i++)
        if (known->at[i].start <= at && at < known->at[i].end)
            return known->at[i].kind;
    while (start > 0 && at - start <= PARAGRAPH_MAX &&
           !(s->text[start - 1] == '\n' && (start == 1 || s->text[start - 2] == '\n')))
        start--;
    while (end < s->len && end - start <= PARAGRAPH_MAX &&
           !(s->text[end] == '\n' && (end + 1 == s->len || s->text[end + 1] == '\n')))
        end++;
    enum paragraph_kind kind = look_at(s, start, end);
    size_t slot = known->count++ % PARAGRAPHS_KNOWN;
    known->at[slot].start = start;
    known->at[slot].end = end;
    known->at[slot].kind = kind;
    return kind;
}
