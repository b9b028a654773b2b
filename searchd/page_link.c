/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_link.c - the addresses of the pages before and after this one (RFC 8288), by number or cursor. */
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

static bool is_parameter(const char *name, size_t len, const char *wanted)
{
    char decoded[NAME_ESCAPED_MAX + 1];
    if (len > NAME_ESCAPED_MAX)
        return false;
    size_t n = url_decode(name, len, true, decoded);
    return n == strlen(wanted) && memcmp(decoded, wanted, n) == 0;
}

static bool is_place(const char *name, size_t len)
{
    static const char *const places[] = {"page", "offset", "cursor"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (is_parameter(name, len, places[i]))
            return true;
    return false;
}

/* Path and query, without its places where others follow; what joins the next parameter. Behind another path it is
 * without what that does not know: a feed alone takes since. */
static char put_target(struct buffer *out, const struct request *request, const char *path, bool placeless)
{
    char joint = '?';
    bool elsewhere = strcmp(path, request->path) != 0;
    put_escaped(out, path, strlen(path));
    const char *end = request->query + request->query_len;
    for (const char *at = request->query; at < end;) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        const char *stop = amp ? amp : end;
        const char *equal = memchr(at, '=', (size_t)(stop - at));
        size_t name = (size_t)((equal ? equal : stop) - at);
        if (stop > at && !(placeless && is_place(at, name)) && !(elsewhere && is_parameter(at, name, "since"))) {
            buffer_putc(out, joint);
            put_escaped(out, at, (size_t)(stop - at));
            joint = '&';
        }
        at = amp ? amp + 1 : end;
    }
    return joint;
}

bool page_target(struct buffer *out, const struct request *request, const char *path, const char *name, uint64_t page)
{
    char joint = put_target(out, request, path, name);
    if (name)
        buffer_printf(out, "%c%s=%llu", joint, name, (unsigned long long)page);
    return !out->failed;
}

static void put_link(struct buffer *out, const struct request *request, const struct search_params *p, uint64_t first,
                     const char *rel)
{
    buffer_puts(out, out->len ? ", <" : "<");
    if (p->by_offset)
        page_target(out, request, request->path, "offset", first);
    else
        page_target(out, request, request->path, "page", first / p->render.per_page + 1);
    buffer_printf(out, ">; rel=\"%s\"", rel);
}

/* A token needs no escapes. */
static void put_cursor_link(struct buffer *out, const struct request *request, const char *cursor)
{
    buffer_puts(out, out->len ? ", <" : "<");
    char joint = put_target(out, request, request->path, true);
    buffer_printf(out, "%ccursor=%s>; rel=\"next\"", joint, cursor);
}

void page_links(const struct request *request, struct response *response, const struct search_params *p, uint64_t total)
{
    uint64_t first = p->search.first, per_page = p->render.per_page;
    struct buffer links = buffer_make(LINKS_MAX);
    bool by_cursor = p->cursor, last = first + 2 * per_page > p->render.window;
    if (first > 0 && !by_cursor)
        put_link(&links, request, p, first > per_page ? first - per_page : 0, "prev");
    if ((by_cursor || last) && p->render.next_cursor)
        put_cursor_link(&links, request, p->render.next_cursor);
    else if (!by_cursor && !last && first + per_page < total)
        put_link(&links, request, p, first + per_page, "next");
    if (links.len && !links.failed)
        response_header(response, "Link", links.data);
    buffer_free(&links);
}
