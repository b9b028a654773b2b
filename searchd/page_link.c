/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_link.c - the addresses of the pages before and after this one (RFC 8288). */
#include "searchd/page_link.h"

#include <string.h>

#include "searchd/url.h"

enum {
    LINKS_MAX = 16 << 10, /* what libmicrohttpd's memory for a connection leaves; longer ones are not sent */
    NAME_ESCAPED_MAX = 18 /* "offset" with each letter as %XX */
};

static void put_escaped(struct buffer *out, const char *text, size_t len)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%/?&=+:@!$'()*,;";
    for (size_t i = 0; i < len; i++) {
        if (text[i] && strchr(plain, text[i]))
            buffer_putc(out, text[i]);
        else
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)text[i]);
    }
}

static bool is_page_parameter(const char *name, size_t len, const char *page_name)
{
    char decoded[NAME_ESCAPED_MAX + 1];
    if (len > NAME_ESCAPED_MAX)
        return false;
    size_t n = url_decode(name, len, true, decoded);
    return n == strlen(page_name) && memcmp(decoded, page_name, n) == 0;
}

/* The request's target with its page replaced. */
static void put_target(struct buffer *out, const struct request *request, const char *page_name, uint64_t page)
{
    put_escaped(out, request->path, strlen(request->path));
    buffer_putc(out, '?');
    const char *end = request->query + request->query_len;
    for (const char *at = request->query; at < end;) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        const char *stop = amp ? amp : end;
        const char *equal = memchr(at, '=', (size_t)(stop - at));
        if (stop > at && !is_page_parameter(at, (size_t)((equal ? equal : stop) - at), page_name)) {
            put_escaped(out, at, (size_t)(stop - at));
            buffer_putc(out, '&');
        }
        at = amp ? amp + 1 : end;
    }
    buffer_printf(out, "%s=%llu", page_name, (unsigned long long)page);
}

static void put_link(struct buffer *out, const struct request *request, const struct search_params *p, uint64_t first,
                     const char *rel)
{
    buffer_puts(out, out->len ? ", <" : "<");
    if (p->by_offset)
        put_target(out, request, "offset", first);
    else
        put_target(out, request, "page", first / p->render.per_page + 1);
    buffer_printf(out, ">; rel=\"%s\"", rel);
}

void page_links(const struct request *request, struct response *response, const struct search_params *p, uint64_t total)
{
    uint64_t first = p->search.first, per_page = p->render.per_page;
    struct buffer links = buffer_make(LINKS_MAX);
    if (first > 0)
        put_link(&links, request, p, first > per_page ? first - per_page : 0, "prev");
    if (first + per_page < total && first + 2 * per_page <= SEARCH_WINDOW)
        put_link(&links, request, p, first + per_page, "next");
    if (links.len && !links.failed)
        response_header(response, "Link", links.data);
    buffer_free(&links);
}
