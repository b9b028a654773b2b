/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_list.c - the values of a filter as one text. */
#include "archive/filter_list.h"

#include <string.h>

/* Behind the quote that closes the one at `at`; NULL: there is none before a comma or the end. */
static const char *close_quote(const char *at, const char *end)
{
    for (at++; at < end; at++)
        if (*at == '"' && (++at == end || *at != '"'))
            return at == end || *at == ',' ? at : NULL;
    return NULL;
}

/* What stands from `at`, in quotes, up to stop. NULL: out of memory. */
static const char *unquote(struct arena *arena, const char *at, const char *stop, size_t *len)
{
    char *out = arena_alloc(arena, (size_t)(stop - at));
    size_t n = 0;

    for (at++; out && at + 1 < stop; at++) {
        out[n++] = *at;
        at += *at == '"';
    }
    *len = n;
    return out;
}

static bool read_one(struct filter_list *list, struct arena *arena, struct filter_item *out)
{
    const char *at = list->at, *end = list->end, *stop = NULL;
    struct filter_item item = {.exclude = list->signs && *at == '-'};

    at += item.exclude;
    if (at < end && *at == '"')
        stop = close_quote(at, end);
    if (stop) {
        item.value = unquote(arena, at, stop, &item.len);
    } else {
        stop = memchr(at, ',', (size_t)(end - at));
        stop = stop ? stop : end;
        item.len = (size_t)(stop - at);
        item.value = arena_copy(arena, at, item.len);
    }
    list->at = stop < end ? stop + 1 : end;
    *out = item;
    return item.value;
}

int filter_list_next(struct filter_list *list, struct arena *arena, struct filter_item *out)
{
    struct filter_item item = {.len = 0};

    while (list->at < list->end && !item.len)
        if (!read_one(list, arena, &item))
            return -1;
    if (!item.len)
        return 0;
    *out = item;
    return 1;
}

bool filter_list_put(struct buffer *out, const char *value, bool exclude)
{
    bool quoted = *value == '"' || (*value == '-' && !exclude) || strchr(value, ',');

    buffer_puts(out, exclude ? "-" : "");
    buffer_puts(out, quoted ? "\"" : "");
    for (const char *at = value; *at; at++) {
        if (quoted && *at == '"')
            buffer_putc(out, '"');
        buffer_putc(out, *at);
    }
    return buffer_puts(out, quoted ? "\"" : "") && !out->failed;
}
