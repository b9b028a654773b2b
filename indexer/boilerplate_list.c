/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_list.c - the lines that an archive takes for boilerplate, with how often each was left out. */
#include "indexer/boilerplate_list.h"

#include "archive/boilerplate_search.h"
#include "archive/docid_article.h"
#include "archive/scoped.h"
#include "archive/stored.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 64 << 20 };

void listed_lines_free(struct listed_lines *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->at[i].source);
        free(l->at[i].line);
        free(l->at[i].sample);
    }
    free(l->at);
    *l = (struct listed_lines){0};
}

static int read_line(struct reader *r, const struct boilerplate_line *known, struct listed_line *out,
                     struct error *err)
{
    struct segment *segment;
    struct segment_record record;

    if (segments_get(reader_segments(r), known->segment, &segment, err) < 0 ||
        segment_read(segment, known->place, true, reader_buffer(r), &record, err) < 0)
        return -1;
    out->key = known->key;
    return stored_read_boilerplate(&record, &out->source, &out->line, &out->state, err);
}

static int count_articles(struct reader *r, struct listed_line *l, struct arena *arena, struct error *err)
{
    struct record record;
    uint32_t *docids;
    size_t count;

    if (boilerplate_left_out_of(r, l->key, 1, arena, &docids, &count, &l->articles, err) < 0)
        return -1;
    if (!count)
        return 0;
    if (docid_record(r, docids[0], arena, &record, err) < 0)
        return -1;
    l->sample = strndup(record.id.data, record.id.len);
    return l->sample ? 0 : error_set(err, FAULT_MEMORY, "no memory to list boilerplate");
}

static int by_source(const void *left, const void *right)
{
    const struct listed_line *a = left, *b = right;
    int order = strcmp(a->source, b->source);

    if (order == 0 && a->articles != b->articles)
        order = a->articles > b->articles ? -1 : 1;
    return order ? order : strcmp(a->line, b->line);
}

int listed_lines_read(struct reader *r, void *ctx, struct error *err)
{
    const struct boilerplate *known = reader_boilerplate(r);
    struct listed_lines *l = ctx;
    int rc = 0;

    listed_lines_free(l);
    l->at = calloc(known->count + 1, sizeof *l->at);
    if (!l->at)
        return error_set(err, FAULT_MEMORY, "no memory to list boilerplate");
    for (size_t i = 0; rc == 0 && i < known->count; i++) {
        if (!boilerplate_is_last(known, i))
            continue;
        struct arena arena = arena_make(ARENA_MAX);
        struct listed_line *line = &l->at[l->count];
        rc = read_line(r, &known->at[i], line, err);
        if (rc == 0) {
            l->count++;
            rc = count_articles(r, line, &arena, err);
        }
        arena_free(&arena);
    }
    if (rc == 0)
        qsort(l->at, l->count, sizeof *l->at, by_source);
    return rc;
}
