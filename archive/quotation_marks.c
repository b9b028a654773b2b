/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotation_marks.c - quotation marks, and what their neighbours say of them. */
#include "archive/quotation_marks.h"

#include "archive/text.h"

#include <string.h>

enum quote_mark quote_mark(const char *at, const char *end, size_t *len)
{
    static const struct {
        char bytes[4];
        enum quote_mark mark;
    } marks[] = {
        {"\xE2\x80\x99", QUOTE_SINGLE_RIGHT}, {"\xE2\x80\x9C", QUOTE_LEFT},         {"\xE2\x80\x9D", QUOTE_RIGHT},
        {"\xE2\x80\x98", QUOTE_SINGLE_LEFT},  {"\xE2\x80\x9E", QUOTE_LOW},          {"\xE2\x80\x9A", QUOTE_SINGLE_LOW},
        {"\xE2\x80\x9F", QUOTE_LEFT},         {"\xC2\xAB", QUOTE_ANGLE_LEFT},       {"\xC2\xBB", QUOTE_ANGLE_RIGHT},
        {"\xE3\x80\x8C", QUOTE_CORNER_OPEN},  {"\xE3\x80\x8D", QUOTE_CORNER_CLOSE}, {"\xE3\x80\x8E", QUOTE_CORNER_OPEN},
        {"\xE3\x80\x8F", QUOTE_CORNER_CLOSE}, {"\xEF\xBC\x82", QUOTE_STRAIGHT},     {"``", QUOTE_STRAIGHT},
        {"''", QUOTE_STRAIGHT},               {"\"", QUOTE_STRAIGHT},               {"'", QUOTE_APOSTROPHE},
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        *len = strlen(marks[i].bytes);
        if ((size_t)(end - at) >= *len && memcmp(at, marks[i].bytes, *len) == 0)
            return marks[i].mark;
    }
    return QUOTE_NONE;
}

struct quote_place quote_place(const char *at, size_t len, const char *paragraph, const char *end)
{
    struct quote_place m = {.at = at, .behind = at + len, .paragraph = paragraph, .end = end};
    const char *before = at, *after = m.behind;

    while (before > paragraph && at - before < 4 && ((unsigned char)*--before & 0xC0) == 0x80)
        ;
    m.before = before < at ? text_next(&before, at) : 0;
    m.after = after < end ? text_next(&after, end) : 0;
    return m;
}

bool quote_is_space(int32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

bool quote_is_digit(int32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_dash(int32_t code)
{
    return code == '-' || code == '/' || (code >= 0x2010 && code <= 0x2015);
}

static bool is_mark(int32_t code)
{
    return code == '"' || code == '\'' || code == '`' || (code >= 0x2018 && code <= 0x201F) || code == 0xAB ||
           code == 0xBB;
}

static bool is_bracket(int32_t code)
{
    return code == '(' || code == '[' || code == '{' || code == '<' || code == '>' || code == 0xBF || code == 0xA1;
}

/* What ends sentences and clauses, and brackets that close. */
static bool is_stop(int32_t code)
{
    return (code && code < 0x80 && strchr(".,;:!?)]}*", code)) || code == 0x2026 || code == 0x3001 || code == 0x3002 ||
           (code >= 0xFF00 && code <= 0xFF1F);
}

bool quote_opens(const struct quote_place *m)
{
    bool word = !quote_is_space(m->after) && !is_stop(m->after);

    if (m->after == '.' || m->after == 0x2026) /* "...and then" */
        word = m->after == 0x2026 || (m->behind + 1 < m->end && (m->behind[1] == '.' || quote_is_digit(m->behind[1])));
    return word && (quote_is_space(m->before) || is_bracket(m->before) || is_dash(m->before) || is_mark(m->before));
}

bool quote_closes(const struct quote_place *m)
{
    return !quote_is_space(m->before) && !is_bracket(m->before) && !quote_opens(m) &&
           (quote_is_space(m->after) || is_stop(m->after) || is_dash(m->after) || is_mark(m->after));
}
