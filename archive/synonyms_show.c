/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_show.c - a line of the archivist's file as it is understood, and what each name finds. */
#include "archive/plan.h"
#include "archive/query_print.h"
#include "archive/synonyms.h"

enum { LINE_BYTES_MAX = 16 << 10 };

static int count_articles(struct reader *r, struct query_node *name, struct arena *arena, uint64_t *count,
                          struct error *err)
{
    const struct search_request request = {.from = name->from, .to = name->to};
    const struct query query = {.root = name};
    const struct match_options none = {.order = MATCH_NEWEST};
    struct match_page page;
    struct plan plan;

    if (plan_query(r, &request, &query, arena, &plan, err) < 0 ||
        match_run(r, plan.query, &none, arena, &page, err) < 0)
        return -1;
    *count = page.total;
    return 0;
}

int synonyms_show(struct reader *r, const struct synonyms_group *g, struct arena *arena, const char **out,
                  struct error *err)
{
    const struct query_node *first = g->names[0].node;
    struct buffer line = buffer_make(LINE_BYTES_MAX);
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < g->count; i++) {
        uint64_t count = 0;
        rc = count_articles(r, g->names[i].node, arena, &count, err);
        if (i)
            buffer_puts(&line, i == 1 && g->one_way ? " => " : " = ");
        query_print(g->names[i].node, &line);
        buffer_printf(&line, " (%llu)", (unsigned long long)count);
    }
    if (first->from.precision != DATE_NONE || first->to.precision != DATE_NONE) {
        buffer_puts(&line, ", ");
        query_print(&(struct query_node){.kind = QUERY_DATE, .from = first->from, .to = first->to}, &line);
    }
    const char *text = rc == 0 && !line.failed ? arena_copy(arena, line.data, line.len) : NULL;
    buffer_free(&line);
    if (rc < 0)
        return -1;
    if (!text)
        return error_set(err, FAULT_MEMORY, "no memory to show the synonyms");
    *out = text;
    return 0;
}
