/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns.c - a file of columns as it is read: mapped, never copied. */
#include "archive/columns_file.h"

#include "archive/buffer.h"


struct column {
    size_t values, numbers_count;
    const uint16_t *narrow; /* the numbers, either */
    const uint32_t *wide;
    const uint32_t *starts; /* NULL: one number a document */
    const uint32_t *places;
    const char *text;
    size_t text_size;
};

struct columns {
    struct sealed file; /* first: sealed_open */
    const struct columns_head *head;
    struct column at[COLUMNS_MAX];
};

static bool take_column(struct columns *c, size_t i)
{
    const struct column_head *h = &c->head->columns[i];
    struct column *column = &c->at[i];
    const void *numbers =
        h->width == 2 || h->width == 4 ? sealed_table(&c->file, h->numbers, h->numbers_count, h->width) : NULL;

    column->values = h->values;
    column->numbers_count = h->numbers_count;
    column->narrow = h->width == 2 ? numbers : NULL;
    column->wide = h->width == 4 ? numbers : NULL;
    column->places = h->values < UINT32_MAX ? sealed_table(&c->file, h->places, h->values + 1, sizeof *column->places)
                                            : NULL;
    column->text = sealed_table(&c->file, h->text, h->value_bytes, 1);
    column->text_size = h->value_bytes;
    if (h->starts)
        column->starts = sealed_table(&c->file, h->starts, c->head->documents + 1, sizeof *column->starts);
    return numbers && column->places && column->text && (h->starts ? column->starts != NULL
                                                                   : h->numbers_count == c->head->documents);
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

size_t column_values(const struct columns *c, size_t column)
{
    return c->at[column].values;
}

xap_text column_value(const struct columns *c, size_t column, size_t number)
{
    const struct column *of = &c->at[column];

    if (number == 0 || number > of->values)
        return (xap_text){"", 0};
    uint32_t from = of->places[number - 1], end = of->places[number];
    if (from > end || end > of->text_size)
        return (xap_text){"", 0}; /* damaged: `check` tells */
    return (xap_text){of->text + from, end - from};
}

static uint32_t number_at(const struct column *c, size_t i)
{
    uint32_t number = c->narrow ? c->narrow[i] : c->wide[i];

    return number <= c->values ? number : 0;
}

size_t column_number(const struct columns *c, size_t column, uint32_t document)
{
    const struct column *of = &c->at[column];

    return document < of->numbers_count && !of->starts ? number_at(of, document) : 0;
}

static void count_document(const struct column *c, uint32_t document, uint32_t *counts)
{
    if (!c->starts) {
        counts[number_at(c, document)]++;
        return;
    }
    for (size_t i = c->starts[document]; i < c->starts[document + 1] && i < c->numbers_count; i++)
        counts[number_at(c, i)]++;
}

void column_count(const struct columns *c, size_t column, uint32_t from, const uint64_t *bits, size_t words,
                  uint32_t *counts)
{
    const struct column *of = &c->at[column];

    for (size_t w = 0; w < words; w++) {
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t document = from + (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
            if (document < c->head->documents)
                count_document(of, document, counts);
        }
    }
}

bool column_split(const struct column_kind *kind, xap_text value, bool (*take)(void *ctx, xap_text value), void *ctx)
{
    const char *at = value.data, *end = at + value.len;
    uint64_t len;

    if (!kind->is_list) {
        if (kind->cut && value.len > kind->cut)
            value.len = kind->cut;
        return value.len == 0 || take(ctx, value);
    }
    while (at < end && varint_read(&at, end, &len) && len <= (uint64_t)(end - at)) {
        if (len && !take(ctx, (xap_text){at, (size_t)len}))
            return false;
        at += len;
    }
    return true;
}
