/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_walk.c - the page of a search by date that begins behind an article. */
#include "archive/search_walk.h"

#include "archive/select.h"

int search_walk(struct reader *r, const struct tree *query, const struct match_options *options,
                const struct search_walk *walk, struct arena *arena, struct match_page *out, bool *more,
                struct error *err)
{
    struct match_options all = *options;
    struct selection set;
    struct selection_walk at;
    struct match_page page;

    if (selection_make(r, arena, &set, err) < 0)
        return -1;
    all.first = all.count = 0;
    if (options->selected && match_run(r, query, &all, arena, &page, err) < 0) /* what the caller wants of it */
        return -1;
    all.selected = set.bits;
    all.selected_copies = false;
    if (match_run(r, query, &all, arena, &page, err) < 0)
        return -1;
    page.hits = arena_alloc(arena, (options->count + 1) * sizeof *page.hits);
    if (!page.hits)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    page.count = 0;
    selection_walk_start(&at, &set, walk->oldest, walk->after);
    for (uint32_t docid; page.count < options->count && (docid = selection_walk_next(&at, NULL));)
        page.hits[page.count++] = (struct match_hit){.docid = docid, .shown = docid};
    *more = page.count == options->count && selection_walk_next(&at, NULL);
    *out = page;
    return 0;
}
