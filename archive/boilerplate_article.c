/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_article.c - what an article says of its lines. */
#include "archive/boilerplate_article.h"

#include "archive/boilerplate.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { SOURCE_MAX = 8192 };

static struct record_text text_of(const char *text)
{
    return (struct record_text){text ? text : "", text ? strlen(text) : 0};
}

static int by_value(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static bool take_lines(uint64_t seed, struct record_text text, struct buffer *keys)
{
    struct boilerplate_lines l;
    size_t count = 0, unique = 0;

    boilerplate_lines_start(&l, seed, text.data, text.len);
    for (uint64_t key; count < BOILERPLATE_LINES_MAX && (key = boilerplate_lines_next(&l)); count++)
        if (!buffer_append(keys, &key, sizeof key))
            return false;
    uint64_t *at = (uint64_t *)(void *)keys->data; /* from malloc */
    if (count)
        qsort(at, count, sizeof *at, by_value);
    for (size_t i = 0; i < count; i++)
        if (!unique || at[i] != at[unique - 1])
            at[unique++] = at[i];
    keys->len = unique * sizeof *at;
    return true;
}

static bool make(struct record_text id, struct record_text source, struct record_text url, struct record_text date,
                 struct record_text text, struct buffer *keys, struct boilerplate_article *out)
{
    struct buffer name = buffer_make(SOURCE_MAX);
    struct date d;
    bool dated = date.len && date_parse_iso(date.data, date.len, &d, NULL);

    buffer_clear(keys);
    bool fits = boilerplate_source(source.data, source.len, url.data, url.len, &name);
    uint64_t seed = fits ? boilerplate_seed(name.data, name.len) : 0;
    buffer_free(&name);
    fits = fits && take_lines(seed, text, keys);
    *out = (struct boilerplate_article){.id = XXH3_64bits(id.data, id.len), .seed = seed,
                                        .day = dated ? date_last_day(&d) : INT32_MIN,
                                        .keys = (const uint64_t *)(const void *)keys->data,
                                        .count = keys->len / sizeof(uint64_t)};
    return fits;
}

bool boilerplate_article_make(const struct article *a, struct buffer *keys, struct boilerplate_article *out)
{
    return make(text_of(a->id), text_of(a->source), text_of(a->url), text_of(a->date), text_of(a->text), keys, out);
}

bool boilerplate_article_read(const struct record *record, struct record_text text, struct buffer *keys,
                              struct boilerplate_article *out)
{
    return make(record->id, record->source, record->url, record->date, text, keys, out);
}

bool boilerplate_article_has(const struct boilerplate_article *a, uint64_t key)
{
    return a->count && bsearch(&key, a->keys, a->count, sizeof key, by_value);
}
