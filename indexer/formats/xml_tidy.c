/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_tidy.c - XML as people send it, made well-formed on the way to the parser. */
#include "indexer/formats/xml_tidy.h"

#include "indexer/formats/xml_mend.h"
#include "indexer/formats/xml_open.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAG_BYTES_MAX = 64 << 10, /* one tag; a longer one is text with a stray '<' */
    HELD_MAX = 16 << 20       /* a block of input and a tag */
};

enum mode { MODE_TEXT, MODE_CDATA, MODE_COMMENT, MODE_INSTRUCTION, MODE_DOCTYPE };

struct xml_tidy {
    const char *const *records;
    enum mode mode;
    struct buffer held; /* what was given and cannot be told yet */
    struct xml_open open;
    size_t deeper; /* elements open below XML_DEPTH_MAX, which are left out */
    bool root_seen, last;
    char quote;        /* of a document type: within "..." */
    unsigned brackets; /* and within [...] */
    unsigned long line;
    struct xml_mends mends;
    struct buffer *out;
};

struct xml_tidy *xml_tidy_new(const char *const *records)
{
    struct xml_tidy *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->records = records;
    t->line = 1;
    t->held = buffer_make(HELD_MAX);
    t->open = xml_open_make();
    return t;
}

void xml_tidy_free(struct xml_tidy *t)
{
    if (!t)
        return;
    buffer_free(&t->held);
    xml_open_free(&t->open);
    free(t);
}

const struct xml_mends *xml_tidy_mends(const struct xml_tidy *t)
{
    return &t->mends;
}

__attribute__((format(printf, 2, 3))) static void mended(struct xml_tidy *t, const char *format, ...)
{
    va_list args;
    if (t->mends.count++)
        return;
    t->mends.line = t->line;
    va_start(args, format);
    vsnprintf(t->mends.reason, sizeof t->mends.reason, format, args);
    va_end(args);
}

static bool begins(const char *at, const char *end, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(end - at) >= n && memcmp(at, with, n) == 0;
}

/* Counted, and handed on where the bytes themselves are not: the parser counts lines too. */
static void count_lines(struct xml_tidy *t, const char *at, const char *end, bool hand_on)
{
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        t->line++;
        if (hand_on && (t->open.depth || !t->root_seen))
            buffer_putc(t->out, '\n');
    }
}

static void close_one(struct xml_tidy *t)
{
    buffer_printf(t->out, "</%s>", xml_open_pop(&t->open));
}

static void close_above(struct xml_tidy *t, size_t level, const char *by)
{
    while (t->open.depth > level + 1) {
        mended(t, "'%.60s' is not closed before '%.60s'", xml_open_name(&t->open, t->open.depth - 1), by);
        close_one(t);
    }
}

static void end_tag(struct xml_tidy *t, const char *name)
{
    if (t->deeper) {
        t->deeper--;
        return;
    }
    size_t level = xml_open_find(&t->open, name);
    if (level == SIZE_MAX) {
        if (t->open.depth)
            mended(t, "'%.60s' is closed but not open", name);
        return;
    }
    close_above(t, level, name);
    close_one(t);
}

static void end_record_before(struct xml_tidy *t, const char *name)
{
    for (const char *const *r = t->records; r && *r; r++) {
        size_t level = strcmp(*r, name) == 0 ? xml_open_find(&t->open, name) : SIZE_MAX;
        if (level == SIZE_MAX)
            continue;
        mended(t, "'%.60s' is not closed before the next", name);
        close_above(t, level, name);
        close_one(t);
        t->deeper = 0;
    }
}

static void start_tag(struct xml_tidy *t, const char *at, const char *end, const char *name)
{
    bool empty = end[-2] == '/', bad = false;

    end_record_before(t, name);
    if (!t->open.depth && t->root_seen) {
        mended(t, "'%.60s' stands behind the end", name);
        return;
    }
    if (t->open.depth == XML_DEPTH_MAX) {
        mended(t, "elements lie over %d deep in one another", XML_DEPTH_MAX);
        t->deeper += !empty;
        return;
    }
    t->root_seen = true;
    xml_mend_tag(at, end, &bad, t->out);
    if (bad)
        mended(t, "the tag '%.60s' is not well-formed", name);
    if (empty)
        return;
    xml_open_push(&t->open, name);
}

static size_t stray(struct xml_tidy *t)
{
    mended(t, "'<' is no tag");
    if (t->open.depth && !t->deeper)
        buffer_puts(t->out, "&lt;");
    return 1;
}

/* Bytes used of the tag at `at`; 0: more are needed. */
static size_t tag(struct xml_tidy *t, const char *at, const char *end)
{
    char name[XML_NAME_MAX + 1];
    bool closing = at + 1 < end && at[1] == '/', is_cut;

    if (end - at < 3 && !t->last)
        return 0;
    const char *stop = xml_tag_end(at, end, &is_cut);
    if (!stop && !is_cut && !t->last && end - at < TAG_BYTES_MAX)
        return 0;
    size_t n = xml_name(at + 1 + closing, stop ? stop : end);
    if (!stop || !n)
        return stray(t);
    memcpy(name, at + 1 + closing, n);
    name[n] = '\0';
    if (closing)
        end_tag(t, name);
    else
        start_tag(t, at, stop, name);
    count_lines(t, at, stop, false);
    return (size_t)(stop - at);
}

