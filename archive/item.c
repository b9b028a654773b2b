/* SPDX-License-Identifier: GPL-2.0-or-later */
/* item.c - a stored article made into its Xapian document. */
#include "archive/item.h"

#include "archive/boilerplate_search.h"
#include "archive/record.h"
#include "archive/scoped.h"
#include "archive/segments.h"
#include "archive/shim_error.h"
#include "archive/stored.h"

#include <stdlib.h>
#include <string.h>

struct item_maker {
    struct segments segments;
    const struct boilerplate *boilerplate;
    struct document_maker *maker;
    xap_document *doc;
    struct buffer stored, record, source, text;
    struct buffer left_out; /* keys of lines, uint64_t */
    struct article article; /* read last */
    struct date date;
};

struct item_maker *item_maker_new(const char *dir, const struct boilerplate *boilerplate)
{
    struct item_maker *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->segments.dir = dir;
    m->boilerplate = boilerplate;
    m->source = m->text = m->left_out = buffer_make(SEGMENT_RECORD_MAX);
    m->stored = buffer_make(SEGMENT_RECORD_MAX);
    m->record = buffer_make(RECORD_BYTES_MAX);
    m->maker = document_maker_new();
    if (!m->maker || xap_document_new(&m->doc, NULL) != XAP_OK) {
        item_maker_free(m);
        return NULL;
    }
    return m;
}

void item_maker_free(struct item_maker *m)
{
    if (!m)
        return;
    segments_close(&m->segments);
    article_free(&m->article);
    document_maker_free(m->maker);
    xap_document_free(m->doc);
    buffer_free(&m->stored);
    buffer_free(&m->record);
    buffer_free(&m->source);
    buffer_free(&m->text);
    buffer_free(&m->left_out);
    free(m);
}

/* From the text of a, which is taken for all that it says. */
static bool leave_out(struct item_maker *m, struct article *a)
{
    const char *text = a->text ? a->text : "";
    size_t len = strlen(text);

    buffer_clear(&m->left_out);
    if (!m->boilerplate->count)
        return true;
    buffer_clear(&m->source);
    if (!boilerplate_source(a->source ? a->source : "", a->source ? strlen(a->source) : 0, a->url ? a->url : "",
                            a->url ? strlen(a->url) : 0, &m->source))
        return false;
    uint64_t seed = boilerplate_seed(m->source.data, m->source.len);
    if (!boilerplate_strip(m->boilerplate, seed, &text, &len, &m->text, &m->left_out))
        return false;
    if (!m->left_out.len)
        return true;
    memcpy(a->text, text, len); /* it is shorter */
    a->text[len] = '\0';
    return true;
}

static xap_status give_left_out(const struct item_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    xap_status s = XAP_OK;

    for (size_t i = 0; s == XAP_OK && i < m->left_out.len; i += sizeof(uint64_t)) {
        char term[BOILERPLATE_TERM_MAX];
        uint64_t key;
        memcpy(&key, m->left_out.data + i, sizeof key);
        s = sink->term(sink->ctx, (xap_text){term, boilerplate_term(key, term)}, NULL, 0, 0, xerr);
    }
    return s;
}

int item_maker_read(struct item_maker *m, const struct build_item *item, bool positions, char lang[FORMS_LANG_MAX],
                    struct error *err)
{
    struct segment *segment;
    struct segment_record stored;

    article_free(&m->article);
    m->article = (struct article){0};
    if (segments_get(&m->segments, item->segment, &segment, err) < 0 ||
        segment_read(segment, item->place, false, &m->stored, &stored, err) < 0 ||
        stored_read(&stored, &m->article, err) < 0)
        return err->fault != FAULT_DAMAGED
                   ? -1
                   : error_set(err, FAULT_DAMAGED, "%s; 'indexer check' says how to mend it", err->text);
    const struct article *a = &m->article;
    if (!a->date || !date_parse_iso(a->date, strlen(a->date), &m->date, NULL))
        m->date = (struct date){0};
    buffer_clear(&m->record);
    if (!record_write(a, item->segment, item->place, stored.hash, stored.link.version, &m->record))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a->id);
    forms_lang(a->lang, lang);
    if (!leave_out(m, &m->article))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a->id);
    return document_read(m->maker, a, positions, err);
}

static xap_status add_boolean(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                              xap_error *xerr)
{
    (void)positions, (void)count, (void)wdf;
    return xap_document_add_boolean(ctx, term, xerr);
}

int item_maker_document(struct item_maker *m, const xap_document **doc, struct error *err)
{
    const struct document_sink sink = {.ctx = m->doc, .term = add_boolean};
    xap_error xerr;

    *doc = m->doc;
    if (document_fill(m->maker, &m->article, &m->date, m->record.data, m->record.len, m->doc, err) < 0)
        return -1;
    xap_status s = give_left_out(m, &sink, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int item_maker_give(struct item_maker *m, const struct document_sink *sink, struct error *err)
{
    xap_error xerr;

    if (document_give(m->maker, &m->article, &m->date, sink, err) < 0)
        return -1;
    xap_status s = give_left_out(m, sink, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

const struct buffer *item_maker_record(const struct item_maker *m)
{
    return &m->record;
}

struct document_maker *item_maker_words(const struct item_maker *m)
{
    return m->maker;
}
