/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_related.c - who else printed an article's story, and other articles like it. */
#include <string.h>

#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

enum {
    COPIES_AT_ONCE = 5, /* the others are unfolded */
    SIMILAR_SHOWN = 5
};

static bool is_this(const struct article_view *v, const cJSON *copy)
{
    const char *id = api_text(copy, "id");
    return id && strcmp(id, v->id) == 0;
}

static void put_facts(struct article_view *v, const cJSON *article)
{
    if (!api_text(article, "source") && !api_text(article, "date"))
        return;
    html(&v->out, " <span class=\"facts\">");
    article_put_origin(v, article);
    html(&v->out, "</span>");
}

/* Known only where it was compared with this one. */
static bool is_same(const struct article_view *v, const cJSON *copy)
{
    const cJSON *differs = api_member(copy, "differs");
    const char *from = api_text(differs, "from");
    return from && strcmp(from, v->id) == 0 && cJSON_IsTrue(api_member(differs, "title_same")) &&
           cJSON_IsTrue(api_member(differs, "text_same"));
}

static void put_copy(struct article_view *v, const cJSON *copy)
{
    const char *id = api_text(copy, "id"), *credit = api_text(copy, "credit");
    struct buffer address = article_address(v, v->id);
    html(&v->out, "<li>");
    article_title_link(v, copy);
    put_facts(v, copy);
    if (credit)
        html(&v->out, " <span class=\"credit\">from <bdi>%s</bdi></span>", credit);
    if (cJSON_IsTrue(api_member(copy, "leads")))
        html(&v->out, " <b class=\"leads\">first published</b>");
    page_url_add(&address, "with", id ? id : "", id ? strlen(id) : 0);
    html(&v->out, " ");
    if (is_same(v, copy)) {
        html(&v->out, "<span class=\"same\">word for word the same</span></li>\n");
        buffer_free(&address);
        return;
    }
    article_link(v, &address, " rel=\"nofollow\"");
    html(&v->out, "What differs</a></li>\n");
}

void article_put_copies(struct article_view *v)
{
    const cJSON *copy, *copies = api_member(v->copies.json, "copies");
    int put = 0, count = cJSON_GetArraySize(copies);
    double total = api_number(v->copies.json, "total"), others = total - 1;
    if (count < 2)
        return;
    html(&v->out, "<section id=\"copies\" class=\"copies\" aria-labelledby=\"copies-title\">\n"
                  "<h2 id=\"copies-title\">This story is also in</h2>\n<ul>\n");
    cJSON_ArrayForEach(copy, copies) {
        if (is_this(v, copy))
            continue;
        if (put == COPIES_AT_ONCE && others > COPIES_AT_ONCE) {
            html(&v->out, "</ul>\n<details><summary>and ");
            html_count(&v->out, others - put);
            html(&v->out, " more</summary>\n<ul>\n");
        }
        put_copy(v, copy);
        put++;
    }
    html(&v->out, "</ul>\n");
    if (put < others) {
        html(&v->out, "<p>and ");
        html_count(&v->out, others - put);
        html(&v->out, " that are not listed</p>\n");
    }
    if (put > COPIES_AT_ONCE)
        html(&v->out, "</details>\n");
    html(&v->out, "</section>\n");
}

static bool is_copy(const struct article_view *v, const char *id)
{
    const cJSON *copy;
    cJSON_ArrayForEach(copy, api_member(v->copies.json, "copies"))
        if (id && api_text(copy, "id") && strcmp(api_text(copy, "id"), id) == 0)
            return true;
    return false;
}

void article_put_similar(struct article_view *v)
{
    const cJSON *one;
    int put = 0;
    cJSON_ArrayForEach(one, api_member(v->similar.json, "results")) {
        if (is_copy(v, api_text(one, "id")) || put == SIMILAR_SHOWN)
            continue;
        if (!put++)
            html(&v->out, "<section id=\"similar\" class=\"similar\" aria-labelledby=\"similar-title\">\n"
                          "<h2 id=\"similar-title\">Similar articles</h2>\n<ul>\n");
        html(&v->out, "<li>");
        article_title_link(v, one);
        put_facts(v, one);
        html(&v->out, "</li>\n");
    }
    if (put)
        html(&v->out, "</ul>\n</section>\n");
}
