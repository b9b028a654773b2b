/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.c - counts of values from Xapian's slots: lists taken apart, dates cut to years. */
#include "archive/search_facets.h"

#include "archive/schema.h"

#include <stdlib.h>
#include <string.h>

enum { YEAR_DIGITS = 4 };

static const struct {
    const char *name;
    enum schema_slot slot;
    bool is_list;
} table[FACET_COUNT] = {
    [FACET_SOURCE] = {"source", SLOT_SOURCE, false}, [FACET_SECTION] = {"section", SLOT_SECTION, false},
    [FACET_AUTHOR] = {"author", SLOT_AUTHORS, true}, [FACET_TAG] = {"tag", SLOT_TAGS, true},
    [FACET_LANG] = {"lang", SLOT_LANG, false},       [FACET_YEAR] = {"year", SLOT_DATE, false},
};

struct counted {
    xap_text value; /* borrowed from the page of hits */
    uint32_t count;
};

struct counts {
    struct counted *at;
    size_t count, size;
};

const char *search_facet_name(enum search_facet facet)
{
    return table[facet].name;
}

size_t search_facets_slots(uint32_t facets, uint32_t slots[FACET_COUNT])
{
    size_t count = 0;

    for (int i = 0; i < FACET_COUNT; i++)
        if (facets & 1u << i)
            slots[count++] = table[i].slot;
    return count;
}

static bool add(struct counts *c, xap_text value, uint32_t count)
{
    if (c->count == c->size) {
        size_t size = c->size ? c->size * 2 : 256;
        struct counted *moved = realloc(c->at, size * sizeof *moved);
        if (!moved)
            return false;
        c->at = moved;
        c->size = size;
    }
    c->at[c->count++] = (struct counted){value, count};
    return true;
}

/* A slot that holds a list, as document.c writes it. */
static bool add_list(struct counts *c, xap_text list, uint32_t count)
{
    const char *at = list.data, *end = at + list.len;
    uint64_t len;

    while (at < end && varint_read(&at, end, &len) && len <= (uint64_t)(end - at)) {
        if (!add(c, (xap_text){at, (size_t)len}, count))
            return false;
        at += len;
    }
    return true;
}

static int by_value(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    size_t len = a->value.len < b->value.len ? a->value.len : b->value.len;
    int order = len ? memcmp(a->value.data, b->value.data, len) : 0;

    return order ? order : (a->value.len > b->value.len) - (a->value.len < b->value.len);
}

static int by_falling_count(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;

    return a->count != b->count ? (a->count < b->count) - (a->count > b->count) : by_value(left, right);
}

static void join_equal(struct counts *c)
{
    size_t kept = 0;

    if (c->count)
        qsort(c->at, c->count, sizeof *c->at, by_value);
    for (size_t i = 0; i < c->count; i++) {
        if (kept && by_value(&c->at[kept - 1], &c->at[i]) == 0)
            c->at[kept - 1].count += c->at[i].count;
        else
            c->at[kept++] = c->at[i];
    }
    c->count = kept;
    if (kept)
        qsort(c->at, kept, sizeof *c->at, by_falling_count);
}

static bool take(const xap_facet *facet, enum search_facet which, struct counts *c, struct arena *arena,
                 struct search_facet_counts *out)
{
    for (size_t i = 0; i < facet->count; i++) {
        xap_text value = facet->at[i].term;
        if (which == FACET_YEAR && value.len > YEAR_DIGITS)
            value.len = YEAR_DIGITS;
        if (!(table[which].is_list ? add_list(c, value, facet->at[i].freq) : add(c, value, facet->at[i].freq)))
            return false;
    }
    join_equal(c);
    out->facet = which;
    out->count = c->count < SEARCH_FACET_VALUES ? c->count : SEARCH_FACET_VALUES;
    out->values = arena_alloc(arena, (out->count + 1) * sizeof *out->values);
    for (size_t i = 0; out->values && i < out->count; i++) {
        out->values[i].value = arena_copy(arena, c->at[i].value.data, c->at[i].value.len);
        out->values[i].count = c->at[i].count;
        if (!out->values[i].value)
            return false;
    }
    return out->values != NULL;
}

int search_facets_take(const xap_page *hits, uint32_t facets, struct arena *arena, struct search_page *page,
                       struct error *err)
{
    size_t counted = 0;

    page->facet_count = 0;
    if (!facets)
        return 0;
    page->facets = arena_alloc(arena, FACET_COUNT * sizeof *page->facets);
    for (int i = 0; page->facets && i < FACET_COUNT; i++) {
        struct counts c = {0};
        if (!(facets & 1u << i))
            continue;
        bool taken = counted < hits->facet_count &&
                     take(&hits->facets[counted++], (enum search_facet)i, &c, arena, &page->facets[page->facet_count]);
        free(c.at);
        if (!taken)
            return error_set(err, FAULT_MEMORY, "the search needs too much memory");
        page->facet_count++;
    }
    return page->facets ? 0 : error_set(err, FAULT_MEMORY, "the search needs too much memory");
}
