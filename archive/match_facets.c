/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_facets.c - how often each value stands among a search's matches. */
#include "archive/match_facets.h"

#include "archive/shim_error.h"

#include <stdlib.h>

static int no_memory(struct match_facets *f)
{
    return error_set(f->err, FAULT_MEMORY, "the search needs too much memory");
}

static bool add_value(struct match_facets *f, struct match_values *values, xap_text value, uint32_t count)
{
    if (!arena_grow(f->arena, &values->at, &values->size, values->count + 1, sizeof *values->at))
        return false;
    values->at[values->count++] = (struct match_value){value, count};
    return true;
}

int match_facets_begin(struct match_facets *f, const struct reader_shard *shard)
{
    for (size_t i = 0; i < f->options->facet_count; i++) {
        if (!(f->options->facets_wanted & 1u << i) || !shard->columns)
            continue;
        f->counts[i] = calloc(column_values(shard->columns, i) + 1, sizeof *f->counts[i]);
        if (!f->counts[i])
            return no_memory(f);
    }
    return 0;
}

int match_facets_end(struct match_facets *f, const struct reader_shard *shard)
{
    bool added = true;

    for (size_t i = 0; i < f->options->facet_count; i++) {
        for (size_t n = 1; added && f->counts[i] && n <= column_values(shard->columns, i); n++)
            if (f->counts[i][n])
                added = add_value(f, &f->values[i], column_value(shard->columns, i, n), f->counts[i][n]);
        free(f->counts[i]);
        f->counts[i] = NULL;
    }
    return added ? 0 : no_memory(f);
}

/* One facet of the delta, which has no columns. */
struct delta_facet {
    struct match_facets *of;
    struct match_values *values;
    const struct column_kind *kind;
};

static bool take_part(void *ctx, xap_text part)
{
    struct delta_facet *d = ctx;
    const char *copy = arena_copy(d->of->arena, part.data, part.len);

    return copy && add_value(d->of, d->values, (xap_text){copy, part.len}, 1);
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    const struct delta_facet *d = ctx;

    (void)index;
    return column_split(d->kind, value, take_part, ctx);
}

static int count_in_delta(struct match_facets *f, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS])
{
    uint32_t docids[WINDOW];
    size_t count = 0;
    xap_error xerr;

    for (size_t w = 0; w < WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            docids[count++] = s->shard->docids[s->from + w * 64 + (size_t)__builtin_ctzll(left)];
    for (size_t i = 0; i < f->options->facet_count; i++) {
        struct delta_facet d = {f, &f->values[i], &f->options->facets[i]};
        if (!(f->options->facets_wanted & 1u << i))
            continue;
        xap_status status =
            xap_shard_values(reader_xapian(f->reader), s->number, d.kind->slot, docids, count, take_value, &d, &xerr);
        if (status != XAP_OK)
            return shim_error(f->err, status, &xerr);
    }
    return 0;
}

int match_facets_count(struct match_facets *f, const struct match_shard *s, const uint64_t bits[WINDOW_WORDS])
{
    if (!s->shard->columns)
        return count_in_delta(f, s, bits);
    for (size_t i = 0; i < f->options->facet_count; i++)
        if (f->counts[i])
            column_count(s->shard->columns, i, s->from, bits, WINDOW_WORDS, f->counts[i]);
    return 0;
}

void match_facets_drop(struct match_facets *f)
{
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        free(f->counts[i]);
}
