/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet_show.c - text taken out with its spans, and both made into HTML. */
#include "archive/snippet_show.h"

#include "archive/text.h"

#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6", joint[] = " \xE2\x80\xA6 ", replacement[] = "\xEF\xBF\xBD";

/* The spans of s that p shows: from *first on, and how many. */
static size_t spans_in(const struct source *s, const struct passage *p, size_t *first)
{
    size_t behind;
    for (*first = 0; *first < s->span_count && s->spans[*first].end <= p->start;)
        ++*first;
    for (behind = *first; behind < s->span_count && s->spans[behind].start < p->end;)
        behind++;
    return behind - *first;
}

/* Bytes from `at` that are shown as they stand. */
static uint32_t plain_run(const char *text, uint32_t at, uint32_t end)
{
    uint32_t start = at;
    while (at < end && (unsigned char)text[at] > ' ' && (unsigned char)text[at] < 0x7F)
        at++;
    return at - start;
}

/* Appends what stands at `at`, at most up to stop; where the next begins. */
static uint32_t show_next(const struct source *s, uint32_t at, uint32_t stop, bool one_line, struct buffer *out)
{
    uint32_t gap = one_line ? gap_after(s->text, at, stop) : 0;
    uint32_t run = gap ? 0 : plain_run(s->text, at, stop);
    if (gap) {
        buffer_putc(out, ' ');
        return at + gap;
    }
    if (run) {
        buffer_append(out, s->text + at, run);
        return at + run;
    }
    const char *next = s->text + at;
    int32_t code = text_next(&next, s->text + stop);
    uint32_t end = (uint32_t)(next - s->text);
    if (code == 0 || (code == 0xFFFD && end - at == 1))
        buffer_puts(out, replacement); /* a NUL would end the text for C */
    else
        buffer_append(out, s->text + at, end - at);
    return end;
}

/* Appends what p shows; its spans, now of the shown text, to shown, which has room for them. */
static void append(const struct source *s, const struct passage *p, bool one_line, struct buffer *scratch,
                   struct marked *shown)
{
    size_t first, count = spans_in(s, p, &first);
    uint32_t at = p->start;
    for (size_t i = 0; i <= count; i++) {
        struct mark_span span = i < count ? s->spans[first + i] : (struct mark_span){p->end, p->end};
        uint32_t start = span.start > p->start ? span.start : p->start, end = span.end < p->end ? span.end : p->end;
        while (at < start)
            at = show_next(s, at, start, one_line, scratch);
        uint32_t shown_start = (uint32_t)scratch->len;
        while (at < end)
            at = show_next(s, at, end, one_line, scratch);
        if (i < count)
            shown->spans[shown->span_count++] = (struct mark_span){shown_start, (uint32_t)scratch->len};
    }
}

bool show_passages(const struct source *s, const struct passage *p, size_t count, bool one_line, struct buffer *scratch,
                   struct arena *arena, struct marked *out)
{
    struct marked shown = {0};
    size_t spans = 0, first;
    for (size_t i = 0; i < count; i++)
        spans += spans_in(s, &p[i], &first);
    if (spans && !(shown.spans = arena_alloc(arena, spans * sizeof *shown.spans)))
        return false;
    buffer_clear(scratch);
    buffer_puts(scratch, p[0].cut_before ? ellipsis : "");
    for (size_t i = 0; i < count; i++) {
        buffer_puts(scratch, i ? joint : "");
        append(s, &p[i], one_line, scratch, &shown);
    }
    const struct passage *last = &p[count - 1];
    if (last->cut_after) {
        bool sentence = last->end > last->start && strchr(".!?\"')]", s->text[last->end - 1]);
        buffer_puts(scratch, sentence ? " " : "");
        buffer_puts(scratch, ellipsis);
    }
    if (scratch->failed || !(shown.text = arena_copy(arena, scratch->data, scratch->len)))
        return false;
    shown.len = scratch->len;
    *out = shown;
    return true;
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static const char mark_open[] = "<mark>", mark_close[] = "</mark>";

/* Copies text[from..to) escaped to `to_html` (NULL: only measures); the bytes it took. */
static size_t escape(const char *text, size_t from, size_t to, char *html)
{
    size_t len = 0;
    for (; from < to; from++) {
        const char *name = entity(text[from]);
        size_t bytes = name ? strlen(name) : 1;
        if (html)
            memcpy(html + len, name ? name : &text[from], bytes);
        len += bytes;
    }
    return len;
}

static size_t write_html(const struct marked *m, char *html)
{
    size_t len = 0, at = 0;
    for (size_t i = 0; i < m->span_count; i++) {
        const struct mark_span *span = &m->spans[i];
        len += escape(m->text, at, span->start, html ? html + len : NULL);
        if (html)
            memcpy(html + len, mark_open, sizeof mark_open - 1);
        len += sizeof mark_open - 1;
        len += escape(m->text, span->start, span->end, html ? html + len : NULL);
        if (html)
            memcpy(html + len, mark_close, sizeof mark_close - 1);
        len += sizeof mark_close - 1;
        at = span->end;
    }
    return len + escape(m->text, at, m->len, html ? html + len : NULL);
}

const char *marked_html(const struct marked *m, struct arena *arena)
{
    char *html = arena_alloc(arena, write_html(m, NULL) + 1);
    if (html)
        write_html(m, html);
    return html;
}
