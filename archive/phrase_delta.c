/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase_delta.c - phrases and near groups in documents that have positions. */
#include "archive/phrase_delta.h"

#include "archive/schema.h"
#include "archive/shim_error.h"

#include <stdlib.h>
#include <string.h>

enum { POSITIONS_MAX = 1 << 16 /* of one term in one article; further ones are not seen */ };

/* A phrase, asked of one document. */
struct asked {
    struct reader *reader;
    const struct phrase_words *words;
    size_t shard;
    uint32_t docid;
    struct quoted_walk *quotations; /* NULL: it may stand anywhere */
    uint32_t *positions;            /* room for POSITIONS_MAX */
};

struct occurrence {
    uint32_t position;
    uint8_t group;
};

static int by_position(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;

    return (a->position > b->position) - (a->position < b->position);
}

struct occurrences {
    struct occurrence *at;
    size_t count;
};

static xap_status add_term(const struct asked *a, const char *prefix, xap_text form, uint8_t group,
                           struct occurrences *all, xap_error *xerr)
{
    char term[SCHEMA_TERM_MAX];
    size_t prefix_len = strlen(prefix), count = 0;

    memcpy(term, prefix, prefix_len);
    memcpy(term + prefix_len, form.data, form.len);
    xap_status s = xap_reader_positions(reader_xapian(a->reader), a->shard, a->docid,
                                        (xap_text){term, prefix_len + form.len}, a->positions, POSITIONS_MAX, &count,
                                        xerr);
    if (s != XAP_OK || !count)
        return s;
    struct occurrence *moved = realloc(all->at, (all->count + count) * sizeof *moved);
    if (!moved)
        return XAP_NO_MEMORY;
    all->at = moved;
    for (size_t i = 0; i < count; i++)
        all->at[all->count++] = (struct occurrence){a->positions[i], group};
    return XAP_OK;
}

/* Of words in their order. Those of one quotation are told apart from those of the next. */
static bool stand_together(const struct asked *a, const struct occurrences *all)
{
    const struct proximity *p = &a->words->proximity;
    struct proximity_walk walk;
    struct quoted_span span = {0};

    proximity_start(p, &walk);
    for (size_t i = 0; i < all->count; i++) {
        const struct occurrence *o = &all->at[i];
        while (a->quotations && span.end <= o->position) {
            if (!quoted_next(a->quotations, &span))
                return false;
            proximity_start(p, &walk);
        }
        if ((!a->quotations || o->position >= span.from) && proximity_add(p, &walk, o->position, o->group))
            return true;
    }
    return false;
}

static xap_status holds_in_field(const struct asked *a, const char *prefix, bool *holds, xap_error *xerr)
{
    const struct phrase_words *p = a->words;
    struct occurrences all = {0};
    xap_status s = XAP_OK;

    for (size_t g = 0; s == XAP_OK && g < p->group_count; g++) {
        size_t before = all.count;
        for (size_t i = 0; s == XAP_OK && i < p->groups[g]->count; i++)
            s = add_term(a, prefix, p->groups[g]->at[i], (uint8_t)g, &all, xerr);
        if (all.count == before)
            break; /* a part does not stand here */
        if (g + 1 < p->group_count)
            continue;
        qsort(all.at, all.count, sizeof *all.at, by_position);
        *holds = stand_together(a, &all);
    }
    free(all.at);
    return s;
}

int phrase_in_delta(struct reader *r, const struct phrase_words *p, size_t shard, uint32_t docid,
                    struct quoted_walk *quotations, bool *holds, struct error *err)
{
    static const struct {
        enum query_field field;
        const char *prefix;
    } fields[] = {{FIELD_BODY, ""}, {FIELD_TITLE, PREFIX_TITLE}, {FIELD_AUTHOR, PREFIX_AUTHOR}, {FIELD_SAID, ""}};
    const struct asked asked = {.reader = r, .words = p, .shard = shard, .docid = docid, .quotations = quotations,
                                .positions = malloc(POSITIONS_MAX * sizeof *asked.positions)};
    xap_status s = asked.positions ? XAP_OK : XAP_NO_MEMORY;
    xap_error xerr = {{0}};

    for (size_t i = 0; s == XAP_OK && !*holds && i < sizeof fields / sizeof *fields; i++)
        if (p->field == fields[i].field || (p->field == FIELD_ANY && fields[i].field != FIELD_SAID))
            s = holds_in_field(&asked, fields[i].prefix, holds, &xerr);
    free(asked.positions);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}
