/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newest.c - the newest articles that a request finds, shown. */
#include "archive/newest.h"

#include "archive/plan.h"
#include "archive/search_identify.h"
#include "archive/search_show.h"
#include "archive/select.h"
#include "archive/synonyms.h"

#include <stdio.h>

/* The words to mark: of the same plan as select_run's. */
static int find_marks(struct reader *r, const struct search_request *request, struct arena *arena,
                      const struct marks **out, struct error *err)
{
    struct query query;
    struct plan plan;

    if (search_understand(request, request->match, arena, &query, err) < 0 ||
        synonyms_apply(reader_synonyms(r), request->in, &query, arena, err) < 0 ||
        plan_query(r, request, &query, arena, &plan, err) < 0)
        return -1;
    *out = plan.marks;
    return 0;
}

static int show(struct showing *show, uint32_t docid, struct search_result *result)
{
    struct segment_record stored;

    if (show_facts(show, docid, 0, result) < 0 || show_read(show, result, &stored) < 0 ||
        show_text(show, &stored, result) < 0)
        return -1;
    result->stored = stored.link.stored;
    return 0;
}

int newest_run(struct reader *r, const struct search_request *request, const uint64_t *since, struct arena *arena,
               struct newest *out, struct error *err)
{
    struct search_request wanted = *request;
    struct showing showing = {.reader = r, .request = &wanted, .arena = arena, .err = err};
    struct selection selection;
    struct selection_walk walk;
    struct newest found = {.count = 0};

    wanted.snippets = true;
    wanted.texts = false;
    wanted.sort = SORT_NEWEST;
    wanted.quiet = true; /* a feed has no place for warnings */
    if (find_marks(r, &wanted, arena, &showing.marks, err) < 0 ||
        select_run(r, &wanted, arena, &selection, err) < 0 ||
        (since && selection_since(&selection, *since, err) < 0))
        return -1;
    found.total = selection.total;
    found.partial = selection.partial;
    found.understood_as = selection.understood_as;
    snprintf(found.hash, sizeof found.hash, "%s", selection.hash);
    found.results = arena_alloc(arena, (request->count + 1) * sizeof *found.results);
    if (!found.results)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    selection_walk_start(&walk, &selection, false, 0);
    for (uint32_t docid, i = 0; found.count < request->count && (docid = selection_walk_next(&walk, NULL)); i++)
        if (i >= request->first && show(&showing, docid, &found.results[found.count++]) < 0)
            return -1;
    *out = found;
    return 0;
}
