/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_text.c - an article's text, and what is to be known of it before it is read. */
#include <stdio.h>
#include <string.h>

#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/html_spans.h"
#include "searchd/web/page_url.h"

enum { NUMBER_MAX = 16 };

static void put_earlier(struct article_view *v, unsigned shown, unsigned newest)
{
    char text[NUMBER_MAX];
    struct buffer address = article_address(v, v->id), change = article_address(v, v->id);
    html(&v->out, "<p class=\"note\">This is an earlier text, version %u of %u. ", shown, newest);
    article_link(v, &address, "");
    html(&v->out, "Show the newest</a>, or ");
    page_url_add(&change, "a", text, (size_t)snprintf(text, sizeof text, "%u", shown));
    page_url_add(&change, "b", text, (size_t)snprintf(text, sizeof text, "%u", newest));
    article_link(v, &change, " rel=\"nofollow\"");
    html(&v->out, "what has changed since</a>.</p>\n");
}

static void put_version_note(struct article_view *v)
{
    const cJSON *current = api_member(v->versions.json, "current");
    unsigned shown = (unsigned)api_number(v->article.json, "version");
    unsigned newest = (unsigned)api_number(current, "version");
    if (v->change.json)
        return;
    if (newest > shown) {
        put_earlier(v, shown, newest);
    } else if (cJSON_GetArraySize(api_member(v->versions.json, "versions"))) {
        html(&v->out, "<p class=\"note\">This text is version %u", newest);
        if (api_text(current, "stored")) {
            html(&v->out, ", stored ");
            html_date(&v->out, api_text(current, "stored"));
        }
        html(&v->out, ". <a href=\"#versions\">Earlier texts</a></p>\n");
    }
}

static void put_copy_note(struct article_view *v)
{
    const cJSON *first = cJSON_GetArrayItem(api_member(v->copies.json, "copies"), 0);
    const char *id = api_text(first, "id");
    if (!id || !cJSON_IsTrue(api_member(first, "leads")) || strcmp(id, v->id) == 0)
        return;
    html(&v->out, "<p class=\"note\">The same story was first published by ");
    article_put_origin(v, first);
    html(&v->out, ": ");
    article_title_link(v, first);
    html(&v->out, "</p>\n");
}

static void put_mark_note(struct article_view *v)
{
    int in_text = cJSON_GetArraySize(api_member(v->article.json, "text_offsets"));
    int in_title = cJSON_GetArraySize(api_member(v->article.json, "title_offsets"));
    const struct search_request *s = &v->params.search;
    struct buffer address = buffer_make(PAGE_URL_MAX);
    if (!s->q || v->change.json)
        return;
    html(&v->out, "<p class=\"marks\">");
    if (in_text)
        html_count(&v->out, in_text);
    html(&v->out, in_text == 1 ? " place in the text is marked for <b dir=\"auto\">"
                  : in_text    ? " places in the text are marked for <b dir=\"auto\">"
                  : in_title   ? "Only in the title something is marked for <b dir=\"auto\">"
                               : "Nothing in it is marked for <b dir=\"auto\">");
    html_text(&v->out, s->q, s->q_len);
    html(&v->out, in_text ? "</b>. <a href=\"#mark-1\">Go to the first</a>, or " : "</b>. ");
    page_url_article(&address, v->root, v->id, &v->everything);
    if (v->hash)
        page_url_add(&address, "hash", v->hash, strlen(v->hash));
    article_link(v, &address, "");
    html(&v->out, "%s without marks</a></p>\n", in_text ? "read" : "Read");
}

void article_put_notes(struct article_view *v)
{
    put_version_note(v);
    put_copy_note(v);
    put_mark_note(v);
}

/* Of what is too long for a page all is in the API's answer. */
static void put_rest(struct article_view *v)
{
    html(&v->out, "<p class=\"note\">The text goes on, and is too long to be shown whole. <a href=\"%sv1/articles/",
         v->root);
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_escape(&address, v->id, strlen(v->id));
    if (v->hash)
        page_url_add(&address, "hash", v->hash, strlen(v->hash));
    html(&v->out, "%s\">All of it, as JSON</a></p>\n", address.data);
    v->out.failed |= address.failed;
    buffer_free(&address);
}

void article_put_text(struct article_view *v)
{
    const cJSON *article = v->article.json;
    const char *lang = api_text(article, "lang"), *summary = api_text(article, "summary");
    const char *text = api_text(article, "text");
    struct html_paragraphs p = html_paragraphs_make(&v->out);
    html(&v->out, lang ? "<div class=\"text\" lang=\"%s\">\n" : "<div class=\"text\">\n", lang);
    if (summary && *summary && !text)
        html_paragraphs_put(&p, PIECE_PLAIN, 0, summary, strlen(summary));
    if (text)
        html_spans_paragraphs(&p, text, api_member(article, "text_offsets"));
    html_paragraphs_end(&p);
    html(&v->out, "</div>\n");
    if (p.cut)
        put_rest(v);
    if (!text || !*text)
        html(&v->out, "<p class=\"note\">The archive has no text of this article.</p>\n");
}
