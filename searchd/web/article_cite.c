/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_cite.c - how to cite an article: a line to copy, the address of just this text, and entries for reference
 * managers. */
#include <stdio.h>
#include <string.h>

#include "archive/permalink.h"
#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

static const char *hash_of(const struct article_view *v)
{
    const char *hash = api_text(v->article.json, "content_hash");
    return hash ? hash : "";
}

/* Of this text, behind before: an address, or where the daemon's paths begin. */
static struct buffer permalink(const struct article_view *v, const char *before)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_article(&address, before, v->id, &v->everything);
    page_url_add(&address, "hash", hash_of(v), strnlen(hash_of(v), PERMALINK_DIGITS));
    return address;
}

static void put_authors(struct buffer *out, const cJSON *authors)
{
    int count = cJSON_GetArraySize(authors);
    for (int i = 0; i < count; i++)
        html(out, "%s<bdi>%s</bdi>", !i ? "" : i + 1 < count ? ", " : " and ",
             cJSON_GetStringValue(cJSON_GetArrayItem(authors, i)));
    html(out, count ? ": " : "");
}

static void put_line(struct article_view *v, const char *address)
{
    const cJSON *article = v->article.json;
    const char *title = api_text(article, "title");
    html(&v->out, "<p class=\"citation\">");
    put_authors(&v->out, api_member(article, "author"));
    html(&v->out, "“<bdi>%s</bdi>”, ", title && *title ? title : v->id);
    article_put_origin(v, article);
    html(&v->out, api_text(article, "source") || api_text(article, "date") ? ". " : "");
    html(&v->out, "%s</p>\n", address);
}

static void put_format(struct article_view *v, const char *format, const char *label)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    buffer_puts(&address, v->root);
    buffer_puts(&address, "v1/articles/");
    page_url_escape(&address, v->id, strlen(v->id));
    page_url_add(&address, "hash", hash_of(v), strnlen(hash_of(v), PERMALINK_DIGITS));
    page_url_add(&address, "format", format, strlen(format));
    html(&v->out, "<li>");
    article_link(v, &address, " rel=\"nofollow\"");
    html(&v->out, "%s</a></li>\n", label);
}

void article_put_citation(struct article_view *v)
{
    char before[PUBLIC_URL_MAX + 2];
    snprintf(before, sizeof before, "%s/", v->base);
    struct buffer whole = permalink(v, before), link = permalink(v, v->root);
    html(&v->out, "<section id=\"cite\" class=\"cite\" aria-labelledby=\"cite-title\">\n"
                  "<h2 id=\"cite-title\">Cite this text</h2>\n");
    put_line(v, whole.failed ? NULL : whole.data);
    html(&v->out, "<ul class=\"formats\">\n<li>");
    article_link(v, &link, "");
    html(&v->out, "Permalink</a></li>\n");
    put_format(v, "bibtex", "BibTeX");
    put_format(v, "ris", "RIS");
    put_format(v, "csl", "CSL-JSON");
    put_format(v, "json", "JSON");
    html(&v->out, "</ul>\n<details><summary>What the permalink proves</summary>\n"
                  "<p>It leads to just this text, also after the article was changed. SHA-256 of what it says: "
                  "<code>%s</code></p></details>\n</section>\n", hash_of(v));
    v->out.failed |= whole.failed;
    buffer_free(&whole);
}
