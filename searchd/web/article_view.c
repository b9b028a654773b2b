/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_view.c - the links in an article's page. */
#include "searchd/web/article_view.h"

#include <string.h>

#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

struct buffer article_address(const struct article_view *v, const char *id)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    page_url_article(&address, v->root, id ? id : "", &v->params);
    return address;
}

void article_link(struct article_view *v, struct buffer *address, const char *attributes)
{
    html(&v->out, "<a href=\"%s\"", address->data);
    buffer_puts(&v->out, attributes);
    html(&v->out, ">");
    v->out.failed |= address->failed;
    buffer_free(address);
}

void article_filter_link(struct article_view *v, enum search_facet field, const char *value)
{
    struct buffer address = buffer_make(PAGE_URL_MAX);
    struct search_params there;
    if (!value)
        return;
    if (strlen(value) > PARAMS_VALUE_MAX) { /* no filter has it */
        html(&v->out, "<bdi>%s</bdi>", value);
        return;
    }
    if (!page_url_toggle(&v->everything, field, value, &v->arena, &there)) {
        v->out.failed = true;
        return;
    }
    page_url_put(&address, v->root, &there, PAGE_LIST);
    article_link(v, &address, field == FACET_AUTHOR ? " rel=\"author\"" : "");
    html(&v->out, "<bdi>%s</bdi></a>", value);
}

void article_title_link(struct article_view *v, const cJSON *article)
{
    const char *title = api_text(article, "title"), *id = api_text(article, "id");
    struct buffer address = article_address(v, id);
    article_link(v, &address, "");
    html(&v->out, "<bdi>%s</bdi></a>", title && *title ? title : id);
}

void article_put_origin(struct article_view *v, const cJSON *article)
{
    const char *source = api_text(article, "source"), *date = api_text(article, "date");
    if (source)
        html(&v->out, "<bdi>%s</bdi>", source);
    html(&v->out, source && date ? ", " : "");
    html_date(&v->out, date);
}
