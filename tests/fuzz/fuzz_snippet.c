/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_snippet.c - of any bytes a title and a passage are shown: UTF-8, within bounds, with <mark> the only tag.
 *
 * The first line says what is marked, word by word: "x" a word, "^x" a prefix, "=x" begins a phrase and "~x" a
 * near group, whose further parts are "_x". The second is the title, the rest the text. */
#include "archive/snippet.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum {
    ARENA_MAX = 32 << 20,
    PARTS_MAX = 10,
    SMALL = 40 /* characters */
};

static enum mark_kind kind_of(char sign)
{
    return sign == '^' ? MARK_PREFIX : sign == '=' ? MARK_PHRASE : sign == '~' ? MARK_NEAR : MARK_WORD;
}

static struct marks *read_marks(struct arena *arena, const char *at, const char *end)
{
    struct marks *m = marks_new(arena);
    int unit = -1;
    unsigned part = 0;

    while (at < end) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        char first = len ? *at : ' ';
        bool further = first == '_' && unit >= 0 && part + 1 < PARTS_MAX;
        part = further ? part + 1 : 0;
        if (!further)
            unit = marks_unit(m, kind_of(first), MARK_IN_TITLE | MARK_IN_BODY, 1 + (unsigned)len % 5);
        bool sign = len && strchr("^=~_", first);
        if (unit >= 0)
            marks_form(m, unit, part, at + sign, len - sign);
        at = stop ? stop + 1 : end;
    }
    return m;
}

/* One character of HTML's text at *at, moved on; -1 where there is none, such as a bare '<'. */
static int unescaped(const char **at)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};

    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (strncmp(*at, entities[i].name, strlen(entities[i].name)) == 0) {
            *at += strlen(entities[i].name);
            return entities[i].c;
        }
    }
    return strchr("&<>\"'", **at) ? -1 : (unsigned char)*(*at)++;
}

/* The HTML says the text and its spans, and nothing else. */
static void is_safe_html(const char *html, const struct marked *m)
{
    size_t at = 0, span = 0;
    bool open = false;

    while (*html) {
        if (!open && strncmp(html, "<mark>", 6) == 0) {
            law(span < m->span_count && m->spans[span].start == at);
            open = true;
            html += 6;
        } else if (open && strncmp(html, "</mark>", 7) == 0) {
            law(m->spans[span].end == at);
            span++;
            open = false;
            html += 7;
        } else {
            law(at < m->len && unescaped(&html) == (unsigned char)m->text[at]);
            at++;
        }
    }
    law(!open && at == m->len && span == m->span_count);
}

static void is_shown(const struct marked *m, struct arena *arena)
{
    uint32_t end = 0;

    law(strlen(m->text) == m->len && is_utf8(m->text, m->len));
    for (size_t i = 0; i < m->span_count; i++) {
        law(m->spans[i].start >= end && m->spans[i].start < m->spans[i].end && m->spans[i].end <= m->len);
        end = m->spans[i].end;
        law(is_utf8(m->text + m->spans[i].start, end - m->spans[i].start));
    }
    const char *html = marked_html(m, arena);
    law(html);
    is_safe_html(html, m);
}

static size_t letters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void show(struct snippet_maker *s, const struct marks *m, const char *title, size_t title_len, const char *text,
                 size_t len)
{
    static const struct snippet_form forms[] = {{SNIPPET_LENGTH, 2}, {SNIPPET_LENGTH_MIN, 2}, {SNIPPET_LENGTH, 1},
                                                {SMALL, 2},          {1, 1}};
    struct arena arena = arena_make(ARENA_MAX);
    struct marked out;

    law(snippet_title(s, m, title, title_len, &arena, &out));
    is_shown(&out, &arena);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        law(snippet_passage(s, m, text, len, title, title_len, &forms[i], &arena, &out));
        law(letters(out.text) <= forms[i].length + SNIPPET_ENDS);
        is_shown(&out, &arena);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *from = (const char *)data, *end = from + size;
    const char *first = memchr(from, '\n', size);
    if (!first)
        return 0;
    const char *second = memchr(first + 1, '\n', (size_t)(end - first - 1));
    const char *title_end = second ? second : end, *text = second ? second + 1 : end;

    struct arena arena = arena_make(ARENA_MAX);
    struct snippet_maker *s = snippet_maker_new();
    struct marks *m = read_marks(&arena, from, first);
    show(s, m, first + 1, (size_t)(title_end - first - 1), text, (size_t)(end - text));
    show(s, NULL, first + 1, (size_t)(title_end - first - 1), text, (size_t)(end - text));
    snippet_maker_free(s);
    arena_free(&arena);
    return 0;
}
