/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_notes.c - what is said above a list. */
#include "searchd/web/page_notes.h"

#include <string.h>

#include "archive/filter_list.h"
#include "searchd/web/ask_api.h"
#include "searchd/web/html.h"
#include "searchd/web/page_url.h"

static void put_query(struct buffer *out, const struct search_params *p)
{
    html(out, "<b dir=\"auto\">");
    html_text(out, p->search.q, p->search.q_len);
    html(out, "</b>");
}

static void put_link(struct buffer *out, const char *root, const struct search_params *p, unsigned parts,
                     const char *label)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_put(&address, root, p, parts);
    html(out, "<a href=\"%s\" rel=\"nofollow\" dir=\"auto\">%s</a>", address.data, label);
    out->failed |= address.failed;
    buffer_free(&address);
}

static void put_query_link(struct buffer *out, const char *root, const struct search_params *p, const char *q)
{
    struct search_params there = *p;
    there.search.q = q;
    there.search.q_len = strlen(q);
    put_link(out, root, &there, PAGE_LIST, q);
}

static bool is_filtered(const struct search_params *p)
{
    return p->search.filter_count || p->search.from.precision != DATE_NONE || p->search.to.precision != DATE_NONE;
}

static void put_total(struct buffer *out, const struct search_params *p, const cJSON *answer)
{
    double total = api_number(answer, "total");
    html(out, "<h1 class=\"total\">");
    if (total < 1) {
        html(out, "Nothing was found");
    } else {
        html(out, api_true(answer, "total_exact") ? "" : "About ");
        html_count(out, total);
        html(out, p->search.q ? total == 1 ? " result" : " results" : total == 1 ? " article" : " articles");
    }
    if (p->search.q) {
        html(out, " for ");
        put_query(out, p);
    } else if (total >= 1) {
        html(out, p->search.sort == SORT_OLDEST ? ", the oldest first" : ", the newest first");
    }
    if (p->render.page > 1)
        html(out, ", page %u", p->render.page);
    html(out, "</h1>\n");
    if (total >= 1 && p->render.page > api_number(answer, "pages")) {
        html(out, "<p class=\"note\">There is no such page; the last is ");
        html_count(out, api_number(answer, "pages"));
        html(out, ".</p>\n");
    }
}

/* On the first page, what can be asked. */
static void put_hint(struct buffer *out, const struct search_params *p)
{
    if (!p->search.q && !is_filtered(p) && p->render.page == 1)
        html(out, "<p class=\"note\">Words are found in all their forms. Also <code>\"a phrase\"</code>, "
                  "<code>-without</code>, <code>minist*</code>, <code>title:budget</code>, "
                  "<code>author:name</code> can be asked for.</p>\n");
}

/* A likelier query: shown already, or to be asked. */
static void put_meant(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    const char *meant = api_text(answer, "did_you_mean");
    if (!meant)
        return;
    bool corrected = api_true(answer, "corrected");
    html(out, corrected ? "<p class=\"meant\">Nothing is written so. These are results for "
                        : "<p class=\"meant\">Did you mean ");
    put_query_link(out, root, p, meant);
    html(out, corrected ? ".</p>\n" : "?</p>\n");
}

static void put_warnings(struct buffer *out, const struct search_params *p, const cJSON *answer)
{
    const cJSON *warning, *warnings = api_member(answer, "warnings");
    bool corrected = api_true(answer, "corrected");
    cJSON_ArrayForEach(warning, warnings)
        if (!corrected || !strstr(cJSON_GetStringValue(warning), "this is for"))
            html(out, "<p class=\"note\">%s</p>\n", cJSON_GetStringValue(warning));
    for (size_t i = 0; i < p->render.warning_count; i++)
        html(out, "<p class=\"note\">%s</p>\n", p->render.warnings[i]);
    if (p->snapshot)
        html(out, "<p class=\"note\">The archive as it was at the snapshot %s.</p>\n", p->snapshot);
}

/* Whether leaving out one part alone would help. */
static bool is_hindered(const cJSON *without)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, without)
        if (api_number(one, "total") > 0)
            return true;
    return false;
}

/* The text that the API names a filter by. */
static bool is_part(const struct search_filter *f, const char *part)
{
    struct buffer text = buffer_make(PAGE_URL_MAX);
    buffer_printf(&text, "%s", search_facet_name(f->field));
    for (size_t i = 0; i < f->count; i++) {
        buffer_puts(&text, i ? "," : "=");
        filter_list_put(&text, f->values[i], f->exclude);
    }
    bool same = !text.failed && strcmp(text.data, part) == 0;
    buffer_free(&text);
    return same;
}

/* The view without one of its filters or dates. False: it is a part of the query, or there is no memory. */
static bool without_part(const struct search_params *p, const char *part, struct arena *arena, struct search_params *out)
{
    struct search_filter *rest = arena_alloc(arena, (p->search.filter_count + 1) * sizeof *rest);
    *out = *p;
    if (!rest || !part)
        return false;
    out->search.filters = rest;
    out->search.filter_count = 0;
    for (size_t i = 0; i < p->search.filter_count; i++)
        if (!is_part(&p->search.filters[i], part))
            rest[out->search.filter_count++] = p->search.filters[i];
    if (strncmp(part, "from=", 5) == 0)
        out->search.from = (struct date){0};
    else if (strncmp(part, "to=", 3) == 0)
        out->search.to = (struct date){0};
    else
        return out->search.filter_count < p->search.filter_count;
    return true;
}

static void put_hindrance(struct buffer *out, const char *root, const struct search_params *p, const cJSON *one)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params there;
    const char *part = api_text(one, "part");
    if (api_number(one, "total") >= 1) {
        html(out, "<li>Without ");
        if (without_part(p, part, &arena, &there))
            put_link(out, root, &there, PAGE_LIST, part);
        else
            html(out, "<b dir=\"auto\">%s</b>", part);
        html(out, ": ");
        html_count(out, api_number(one, "total"));
        html(out, api_number(one, "total") == 1 ? " article</li>\n" : " articles</li>\n");
    }
    arena_free(&arena);
}

void page_ways_out(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    const cJSON *explain = api_member(answer, "explain");
    const cJSON *one, *without = api_member(explain, "without");
    if (api_number(answer, "total") >= 1)
        return;
    html(out, "<section class=\"empty\">\n");
    if (is_hindered(without)) {
        html(out, "<h2>What keeps articles away</h2>\n<ul>\n");
        cJSON_ArrayForEach(one, without)
            put_hindrance(out, root, p, one);
        html(out, "</ul>\n");
    }
    html(out, "<h2>What may help</h2>\n<ul>\n");
    if (is_filtered(p)) {
        struct search_params there = *p;
        there.search.filter_count = 0;
        there.search.from = there.search.to = (struct date){0};
        html(out, "<li>");
        put_link(out, root, &there, PAGE_LIST, "Search without filters and dates");
        html(out, "</li>\n");
    }
    if (p->search.q)
        html(out, "<li>Fewer or other words. Other forms of a word are found anyway.</li>\n"
                  "<li>The beginning of a word: <code>immigr*</code></li>\n"
                  "<li>Words that stand near each other: <code>\"tax families\"~8</code></li>\n");
    html(out, "</ul>\n</section>\n");
}

void page_notes(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    html(out, "<div class=\"notes\">\n");
    put_total(out, p, answer);
    put_hint(out, p);
    put_meant(out, root, p, answer);
    put_warnings(out, p, answer);
    html(out, "</div>\n");
}
