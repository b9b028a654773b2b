/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets.c - how many of a request's articles have each value of the fields that are asked. */
#include "archive/facets.h"

#include "archive/clock.h"
#include "archive/facet_count.h"
#include "archive/plan.h"

#include <string.h>

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

static bool is_own(const struct search_filter *f, enum search_facet facet)
{
    return f->field == facet && !f->exclude;
}

static bool has_own(const struct search_request *request, enum search_facet facet)
{
    for (size_t i = 0; i < request->filter_count; i++)
        if (is_own(&request->filters[i], facet))
            return true;
    return false;
}

/* What is found without the field's own filters. */
static int select_without(struct reader *r, const struct search_request *request, const struct tree *unfiltered,
                          enum search_facet facet, enum search_collapse collapse, struct arena *arena,
                          struct selection *out, struct error *err)
{
    struct search_filter *left = arena_alloc(arena, (request->filter_count + 1) * sizeof *left);
    struct search_request without = *request;
    const struct tree *tree;

    if (!left)
        return no_memory(err);
    without.filters = left;
    without.filter_count = 0;
    for (size_t i = 0; i < request->filter_count; i++)
        if (!is_own(&request->filters[i], facet))
            left[without.filter_count++] = request->filters[i];
    return plan_filtered(r, &without, unfiltered, arena, &tree, err) < 0
               ? -1
               : select_tree(r, tree, collapse, request->deadline_ms, arena, out, err);
}

int facets_of(struct reader *r, const struct search_request *request, const struct tree *unfiltered,
              const struct selection *found, enum search_collapse collapse, struct arena *arena,
              struct search_page *page, struct error *err)
{
    struct clock_limit limit = {.ms = request->deadline_ms};
    size_t values = request->facet_limit ? request->facet_limit : SEARCH_FACET_VALUES;

    clock_gettime(CLOCK_MONOTONIC, &limit.begin);
    page->facet_count = 0;
    page->facets = arena_alloc(arena, FACET_COUNT * sizeof *page->facets);
    if (!page->facets)
        return no_memory(err);
    for (int i = 0; i < FACET_COUNT; i++) {
        enum search_facet facet = (enum search_facet)i;
        struct search_request left = *request;
        struct selection wider;
        const struct selection *of = found;
        if (!(request->facets & 1u << i))
            continue;
        if (has_own(request, facet)) {
            left.deadline_ms = clock_ms_left(&limit);
            if (select_without(r, &left, unfiltered, facet, collapse, arena, &wider, err) < 0)
                return -1;
            page->partial |= wider.partial;
            of = &wider;
        }
        if (facet_count(r, of->bits, facet, values, arena, &page->facets[page->facet_count], err) < 0)
            return -1;
        page->facet_count++;
    }
    return 0;
}

int facets_run(struct reader *r, const struct search_request *request, struct arena *arena, struct search_page *out,
               struct error *err)
{
    struct clock_limit limit = {.ms = request->deadline_ms};
    struct search_request left = *request;
    struct selection found;

    clock_gettime(CLOCK_MONOTONIC, &limit.begin);
    if (select_run(r, request, arena, &found, err) < 0)
        return -1;
    struct search_page page = {.understood_as = found.understood_as, .warnings = found.warnings,
                               .warning_count = found.warning_count, .partial = found.partial, .total = found.total};
    memcpy(page.hash, found.hash, sizeof page.hash);
    left.deadline_ms = clock_ms_left(&limit);
    if (facets_of(r, &left, found.unfiltered, &found, request->collapse, arena, &page, err) < 0)
        return -1;
    page.total_exact = !page.partial;
    *out = page;
    return 0;
}
