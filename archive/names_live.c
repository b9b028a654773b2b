/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_live.c - the names and words of the delta. */
#include "archive/names_live.h"

#include "archive/array_grow.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAP_MAX = 256 << 20 };

struct names_live {
    char of[37]; /* uuid of the delta */
    uint64_t taken; /* lists */
    struct buffer heap;
    uint32_t *places, *middles;
    uint8_t *offsets;
    size_t count, middle_count;
    struct names_view view;
};

struct names_live *names_live_new(void)
{
    struct names_live *l = calloc(1, sizeof *l);

    if (l)
        l->heap = buffer_make(HEAP_MAX);
    return l;
}

static void forget(struct names_live *l)
{
    buffer_free(&l->heap);
    free(l->places);
    free(l->middles);
    free(l->offsets);
    *l = (struct names_live){.heap = buffer_make(HEAP_MAX)};
}

void names_live_free(struct names_live *l)
{
    if (!l)
        return;
    forget(l);
    free(l);
}

static void show(struct names_live *l)
{
    l->view = (struct names_view){.heap = (const uint8_t *)l->heap.data, .heap_size = l->heap.len, .places = l->places,
                                  .count = l->count, .middles = l->middles, .offsets = l->offsets,
                                  .middle_count = l->middle_count};
}

static int order(xap_text a, xap_text b)
{
    int by_bytes = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);

    return by_bytes ? by_bytes : (a.len > b.len) - (a.len < b.len);
}

/* A record met again: its articles are added to the one there, in place. */
static void add_articles(struct names_live *l, uint32_t place, const struct name_record *more)
{
    struct name_record had = names_record(&l->view, place);
    uint8_t *at = (uint8_t *)l->heap.data + place;
    uint32_t articles = had.articles + more->articles;
    double one = exp2((had.weight - (double)more->weight) / NAMES_WEIGHT_ONE);
    double weight = more->weight + log2(1 + one) * NAMES_WEIGHT_ONE;

    articles = articles < NAMES_ARTICLES_MAX ? articles : NAMES_ARTICLES_MAX;
    weight = weight < UINT16_MAX ? weight : UINT16_MAX;
    at[0] = (uint8_t)lrint(weight);
    at[1] = (uint8_t)(lrint(weight) >> 8);
    at[2] = (uint8_t)articles;
    at[3] = (uint8_t)(articles >> 8);
    at[4] = (uint8_t)(articles >> 16);
}

/* What a list brings that is new, by the places it gets in the heap. */
struct news {
    uint32_t *places, *middles;
    uint8_t *offsets;
    size_t count, size, middle_count, middle_size, offset_size;
};

static void free_news(struct news *n)
{
    free(n->places);
    free(n->middles);
    free(n->offsets);
}

static bool add_middle(struct news *n, const struct names_live *l, uint32_t place, uint8_t offset)
{
    const char *keys = l->heap.data + NAMES_HEAD;
    size_t at = n->middle_count;
    xap_text mine = {keys + place + offset, (size_t)(uint8_t)l->heap.data[place + 6] - offset};

    if (!array_grow(&n->middles, &n->middle_size, at + 1, sizeof *n->middles) ||
        !array_grow(&n->offsets, &n->offset_size, at + 1, 1))
        return false;
    for (; at; at--) { /* few of one commit */
        uint32_t before = n->middles[at - 1];
        xap_text theirs = {keys + before + n->offsets[at - 1],
                           (size_t)(uint8_t)l->heap.data[before + 6] - n->offsets[at - 1]};
        if (order(theirs, mine) <= 0)
            break;
        n->middles[at] = before;
        n->offsets[at] = n->offsets[at - 1];
    }
    n->middles[at] = place;
    n->offsets[at] = offset;
    n->middle_count++;
    return true;
}

