/* SPDX-License-Identifier: GPL-2.0-or-later */
/* delta.c - the live database: small commits, and what the archive must know of itself. */
#include "archive/delta_names.h"
#include "archive/delta_sums.h"
#include "archive/memory.h"
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
        read_number(w, DELTA_DICTIONARY, &w->dictionary_at, err) < 0 ||
        read_number(w, DELTA_KNOWN, &w->known, err) < 0)
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

int delta_read_retired(struct writer *w, struct part *part, struct error *err)
{
    char key[KEY_MAX];
    xap_bytes bytes = {0};

    snprintf(key, sizeof key, DELTA_HIDDEN "%s", part->uuid);
    if (read_bytes(w, key, &bytes, err) < 0)
        return -1;
    bool read = retired_read(&part->since, bytes.data, bytes.len);
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

static xap_status set_retired(xap_writer *delta, const struct part *part, xap_error *xerr)
{
    struct buffer bytes = buffer_make(HIDDEN_BYTES_MAX);
    char key[KEY_MAX];

    snprintf(key, sizeof key, DELTA_HIDDEN "%s", part->uuid);
    return set_bytes(delta, key, &bytes, retired_write(&part->since, &bytes), "replaced articles", xerr);
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

int delta_finish(struct writer *w, xap_writer *delta, const struct part *parts, size_t count, struct error *err)
{
    xap_error xerr;
    xap_status s = set_number(delta, DELTA_SEGMENT, segment_end(w->segment), &xerr);

    if (s == XAP_OK)
        s = set_number(delta, DELTA_COMMIT, w->commit + 1, &xerr);
    if (s == XAP_OK && w->dictionary_at)
        s = set_number(delta, DELTA_DICTIONARY, w->dictionary_at, &xerr);
    if (s == XAP_OK && w->known)
        s = set_number(delta, DELTA_KNOWN, w->known, &xerr);
    for (size_t i = 0; s == XAP_OK && i < count; i++)
        if (parts[i].since.count)
            s = set_retired(delta, &parts[i], &xerr);
    if (s == XAP_OK && (delta == w->delta ? w->retracted_changed : w->retracted.count > 0))
        s = set_retracted(w, delta, &xerr);
    if (s == XAP_OK && (delta == w->delta ? w->boilerplate_changed : w->boilerplate.count > 0))
        s = set_boilerplate(w, delta, &xerr);
    if (memory_ended()) /* an article may lack a word */
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    if (s == XAP_OK)
        s = xap_writer_commit(delta, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    w->retracted_changed = w->boilerplate_changed = false;
    w->commit++;
    return 0;
}

void delta_sum(const struct writer *w, const char *name, xap_writer *delta)
{
    char path[PATH_MAX], uuid[37];
    uint64_t revision;

    writer_path(w, name, path);
    if (xap_reader_shard(xap_writer_reader(delta), 0, uuid, &revision, NULL) == XAP_OK)
        delta_sums_write(path, revision);
}

int delta_prove(const struct writer *w, struct error *err)
{
    char path[PATH_MAX];
    struct error why;

    if (!w->generation.database_count)
        return 0; /* told when they are opened */
    const char *name = w->generation.databases[w->generation.database_count - 1];
    writer_path(w, name, path);
    if (delta_sums_check(path, &why) == 0 || why.fault == FAULT_NOT_FOUND)
        return 0;
    if (why.fault != FAULT_DAMAGED)
        return error_set(err, why.fault, "%s", why.text);
    return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: '%s': %s; 'indexer check' tells what else, 'indexer "
                     "rebuild' makes the index anew", w->dir, name, why.text);
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
    struct docids runs[SCHEMA_DATABASES_MAX];
    size_t run_count = writer_docids(w, NULL, runs);
    uint32_t at = wanted == w->day_start ? w->day_next : wanted;

    while ((at = docids_free_from(runs, run_count, at)) <= SCHEMA_DOCID_MAX) {
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
        at++;
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

/* The old documents stay, for those who ask what the archive was. */
static int retire_old(struct writer *w, struct error *err)
{
    for (size_t i = 0; i < w->pending.count; i++) {
        const struct old_place *old = &w->pending.entries[i].old;
        if (old->database >= 0 && !retired_add(&w->parts[old->database].since, old->docid, w->commit + 1))
            return error_set(err, FAULT_MEMORY, "no memory for the list of replaced articles");
    }
    for (size_t i = 0; i <= w->run_count; i++)
        retired_settle(&w->parts[i].since);
    return 0;
}

/* The delta's reader then tells of all documents: which docids are free. */
static int unhide(struct writer *w, struct error *err)
{
    xap_error xerr;

    xap_status s = xap_reader_hide(xap_writer_reader(w->delta), 0, NULL, 0, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int delta_commit(struct writer *w, struct error *err)
{
    __attribute__((cleanup(delta_names_free))) struct delta_names names = {0};

    if (retire_old(w, err) < 0 || unhide(w, err) < 0)
        return -1;
    for (size_t i = 0; i < w->pending.count; i++) {
        struct pending_entry *entry = &w->pending.entries[i];
        entry->item.added = w->commit + 1;
        if (!entry->deleted && index_entry(w, entry, &names, err) < 0)
            return -1;
    }
    if (delta_names_write(&names, w->delta, err) < 0 ||
        delta_finish(w, w->delta, w->parts, w->run_count + 1, err) < 0)
        return -1;
    delta_sum(w, w->generation.databases[w->generation.database_count - 1], w->delta);
    memory_forget(); /* what is committed can be without its sums */
    return writer_hide(w, err);
}
