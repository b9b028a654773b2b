/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns_write.c - a file of columns as it is made, from a database that is whole. */
#include "archive/columns_file.h"

#include "archive/column_gather.h"

static void write_numbers(struct sealed_writer *file, const struct column *c, struct column_head *head)
{
    head->width = c->values <= UINT16_MAX ? 2 : 4;
    head->numbers = sealed_begin_table(file);
    head->numbers_count = c->numbers_count;
    for (size_t i = 0; i < c->numbers_count; i++) {
        uint16_t narrow = (uint16_t)c->wide[i];
        sealed_write(file, head->width == 2 ? (const void *)&narrow : &c->wide[i], head->width, 1);
    }
}

static uint64_t write_list(struct sealed_writer *file, const uint32_t *list, size_t count)
{
    uint64_t at = list ? sealed_begin_table(file) : 0;

    if (list)
        sealed_write(file, list, sizeof *list, count);
    return at;
}

static uint64_t write_text(struct sealed_writer *file, const char *text, size_t size)
{
    uint64_t at = sealed_begin_table(file);

    sealed_write(file, text, 1, size);
    return at;
}

static void write_column(struct sealed_writer *file, const struct column *c, struct column_head *head)
{
    head->values = c->values;
    head->value_bytes = c->text_size;
    write_numbers(file, c, head);
    head->starts = write_list(file, c->starts, c->documents + 1);
    head->places = write_list(file, c->places, c->values + 1);
    head->text = write_text(file, c->text, c->text_size);
    if (!c->class_of)
        return;
    head->classes = c->classes;
    head->class_bytes = c->class_text_size;
    head->class_of = write_list(file, c->class_of, c->values);
    head->wider = write_list(file, c->wider, c->values);
    head->class_places = write_list(file, c->class_places, c->classes + 1);
    head->class_text = write_text(file, c->class_text, c->class_text_size);
}

static int write_all(xap_reader *database, const struct shard_documents *documents, const struct column_kind *kinds,
                     struct sealed_writer *file, struct columns_head *head, struct error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < head->count; i++) {
        struct column_gathered g = {0};
        rc = column_gather(database, 0, documents->docids, documents->count, &kinds[i], &g, err);
        if (rc == 0) {
            write_column(file, &g.column, &head->columns[i]);
            rc = sealed_check(file, err);
        }
        column_gathered_free(&g);
    }
    return rc < 0 ? rc : sealed_finish(file, &columns_kind, &head->sealed, err);
}

int columns_write(xap_reader *database, const struct shard_documents *documents, const struct column_kind *kinds,
                  size_t count, const char *path, struct error *err)
{
    struct columns_head head = {.documents = documents->count, .count = count};
    struct sealed_writer file = {0};

    int rc = sealed_create(path, sizeof head, &file, err);
    if (rc == 0)
        rc = write_all(database, documents, kinds, &file, &head, err);
    sealed_writer_close(&file);
    return rc;
}
