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
    document_maker_free(m->maker);
    xap_document_free(m->doc);
    buffer_free(&m->stored);
    buffer_free(&m->record);
    free(m);
}

static void free_article(struct article *a)
{
    article_free(a);
}

int item_maker_document(struct item_maker *m, const struct build_item *item, bool positions, const xap_document **doc,
                        char lang[FORMS_LANG_MAX], struct error *err)
{
    struct segment *segment;
    struct segment_record stored;
    __attribute__((cleanup(free_article))) struct article a = {0};
    struct date date = {0};

    if (segments_get(&m->segments, item->segment, &segment, err) < 0 ||
        segment_read(segment, item->place, false, &m->stored, &stored, err) < 0 || stored_read(&stored, &a, err) < 0)
        return err->fault != FAULT_DAMAGED ? -1 : error_set(err, FAULT_DAMAGED, "%s; 'indexer check' says how to mend it",
                                                            err->text);
    if (a.date && !date_parse_iso(a.date, strlen(a.date), &date, NULL))
        date = (struct date){0};
    buffer_clear(&m->record);
    if (!record_write(&a, item->segment, item->place, stored.hash, &m->record))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a.id);
    if (document_make(m->maker, &a, &date, m->record.data, m->record.len, positions, m->doc, err) < 0)
        return -1;
    forms_lang(a.lang, lang);
    *doc = m->doc;
    return 0;
}

const struct document_maker *item_maker_words(const struct item_maker *m)
{
    return m->maker;
}
