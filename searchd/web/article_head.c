/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_head.c - the head of an article: its title, who wrote it, and where and when it stood. */
#include <string.h>

#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/html_spans.h"

static void put_title(struct article_view *v)
{
    const cJSON *article = v->article.json;
    const char *title = api_text(article, "title"), *lang = api_text(article, "lang");
    html(&v->out, lang ? "<h1 lang=\"%s\" dir=\"auto\">" : "<h1 dir=\"auto\">", lang);
    if (title && *title)
        html_spans(&v->out, title, api_member(article, "title_offsets"));
    else
        html(&v->out, "%s", v->id);
    html(&v->out, "</h1>\n");
}

static void put_authors(struct article_view *v)
{
    const cJSON *authors = api_member(v->article.json, "author");
    int count = cJSON_GetArraySize(authors);
    if (!count)
        return;
    html(&v->out, "<p class=\"byline\">By ");
    for (int i = 0; i < count; i++) {
        html(&v->out, !i ? "" : i + 1 < count ? ", " : " and ");
        article_filter_link(v, FACET_AUTHOR, cJSON_GetStringValue(cJSON_GetArrayItem(authors, i)));
    }
    html(&v->out, "</p>\n");
}

/* Where a link leads, as its reader knows it: the host. */
static void put_host(struct buffer *out, const char *url)
{
    const char *host = strchr(url, ':') + 1, *end, *at;
    host += strspn(host, "/\\");
    end = host + strcspn(host, "/?#\\");
    while ((at = memchr(host, '@', (size_t)(end - host)))) /* a name and a password look like a host, and are none */
        host = at + 1;
    html_text(out, host, (size_t)(end - host));
}

static void put_original(struct article_view *v)
{
    const char *url = html_link_target(api_text(v->article.json, "url"));
    if (!url)
        return;
    html(&v->out, "<a class=\"original\" href=\"%s\" rel=\"noopener nofollow\">Original at <bdi>", url);
    put_host(&v->out, url);
    html(&v->out, "</bdi></a>\n");
}

static void put_facts(struct article_view *v)
{
    const cJSON *article = v->article.json;
    const char *date = api_text(article, "date"), *updated = api_text(article, "updated");
    const char *credit = api_text(article, "credit");
    html(&v->out, "<p class=\"facts\">");
    if (api_text(article, "source")) {
        html(&v->out, "<span class=\"source\">");
        article_filter_link(v, FACET_SOURCE, api_text(article, "source"));
        html(&v->out, "</span>\n");
    }
    html_moment(&v->out, date);
    html(&v->out, date ? "\n" : "<span class=\"undated\">undated</span>\n");
    if (updated && (!date || strcmp(updated, date) != 0)) {
        html(&v->out, "<span class=\"updated\">updated ");
        html_moment(&v->out, updated);
        html(&v->out, "</span>\n");
    }
    if (api_text(article, "section")) {
        html(&v->out, "<span class=\"section\">");
        article_filter_link(v, FACET_SECTION, api_text(article, "section"));
        html(&v->out, "</span>\n");
    }
    if (credit)
        html(&v->out, "<span class=\"credit\">from <bdi>%s</bdi></span>\n", credit);
    put_original(v);
    html(&v->out, "</p>\n");
}

static void put_tags(struct article_view *v)
{
    const cJSON *tag, *tags = api_member(v->article.json, "tags");
    if (!cJSON_GetArraySize(tags))
        return;
    html(&v->out, "<ul class=\"tags\" aria-label=\"Tags\">\n");
    cJSON_ArrayForEach(tag, tags) {
        html(&v->out, "<li>");
        article_filter_link(v, FACET_TAG, cJSON_GetStringValue(tag));
        html(&v->out, "</li>\n");
    }
    html(&v->out, "</ul>\n");
}

void article_put_head(struct article_view *v)
{
    put_title(v);
    put_authors(v);
    put_facts(v);
    put_tags(v);
}
