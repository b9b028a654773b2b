/* SPDX-License-Identifier: GPL-2.0-or-later */
/* column_gather.c - a column made of the slots of a database. */
#include "archive/column_gather.h"

#include "archive/array_grow.h"
#include "archive/lexicon.h"
#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

enum { TERM_BYTES_MAX = 1 << 20 }; /* of a value's term before it is hashed down, as document.c has them */

struct gathering {
    const struct column_kind *kind;
    struct column_gathered *out;
    struct lexicon *values, *classes;
    struct buffer term;
    size_t count, size; /* of numbers */
    size_t class_size, wider_size;
    size_t document; /* whose values come */
};

/* ---- classes --------------------------------------------------------- */

/* 0: out of memory. */
static uint32_t class_of(struct gathering *g, const char *value, size_t len)
{
    buffer_clear(&g->term);
    if (schema_value_term(g->kind->prefix, value, len, &g->term) < 0)
        return 0;
    uint32_t number = lexicon_add(g->classes, 0, g->term.data, g->term.len);
    return number == LEXICON_FULL ? 0 : number + 1;
}

static bool set_class(struct gathering *g, size_t i, xap_text value)
{
    struct column_gathered *out = g->out;
    size_t len = g->kind->cut && value.len > g->kind->cut ? g->kind->cut : value.len, part = 0;

    if (!array_grow(&out->class_of, &g->class_size, i + 1, sizeof *out->class_of))
        return false;
    out->class_of[i] = class_of(g, value.data, len);
    if (!out->class_of[i] || !g->kind->widens)
        return out->class_of[i];
    if (!array_grow(&out->wider, &g->wider_size, i + 1, sizeof *out->wider))
        return false;
    while (part < len && value.data[part] != '-' && value.data[part] != '_')
        part++;
    out->wider[i] = part < len ? class_of(g, value.data, part) : 0;
    if (part < len && !out->wider[i])
        return false;
    if (out->wider[i] == out->class_of[i]) /* folding leaves nothing of the rest */
        out->wider[i] = 0;
    return true;
}

/* ---- values ---------------------------------------------------------- */

static bool take_one(struct gathering *g, xap_text value)
{
    size_t known = lexicon_count(g->values);
    uint32_t number = lexicon_add(g->values, 0, value.data, value.len);

    if (number == LEXICON_FULL || (g->kind->prefix && number == known && !set_class(g, number, value)) ||
        !array_grow(&g->out->numbers, &g->size, g->count + 1, sizeof *g->out->numbers))
        return false;
    g->out->numbers[g->count++] = number + 1;
    return true;
}

static bool take_parts(struct gathering *g, xap_text value)
{
    const char *at = value.data, *end = at + value.len;
    uint64_t len;

    if (!g->kind->is_list)
        return value.len == 0 || take_one(g, value);
    while (at < end && varint_read(&at, end, &len) && len <= (uint64_t)(end - at)) {
        if (len && !take_one(g, (xap_text){at, (size_t)len}))
            return false;
        at += len;
    }
    return true;
}

/* So that every document up to this one has its start and, in a column without lists, its number. */
static bool reach(struct gathering *g, size_t document)
{
    struct column_gathered *out = g->out;

    while (g->document < document) {
        size_t had = out->starts[g->document++];
        if (!g->kind->is_list && g->count == had) {
            if (!array_grow(&out->numbers, &g->size, g->count + 1, sizeof *out->numbers))
                return false;
            out->numbers[g->count++] = 0;
        }
        out->starts[g->document] = (uint32_t)g->count;
    }
    return true;
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct gathering *g = ctx;

    return reach(g, index) && take_parts(g, value);
}

/* ---- the whole ------------------------------------------------------- */

static bool lay_texts(struct lexicon *from, struct column_texts *to, size_t *size)
{
    size_t count = lexicon_count(from), bytes = 0;

    for (uint32_t i = 0; i < count; i++)
        bytes += lexicon_at(from, i)->len;
    to->places = calloc(count + 1, sizeof *to->places);
    to->text = malloc(bytes + 1);
    if (!to->places || !to->text || bytes > UINT32_MAX)
        return false;
    *size = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct lexicon_word *w = lexicon_at(from, i);
        memcpy(to->text + *size, w->word, w->len);
        *size += w->len;
        to->places[i + 1] = (uint32_t)*size;
    }
    return true;
}

static bool settle(struct gathering *g, size_t documents)
{
    struct column_gathered *out = g->out;
    struct column *c = &out->column;

    if (!reach(g, documents) || !lay_texts(g->values, &out->values, &c->text_size) ||
        !lay_texts(g->classes, &out->classes, &c->class_text_size))
        return false;
    /* An empty column is of one as well. */
    if (!array_grow(&out->numbers, &g->size, 1, sizeof *out->numbers) ||
        (g->kind->prefix && !array_grow(&out->class_of, &g->class_size, 1, sizeof *out->class_of)))
        return false;
    c->documents = documents;
    c->values = lexicon_count(g->values);
    c->classes = lexicon_count(g->classes);
    c->numbers_count = g->count;
    c->wide = out->numbers;
    c->starts = g->kind->is_list ? out->starts : NULL;
    c->places = out->values.places;
    c->text = out->values.text;
    c->class_of = out->class_of;
    c->wider = out->wider;
    c->class_places = out->classes.places;
    c->class_text = out->classes.text;
    return true;
}

static int gather(struct gathering *g, xap_reader *database, size_t shard, const uint32_t *docids, size_t count,
                  struct error *err)
{
    xap_status s = g->values && g->classes && g->out->starts ? XAP_OK : XAP_NO_MEMORY;
    xap_error xerr;

    if (s == XAP_OK)
        s = xap_shard_values(database, shard, g->kind->slot, docids, count, take_value, g, &xerr);
    if (s == XAP_OK && !settle(g, count))
        s = XAP_NO_MEMORY;
    if (s == XAP_NO_MEMORY)
        return error_set(err, FAULT_MEMORY, "no memory for the values of articles");
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int column_gather(xap_reader *database, size_t shard, const uint32_t *docids, size_t count,
                  const struct column_kind *kind, struct column_gathered *out, struct error *err)
{
    struct column_gathered made = {.starts = calloc(count + 1, sizeof *made.starts)};
    struct gathering g = {.kind = kind, .out = &made, .values = lexicon_new(), .classes = lexicon_new(),
                          .term = buffer_make(TERM_BYTES_MAX)};

    int rc = gather(&g, database, shard, docids, count, err);
    lexicon_free(g.values);
    lexicon_free(g.classes);
    buffer_free(&g.term);
    if (rc < 0)
        column_gathered_free(&made);
    else
        *out = made;
    return rc;
}

void column_gathered_free(struct column_gathered *g)
{
    free(g->numbers);
    free(g->starts);
    free(g->class_of);
    free(g->wider);
    free(g->values.places);
    free(g->values.text);
    free(g->classes.places);
    free(g->classes.text);
    *g = (struct column_gathered){0};
}
