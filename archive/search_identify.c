/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_identify.c - what a request asks, as a query and as a hash that is the same for the same question. */
#include "archive/search_identify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

int search_understand(const struct search_request *request, enum query_match match, struct arena *arena,
                      struct query *out, struct error *err)
{
    if (request->q)
        return query_parse(request->q, request->q_len, match, arena, out, err);
    struct query_node *all = arena_alloc(arena, sizeof *all);
    if (!all)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    all->kind = QUERY_ALL;
    *out = (struct query){.root = all, .understood_as = ""};
    return 0;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void hash_text(XXH64_state_t *state, const char *text)
{
    XXH64_update(state, text, strlen(text) + 1); /* with its NUL, so that "ab","c" and "a","bc" differ */
}

static void hash_date(XXH64_state_t *state, const struct date *d)
{
    char text[32] = "";

    if (d->precision != DATE_NONE)
        date_format(d, text);
    hash_text(state, text);
}

static int hash_filter(XXH64_state_t *state, const struct search_filter *f, struct arena *arena, struct error *err)
{
    const char **values = arena_alloc(arena, (f->count + 1) * sizeof *values);

    if (!values)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    memcpy(values, f->values, f->count * sizeof *values);
    qsort(values, f->count, sizeof *values, compare_lines);
    hash_text(state, search_facet_name(f->field));
    hash_text(state, f->exclude ? "-" : "");
    for (size_t i = 0; i < f->count; i++)
        hash_text(state, values[i]);
    return 0;
}

enum search_sort search_sort_of(const struct search_request *request)
{
    return request->sort == SORT_RELEVANCE && !request->q ? SORT_NEWEST : request->sort;
}

static int identify(const struct search_request *request, const struct query *query, struct arena *arena, char hash[9],
                    struct error *err)
{
    XXH64_state_t *state = XXH64_createState();
    char numbers[64];

    if (!state)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    XXH64_reset(state, 0);
    hash_text(state, query->understood_as);
    snprintf(numbers, sizeof numbers, "%d %d %d", request->q ? (int)request->match : -1, (int)request->in,
             (int)search_sort_of(request));
    hash_text(state, numbers);
    if (request->recency) {
        snprintf(numbers, sizeof numbers, "%u", request->recency);
        hash_text(state, numbers);
    }
    if (request->collapse != COLLAPSE_NONE)
        hash_text(state, "collapse");
    hash_date(state, &request->from);
    hash_date(state, &request->to);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < request->filter_count; i++)
        rc = hash_filter(state, &request->filters[i], arena, err);
    uint64_t digest = XXH64_digest(state);
    XXH64_freeState(state);
    snprintf(hash, 9, "%08x", (unsigned)(digest ^ digest >> 32));
    return rc;
}

int search_identify(const struct search_request *request, struct arena *arena, char hash[9], struct error *err)
{
    struct query query;

    if (search_understand(request, request->match, arena, &query, err) < 0)
        return -1;
    return identify(request, &query, arena, hash, err);
}
