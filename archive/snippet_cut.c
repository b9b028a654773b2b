/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_cut.c - a passage grown around what must be in it, back to the start of a sentence and on
 * to the end of one where these are near. */
#include "archive/snippet_cut.h"

#include "archive/text.h"

#include <string.h>
#include <utf8proc.h>

enum {
    NEAR_PERCENT = 55, /* of the room: a passage that long may end with its sentence */
    LEAD_PERCENT = 33, /* of the room: what stands before a hit that begins no sentence */
    RUN_LETTERS = 60,  /* without a gap: no word of a language that has gaps is longer */
    ZERO_WIDTH_JOINER = 0x200D
};

/* A place to cut, and the characters shown between it and where the walk began. */
struct place {
    uint32_t at;
    size_t cost;
    bool found;
};

static uint32_t code_before(const struct source *s, uint32_t at)
{
    uint32_t start = at - 1;
    while (start > s->begin && at - start < 4 && ((unsigned char)s->text[start] & 0xC0) == 0x80)
        start--;
    return start;
}

static uint32_t code_after(const struct source *s, uint32_t at, int32_t *code)
{
    const char *next = s->text + at;
    *code = text_next(&next, s->text + s->len);
    return (uint32_t)(next - s->text);
}

/* The marked span that goes on across `at`, or NULL. */
static const struct mark_span *span_across(const struct source *s, uint32_t at)
{
    size_t low = 0, high = s->span_count; /* spans before low end at or before `at` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->spans[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->span_count && s->spans[low].start < at ? &s->spans[low] : NULL;
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Whether a cut at `at` would part a span that is not part of what must be kept. */
static bool cuts_span(const struct source *s, uint32_t at, uint32_t keep)
{
    const struct mark_span *span = span_across(s, at);
    return span && span->start >= keep;
}

static bool gap_parts_sentences(const struct source *s, uint32_t at, uint32_t gap)
{
    char last = at > s->begin ? s->text[at - 1] : ' ';
    if (gap <= 1 && (is_letter(last) || last == ','))
        return false; /* most gaps, at once */
    if (!gap && (unsigned char)last < 0x80)
        return false; /* only CJK sentences end without one */
    return sentence_breaks(s->text, s->len, at, at + gap);
}

/* Whether a letter with all its marks ends at `at`. */
static bool letter_ends(const struct source *s, uint32_t at)
{
    int32_t before, behind;
    if (at <= s->begin || at >= s->len)
        return true;
    code_after(s, code_before(s, at), &before);
    code_after(s, at, &behind);
    return before != ZERO_WIDTH_JOINER && utf8proc_grapheme_break(before, behind);
}

/* Where a text without a gap near `at` is cut: not within a letter, nor in a span that fits. */
static uint32_t cut_in_run(const struct source *s, uint32_t from, uint32_t keep, uint32_t at)
{
    const struct mark_span *span = span_across(s, at);
    if (span && span->start > from && span->start >= keep)
        at = span->start;
    while (at > from && !letter_ends(s, at))
        at = code_before(s, at);
    return at;
}

/* Whether at this gap prose ends: behind it stands boilerplate or, where a heading would do too, one. */
static bool prose_ends(const struct source *s, uint32_t at, uint32_t gap, bool heading)
{
    return paragraph_breaks(s->text, at, at + gap) &&
           paragraph_kind(s, at + gap) >= (heading ? PARAGRAPH_HEADING : PARAGRAPH_BOILERPLATE);
}

struct walk {
    uint32_t end;
    size_t used;
    bool whole; /* nothing but white space follows */
};

/* From `from` on, as far as room allows: to the end of a sentence or prose if that is `least` characters away,
 * else of a word. It is cut before `keep` only when that is out of reach. */
static struct walk walk_on(const struct source *s, uint32_t from, uint32_t keep, size_t room, size_t least)
{
    struct place word = {0}, sentence = {0}, early = {0};
    size_t used = 0;
    uint32_t at = from;
    while (at < s->len) {
        uint32_t gap = gap_after(s->text, at, s->len);
        if (at + gap == s->len)
            return (struct walk){at, used, true};
        bool breaks = gap_parts_sentences(s, at, gap);
        if (at > from && at < keep && gap)
            early = (struct place){at, used, true};
        if (at > from && at >= keep && (gap || breaks || at == keep) && !cuts_span(s, at, keep)) {
            word = (struct place){at, used, true};
            if (breaks)
                sentence = word;
            if (gap > 1 && prose_ends(s, at, gap, used >= least))
                return (struct walk){at, used, false};
        }
        size_t cost = gap ? 2 : 1;
        if (used + cost > room)
            break;
        int32_t code;
        used += cost;
        at = code_after(s, at + gap, &code);
        for (; at < s->len && at != keep && used < room && is_letter(s->text[at]); at++)
            used++; /* nothing is decided within a word */
    }
    if (at >= s->len)
        return (struct walk){s->len, used, true};
    if (sentence.found && sentence.cost >= least)
        return (struct walk){sentence.at, sentence.cost, false};
    if (!word.found)
        word = early;
    if (word.found && used - word.cost <= RUN_LETTERS)
        return (struct walk){word.at, word.cost, false};
    return (struct walk){cut_in_run(s, from, keep, at), used, false};
}

/* From `from` back to where the passage begins: the start of its sentence if that is within room, an earlier one if
 * that is within fill (bytes nothing else needs), else a word before it. */
static uint32_t walk_back(const struct source *s, uint32_t from, size_t room, size_t fill)
{
    size_t lead = room * LEAD_PERCENT / 100 > fill ? room * LEAD_PERCENT / 100 : fill;
    struct place sentence = {0}, word = {0}, letter = {from, 0, true};
    size_t cost = 0;
    uint32_t at = from;
    for (;;) {
        uint32_t gap = at > s->begin ? gap_before(s->text, at) : 0;
        bool breaks = at <= s->begin || gap_parts_sentences(s, at - gap, gap);
        bool inside = at < from && span_across(s, at);
        if (!inside && breaks && (!sentence.found || cost <= fill))
            sentence = (struct place){at, cost, true};
        if (!inside && (gap || breaks) && cost <= lead)
            word = (struct place){at, cost, true};
        if (!inside && cost <= lead && letter_ends(s, at))
            letter = (struct place){at, cost, true};
        if (at <= s->begin || (gap > 1 && at < from && paragraph_breaks(s->text, at - gap, at) &&
                               paragraph_kind(s, at - gap - 1) == PARAGRAPH_BOILERPLATE))
            break;
        uint32_t before = code_before(s, at - gap);
        cost += gap ? 2 : 1;
        if (cost > room)
            break;
        at = before;
    }
    return sentence.found ? sentence.at : word.found ? word.at : letter.at;
}

size_t shown_length(const struct source *s, uint32_t from, uint32_t to, size_t limit)
{
    size_t used = 0;
    for (; from < to && used <= limit; used++) {
        int32_t code;
        uint32_t gap = gap_after(s->text, from, to);
        from = gap ? from + gap : code_after(s, from, &code);
    }
    return used;
}

/* s without what stands on the far side of a repeated title. */
static struct source between_titles(const struct source *s, struct mark_span run)
{
    struct source part = *s;
    for (size_t i = 0; i < s->title_count; i++) {
        const struct mark_span *title = &s->titles[i];
        if (title->end <= run.start && title->end > part.begin)
            part.begin = title->end + gap_after(s->text, title->end, s->len);
        if (title->start >= run.end && title->start < part.len)
            part.len = title->start - gap_before(s->text, title->start);
    }
    if (part.begin >= part.len)
        return *s; /* there is nothing but its title */
    return part;
}

struct passage passage_around(const struct source *whole_text, struct mark_span run, size_t length_max)
{
    const struct source part = between_titles(whole_text, run), *s = &part;
    struct mark_span whole = run;
    const struct mark_span *across = span_across(s, run.start);
    if (across && across->start >= s->begin)
        whole.start = across->start;
    across = run.end > run.start ? span_across(s, run.end) : NULL;
    if (across)
        whole.end = across->end;
    if (shown_length(s, whole.start, whole.end, length_max) <= length_max)
        run = whole;
    size_t need = shown_length(s, run.start, run.end, length_max);
    uint32_t start = run.start;
    if (need <= length_max) {
        size_t room = length_max - need;
        struct walk tail = walk_on(s, run.end, run.end, room, 0);
        start = walk_back(s, run.start, room, room - tail.used);
    }
    struct walk body = walk_on(s, start, run.end, length_max, length_max * NEAR_PERCENT / 100);
    struct passage p = {start, body.end, start > s->begin, !body.whole || s->len < whole_text->len};
    while (p.cut_after && p.end > run.end && p.end > p.start && strchr(",;:-(", s->text[p.end - 1])) {
        p.end--;
        p.end -= gap_before(s->text, p.end);
    }
    return p;
}
