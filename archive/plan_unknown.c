/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_unknown.c - values of filters that no article has. */
#include "archive/plan_unknown.h"

#include "archive/docid_article.h"
#include "archive/schema.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"

#include <string.h>

enum { SHOWN_BYTES_MAX = 200 }; /* of a value: no longer one can be asked for */

struct meant {
    char term[SCHEMA_TERM_MAX];
    size_t len;
    uint32_t freq;
};

struct looking {
    struct planner *planner;
    enum search_facet field;
    const char *prefix;
    const char *folded; /* what was asked for */
    size_t folded_len;
    size_t left; /* values that may still be looked at */
    struct buffer term, text;
    struct meant meant[PLAN_UNKNOWN_MEANT]; /* by falling frequency */
    size_t count;
};

static int no_memory(struct planner *p)
{
    return error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
}

/* Of the snapshot; 0: no article has it. */
static int first_article(struct planner *p, xap_text term, uint32_t *docid)
{
    size_t count;
    xap_error xerr;
    xap_status s = xap_reader_postings(reader_xapian(p->reader), term, 1, docid, 1, &count, &xerr);

    if (s != XAP_OK)
        return shim_error(p->err, s, &xerr);
    *docid = count ? *docid : 0;
    return 0;
}

/* ---- what may be meant ----------------------------------------------- */

static void keep(struct looking *l, const xap_term *t)
{
    size_t at = l->count;

    while (at && l->meant[at - 1].freq < t->freq)
        at--;
    if (at == PLAN_UNKNOWN_MEANT || t->term.len > SCHEMA_TERM_MAX)
        return;
    if (l->count < PLAN_UNKNOWN_MEANT)
        l->count++;
    memmove(&l->meant[at + 1], &l->meant[at], (l->count - 1 - at) * sizeof *l->meant);
    l->meant[at].len = t->term.len;
    l->meant[at].freq = t->freq;
    memcpy(l->meant[at].term, t->term.data, t->term.len);
}

/* Values behind the first letter of which, or with begins at it, is what was asked for. */
static int look(struct looking *l, xap_text start, bool begins)
{
    size_t skip = strlen(l->prefix) + 1;
    xap_terms terms = {0};
    xap_error xerr;
    xap_status s =
        xap_reader_terms(reader_xapian(l->planner->reader), start, (xap_text){"", 0}, l->left, &terms, &xerr);

    if (s != XAP_OK)
        return shim_error(l->planner->err, s, &xerr);
    l->left -= terms.count;
    for (size_t i = 0; i < terms.count; i++) {
        xap_text term = terms.at[i].term;
        if (begins ||
            (term.len > skip && memmem(term.data + skip, term.len - skip, l->folded, l->folded_len) &&
             memcmp(term.data + skip - 1, l->folded, l->folded_len) != 0))
            keep(l, &terms.at[i]);
    }
    xap_terms_free(&terms);
    return 0;
}

/* ---- how it is told -------------------------------------------------- */

/* The values of a record's field. */
static const struct record_text *values_of(const struct record *record, enum search_facet field, size_t *count)
{
    *count = 1;
    switch (field) {
    case FACET_SOURCE:
        return &record->source;
    case FACET_SECTION:
        return &record->section;
    case FACET_LANG:
        return &record->lang;
    case FACET_AUTHOR:
        *count = record->author_count;
        return record->authors;
    case FACET_TAG:
        *count = record->tag_count;
        return record->tags;
    default:
        *count = 0;
        return NULL;
    }
}

/* As an article writes it, else folded; data NULL: it is not to be shown. */
static int spell(struct looking *l, const struct meant *m, struct record_text *out)
{
    struct planner *p = l->planner;
    size_t skip = strlen(l->prefix), count;
    struct record record;
    struct error why = {0};
    uint32_t docid;

    *out = (struct record_text){NULL, 0};
    if (first_article(p, (xap_text){m->term, m->len}, &docid) < 0)
        return -1;
    if (!docid)
        return 0;
    if (docid_record(p->reader, docid, p->arena, &record, &why) < 0)
        return why.fault == FAULT_DAMAGED ? 0 : error_set(p->err, why.fault, "%s", why.text);
    if (record.withdrawn)
        return 0;
    if (m->len - skip <= SHOWN_BYTES_MAX)
        *out = (struct record_text){m->term + skip, m->len - skip};
    const struct record_text *values = values_of(&record, l->field, &count);
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&l->term);
        if (!values[i].data || values[i].len > SHOWN_BYTES_MAX)
            continue;
        if (schema_value_term(l->prefix, values[i].data, values[i].len, &l->term) < 0)
            return no_memory(p);
        if (l->term.len == m->len && memcmp(l->term.data, m->term, m->len) == 0)
            *out = values[i];
    }
    return 0;
}

static int put_meant(struct looking *l)
{
    struct record_text shown[PLAN_UNKNOWN_MEANT];
    size_t count = 0;

    for (size_t i = 0; i < l->count; i++) {
        if (spell(l, &l->meant[i], &shown[count]) < 0)
            return -1;
        count += shown[count].data != NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const char *between = i + 1 < count ? ", " : " and ";
        buffer_puts(&l->text, i ? between : count > 1 ? "; there are " : "; there is ");
        buffer_printf(&l->text, "'%.*s'", (int)shown[i].len, shown[i].data);
    }
    return 0;
}

/* l->term is the value's, which no article has. */
static int tell(struct looking *l, const char *value)
{
    size_t skip = strlen(l->prefix), len = strlen(value);

    if (len > SHOWN_BYTES_MAX)
        for (len = SHOWN_BYTES_MAX; ((unsigned char)value[len] & 0xC0) == 0x80; len--)
            ;
    buffer_clear(&l->text);
    buffer_printf(&l->text, "no article has the %s '%.*s%s'", search_facet_name(l->field), (int)len, value,
                  value[len] ? "…" : "");
    l->folded = arena_copy(l->planner->arena, l->term.data + skip, l->term.len - skip);
    l->folded_len = l->term.len - skip;
    l->count = 0;
    if (!l->folded)
        return no_memory(l->planner);
    if (l->folded_len && (look(l, (xap_text){l->term.data, l->term.len}, true) < 0 ||
                          look(l, (xap_text){l->prefix, skip}, false) < 0 || put_meant(l) < 0))
        return -1;
    if (l->text.failed)
        return no_memory(l->planner);
    plan_warn(l->planner, "%s", l->text.data);
    return 0;
}

static int try_filter(struct looking *l, const struct search_filter *f)
{
    l->field = f->field;
    l->prefix = search_columns[f->field].prefix;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t docid;
        buffer_clear(&l->term);
        if (schema_value_term(l->prefix, f->values[i], strlen(f->values[i]), &l->term) < 0)
            return no_memory(l->planner);
        if (first_article(l->planner, (xap_text){l->term.data, l->term.len}, &docid) < 0 ||
            (!docid && tell(l, f->values[i]) < 0))
            return -1;
    }
    return 0;
}

int plan_unknown(struct planner *p, const struct search_request *request)
{
    struct looking l = {.planner = p, .left = PLAN_UNKNOWN_LOOK, .term = buffer_make(SIZE_MAX),
                        .text = buffer_make(SIZE_MAX)};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < request->filter_count; i++)
        rc = try_filter(&l, &request->filters[i]);
    buffer_free(&l.term);
    buffer_free(&l.text);
    return rc;
}
