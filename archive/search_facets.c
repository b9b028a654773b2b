/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.c - facets: what of an article is counted, and the counts in order. */
#include "archive/search_facets.h"

#include "archive/schema.h"

#include <stdlib.h>
#include <string.h>

const struct column_kind search_columns[COLUMN_COUNT] = {
    [FACET_SOURCE] = {.slot = SLOT_SOURCE}, [FACET_SECTION] = {.slot = SLOT_SECTION},
    [FACET_AUTHOR] = {.slot = SLOT_AUTHORS, .is_list = true}, [FACET_TAG] = {.slot = SLOT_TAGS, .is_list = true},
    [FACET_LANG] = {.slot = SLOT_LANG}, [FACET_YEAR] = {.slot = SLOT_DATE, .cut = sizeof "YYYY" - 1},
    [COLUMN_GROUP] = {.slot = SLOT_GROUP}, [COLUMN_ADDED] = {.slot = SLOT_ADDED},
    [COLUMN_RETIRED] = {.slot = SLOT_RETIRED},
};

const char *search_facet_name(enum search_facet facet)
{
    static const char *const names[FACET_COUNT] = {
        [FACET_SOURCE] = "source", [FACET_SECTION] = "section", [FACET_AUTHOR] = "author",
        [FACET_TAG] = "tag",       [FACET_LANG] = "lang",       [FACET_YEAR] = "year"};

    return names[facet];
}

static int by_value(const void *left, const void *right)
{
    const struct match_value *a = left, *b = right;
    size_t len = a->value.len < b->value.len ? a->value.len : b->value.len;
    int order = len ? memcmp(a->value.data, b->value.data, len) : 0;

    return order ? order : (a->value.len > b->value.len) - (a->value.len < b->value.len);
}

static int by_falling_count(const void *left, const void *right)
{
    const struct match_value *a = left, *b = right;

    return a->count != b->count ? (a->count < b->count) - (a->count > b->count) : by_value(left, right);
}

static void join_equal(struct match_values *c)
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

static bool take_facet(struct match_values *values, enum search_facet facet, struct arena *arena,
                       struct search_facet_counts *out)
{
    join_equal(values);
    out->facet = facet;
    out->count = values->count < SEARCH_FACET_VALUES ? values->count : SEARCH_FACET_VALUES;
    out->values = arena_alloc(arena, (out->count + 1) * sizeof *out->values);
    for (size_t i = 0; out->values && i < out->count; i++) {
        out->values[i].value = arena_copy(arena, values->at[i].value.data, values->at[i].value.len);
        out->values[i].count = values->at[i].count;
        if (!out->values[i].value)
            return false;
    }
    return out->values != NULL;
}

int search_facets_take(const struct match_page *hits, uint32_t facets, struct arena *arena, struct search_page *page,
                       struct error *err)
{
    page->facet_count = 0;
    if (!facets)
        return 0;
    page->facets = arena_alloc(arena, FACET_COUNT * sizeof *page->facets);
    for (int i = 0; page->facets && i < FACET_COUNT; i++) {
        struct match_values values = hits->facets[i];
        if (!(facets & 1u << i))
            continue;
        if (!take_facet(&values, (enum search_facet)i, arena, &page->facets[page->facet_count]))
            return error_set(err, FAULT_MEMORY, "the search needs too much memory");
        page->facet_count++;
    }
    return page->facets ? 0 : error_set(err, FAULT_MEMORY, "the search needs too much memory");
}
