/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.c - a document's data in Xapian: what a result shows, and where the article lies. */
#include "archive/record.h"

#include <string.h>

enum { RECORD_VERSION = 3 };

/* Absent is length 0, a text of n bytes n + 1: an empty text is not an absent one. */
static void put_text(struct buffer *out, const char *text)
{
    size_t len = text ? strlen(text) : 0;

    buffer_put_varint(out, text ? len + 1 : 0);
    buffer_append(out, text ? text : "", len);
}

static void put_list(struct buffer *out, const struct strings *list)
{
    size_t count = list->count < RECORD_LIST_MAX ? list->count : RECORD_LIST_MAX;

    buffer_put_varint(out, count);
    for (size_t i = 0; i < count; i++)
        put_text(out, list->at[i]);
}

bool record_write(const struct article *a, uint32_t segment, struct segment_place place,
                  const uint8_t hash[SEGMENT_HASH], uint32_t version, uint64_t group, struct buffer *out)
{
    buffer_put_varint(out, RECORD_VERSION);
    buffer_put_varint(out, segment);
    buffer_put_varint(out, place.offset);
    buffer_put_varint(out, place.length);
    buffer_put_varint(out, version);
    buffer_put_varint(out, group);
    buffer_append(out, hash, SEGMENT_HASH);
    put_text(out, a->id);
    put_text(out, a->title);
    put_text(out, a->url);
    put_text(out, a->source);
    put_text(out, a->section);
    put_text(out, a->date);
    put_text(out, a->lang);
    put_list(out, &a->authors);
    put_list(out, &a->tags);
    return !out->failed;
}

static bool get_text(const char **at, const char *end, struct record_text *out)
{
    uint64_t len;

    if (!varint_read(at, end, &len))
        return false;
    if (!len) {
        *out = (struct record_text){0};
        return true;
    }
    if (--len > (uint64_t)(end - *at))
        return false;
    *out = (struct record_text){*at, (size_t)len};
    *at += len;
    return true;
}

static bool get_list(const char **at, const char *end, struct record_text *list, size_t *count)
{
    uint64_t n;

    if (!varint_read(at, end, &n) || n > RECORD_LIST_MAX)
        return false;
    for (uint64_t i = 0; i < n; i++)
        if (!get_text(at, end, &list[i]))
            return false;
    *count = (size_t)n;
    return true;
}

bool record_read(const char *bytes, size_t len, struct record *out)
{
    const char *at = bytes, *end = bytes + len;
    uint64_t format, segment, offset, length, version, group;

    if (!varint_read(&at, end, &format) || format != RECORD_VERSION || !varint_read(&at, end, &segment) ||
        !varint_read(&at, end, &offset) || !varint_read(&at, end, &length) || !varint_read(&at, end, &version) ||
        !varint_read(&at, end, &group) || segment > UINT32_MAX || length > UINT32_MAX || version > UINT32_MAX ||
        end - at < SEGMENT_HASH)
        return false;

    struct record r = {.segment = (uint32_t)segment,
                       .place = {offset, (uint32_t)length},
                       .version = (uint32_t)version,
                       .group = group};
    memcpy(r.hash, at, SEGMENT_HASH);
    at += SEGMENT_HASH;
    if (!get_text(&at, end, &r.id) || !get_text(&at, end, &r.title) || !get_text(&at, end, &r.url) ||
        !get_text(&at, end, &r.source) || !get_text(&at, end, &r.section) || !get_text(&at, end, &r.date) ||
        !get_text(&at, end, &r.lang) || !get_list(&at, end, r.authors, &r.author_count) ||
        !get_list(&at, end, r.tags, &r.tag_count) || at != end)
        return false;
    *out = r;
    return true;
}

static bool same_text(const struct record_text *a, const struct record_text *b)
{
    return !a->data == !b->data && a->len == b->len && (!a->data || memcmp(a->data, b->data, a->len) == 0);
}

static bool same_list(const struct record_text *a, size_t a_count, const struct record_text *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++)
        if (!same_text(&a[i], &b[i]))
            return false;
    return true;
}

bool record_same(const struct record *a, const struct record *b)
{
    return a->segment == b->segment && a->place.offset == b->place.offset && a->place.length == b->place.length &&
           a->version == b->version && a->group == b->group &&
           memcmp(a->hash, b->hash, SEGMENT_HASH) == 0 && same_text(&a->id, &b->id) &&
           same_text(&a->title, &b->title) && same_text(&a->url, &b->url) && same_text(&a->source, &b->source) &&
           same_text(&a->section, &b->section) && same_text(&a->date, &b->date) && same_text(&a->lang, &b->lang) &&
           same_list(a->authors, a->author_count, b->authors, b->author_count) &&
           same_list(a->tags, a->tag_count, b->tags, b->tag_count);
}
