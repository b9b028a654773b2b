/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http_head.c - what stands before the body of an HTTP answer, as crawls keep it. */
#include "indexer/formats/http_head.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

size_t http_head_end(const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;

    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        if (at < end && *at == '\n')
            return (size_t)(at + 1 - bytes);
        if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
            return (size_t)(at + 2 - bytes);
    }
    return 0;
}

static void copy_lower(const char *from, size_t len, char *out, size_t size)
{
    size_t n = len < size - 1 ? len : size - 1;

    for (size_t i = 0; i < n; i++)
        out[i] = (char)tolower((unsigned char)from[i]);
    out[n] = '\0';
}

static void trim(const char **from, const char **end)
{
    while (*from < *end && strchr(" \t\r\"'", **from))
        (*from)++;
    while (*end > *from && strchr(" \t\r\"'", (*end)[-1]))
        (*end)--;
}

static void set_lower(const char *from, const char *end, char *out, size_t size)
{
    trim(&from, &end);
    copy_lower(from, (size_t)(end - from), out, size);
}

void http_type_read(const char *value, size_t len, struct http_head *out)
{
    const char *end = value + len, *stop = memchr(value, ';', len);

    set_lower(value, stop ? stop : end, out->type, sizeof out->type);
    while (stop && stop < end) {
        const char *from = stop + 1;
        stop = memchr(from, ';', (size_t)(end - from));
        const char *to = stop ? stop : end;
        trim(&from, &to);
        if (to - from > 8 && strncasecmp(from, "charset=", 8) == 0)
            set_lower(from + 8, to, out->charset, sizeof out->charset);
    }
}

static void field(const char *line, const char *end, struct http_head *out)
{
    const char *colon = memchr(line, ':', (size_t)(end - line));

    if (!colon)
        return;
    size_t name = (size_t)(colon - line);
    const char *value = colon + 1;
    if (name == 12 && strncasecmp(line, "Content-Type", name) == 0)
        http_type_read(value, (size_t)(end - value), out);
    else if (name == 16 && strncasecmp(line, "Content-Encoding", name) == 0)
        set_lower(value, end, out->coding, sizeof out->coding);
    else if (name == 17 && strncasecmp(line, "Transfer-Encoding", name) == 0)
        out->chunked = end - value >= 7 && memmem(value, (size_t)(end - value), "hunked", 6);
}

/* Some tools write the version twice: "HTTP/1.1 HTTP/1.1 200 OK". */
static int status_of(const char *at, const char *end)
{
    int status = 0, digits = 0;

    while (end - at > 5 && strncasecmp(at, "HTTP/", 5) == 0) {
        while (at < end && !strchr(" \t\r\n", *at))
            at++;
        while (at < end && (*at == ' ' || *at == '\t'))
            at++;
    }
    for (; at < end && digits < 3 && *at >= '0' && *at <= '9'; at++, digits++)
        status = status * 10 + (*at - '0');
    return digits == 3 ? status : 0;
}

bool http_head_read(const char *bytes, size_t len, struct http_head *out)
{
    *out = (struct http_head){0};
    if (len < 5 || strncasecmp(bytes, "HTTP/", 5) != 0)
        return false;
    size_t head = http_head_end(bytes, len);
    const char *end = bytes + (head ? head : len);
    out->len = head ? head : len;
    out->status = status_of(bytes, end);
    for (const char *at = bytes; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (at != bytes)
            field(at, stop ? stop : end, out);
        at = stop ? stop + 1 : end;
    }
    return true;
}

bool http_is_html(const struct http_head *head)
{
    return strcmp(head->type, "text/html") == 0 || strcmp(head->type, "application/xhtml+xml") == 0;
}
