/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns.c - a file of columns as it is read: mapped, never copied. */
#include "archive/columns_file.h"

struct columns {
    struct sealed file; /* first: sealed_open */
    const struct columns_head *head;
    struct column at[COLUMNS_MAX];
};

static const uint32_t *take_list(const struct columns *c, uint64_t at, uint64_t count)
{
    return count < UINT32_MAX ? sealed_table(&c->file, at, count, sizeof(uint32_t)) : NULL;
}

static bool take_classes(struct columns *c, const struct column_head *h, struct column *column)
{
    if (!h->class_of)
        return true;
    if (h->classes >= UINT32_MAX)
        return false;
    column->classes = h->classes;
    column->class_of = take_list(c, h->class_of, h->values);
    column->wider = h->wider ? take_list(c, h->wider, h->values) : NULL;
    column->class_places = take_list(c, h->class_places, h->classes + 1);
    column->class_text = sealed_table(&c->file, h->class_text, h->class_bytes, 1);
    column->class_text_size = h->class_bytes;
    return column->class_of && (!h->wider || column->wider) && column->class_places && column->class_text;
}

static bool take_column(struct columns *c, size_t i)
{
    const struct column_head *h = &c->head->columns[i];
    struct column *column = &c->at[i];
    if (h->values >= UINT32_MAX || h->numbers_count >= UINT32_MAX)
        return false;
    const void *numbers =
        h->width == 2 || h->width == 4 ? sealed_table(&c->file, h->numbers, h->numbers_count, h->width) : NULL;

    column->documents = c->head->documents;
    column->values = h->values;
    column->numbers_count = h->numbers_count;
    column->narrow = h->width == 2 ? numbers : NULL;
    column->wide = h->width == 4 ? numbers : NULL;
    column->places = take_list(c, h->places, h->values + 1);
    column->text = sealed_table(&c->file, h->text, h->value_bytes, 1);
    column->text_size = h->value_bytes;
    if (h->starts)
        column->starts = take_list(c, h->starts, c->head->documents + 1);
    return numbers && column->places && column->text && take_classes(c, h, column) &&
           (h->starts ? column->starts != NULL : h->numbers_count == c->head->documents);
}

static bool take_tables(void *object)
{
    struct columns *c = object;

    c->head = (const void *)c->file.map;
    bool whole = c->head->documents < UINT32_MAX && c->head->count <= COLUMNS_MAX;
    for (size_t i = 0; whole && i < c->head->count; i++)
        whole = take_column(c, i);
    return whole;
}

const struct sealed_kind columns_kind = {COLUMNS_FILE, COLUMNS_KIND, sizeof(struct columns_head),
                                         sizeof(struct columns), take_tables};

size_t columns_documents(const struct columns *c)
{
    return c->head->documents;
}

size_t columns_count(const struct columns *c)
{
    return c->head->count;
}

const struct column *columns_at(const struct columns *c, size_t i)
{
    return &c->at[i];
}

static xap_text text_at(const char *text, size_t size, const uint32_t *places, size_t number)
{
    uint32_t from = places[number - 1], end = places[number];

    if (from > end || end > size)
        return (xap_text){"", 0}; /* damaged: `check` tells */
    return (xap_text){text + from, end - from};
}

xap_text column_value(const struct column *c, size_t number)
{
    return number && number <= c->values ? text_at(c->text, c->text_size, c->places, number) : (xap_text){"", 0};
}

xap_text column_value_of(const struct column *c, size_t document)
{
    return column_value(c, !c->starts && document < c->numbers_count ? column_number(c, document) : 0);
}

xap_text column_class(const struct column *c, size_t number)
{
    return number && number <= c->classes ? text_at(c->class_text, c->class_text_size, c->class_places, number)
                                          : (xap_text){"", 0};
}
