/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_result.c - the list of what was found, and the pages before and behind it. */
#include "searchd/web/page_result.h"

#include <string.h>

#include "archive/permalink.h"
#include "searchd/web/ask_api.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

enum {
    AUTHORS_SHOWN = 3,
    PAGES_AROUND = 2 /* of the one shown */
};

static void put_authors(struct buffer *out, const cJSON *authors)
{
    int count = cJSON_GetArraySize(authors);
    if (!count)
        return;
    html(out, "<span class=\"author\">");
    for (int i = 0; i < count && i < AUTHORS_SHOWN; i++)
        html(out, "%s%s", i ? ", " : "", cJSON_GetStringValue(cJSON_GetArrayItem(authors, i)));
    if (count > AUTHORS_SHOWN)
        html(out, " and %d others", count - AUTHORS_SHOWN);
    html(out, "</span>\n");
}

static void put_facts(struct buffer *out, const cJSON *result)
{
    const char *section = api_text(result, "section"), *date = api_text(result, "date");
    const char *original = html_link_target(api_text(result, "url"));
    html(out, "<p class=\"facts\">");
    if (api_text(result, "source"))
        html(out, "<span class=\"source\">%s</span>\n", api_text(result, "source"));
    html_date(out, date);
    html(out, "%s", date ? "\n" : "");
    put_authors(out, api_member(result, "author"));
    if (section)
        html(out, "<span class=\"section\">%s</span>\n", section);
    if (original)
        html(out, "<a class=\"original\" href=\"%s\" rel=\"noopener nofollow\">Original</a>\n", original);
    html(out, "</p>\n");
}

static void put_copies(struct buffer *out, const char *address, const cJSON *result)
{
    double copies = api_number(result, "copies");
    if (copies < 1)
        return;
    html(out, "<p class=\"copies\"><a href=\"%s#copies\">and ", address);
    html_count(out, copies);
    html(out, copies == 1 ? " copy</a></p>\n" : " copies</a></p>\n");
}

static void put_result(struct buffer *out, const char *root, const struct search_params *p, const cJSON *result)
{
    const char *id = api_text(result, "id"), *title = api_text(result, "title_html"), *lang = api_text(result, "lang");
    const char *hash = api_text(result, "content_hash");
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_article(&address, root, id ? id : "", p);
    if (p->snapshot && hash) /* the text of then */
        page_url_add(&address, "hash", hash, strnlen(hash, PERMALINK_DIGITS));
    html(out, "<li class=\"result\">");
    html(out, lang ? "<article lang=\"%s\">\n" : "<article>\n", lang);
    html(out, "<h2><a href=\"%s\" dir=\"auto\">", address.data);
    if (title && *title)
        html_marked(out, title);
    else
        html(out, "%s", id);
    html(out, "</a></h2>\n");
    put_facts(out, result);
    if (api_text(result, "snippet")) {
        html(out, "<p class=\"snippet\" dir=\"auto\">");
        html_marked(out, api_text(result, "snippet"));
        html(out, "</p>\n");
    }
    put_copies(out, address.data, result);
    html(out, "</article></li>\n");
    out->failed |= address.failed;
    buffer_free(&address);
}

void page_results(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    const cJSON *result, *results = api_member(answer, "results");
    if (!cJSON_GetArraySize(results))
        return;
    html(out, "<ol class=\"results\" start=\"%u\">\n", p->search.first + 1);
    cJSON_ArrayForEach(result, results)
        put_result(out, root, p, result);
    html(out, "</ol>\n");
}

static void put_page_link(struct buffer *out, const char *root, const struct search_params *p, unsigned number,
                          const char *attributes, const char *label)
{
    struct search_params there = *p;
    struct buffer address = buffer_make(PAGE_URL_MAX);
    there.render.page = number;
    page_url_put(&address, root, &there, PAGE_LIST | PAGE_PLACE);
    html(out, "<li><a href=\"%s\"", address.data);
    buffer_puts(out, attributes);
    html(out, ">%s</a></li>\n", label);
    out->failed |= address.failed;
    buffer_free(&address);
}

static void put_number(struct buffer *out, const char *root, const struct search_params *p, unsigned number)
{
    struct buffer label = buffer_make(64);
    html_count(&label, number);
    put_page_link(out, root, p, number, number == p->render.page ? " aria-current=\"page\"" : "", label.data);
    buffer_free(&label);
}

void page_paging(struct buffer *out, const char *root, const struct search_params *p, const cJSON *answer)
{
    unsigned pages = (unsigned)api_number(answer, "pages"), now = p->render.page;
    unsigned from = now > PAGES_AROUND + 1 ? now - PAGES_AROUND : 1;
    unsigned to = now + PAGES_AROUND < pages ? now + PAGES_AROUND : pages;
    if (pages < 2 && now == 1)
        return;
    html(out, "<nav class=\"paging\" aria-label=\"Pages of results\"><ul>\n");
    if (now > 1)
        put_page_link(out, root, p, now - 1 < pages ? now - 1 : pages ? pages : 1, " rel=\"prev\"", "Previous");
    if (from > 1)
        put_number(out, root, p, 1);
    if (from > 2)
        html(out, "<li class=\"gap\">…</li>\n");
    for (unsigned number = from; number <= to; number++)
        put_number(out, root, p, number);
    if (now < pages)
        put_page_link(out, root, p, now + 1, " rel=\"next\"", "Next");
    html(out, "</ul></nav>\n");
    if (now == pages && api_number(answer, "total") > (double)now * p->render.per_page)
        html(out, "<p class=\"note\">Pages end here; narrow the dates, or take all of these below.</p>\n");
}
