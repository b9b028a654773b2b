/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_mend.c - one tag, or one reference such as "&amp;", made well-formed. */
#include "indexer/formats/xml_mend.h"

#include <libxml/HTMLparser.h>
#include <string.h>

bool xml_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* No name that we ask for has other letters; one that has them is no reason to stop. */
static bool is_name_char(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

size_t xml_name(const char *at, const char *end)
{
    size_t n = 0;
    if (at == end || !is_name_start(*at))
        return 0;
    while (at + n < end && n < XML_NAME_MAX && is_name_char(at[n]))
        n++;
    return at[n - 1] == ':' ? n - 1 : n;
}

static void put_point(unsigned point, struct buffer *out)
{
    bool allowed = point == '\t' || point == '\n' || (point >= ' ' && point < 0xD800) ||
                   (point > 0xDFFF && point < 0xFFFE) || (point > 0xFFFF && point <= 0x10FFFF);
    if (allowed)
        buffer_printf(out, "&#%u;", point);
    else
        buffer_putc(out, ' ');
}

/* "#8217;" or "#x2019;" at `at`. */
static size_t number(const char *at, const char *end, unsigned *point)
{
    bool hex = at + 1 < end && (at[1] == 'x' || at[1] == 'X');
    const char *digit = at + 1 + hex, *first = digit;
    *point = 0;
    for (; digit < end && *point < 0x200000; digit++) {
        unsigned value = (unsigned char)*digit;
        if (value >= '0' && value <= '9')
            value -= '0';
        else if (hex && ((value | 32) >= 'a' && (value | 32) <= 'f'))
            value = (value | 32) - 'a' + 10;
        else
            break;
        *point = *point * (hex ? 16 : 10) + value;
    }
    return digit > first && digit < end && *digit == ';' ? (size_t)(digit + 1 - at) : 0;
}

size_t xml_mend_reference(const char *at, const char *end, bool *bad, struct buffer *out)
{
    static const char *const own[] = {"amp", "lt", "gt", "quot", "apos", NULL};
    char name[XML_REFERENCE_MAX];
    unsigned point;
    size_t n;

    if (at + 1 < end && at[1] == '#' && (n = number(at + 1, end, &point)) > 0) {
        /* 128 to 159 are controls; people mean the letters that Windows has there */
        static const unsigned short windows[] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
        put_point(point >= 128 && point < 160 ? windows[point - 128] : point, out);
        return n + 1;
    }
    n = xml_name(at + 1, end);
    if (n && n < sizeof name && at + 1 + n < end && at[1 + n] == ';') {
        memcpy(name, at + 1, n);
        name[n] = '\0';
        for (size_t i = 0; own[i]; i++) {
            if (strcmp(name, own[i]) == 0) {
                buffer_append(out, at, n + 2);
                return n + 2;
            }
        }
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
        if (known) {
            put_point(known->value, out);
            return n + 2;
        }
    }
    *bad = true;
    buffer_puts(out, "&amp;");
    return 1;
}

void xml_mend_text(const char *at, const char *end, bool *bad, struct buffer *out)
{
    while (at < end) {
        const char *from = at;
        while (at < end && *at != '&' && *at != '<' && *at != '"' && ((unsigned char)*at >= ' ' || xml_is_space(*at)))
            at++;
        buffer_append(out, from, (size_t)(at - from));
        if (at == end)
            break;
        if (*at == '&') {
            at += xml_mend_reference(at, end, bad, out);
            continue;
        }
        if (*at == '<' || *at == '"')
            buffer_puts(out, *at == '<' ? "&lt;" : "&quot;");
        at++; /* a control character */
    }
}

/* The value behind a name's '=', at `at`. Returns where it ends. */
static const char *value(const char *at, const char *end, bool *bad, struct buffer *out)
{
    const char *from = at, *to;
    if (at < end && (*at == '"' || *at == '\'')) {
        from++;
        to = memchr(from, *at, (size_t)(end - from));
        at = to ? to + 1 : end;
        to = to ? to : end;
    } else {
        *bad = true;
        while (at < end && !xml_is_space(*at))
            at++;
        to = at;
    }
    xml_mend_text(from, to, bad, out);
    return at;
}

const char *xml_tag_end(const char *at, const char *end, bool *is_cut)
{
    char quote = '\0';

    *is_cut = false;
    for (at++; at < end; at++) {
        if (*at == '<') {
            *is_cut = true;
            return NULL;
        }
        if (quote)
            quote = *at == quote ? '\0' : quote;
        else if (*at == '>')
            return at + 1;
        else if ((*at == '"' || *at == '\'') && (at[-1] == '=' || xml_is_space(at[-1]))) /* a = "b" */
            quote = *at;
    }
    return NULL;
}

void xml_mend_tag(const char *at, const char *end, bool *bad, struct buffer *out)
{
    size_t n = xml_name(at + 1, end);
    bool empty = end - at > 2 && end[-2] == '/';

    buffer_append(out, at, n + 1);
    end -= empty ? 2 : 1;
    at += n + 1;
    for (int left = XML_ATTRIBUTES_MAX; at < end && left;) {
        size_t name = xml_name(at, end);
        if (!name) {
            *bad = *bad || !xml_is_space(*at);
            at++;
            continue;
        }
        left--;
        buffer_putc(out, ' ');
        buffer_append(out, at, name);
        buffer_puts(out, "=\"");
        at += name;
        while (at < end && xml_is_space(*at))
            at++;
        if (at < end && *at == '=') {
            for (at++; at < end && xml_is_space(*at);)
                at++;
            at = value(at, end, bad, out);
        } else {
            *bad = true;
        }
        buffer_putc(out, '"');
    }
    buffer_puts(out, empty ? "/>" : ">");
}
