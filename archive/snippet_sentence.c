/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_sentence.c - where sentences end and begin, told from a few bytes around a gap. */
#include "archive/snippet_cut.h"

#include <stdlib.h>
#include <string.h>

enum { ABBREVIATION_MAX = 6 /* letters */ };

/* Words whose point ends no sentence before a capital: they stand before names and numbers. By strcmp. */
static const char *const abbreviations[] = {
    "capt", "cllr", "co", "col", "dr",   "eg",  "gen",  "gov", "hon", "ie",   "jr",  "lt", "maj", "messrs",
    "mr",   "mrs",  "ms", "no",  "prof", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "st",  "vs",
};

static int by_text(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

/* Bytes of the white space that begins at `at`, or 0. */
static uint32_t space_at(const char *text, uint32_t at, uint32_t len)
{
    const unsigned char *p = (const unsigned char *)text + at;
    uint32_t left = len - at;
    if (left == 0)
        return 0;
    if (p[0] <= ' ' || p[0] == 0x7F)
        return 1;
    if (left >= 2 && p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0xA0) /* C1 controls, no-break space */
        return 2;
    if (left < 3)
        return 0;
    if (p[0] == 0xE2 && p[1] == 0x80) /* U+2000..200A, line and paragraph separator, narrow space */
        return (p[2] >= 0x80 && p[2] <= 0x8A) || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF ? 3 : 0;
    return memcmp(p, "\xE2\x81\x9F", 3) == 0 || memcmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

uint32_t gap_after(const char *text, uint32_t at, uint32_t len)
{
    uint32_t end = at;
    for (uint32_t bytes; (bytes = space_at(text, end, len));)
        end += bytes;
    return end - at;
}

uint32_t gap_before(const char *text, uint32_t at)
{
    uint32_t start = at;
    for (uint32_t back = 1; back <= 3 && back <= start;) {
        if (space_at(text, start - back, start) == back) {
            start -= back;
            back = 1;
        } else {
            back++;
        }
    }
    return at - start;
}

bool paragraph_breaks(const char *text, uint32_t from, uint32_t to)
{
    unsigned lines = 0;
    for (; from < to; from++)
        lines += text[from] == '\n';
    return lines > 1;
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Whether the three bytes before `at` are one of those in set. */
static bool wide_before(const char *text, uint32_t at, const char *set)
{
    for (; at >= 3 && *set; set += 3)
        if (memcmp(text + at - 3, set, 3) == 0)
            return true;
    return false;
}

/* The point before `at` belongs to "Mr." or an initial. */
static bool is_abbreviated(const char *text, uint32_t at)
{
    char word[ABBREVIATION_MAX + 1];
    uint32_t start = at;
    while (start > 0 && is_letter(text[start - 1]) && at - start <= ABBREVIATION_MAX)
        start--;
    size_t len = at - start;
    if (len == 1)
        return true;
    if (len == 0 || len > ABBREVIATION_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        word[i] = (char)(text[start + i] | 32);
    word[len] = '\0';
    return bsearch(word, abbreviations, sizeof abbreviations / sizeof *abbreviations, sizeof *abbreviations, by_text);
}

bool sentence_breaks(const char *text, uint32_t len, uint32_t from, uint32_t to)
{
    if (paragraph_breaks(text, from, to))
        return true;
    uint32_t at = from;
    for (;;) { /* back over what closes a quotation */
        if (at > 0 && strchr("\"')]", text[at - 1]) && text[at - 1])
            at--;
        else if (wide_before(text, at, "\xE2\x80\x9D\xE2\x80\x99\xE3\x80\x8D\xEF\xBC\x89"))
            at -= 3;
        else
            break;
    }
    if (wide_before(text, at, "\xE3\x80\x82\xEF\xBC\x81\xEF\xBC\x9F")) /* CJK stops need no space */
        return true;
    bool next_is_lower = to < len && text[to] >= 'a' && text[to] <= 'z';
    if (at == 0 || (from == to && to < len) || next_is_lower)
        return false;
    if (text[at - 1] == '!' || text[at - 1] == '?' || wide_before(text, at, "\xE2\x80\xA6"))
        return true;
    return text[at - 1] == '.' && !is_abbreviated(text, at - 1);
}
