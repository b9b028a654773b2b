/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_split.c - a stream of JSON cut into its values: by brackets and quotation marks alone, what lies in them is
 * cJSON's. */
#include "indexer/formats/json_split.h"

#include <string.h>

enum { TAKEN_BYTES = 64 << 10, SHOWN_BYTES = 4096 /* of what cannot be read */ };

bool json_split_start(struct json_split *s, struct input *in, const char *first, size_t len)
{
    *s = (struct json_split){
        .in = in, .value = buffer_make(DOCUMENT_BYTES_MAX), .held = buffer_make(len + TAKEN_BYTES), .line = 1};
    if (!buffer_append(&s->held, first, len))
        return false;
    s->at = s->held.data ? s->held.data : "";
    s->end = s->at + len;
    return true;
}

void json_split_free(struct json_split *s)
{
    buffer_free(&s->value);
    buffer_free(&s->held);
}

/* Some bytes at s->at: 1; 0: the end; -1. */
static int some(struct json_split *s, struct error *err)
{
    const char *bytes;
    size_t len;

    if (s->at < s->end)
        return 1;
    int more = input_take(s->in, TAKEN_BYTES, &bytes, &len, err);
    if (more <= 0)
        return more;
    buffer_clear(&s->held); /* a copy, for who looks ahead in the input in between moves its bytes */
    if (!buffer_append(&s->held, bytes, len))
        return error_set(err, FAULT_MEMORY, "out of memory");
    s->at = s->held.data;
    s->end = s->at + len;
    return 1;
}

/* Uses n bytes up; they are the value's if keep. */
static void use(struct json_split *s, size_t n, bool keep)
{
    for (const char *at = s->at, *end = at + n; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        s->line++;
    if (keep)
        buffer_append(&s->value, s->at, n);
    s->at += n;
}

/* Passes over all of such characters and NUL; 1 with another at s->at, 0 at the end, -1. */
static int skip(struct json_split *s, const char *characters, struct error *err)
{
    int more;

    while ((more = some(s, err)) > 0) {
        size_t n = 0, len = (size_t)(s->end - s->at);
        while (n < len && strchr(characters, s->at[n]))
            n++;
        use(s, n, false);
        if (n < len)
            break;
    }
    return more;
}

/* How deep one is in brackets, and whether in a string there. */
struct depth {
    unsigned long open;
    bool string, escaped;
};

/* How many of the bytes belong to what is open; it is closed (open is 0) when fewer than all do. */
static size_t span(const char *bytes, size_t len, struct depth *d)
{
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        if (d->escaped) {
            d->escaped = false;
        } else if (d->string) {
            d->escaped = c == '\\';
            d->string = c != '"';
        } else if (c == '"') {
            d->string = true;
        } else if (c == '{' || c == '[') {
            d->open++;
        } else if (c == '}' || c == ']') {
            d->open--;
        }
        if (!d->open && !d->string)
            return i + 1;
    }
    return len;
}

/* To where all that d has open is closed: 1, or 0 at the end of the input, -1. */
static int close_all(struct json_split *s, struct depth d, bool keep, struct error *err)
{
    for (int more; (more = some(s, err)) != 0;) {
        if (more < 0)
            return -1;
        use(s, span(s->at, (size_t)(s->end - s->at), &d), keep);
        if (!d.open && !d.string)
            return 1;
    }
    return 0;
}

/* A number, a word: to what ends it. */
static int word(struct json_split *s, struct error *err)
{
    int more;

    while ((more = some(s, err)) > 0) {
        size_t n = 0, len = (size_t)(s->end - s->at);
        while (n < len && !strchr(",]} \t\r\n", s->at[n]))
            n++;
        use(s, n, true);
        if (n < len)
            break;
    }
    return more;
}

static int show(struct json_split *s, const char *why, const char **broken)
{
    size_t len = (size_t)(s->end - s->at);

    *broken = why;
    s->value_line = s->line;
    buffer_clear(&s->value);
    buffer_append(&s->value, s->at, len < SHOWN_BYTES ? len : SHOWN_BYTES);
    return 0;
}

/* The list is at its end: what else its object says is passed over, and values may follow it. */
static int leave(struct json_split *s, struct error *err)
{
    struct depth d = {.open = s->within - 1UL};

    s->within = 0;
    use(s, 1, false);
    return d.open ? close_all(s, d, false, err) : 1;
}

int json_split_enter(struct json_split *s, size_t bytes, unsigned within, struct error *err)
{
    while (bytes) {
        int more = some(s, err);
        if (more <= 0)
            return more;
        size_t len = (size_t)(s->end - s->at), n = bytes < len ? bytes : len;
        use(s, n, false);
        bytes -= n;
    }
    s->within = within;
    return 0;
}

/* What stands before the next value: 1 with its first byte at s->at, 0 where none is to come. */
static int find(struct json_split *s, bool follows, const char **broken, struct error *err)
{
    for (;;) {
        int more = skip(s, " \t\r\n", err);
        if (more < 0 || (!more && !s->within))
            return more;
        if (!more)
            return show(s, "is not JSON from here on: it ends within a list", broken);
        if (s->within && *s->at == ']') {
            more = leave(s, err);
            follows = false;
            if (more <= 0)
                return more;
        } else if (s->within && follows) {
            if (*s->at != ',')
                return show(s, "is not JSON from here on: neither ',' nor ']' follows", broken);
            use(s, 1, false);
            follows = false;
        } else if (!s->within && *s->at == ',') {
            use(s, 1, false);
        } else if (!s->within && *s->at == '[') {
            use(s, 1, false);
            s->within = 1;
            follows = false;
        } else if (!s->within && *s->at != '{') {
            return show(s, "is not JSON from here on", broken);
        } else if (strchr(",}", *s->at)) {
            return show(s, "is not JSON from here on: no value stands here", broken);
        } else {
            return 1;
        }
    }
}

int json_split_next(struct json_split *s, const char **broken, struct error *err)
{
    *broken = NULL;
    bool follows = s->value.len > 0 || s->value.failed;
    buffer_clear(&s->value);
    int more = find(s, follows, broken, err);
    if (more <= 0)
        return more;
    s->value_line = s->line;
    /* What the input ends within is given as it is: it is no JSON, and is said to be none. */
    more = strchr("{[\"", *s->at) ? close_all(s, (struct depth){0}, true, err) : word(s, err);
    return more < 0 ? -1 : 1;
}
