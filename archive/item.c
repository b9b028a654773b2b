/* SPDX-License-Identifier: GPL-2.0-or-later */
/* item.c - a stored article made into its Xapian document. */
#include "archive/item.h"

#include "archive/record.h"
#include "archive/scoped.h"
#include "archive/segments.h"
#include "archive/stored.h"

#include <stdlib.h>
#include <string.h>

struct item_maker {
    struct segments segments;
    struct document_maker *maker;
    xap_document *doc;
    struct buffer stored, record;
    struct article article; /* read last */
    struct date date;
};

struct item_maker *item_maker_new(const char *dir)
{
    struct item_maker *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->segments.dir = dir;
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
    free(m);
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
    return document_read(m->maker, a, positions, err);
}

int item_maker_document(struct item_maker *m, const xap_document **doc, struct error *err)
{
    *doc = m->doc;
    return document_fill(m->maker, &m->article, &m->date, m->record.data, m->record.len, m->doc, err);
}

int item_maker_give(struct item_maker *m, const struct document_sink *sink, struct error *err)
{
    return document_give(m->maker, &m->article, &m->date, sink, err);
}

const struct buffer *item_maker_record(const struct item_maker *m)
{
    return &m->record;
}

struct document_maker *item_maker_words(const struct item_maker *m)
{
    return m->maker;
}