static size_t open_markup(struct xml_tidy *t, const char *at, const char *end)
{
    static const struct {
        const char *start;
        enum mode mode;
    } kinds[] = {{"<!--", MODE_COMMENT},
                 {"<![CDATA[", MODE_CDATA},
                 {"<?", MODE_INSTRUCTION},
                 {"<!DOCTYPE", MODE_DOCTYPE},
                 {"<!doctype", MODE_DOCTYPE}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (begins(at, end, kinds[i].start)) {
            t->mode = kinds[i].mode;
            t->quote = '\0';
            t->brackets = 0;
            return strlen(kinds[i].start);
        }
    }
    if (end - at < 9 && !t->last && (end - at < 2 || at[1] == '!'))
        return 0;
    return at[1] == '!' ? stray(t) : tag(t, at, end);
}

static size_t text(struct xml_tidy *t, const char *at, const char *end)
{
    bool bad = false, shown = t->open.depth && !t->deeper;
    const char *stop = at;

    while (stop < end && *stop != '<' && *stop != '&')
        stop++;
    if (stop > at) {
        if (shown)
            xml_mend_text(at, stop, &bad, t->out);
        count_lines(t, at, stop, !shown);
        return (size_t)(stop - at);
    }
    if (*at == '<')
        return open_markup(t, at, end);
    if (end - at < XML_REFERENCE_MAX && !t->last && !memchr(at, ';', (size_t)(end - at)))
        return 0;
    if (!shown)
        return 1;
    size_t used = xml_mend_reference(at, end, &bad, t->out);
    if (bad)
        mended(t, "'&' is no reference");
    return used;
}

/* Up to what ends a comment, an instruction or CDATA, which is left out, or given as text. */
static size_t until(struct xml_tidy *t, const char *at, const char *end, const char *close)
{
    bool bad = false, keep = t->mode == MODE_CDATA && t->open.depth && !t->deeper;
    size_t n = strlen(close);
    const char *stop = memmem(at, (size_t)(end - at), close, n), *to = stop;

    if (!to) /* its first bytes may be the last here */
        to = t->last ? end : (size_t)(end - at) < n ? at : end - n + 1;
    if (keep) {
        for (const char *from = at; from < to;) {
            const char *amp = memchr(from, '&', (size_t)(to - from));
            xml_mend_text(from, amp ? amp : to, &bad, t->out);
            if (amp)
                buffer_puts(t->out, "&amp;");
            from = amp ? amp + 1 : to;
        }
    }
    count_lines(t, at, to, !keep);
    if (stop || t->last)
        t->mode = MODE_TEXT;
    if (!stop && t->last)
        mended(t, "ends within '%s'", close);
    return (size_t)(to - at) + (stop ? n : 0);
}

static size_t doctype(struct xml_tidy *t, const char *at, const char *end)
{
    const char *from = at;

    for (; at < end && t->mode == MODE_DOCTYPE; at++) {
        if (t->quote)
            t->quote = *at == t->quote ? '\0' : t->quote;
        else if (*at == '"' || *at == '\'')
            t->quote = *at;
        else if (*at == '[')
            t->brackets++;
        else if (*at == ']')
            t->brackets -= t->brackets > 0;
        else if (*at == '>' && !t->brackets)
            t->mode = MODE_TEXT;
    }
    count_lines(t, from, at, true);
    return (size_t)(at - from);
}

static size_t step(struct xml_tidy *t, const char *at, const char *end)
{
    switch (t->mode) {
    case MODE_TEXT:
        return text(t, at, end);
    case MODE_CDATA:
        return until(t, at, end, "]]>");
    case MODE_COMMENT:
        return until(t, at, end, "-->");
    case MODE_INSTRUCTION:
        return until(t, at, end, "?>");
    case MODE_DOCTYPE:
        break;
    }
    return doctype(t, at, end);
}

void xml_tidy_feed(struct xml_tidy *t, const char *bytes, size_t len, bool last, struct buffer *out)
{
    t->out = out;
    t->last = last;
    buffer_append(&t->held, bytes, len);
    const char *at = t->held.data, *end = at ? at + t->held.len : at;
    for (size_t used = 1; at < end && used; at += used)
        used = step(t, at, end);
    if (at) {
        t->held.len = (size_t)(end - at);
        memmove(t->held.data, at, t->held.len);
    }
    if (last && t->open.depth) {
        mended(t, "ends before '%.60s' is closed", xml_open_name(&t->open, t->open.depth - 1));
        while (t->open.depth)
            close_one(t);
    }
    out->failed = out->failed || t->held.failed || t->open.names.failed;
}
