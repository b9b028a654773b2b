/* SPDX-License-Identifier: GPL-2.0-or-later */
/* item.c - a stored article made into its Xapian document. */
#include "archive/item.h"

#include "archive/boilerplate_search.h"
#include "archive/copies.h"
#include "archive/record.h"
#include "archive/retired.h"
#include "archive/said.h"
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
    struct buffer stored, record;
    struct said said;       /* of what was read last, as is all that follows */
    struct article article;
    struct date date;
    uint64_t group, added, retired;
    struct story story;
    struct story_keys keys;
};

struct item_maker *item_maker_new(const char *dir, const struct boilerplate *boilerplate)
{
    struct item_maker *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->segments.dir = dir;
    m->boilerplate = boilerplate;
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
    story_free(&m->story);
    buffer_free(&m->stored);
    buffer_free(&m->record);
    said_free(&m->said);
    free(m);
}

/* The text of a becomes what it said at a commit. */
static bool leave_out(struct item_maker *m, struct article *a, uint64_t commit)
{
    const char *text = a->text;
    size_t len = text ? strlen(text) : 0;
    const struct said_of of = {.commit = commit, .source = a->source, .source_len = a->source ? strlen(a->source) : 0,
                               .url = a->url, .url_len = a->url ? strlen(a->url) : 0};

    if (!said_cut(&m->said, m->boilerplate, &of, &text, &len))
        return false;
    if (text != a->text) {
        memcpy(a->text, text, len); /* it is shorter */
        a->text[len] = '\0';
    }
    return true;
}

static xap_status give_left_out(const struct item_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    const struct buffer *keys = &m->said.left_out;
    xap_status s = XAP_OK;

    for (size_t i = 0; s == XAP_OK && i < keys->len; i += sizeof(uint64_t)) {
        char term[BOILERPLATE_TERM_MAX];
        uint64_t key;
        memcpy(&key, keys->data + i, sizeof key);
        s = sink->term(sink->ctx, (xap_text){term, boilerplate_term(key, term)}, NULL, 0, 0, xerr);
    }
    return s;
}

static bool read_keys(struct item_maker *m, const struct build_item *item)
{
    const char *text = m->article.text;
    struct sketch sketch;

    m->keys = item->keys;
    if (m->keys.count)
        return true;
    if (!story_read(&m->story, text ? text : "", text ? strlen(text) : 0))
        return false;
    story_sketch(&m->story, &sketch);
    m->keys = sketch_keys(&sketch);
    return true;
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
    if (!leave_out(m, &m->article, item->added) || !read_keys(m, item))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a->id);
    m->group = item->group;
    m->added = item->added;
    m->retired = item->retired;
    buffer_clear(&m->record);
    if (!record_write(a, item->segment, item->place, stored.hash, stored.link.version, item->group, &m->record))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a->id);
    forms_lang(a->lang, lang);
    return document_read(m->maker, a, positions, err);
}

static xap_status give_group(const struct item_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    char term[COPIES_TERM_LEN + 1], value[COPIES_VALUE];

    copies_term(m->group, term);
    copies_put_value(m->group, value);
    xap_status s = sink->term(sink->ctx, (xap_text){term, COPIES_TERM_LEN}, NULL, 0, 0, xerr);
    return s == XAP_OK ? sink->value(sink->ctx, SLOT_GROUP, (xap_text){value, sizeof value}, xerr) : s;
}

static xap_status give_commit(const struct document_sink *sink, uint32_t slot, uint64_t commit, xap_error *xerr)
{
    char value[COMMIT_VALUE_MAX];

    return sink->value(sink->ctx, slot, (xap_text){value, commit_put(commit, value)}, xerr);
}

/* What an article has that its facts and words do not tell. */
static xap_status give_beside(const struct item_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    xap_status s = give_left_out(m, sink, xerr);

    if (s == XAP_OK && m->group)
        s = give_group(m, sink, xerr);
    if (s == XAP_OK)
        s = give_commit(sink, SLOT_ADDED, m->added, xerr);
    return s == XAP_OK && m->retired ? give_commit(sink, SLOT_RETIRED, m->retired, xerr) : s;
}

static xap_status add_term(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                           xap_error *xerr)
{
    (void)positions, (void)count, (void)wdf;
    return xap_document_add_boolean(ctx, term, xerr);
}

static xap_status add_value(void *ctx, uint32_t slot, xap_text value, xap_error *xerr)
{
    return xap_document_set_value(ctx, slot, value, xerr);
}

/* A run has a file for them. */
static xap_status add_keys(const struct item_maker *m, xap_error *xerr)
{
    xap_status s = XAP_OK;

    for (uint32_t i = 0; s == XAP_OK && i < m->keys.count; i++) {
        char term[COPIES_KEY_LEN + 1];
        copies_key_term(m->keys.at[i], term);
        s = xap_document_add_boolean(m->doc, (xap_text){term, COPIES_KEY_LEN}, xerr);
    }
    return s;
}

int item_maker_document(struct item_maker *m, const xap_document **doc, struct error *err)
{
    if (document_fill(m->maker, &m->article, &m->date, m->record.data, m->record.len, m->doc, err) < 0)
        return -1;
    xap_error xerr;
    const struct document_sink sink = {.ctx = m->doc, .term = add_term, .value = add_value};
    xap_status s = add_keys(m, &xerr);
    if (s == XAP_OK)
        s = give_beside(m, &sink, &xerr);
    *doc = m->doc;
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int item_maker_give(struct item_maker *m, const struct document_sink *sink, struct error *err)
{
    xap_error xerr;

    if (document_give(m->maker, &m->article, &m->date, sink, err) < 0)
        return -1;
    xap_status s = give_beside(m, sink, &xerr);
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

const struct story_keys *item_maker_keys(const struct item_maker *m)
{
    return &m->keys;
}