/* The list's records into the heap, and those of them that are new into news. */
static bool take_records(struct names_live *l, const char *list, size_t len, struct news *n)
{
    const struct names_view given = {.heap = (const uint8_t *)list, .heap_size = len};
    size_t at = 0;

    for (uint32_t from = 0; from < len;) {
        struct name_record r = names_record(&given, from);
        if (!r.key_len)
            return false;
        uint32_t size = NAMES_HEAD + r.key_len + (r.text ? 1u + r.text_len : 0);
        xap_text key = {r.key, r.key_len};
        size_t low = at, high = l->count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (order(names_key(&l->view, middle), key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        at = low;
        if (at < l->count && order(names_key(&l->view, at), key) == 0) {
            add_articles(l, l->places[at], &r);
        } else {
            uint32_t place = (uint32_t)l->heap.len;
            if (!array_grow(&n->places, &n->size, n->count + 1, sizeof *n->places) ||
                !buffer_append(&l->heap, list + from, size))
                return false;
            show(l);
            n->places[n->count++] = place;
            for (size_t i = 1; i < r.key_len; i++)
                if (names_is_middle(r.key, r.key_len, i) && !add_middle(n, l, place, (uint8_t)i))
                    return false;
        }
        from += size;
    }
    return true;
}

static xap_text news_middle(const struct names_live *l, const struct news *n, size_t i)
{
    const struct names_view v = {.heap = (const uint8_t *)l->heap.data, .heap_size = l->heap.len, .middles = n->middles,
                                 .offsets = n->offsets};
    return names_middle(&v, i);
}

static xap_text news_key(const struct names_live *l, const struct news *n, size_t i)
{
    const struct names_view v = {.heap = (const uint8_t *)l->heap.data, .heap_size = l->heap.len, .places = n->places};
    return names_key(&v, i);
}

/* From behind, in place. */
static bool merge(struct names_live *l, const struct news *n)
{
    size_t count = l->count + n->count, middles = l->middle_count + n->middle_count;
    uint32_t *places = realloc(l->places, (count + 1) * sizeof *places);
    l->places = places ? places : l->places;
    uint32_t *moved = realloc(l->middles, (middles + 1) * sizeof *moved);
    l->middles = moved ? moved : l->middles;
    uint8_t *offsets = realloc(l->offsets, middles + 1);
    l->offsets = offsets ? offsets : l->offsets;
    show(l);
    if (!places || !moved || !offsets)
        return false;
    size_t have = l->count, more = n->count;
    for (size_t at = count; more; at--) {
        bool old = have && order(names_key(&l->view, have - 1), news_key(l, n, more - 1)) > 0;
        places[at - 1] = old ? places[--have] : n->places[--more];
    }
    have = l->middle_count;
    more = n->middle_count;
    for (size_t at = middles; more; at--) {
        bool old = have && order(names_middle(&l->view, have - 1), news_middle(l, n, more - 1)) > 0;
        moved[at - 1] = old ? moved[have - 1] : n->middles[more - 1];
        offsets[at - 1] = old ? offsets[have - 1] : n->offsets[more - 1];
        have -= old;
        more -= !old;
    }
    l->count = count;
    l->middle_count = middles;
    show(l);
    return true;
}

bool names_live_add(struct names_live *l, const char *list, size_t len)
{
    struct news n = {0};

    show(l);
    bool added = take_records(l, list, len, &n) && merge(l, &n);
    free_news(&n);
    show(l);
    return added;
}

const struct names_view *names_live_shown(const struct names_live *l)
{
    return &l->view;
}

static int take_list(struct names_live *l, struct reader *r, size_t delta, struct error *err)
{
    char key[32];
    xap_bytes bytes = {0};
    xap_error xerr;

    int len = snprintf(key, sizeof key, DELTA_NAMES "%llu", (unsigned long long)l->taken);
    xap_status s = xap_reader_metadata(reader_xapian(r), delta, (xap_text){key, (size_t)len}, &bytes, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool added = bytes.len && names_live_add(l, bytes.data, bytes.len); /* an empty list is never left */
    xap_bytes_free(&bytes);
    if (!added)
        return error_set(err, FAULT_DAMAGED, "the list of the newest articles' names cannot be read");
    l->taken++;
    return 0;
}

const struct names_view *names_live_view(struct names_live *l, struct reader *r, struct error *err)
{
    size_t delta = reader_shard_count(r) - 1;
    char uuid[37];
    uint64_t revision;
    xap_bytes bytes = {0};
    xap_error xerr;

    xap_status s = xap_reader_shard(reader_xapian(r), delta, uuid, &revision, &xerr);
    if (s == XAP_OK)
        s = xap_reader_metadata(reader_xapian(r), delta, (xap_text){DELTA_NAMES, strlen(DELTA_NAMES)}, &bytes, &xerr);
    if (s != XAP_OK) {
        shim_error(err, s, &xerr);
        return NULL;
    }
    uint64_t lists = strtoull(bytes.data, NULL, 10);
    xap_bytes_free(&bytes);
    if (strcmp(l->of, uuid) != 0 || lists < l->taken) {
        forget(l);
        memcpy(l->of, uuid, sizeof uuid);
    }
    while (l->taken < lists) {
        if (take_list(l, r, delta, err) < 0) {
            forget(l); /* half a list may be in */
            return NULL;
        }
    }
    show(l);
    return &l->view;
}
