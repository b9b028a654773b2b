/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_identify.c - what a request asks, as a query and as a hash that is the same for the same question. */
#include "archive/search_identify.h"

#include "archive/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void hash_text(XXH64_state_t *state, const char *text)
{
    XXH64_update(state, text, strlen(text) + 1); /* with its NUL, so that "ab","c" and "a","bc" differ */
}

/* Days, since a month is what its days are. */
static void hash_day(XXH64_state_t *state, const struct date *d, int32_t (*day_of)(const struct date *d))
{
    char text[16] = "";

    if (d->precision != DATE_NONE)
        snprintf(text, sizeof text, "%d", (int)day_of(d));
    hash_text(state, text);
}

/* Sorts lines and drops what stands twice; how many are left. */
static size_t put_in_order(const char **lines, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        if (!kept || strcmp(lines[kept - 1], lines[i]) != 0)
            lines[kept++] = lines[i];
    return kept;
}

/* As a line: the field, and its values as the index has them. NULL: no memory. */
static const char *filter_line(const struct search_filter *f, struct arena *arena)
{
    const char **values = arena_alloc(arena, (f->count + 1) * sizeof *values), *line = NULL;
    struct buffer text = buffer_make(SIZE_MAX);
    bool fits = values != NULL;

    for (size_t i = 0; fits && i < f->count; i++) {
        buffer_clear(&text);
        fits = text_fold(f->values[i], strlen(f->values[i]), &text) &&
               (values[i] = arena_copy(arena, text.data ? text.data : "", text.len));
    }
    size_t count = fits ? put_in_order(values, f->count) : 0;
    buffer_clear(&text);
    buffer_printf(&text, "%s%s", f->exclude ? "-" : "", search_facet_name(f->field));
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "\n%s", values[i]); /* which is in no folded value */
    if (fits && !text.failed)
        line = arena_copy(arena, text.data, text.len);
    buffer_free(&text);
    return line;
}

static int hash_filters(XXH64_state_t *state, const struct search_request *request, struct arena *arena,
                        struct error *err)
{
    const char **lines = arena_alloc(arena, (request->filter_count + 1) * sizeof *lines);

    for (size_t i = 0; lines && i < request->filter_count; i++)
        if (!(lines[i] = filter_line(&request->filters[i], arena)))
            lines = NULL;
    if (!lines)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    size_t count = put_in_order(lines, request->filter_count);
    for (size_t i = 0; i < count; i++)
        hash_text(state, lines[i]);
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
    hash_day(state, &request->from, date_first_day);
    hash_day(state, &request->to, date_last_day);
    int rc = hash_filters(state, request, arena, err);
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
