/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns_write.c - a file of columns as it is made, from a database that is whole. */
#include "archive/columns_file.h"

#include "archive/array_grow.h"
#include "archive/lexicon.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

struct writing {
    xap_reader *database;
    const struct shard_documents *documents;
    struct sealed_writer file;
    struct columns_head head;
    struct error *err;
};

/* One column while it is gathered. */
struct gathering {
    const struct column_kind *kind;
    struct lexicon *values;
    uint32_t *numbers, *starts;
    size_t count, size; /* of numbers */
    size_t document;    /* whose values come */
};

static bool take_one(void *ctx, xap_text value)
{
    struct gathering *g = ctx;
    uint32_t number = lexicon_add(g->values, 0, value.data, value.len);

    if (number == LEXICON_FULL || !array_grow(&g->numbers, &g->size, g->count + 1, sizeof *g->numbers))
        return false;
    g->numbers[g->count++] = number + 1;
    return true;
}

/* So that every document up to this one has its start and, in a column without lists, its number. */
static bool reach(struct gathering *g, size_t document)
{
    while (g->document < document) {
        size_t had = g->starts[g->document++];
        if (!g->kind->is_list && g->count == had) {
            if (!array_grow(&g->numbers, &g->size, g->count + 1, sizeof *g->numbers))
                return false;
            g->numbers[g->count++] = 0;
        }
        g->starts[g->document] = (uint32_t)g->count;
    }
    return true;
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct gathering *g = ctx;

    return reach(g, index) && column_split(g->kind, value, take_one, g);
}

static void write_numbers(struct writing *w, const struct gathering *g, struct column_head *head)
{
    head->width = head->values <= UINT16_MAX ? 2 : 4;
    head->numbers = sealed_begin_table(&w->file);
    head->numbers_count = g->count;
    for (size_t i = 0; i < g->count; i++) {
        uint16_t narrow = (uint16_t)g->numbers[i];
        sealed_write(&w->file, head->width == 2 ? (const void *)&narrow : &g->numbers[i], head->width, 1);
    }
    if (!g->kind->is_list)
        return;
    head->starts = sealed_begin_table(&w->file);
    sealed_write(&w->file, g->starts, sizeof *g->starts, w->documents->count + 1);
}

static void write_values(struct writing *w, const struct gathering *g, struct column_head *head)
{
    uint32_t place = 0;

    head->places = sealed_begin_table(&w->file);
    for (uint32_t i = 0; i <= head->values; i++) {
        sealed_write(&w->file, &place, sizeof place, 1);
        if (i < head->values)
            place += lexicon_at(g->values, i)->len;
    }
    head->value_bytes = place;
    head->text = sealed_begin_table(&w->file);
    for (uint32_t i = 0; i < head->values; i++)
        sealed_write(&w->file, lexicon_at(g->values, i)->word, 1, lexicon_at(g->values, i)->len);
}

static int write_column(struct writing *w, struct gathering *g, struct column_head *head)
{
    xap_error xerr;

    if (!g->values || !g->starts)
        return error_set(w->err, FAULT_MEMORY, "no memory to index articles");
    xap_status s = xap_shard_values(w->database, 0, g->kind->slot, w->documents->docids, w->documents->count,
                                    take_value, g, &xerr);
    if (s == XAP_OK && !reach(g, w->documents->count))
        s = XAP_NO_MEMORY;
    if (s == XAP_NO_MEMORY)
        return error_set(w->err, FAULT_MEMORY, "no memory to index articles");
    if (s != XAP_OK)
        return shim_error(w->err, s, &xerr);
    head->values = lexicon_count(g->values);
    write_numbers(w, g, head);
    write_values(w, g, head);
    return sealed_check(&w->file, w->err);
}

static int write_all(struct writing *w, const struct column_kind *kinds, size_t count, const char *path)
{
    int rc = sealed_create(path, sizeof w->head, &w->file, w->err);

    w->head.documents = w->documents->count;
    w->head.count = count;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        struct gathering g = {.kind = &kinds[i], .values = lexicon_new(),
                              .starts = calloc(w->documents->count + 1, sizeof *g.starts)};
        rc = write_column(w, &g, &w->head.columns[i]);
        lexicon_free(g.values);
        free(g.numbers);
        free(g.starts);
    }
    return rc < 0 ? rc : sealed_finish(&w->file, &columns_kind, &w->head.sealed, w->err);
}

int columns_write(xap_reader *database, const struct shard_documents *documents, const struct column_kind *kinds,
                  size_t count, const char *path, struct error *err)
{
    struct writing w = {.database = database, .documents = documents, .err = err};

    int rc = write_all(&w, kinds, count, path);
    sealed_writer_close(&w.file);
    return rc;
}
