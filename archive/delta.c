/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta.c - the live database: small commits, and what the archive must know of itself. */
#include "archive/delta_names.h"
#include "archive/schema.h"
#include "archive/segments.h"
#include "archive/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIDDEN_BYTES_MAX = 1 << 30, KEY_MAX = 64 };

static xap_text text_of(const char *text)
{
    return (xap_text){text, strlen(text)};
}

/* xap_bytes_free. */
static int read_bytes(struct writer *w, const char *key, xap_bytes *out, struct error *err)
{
    xap_error xerr;

    xap_status s = xap_reader_metadata(xap_writer_reader(w->delta), 0, text_of(key), out, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

static int read_number(struct writer *w, const char *key, uint64_t *out, struct error *err)
{
    xap_bytes bytes = {0};

    if (read_bytes(w, key, &bytes, err) < 0)
        return -1;
    *out = strtoull(bytes.data, NULL, 10);
    xap_bytes_free(&bytes);
    return 0;
}

static int read_retracted(struct writer *w, struct error *err)
{
    xap_bytes bytes = {0};

    if (read_bytes(w, DELTA_RETRACTED, &bytes, err) < 0)
        return -1;
    bool read = retractions_read(&w->retracted, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    return read ? 0 : error_set(err, FAULT_DAMAGED, "the list of retracted articles is damaged");
}

static int read_boilerplate(struct writer *w, struct error *err)
{
    xap_bytes bytes = {0};

    if (read_bytes(w, DELTA_BOILERPLATE, &bytes, err) < 0)
        return -1;
    bool read = boilerplate_read(&w->boilerplate, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    return read ? 0 : error_set(err, FAULT_DAMAGED, "the list of boilerplate is damaged");
}

int delta_read_state(struct writer *w, uint64_t *segment_end, struct error *err)
{
    if (read_number(w, DELTA_SEGMENT, segment_end, err) < 0 || read_number(w, DELTA_COMMIT, &w->commit, err) < 0 ||
        read_number(w, DELTA_DICTIONARY, &w->dictionary_at, err) < 0)
        return -1;
    if (read_retracted(w, err) < 0 || read_boilerplate(w, err) < 0)
        return -1;
    if (*segment_end >= SEGMENT_START)
        return 0;
    if (w->run_count) /* the segment would be cut to nothing */
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its delta knows of no articles; "
                         "'indexer rebuild' makes the index anew", w->dir);
    *segment_end = SEGMENT_START; /* nothing was ever committed */
    return 0;
}

int delta_read_hidden(struct writer *w, struct run *run, struct error *err)
{
    char key[KEY_MAX];
    xap_bytes bytes = {0};

    snprintf(key, sizeof key, DELTA_HIDDEN "%s", run->uuid);
    if (read_bytes(w, key, &bytes, err) < 0)
        return -1;
    bool read = docids_read(&run->hidden, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    return read ? 0 : error_set(err, FAULT_DAMAGED, "the list of replaced articles is damaged");
}

static xap_status set_number(xap_writer *delta, const char *key, uint64_t number, xap_error *xerr)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRIu64, number);

    return xap_writer_set_metadata(delta, text_of(key), (xap_text){text, (size_t)len}, xerr);
}

/* A list as bytes, which are freed; not written: there was no memory to make them. */
static xap_status set_bytes(xap_writer *delta, const char *key, struct buffer *bytes, bool written, const char *what,
                            xap_error *xerr)
{
    xap_status s = XAP_NO_MEMORY;

    if (written)
        s = xap_writer_set_metadata(delta, text_of(key), (xap_text){bytes->data ? bytes->data : "", bytes->len}, xerr);
    else
        snprintf(xerr->text, sizeof xerr->text, "no memory for the list of %s", what);
    buffer_free(bytes);
    return s;
}

static xap_status set_hidden(xap_writer *delta, const struct run *run, xap_error *xerr)
{
    struct buffer bytes = buffer_make(HIDDEN_BYTES_MAX);
    char key[KEY_MAX];

    snprintf(key, sizeof key, DELTA_HIDDEN "%s", run->uuid);
    return set_bytes(delta, key, &bytes, docids_write(&run->hidden, &bytes), "replaced articles", xerr);
}

/* An empty list has no entry. */
static xap_status set_retracted(const struct writer *w, xap_writer *delta, xap_error *xerr)
{
    struct buffer bytes = buffer_make(HIDDEN_BYTES_MAX);

    return set_bytes(delta, DELTA_RETRACTED, &bytes, retractions_write(&w->retracted, &bytes), "retracted articles",
                     xerr);
}

static xap_status set_boilerplate(const struct writer *w, xap_writer *delta, xap_error *xerr)
{
    struct buffer bytes = buffer_make(HIDDEN_BYTES_MAX);

    return set_bytes(delta, DELTA_BOILERPLATE, &bytes, boilerplate_write(&w->boilerplate, &bytes), "boilerplate", xerr);
}

int delta_finish(struct writer *w, xap_writer *delta, const struct run *runs, size_t run_count, struct error *err)
{
    xap_error xerr;
    xap_status s = set_number(delta, DELTA_SEGMENT, segment_end(w->segment), &xerr);

    if (s == XAP_OK)
        s = set_number(delta, DELTA_COMMIT, w->commit + 1, &xerr);
    if (s == XAP_OK && w->dictionary_at)
        s = set_number(delta, DELTA_DICTIONARY, w->dictionary_at, &xerr);
    for (size_t i = 0; s == XAP_OK && i < run_count; i++)
        if (runs[i].hidden.count)
            s = set_hidden(delta, &runs[i], &xerr);
    if (s == XAP_OK && (delta == w->delta ? w->retracted_changed : w->retracted.count > 0))
        s = set_retracted(w, delta, &xerr);
    if (s == XAP_OK && (delta == w->delta ? w->boilerplate_changed : w->boilerplate.count > 0))
        s = set_boilerplate(w, delta, &xerr);
    if (s == XAP_OK)
        s = xap_writer_commit(delta, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    w->retracted_changed = w->boilerplate_changed = false;
    w->commit++;
    return 0;
}

/* A word new to the delta joins the forms of its stem. */
static xap_status add_forms(struct writer *w, const char lang[FORMS_LANG_MAX], xap_error *xerr)
{
    const struct document_maker *made = item_maker_words(w->items);

    if (!w->stemmer || strcmp(lang, w->stemmer_lang) != 0) {
        stemmer_free(w->stemmer);
        w->stemmer = stemmer_new(lang);
        if (!w->stemmer) {
            snprintf(xerr->text, sizeof xerr->text, "no memory for the forms of words");
            return XAP_NO_MEMORY;
        }
        memcpy(w->stemmer_lang, lang, FORMS_LANG_MAX);
    }
    for (size_t i = 0; i < document_word_count(made); i++) {
        char key[FORMS_KEY_MAX];
        xap_text word = document_word(made, i);
        bool is_stem;
        size_t len = forms_key(w->stemmer, lang, word.data, word.len, key, &is_stem);
        /* Adding what is there already changes nothing. */
        xap_status s = is_stem ? XAP_OK : xap_writer_add_synonym(w->delta, (xap_text){key, len}, word, xerr);
        if (s != XAP_OK)
            return s;
    }
    return XAP_OK;
}

/* The docid that the article's moment asks for, or the next free one behind it. */
static int free_docid(struct writer *w, uint32_t wanted, uint32_t *docid, struct error *err)
{
    uint32_t at = wanted == w->day_start ? w->day_next : wanted;

    for (; at <= SCHEMA_DOCID_MAX; at++) {
        uint32_t found;
        size_t count;
        xap_error xerr;
        xap_status s = xap_reader_docids(xap_writer_reader(w->delta), at, &found, 1, &count, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        if (!count || found != at) {
            w->day_start = wanted;
            w->day_next = at + 1;
            *docid = at;
            return 0;
        }
    }
    return error_set(err, FAULT_INVALID, "the archive has no room for more undated articles");
}

static int index_entry(struct writer *w, const struct pending_entry *entry, struct delta_names *names,
                       struct error *err)
{
    const xap_document *doc;
    char lang[FORMS_LANG_MAX];
    uint32_t docid = 0;
    xap_error xerr;

    if (item_maker_read(w->items, &entry->item, true, lang, err) < 0 ||
        item_maker_document(w->items, &doc, err) < 0 ||
        free_docid(w, entry->item.docid, &docid, err) < 0 ||
        delta_names_add(names, docid, item_maker_words(w->items), err) < 0)
        return -1;
    xap_status s = add_forms(w, lang, &xerr);
    if (s == XAP_OK)
        s = xap_writer_put(w->delta, docid, doc, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

/* The old documents first, so that their docids are free again. */
static int drop_old(struct writer *w, bool touched[SCHEMA_DATABASES_MAX], struct error *err)
{
    for (size_t i = 0; i < w->pending.count; i++) {
        const struct old_place *old = &w->pending.entries[i].old;
        xap_error xerr;
        if (old->database == (int)w->run_count) {
            xap_status s = xap_writer_delete(w->delta, old->docid, &xerr);
            if (s != XAP_OK)
                return shim_error(err, s, &xerr);
            w->day_start = 0;
        } else if (old->database >= 0) {
            if (!docids_add(&w->runs[old->database].hidden, old->docid))
                return error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
            touched[old->database] = true;
        }
    }
    return 0;
}

int delta_commit(struct writer *w, struct error *err)
{
    bool touched[SCHEMA_DATABASES_MAX] = {false};
    xap_error xerr;

    if (drop_old(w, touched, err) < 0)
        return -1;
    for (size_t i = 0; i < w->run_count; i++)
        if (touched[i])
            docids_settle(&w->runs[i].hidden);
    __attribute__((cleanup(delta_names_free))) struct delta_names names = {0};
    for (size_t i = 0; i < w->pending.count; i++)
        if (!w->pending.entries[i].deleted && index_entry(w, &w->pending.entries[i], &names, err) < 0)
            return -1;
    if (delta_names_write(&names, w->delta, err) < 0)
        return -1;
    if (delta_finish(w, w->delta, w->runs, w->run_count, err) < 0)
        return -1;
    for (size_t i = 0; i < w->run_count; i++) {
        if (!touched[i])
            continue;
        xap_status s = xap_reader_hide(w->runs_read, i, w->runs[i].hidden.at, w->runs[i].hidden.count, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
    }
    return 0;
}
