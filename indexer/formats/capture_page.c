/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture_page.c - a page of a web archive as an article. */
#include "indexer/formats/capture_page.h"

#include "archive/date.h"
#include "archive/text.h"
#include "indexer/formats/charset.h"

#include <inttypes.h>
#include <libxml/encoding.h>
#include <libxml/uri.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { URI_MAX = 64 << 10 };

void capture_where(const struct captures *c, const char *uri, char where[WHERE_MAX])
{
    if (*uri)
        snprintf(where, WHERE_MAX, "%s!%s", c->name, uri);
    else
        snprintf(where, WHERE_MAX, "%s!record %" PRIu64, c->name, c->records);
}

struct page {
    const struct captures *captures;
    const struct capture *one;
};

/* As the archive keeps an address; NULL where nothing is left, or without memory. */
static char *clean(const char *text)
{
    struct buffer out = buffer_make(URI_MAX);
    char *kept = NULL;

    if (text_clean(text, strlen(text), &out) && out.len) {
        const char *from = out.data + strspn(out.data, " \t\n");
        size_t len = strlen(from);
        while (len && strchr(" \t\n", from[len - 1]))
            len--;
        kept = len ? strndup(from, len) : NULL;
    }
    buffer_free(&out);
    return kept;
}

/* What the page says of its address, made whole, or else where it was fetched. NULL: there is none, or no memory. */
static char *address(const char *own, const char *uri)
{
    xmlChar *whole = own && *own ? xmlBuildURI((const xmlChar *)own, (const xmlChar *)uri) : NULL;
    char *text = clean(whole ? (const char *)whole : uri);

    xmlFree(whole);
    return text;
}

static void set_archived(struct article *a, const char *date)
{
    struct date d;

    if (!date_parse_iso(date, strlen(date), &d, NULL))
        return;
    if (!a->extra)
        a->extra = cJSON_CreateObject();
    cJSON_DeleteItemFromObjectCaseSensitive(a->extra, "archived");
    cJSON_AddStringToObject(a->extra, "archived", date);
}

static int take_page(void *ctx, struct article *a, const char *where)
{
    const struct page *p = ctx;
    const struct sink *sink = p->captures->sink;

    char *url = a->url && strstr(a->url, "://") ? NULL : address(a->url, p->one->uri);
    if (url) {
        free(a->url);
        a->url = url;
    }
    set_archived(a, p->one->date);
    return sink->article(sink->ctx, a, where);
}

static void pass_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    const struct sink *sink = ((const struct page *)ctx)->captures->sink;
    sink->problem(sink->ctx, where, reason, record);
}

static void pass_warning(void *ctx, const char *where, const char *reason)
{
    const struct sink *sink = ((const struct page *)ctx)->captures->sink;
    sink->warning(sink->ctx, where, reason);
}

/* Servers say ISO-8859-1 of pages that are UTF-8 and never the reverse; no Latin text is UTF-8 by chance. */
static const char *charset_of(const char *said, const struct buffer *body)
{
    static const char *const latin[] = {"iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "windows-1252",
                                        "cp1252", "utf8", "utf-8", NULL};
    bool is_latin = false;

    if (!*said)
        return NULL;
    if (charset_mark(body->data, body->len))
        return "UTF-8";
    for (size_t i = 0; latin[i]; i++)
        is_latin = is_latin || strcmp(said, latin[i]) == 0;
    if (is_latin)
        return charset_is_utf8(body->data, body->len) || strncmp(said, "utf", 3) == 0 ? "UTF-8" : "windows-1252";
    xmlCharEncodingHandlerPtr known = xmlFindCharEncodingHandler(said);
    if (!known)
        return NULL;
    xmlCharEncCloseFunc(known);
    return said;
}

int capture_page(struct captures *c, const struct capture *one, const struct buffer *body, const char *charset,
                 struct error *err)
{
    char where[WHERE_MAX];
    struct page page = {c, one};
    const struct sink sink = {.ctx = &page,
                              .article = take_page,
                              .problem = pass_problem,
                              .warning = pass_warning,
                              .keeps_records = c->sink->keeps_records};
    int rc;

    capture_where(c, one->uri, where);
    c->pages++;
    if (charset_is_utf16(body->data, body->len)) {
        struct buffer text = buffer_make(DOCUMENT_BYTES_MAX * 2L);
        const char *warning;
        rc = charset_convert(body->data, body->len, &text, &warning, err);
        if (!rc)
            rc = html_page(text.data ? text.data : "", text.len, "UTF-8", one->uri, where, &sink, err);
        buffer_free(&text);
        return rc;
    }
    return html_page(body->data, body->len, charset_of(charset, body), one->uri, where, &sink, err);
}
