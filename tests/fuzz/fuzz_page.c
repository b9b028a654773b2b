/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_page.c - whatever an asker or an article says, a page's markup is ours alone, and its addresses lead to the view
 * that they are of.
 *
 * The first line is a view's parameters, the second JSON (offsets, a timeline), the rest a text. */
#include "archive/scoped.h"
#include "archive/text.h"
#include "searchd/parameters.h"
#include "searchd/web/chart.h"
#include "searchd/web/html.h"
#include "searchd/web/html_date.h"
#include "searchd/web/html_spans.h"
#include "searchd/web/page_url.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { OUT_MAX = 8 << 20, LINE_MAX = 16 << 10 };

DEFINE_SCOPED(json, cJSON *, cJSON_Delete)

/* ---- markup ---------------------------------------------------------- */

/* Behind a tag of at most that many kinds, with attributes in double quotes; NULL: it is none. */
static const char *behind_tag(const char *at, const char *const *tags)
{
    size_t len = 0;

    at += at[1] == '/' ? 2 : 1;
    for (; *tags; tags++) {
        len = strlen(*tags);
        if (strncmp(at, *tags, len) == 0 && strchr(" >", at[len]))
            break;
    }
    if (!*tags)
        return NULL;
    for (at += len; *at && *at != '>'; at++)
        if (*at == '"')
            for (at++; *at && *at != '"'; at++)
                if (strchr("<>", *at))
                    return NULL;
    return *at ? at + 1 : NULL;
}

/* Text with those tags alone, and each & of an entity. */
static void is_marked_up(const struct buffer *b, const char *const *tags)
{
    const char *text = b->data ? b->data : "";

    law(!b->failed && strlen(text) == b->len && is_utf8(text, b->len) && text_is_clean(text, b->len));
    for (const char *at = text; *at;) {
        if (*at == '<') {
            at = behind_tag(at, tags);
            law(at);
            continue;
        }
        law(*at != '>' && *at != '"');
        law(*at != '&' || strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 || strncmp(at, "&gt;", 4) == 0 ||
            strncmp(at, "&quot;", 6) == 0 || strncmp(at, "&#39;", 5) == 0 || strncmp(at, "&#x27;", 6) == 0);
        at++;
    }
}

static void try_markup(const char *line, const cJSON *json, const char *text, size_t len)
{
    static const char *const none[] = {NULL}, *const mark[] = {"mark", NULL}, *const times[] = {"time", NULL},
                      *const paragraphs[] = {"p", "br", "mark", "ins", "del", NULL};
    struct buffer out = buffer_make(OUT_MAX);

    html(&out, "%s", text);
    html_text(&out, text, len);
    is_marked_up(&out, none);
    buffer_clear(&out);
    html_marked(&out, text);
    html_spans(&out, text, json);
    is_marked_up(&out, mark);
    buffer_clear(&out);
    struct html_paragraphs p = html_paragraphs_make(&out);
    html_spans_paragraphs(&p, text, json);
    html_paragraphs_end(&p);
    is_marked_up(&out, paragraphs);
    buffer_clear(&out);
    html_date_words(&out, line);
    html_date(&out, text);
    html_moment(&out, text);
    is_marked_up(&out, times);
    const char *target = html_link_target(text);
    law(!target || strncasecmp(target, "http:", 5) == 0 || strncasecmp(target, "https:", 6) == 0);
    buffer_free(&out);
}

/* ---- addresses ------------------------------------------------------- */

static void same_view(const char *url, unsigned parts, struct arena *arena)
{
    struct search_params again;
    struct problem problem = {0};
    struct buffer back = buffer_make(OUT_MAX);
    const char *mark = strchr(url, '?');

    law(!strpbrk(url, " \"<>\\^`{|}\x7f\n") && (!mark || !strchr(mark + 1, '?')));
    law(params_parse(mark ? mark + 1 : "", mark ? strlen(mark + 1) : 0, PARAMS_PAGE, arena, &again, &problem) == 0);
    page_url_put(&back, "./", &again, parts);
    law(!back.failed && strcmp(back.data, url) == 0);
    buffer_free(&back);
}

static void try_view(const char *line, size_t len, const cJSON *json, const char *text)
{
    static const unsigned parts[] = {PAGE_LIST | PAGE_PLACE};
    struct arena arena = arena_make(OUT_MAX);
    struct buffer out = buffer_make(OUT_MAX);
    struct search_params p, other, back;
    struct problem problem = {0};

    if (params_parse(line, len, PARAMS_PAGE, &arena, &p, &problem) == 0 && page_url_fits(&p)) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            buffer_clear(&out);
            page_url_put(&out, "./", &p, parts[i]);
            law(!out.failed);
            same_view(out.data, parts[i], &arena);
        }
        bool had = page_url_has(&p, FACET_SOURCE, text);
        if (*text && strlen(text) <= PARAMS_VALUE_MAX && page_url_toggle(&p, FACET_SOURCE, text, &arena, &other)) {
            law(page_url_has(&other, FACET_SOURCE, text) == !had);
            law(page_url_toggle(&other, FACET_SOURCE, text, &arena, &back));
            law(page_url_has(&back, FACET_SOURCE, text) == had);
        }
        buffer_clear(&out);
        page_url_article(&out, "../", text, &p);
        law(!out.failed && !strpbrk(out.data, " \"<>\n"));
        buffer_clear(&out);
        if (cJSON_IsObject(json))
            chart_put(&out, "./", &p, json);
        law(!out.failed && is_utf8(out.data ? out.data : "", out.len) &&
            !(out.len && memmem(out.data, out.len, "<script", 7)));
    }
    buffer_free(&out);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > LINE_MAX)
        return 0;
    scoped(char_ptr) char *all = malloc(size + 1);
    law(all);
    if (size)
        memcpy(all, data, size);
    all[size] = '\0';
    char *first = memchr(all, '\n', size), *end = all + size;
    char *second = first ? memchr(first + 1, '\n', (size_t)(end - first - 1)) : NULL;
    if (!second)
        return 0;
    scoped(json) cJSON *json = cJSON_ParseWithLength(first + 1, (size_t)(second - first - 1));
    *first = '\0';
    try_markup(all, json, second + 1, strlen(second + 1));
    try_view(all, (size_t)(first - all), json, second + 1);
    return 0;
}
