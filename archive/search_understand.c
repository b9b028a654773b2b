/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_understand.c - what a request asks, as a query: its q, and also what must hold besides. */
#include "archive/query_print.h"
#include "archive/search_identify.h"

#include <string.h>

enum { PRINTED_MAX = 1 << 20 }; /* of two queries of 64 words */

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

static int understand_all(struct arena *arena, struct query *out, struct error *err)
{
    struct query_node *all = arena_alloc(arena, sizeof *all);

    if (!all)
        return no_memory(err);
    all->kind = QUERY_ALL;
    *out = (struct query){.root = all, .understood_as = ""};
    return 0;
}

static size_t put_parts(struct query_node **to, struct query_node *part)
{
    if (part->kind == QUERY_ALL)
        return 0;
    if (part->kind != QUERY_AND) {
        to[0] = part;
        return 1;
    }
    memcpy(to, part->parts, part->part_count * sizeof *to);
    return part->part_count;
}

/* A warning of both is told once; what only narrows the query may be all NOT. */
static int join_warnings(struct query *q, const struct query *also, struct arena *arena, struct error *err)
{
    const char **warnings = arena_alloc(arena, (q->warning_count + also->warning_count + 1) * sizeof *warnings);

    if (!warnings)
        return no_memory(err);
    if (q->warning_count)
        memcpy(warnings, q->warnings, q->warning_count * sizeof *warnings);
    q->warnings = warnings;
    for (size_t i = 0, own = q->warning_count; i < also->warning_count; i++) {
        bool told = strcmp(also->warnings[i], QUERY_ONLY_NOT) == 0;
        for (size_t k = 0; k < own && !told; k++)
            told = strcmp(warnings[k], also->warnings[i]) == 0;
        if (!told)
            warnings[q->warning_count++] = also->warnings[i];
    }
    return 0;
}

/* q becomes what holds where both do, as if both had been typed in brackets. */
static int join_queries(struct query *q, const struct query *also, struct arena *arena, struct error *err)
{
    struct query_node *both = arena_alloc(arena, sizeof *both);
    struct buffer text = buffer_make(PRINTED_MAX);

    if (both)
        both->parts = arena_alloc(arena, (q->root->part_count + also->root->part_count + 2) * sizeof *both->parts);
    if (!both || !both->parts || join_warnings(q, also, arena, err) < 0)
        return no_memory(err);
    both->kind = QUERY_AND;
    both->part_count = put_parts(both->parts, q->root);
    both->part_count += put_parts(both->parts + both->part_count, also->root);
    q->root = both->part_count == 1 ? both->parts[0] : both->part_count ? both : also->root;
    q->understood_as = query_print(q->root, &text) ? arena_copy(arena, text.data, text.len) : NULL;
    buffer_free(&text);
    return q->understood_as ? 0 : no_memory(err);
}

int search_understand(const struct search_request *request, enum query_match match, struct arena *arena,
                      struct query *out, struct error *err)
{
    struct query also;

    if ((request->q ? query_parse(request->q, request->q_len, match, arena, out, err)
                    : understand_all(arena, out, err)) < 0)
        return -1;
    if (!request->also)
        return 0;
    return query_parse(request->also, request->also_len, match, arena, &also, err) < 0
               ? -1
               : join_queries(out, &also, arena, err);
}
