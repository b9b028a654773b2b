/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_tags.c - whether libxml2 can read a page's tags in fair time.
 *
 * Only what could hold a '<' that opens no tag is told apart: comments, scripts, styles, quoted values. */
#include "indexer/formats/html_tags.h"

#include <string.h>
#include <strings.h>

struct place {
    const char *at, *end;
};

static bool begins(const struct place *p, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(p->end - p->at) >= n && strncasecmp(p->at, with, n) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Behind the next `mark`. Where there is none the page's rest belongs to what it would end, for libxml2 too. */
static void skip_past(struct place *p, const char *mark)
{
    while (p->at < p->end && !begins(p, mark)) {
        const char *next = memchr(p->at + 1, *mark, (size_t)(p->end - p->at - 1));
        p->at = next ? next : p->end;
    }
    if (p->at < p->end)
        p->at += strlen(mark);
}

/* At an '=': behind a quoted value that follows, else behind the '='. */
static void skip_value(struct place *p)
{
    const char *at = p->at + 1;
    while (at < p->end && is_space(*at))
        at++;
    bool quoted = at < p->end && (*at == '"' || *at == '\'');
    const char *close = quoted ? memchr(at + 1, *at, (size_t)(p->end - at - 1)) : NULL;
    p->at = close ? close + 1 : quoted ? p->end : p->at + 1; /* an open quotation takes the page along */
}

/* Behind the tag at p; how many words it has that may be attributes. */
static size_t skip_tag(struct place *p)
{
    size_t words = 0;
    bool inside = true; /* a word: the tag's name at first */
    while (p->at < p->end && *p->at != '>') {
        char c = *p->at;
        if (c == '=') {
            const char *from = p->at;
            skip_value(p);
            inside = p->at == from + 1; /* a quoted value's end parts words */
            continue;
        }
        bool parts = is_space(c) || c == '/';
        words += !parts && !inside;
        inside = !parts;
        p->at++;
    }
    return words;
}

bool html_has_too_many_tags(const char *bytes, size_t len)
{
    size_t n = 0;

    for (const char *at = bytes, *end = len ? bytes + len : bytes; at < end && n <= PAGE_TAGS_MAX; at++, n++) {
        at = memchr(at, '<', (size_t)(end - at));
        if (!at)
            break;
    }
    return n > PAGE_TAGS_MAX;
}

bool html_has_crowded_tag(const char *bytes, size_t len)
{
    struct place p = {bytes, bytes + len};
    while (p.at < p.end && (p.at = memchr(p.at, '<', (size_t)(p.end - p.at)))) {
        bool script = begins(&p, "<script"), style = begins(&p, "<style"), comment = begins(&p, "<!--");
        p.at++;
        if (comment)
            skip_past(&p, "-->");
        else if (p.at < p.end && is_letter(*p.at) && skip_tag(&p) > TAG_ATTRIBUTES_MAX)
            return true;
        if (script || style)
            skip_past(&p, script ? "</script" : "</style");
    }
    return false;
}
