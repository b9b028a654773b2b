/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader.c - an archive as one thread reads it. */
#include "archive/docids.h"
#include "archive/file_same.h"
#include "archive/names_live.h"
#include "archive/reader_state.h"
#include "archive/shim_error.h"
#include "archive/spelling.h"
#include "archive/view.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    DOCIDS_A_LOOK = 1024,
    OPEN_TRIES = 10 /* a writer that switches generations faster than they open is no writer of ours */
};

/* ---- opening and refreshing ------------------------------------------ */

static int open_databases(struct reader *r, struct error *err)
{
    if (databases_open(&r->databases, r->dir, &r->generation, err) < 0)
        return -1;
    segments_close(&r->segments); /* the folder may be another archive by now */
    return 0;
}

static int read_langs(struct reader *r, struct error *err)
{
    xap_terms terms = {0};
    xap_error xerr;
    size_t prefix = strlen(PREFIX_LANG);

    xap_status s =
        xap_reader_terms(r->databases.xapian, (xap_text){PREFIX_LANG, prefix}, (xap_text){"", 0}, 256, &terms, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    memcpy(r->langs[0], "en", sizeof "en");
    r->lang_count = 1;
    for (size_t i = 0; i < terms.count && r->lang_count < READER_LANGS_MAX; i++) {
        char lang[FORMS_LANG_MAX], whole[16];
        bool known = false;
        snprintf(whole, sizeof whole, "%.*s", (int)(terms.at[i].term.len - prefix), terms.at[i].term.data + prefix);
        forms_lang(whole, lang);
        for (size_t k = 0; k < r->lang_count; k++)
            known = known || strcmp(r->langs[k], lang) == 0;
        if (!known)
            memcpy(r->langs[r->lang_count++], lang, FORMS_LANG_MAX);
    }
    xap_terms_free(&terms);
    return 0;
}

/* The archivist's synonyms make other answers of the same commit. */
static void name_snapshot(struct reader *r)
{
    uint64_t hash = r->synonyms.now ? r->synonyms.now->hash : 0;
    int len = snprintf(r->snapshot.id, sizeof r->snapshot.id, "%.*s-%" PRIu64, UUID_SHOWN, r->generation.uuid,
                       r->snapshot.commit);

    if (hash && len > 0 && (size_t)len < sizeof r->snapshot.id)
        snprintf(r->snapshot.id + len, sizeof r->snapshot.id - (size_t)len, "-%08x", (unsigned)(hash ^ hash >> 32));
}

int reader_show_commit(struct reader *r, uint64_t commit, struct error *err)
{
    struct snapshot shown = {.commit = commit, .latest = r->commit, .newest = commit == r->commit};

    if (databases_view(&r->databases, shown.newest ? VIEW_NEWEST : commit, &shown.articles, err) < 0) {
        r->seen = (struct stat){0}; /* half of it may be shown */
        return -1;
    }
    r->snapshot = shown;
    name_snapshot(r);
    return 0;
}

static int read_number(struct reader *r, const char *key, uint64_t *out, struct error *err)
{
    xap_bytes bytes = {0};
    xap_error xerr;

    xap_status s = xap_reader_metadata(r->databases.xapian, r->generation.database_count - 1,
                                       (xap_text){key, strlen(key)}, &bytes, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    *out = strtoull(bytes.data, NULL, 10);
    xap_bytes_free(&bytes);
    return 0;
}

static int read_boilerplate(struct reader *r, struct error *err)
{
    xap_bytes bytes = {0};
    xap_error xerr;

    xap_status s = xap_reader_metadata(r->databases.xapian, r->generation.database_count - 1,
                                       (xap_text){DELTA_BOILERPLATE, strlen(DELTA_BOILERPLATE)}, &bytes, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool read = boilerplate_read(&r->boilerplate, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    return read ? 0 : error_set(err, FAULT_DAMAGED, "the list of boilerplate is damaged");
}

/* What the newest commit says: beside the runs' documents all of it lies in the delta. */
static int read_state(struct reader *r, struct error *err)
{
    if (databases_refresh(&r->databases, err) < 0 || read_number(r, DELTA_COMMIT, &r->commit, err) < 0 ||
        read_number(r, DELTA_KNOWN, &r->known, err) < 0 || reader_show_commit(r, r->commit, err) < 0)
        return -1;
    return read_boilerplate(r, err) < 0 ? -1 : read_langs(r, err);
}

static int read_synonyms(struct reader *r, bool *changed, struct error *err)
{
    bool other;

    if (synonyms_watch_look(&r->synonyms, r->dir, &other, err) < 0)
        return -1;
    *changed |= other;
    if (other)
        name_snapshot(r);
    return 0;
}

static bool stub_stands(const struct reader *r)
{
    struct stat now;

    return stat(r->stub, &now) == 0 && file_is_same(&r->seen, &now);
}

/* The stub's files may be removed between reading it and opening them, and libxapian takes a
 * missing table for an empty one: only a stub that stands unchanged after opening vouches for them. */
static int try_generation(struct reader *r, struct error *err)
{
    int rc = -1;

    for (int tries = 0; tries < OPEN_TRIES; tries++) {
        if (stat(r->stub, &r->seen) < 0)
            r->seen = (struct stat){0};
        if (generation_read(r->dir, &r->generation, err) < 0)
            return -1;
        if (!r->generation.database_count)
            return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB names no database",
                             r->dir);
        rc = open_databases(r, err);
        if (rc == 0)
            rc = read_state(r, err);
        if (stub_stands(r))
            return rc;
    }
    return rc < 0 ? rc : error_set(err, FAULT_STALE, "archive '%s' changes faster than it can be opened", r->dir);
}

/* What failed is tried anew by the next refresh, whatever the stub says then. */
static int open_generation(struct reader *r, struct error *err)
{
    int rc = try_generation(r, err);

    if (rc < 0)
        r->seen = (struct stat){0};
    return rc;
}

int reader_open(const char *dir, struct reader **out, struct error *err)
{
    if (strlen(dir) > PATH_MAX - 256)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    struct reader *r = calloc(1, sizeof *r);
    if (!r)
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    snprintf(r->dir, sizeof r->dir, "%s", dir);
    snprintf(r->stub, sizeof r->stub, "%.4000s/XAPIANDB", dir);
    r->segments.dir = r->dir;
    r->text = buffer_make(SEGMENT_RECORD_MAX);
    r->snippets = snippet_maker_new();
    r->spelling = spelling_new();
    r->names_live = names_live_new();
    if (!r->snippets || !r->spelling || !r->names_live) {
        reader_close(r);
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    }
    bool changed = false;
    if (open_generation(r, err) < 0 || read_synonyms(r, &changed, err) < 0) {
        reader_close(r);
        return -1;
    }
    *out = r;
    return 0;
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    databases_close(&r->databases);
    segments_close(&r->segments);
    snippet_maker_free(r->snippets);
    spelling_free(r->spelling);
    boilerplate_free(&r->boilerplate);
    synonyms_free(r->synonyms.now);
    names_live_free(r->names_live);
    buffer_free(&r->text);
    free(r);
}

static int refresh_databases(struct reader *r, bool *changed, struct error *err)
{
    bool moved = true;
    xap_error xerr;
    int rc = 0;

    *changed = true;
    if (!stub_stands(r))
        return open_generation(r, err);
    xap_status s = xap_reader_reopen(r->databases.xapian, &moved, &xerr);
    if (s != XAP_OK)
        rc = shim_open_error(err, s, &xerr, r->dir);
    else if (moved)
        rc = read_state(r, err);
    /* As when opening: what was found vouches for itself only if the stub still stands. */
    if (moved && !stub_stands(r))
        return open_generation(r, err);
    *changed = moved;
    return rc;
}

int reader_refresh(struct reader *r, bool *changed, struct error *err)
{
    bool any;
    int rc = refresh_databases(r, &any, err);

    if (rc == 0 && r->databases.view != VIEW_NEWEST)
        rc = reader_show_commit(r, r->commit, err);
    r->snapshot.other_synonyms = false; /* who asks for the newest by another's id is told, and nobody after */
    if (rc == 0)
        rc = read_synonyms(r, &any, err);
    if (changed)
        *changed = any;
    return rc;
}

int reader_ask(struct reader *r, int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx,
               struct error *err)
{
    struct error own;
    int rc = -1;

    for (int tries = 0; tries < READER_TRIES; tries++) {
        own = (struct error){0};
        rc = reader_refresh(r, NULL, &own);
        if (rc == 0)
            rc = ask(r, ctx, &own);
        bool whole = databases_whole(&r->databases, r->dir, &r->generation, &own) == 0;
        if (whole && (rc >= 0 || own.fault != FAULT_STALE))
            break;
        r->seen = (struct stat){0}; /* a handle once overtaken, or whose files are lost, is opened anew */
        if (!whole) {
            rc = -1;
            break;
        }
    }
    return rc < 0 ? error_set(err, own.fault, "%s", own.text) : rc;
}

/* ---- reading --------------------------------------------------------- */

const struct snapshot *reader_snapshot(const struct reader *r)
{
    return &r->snapshot;
}

int reader_read_record(struct reader *r, uint32_t docid, struct buffer *b, struct record *out, struct error *err)
{
    xap_bytes data = {0};
    xap_error xerr;

    xap_status s = xap_reader_data(r->databases.xapian, docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    buffer_clear(b);
    buffer_append(b, data.data, data.len);
    xap_bytes_free(&data);
    if (b->failed)
        return error_set(err, FAULT_MEMORY, "no memory to read an article");
    if (!record_read(b->data, b->len, out))
        return error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
    return 0;
}

xap_reader *reader_xapian(struct reader *r)
{
    return r->databases.xapian;
}

size_t reader_shard_count(const struct reader *r)
{
    return r->databases.count;
}

const struct reader_shard *reader_shard(const struct reader *r, size_t shard)
{
    return &r->databases.shards[shard];
}

struct reader_place reader_place(const struct reader *r, uint32_t docid)
{
    uint32_t shards = (uint32_t)r->databases.count;
    struct reader_place place = {.number = (docid - 1) % shards, .docid = (docid - 1) / shards + 1};

    place.shard = reader_shard(r, place.number);
    place.document = docids_seek(place.shard->docids, place.shard->documents, 0, place.docid);
    if (place.document < place.shard->documents && place.shard->docids[place.document] != place.docid)
        place.document = place.shard->documents;
    return place;
}

const struct boilerplate *reader_boilerplate(const struct reader *r)
{
    return &r->boilerplate;
}

struct snippet_maker *reader_snippets(struct reader *r)
{
    return r->snippets;
}

struct spelling *reader_spelling(struct reader *r)
{
    return r->spelling;
}

const struct synonyms *reader_synonyms(const struct reader *r)
{
    return r->synonyms.now;
}

struct names_live *reader_names_live(struct reader *r)
{
    return r->names_live;
}

struct buffer *reader_buffer(struct reader *r)
{
    return &r->text;
}

const char *reader_dir(const struct reader *r)
{
    return r->dir;
}

const char *reader_uuid(const struct reader *r)
{
    return r->generation.uuid;
}

size_t reader_lang_count(const struct reader *r)
{
    return r->lang_count;
}

const char *reader_lang(const struct reader *r, size_t i)
{
    return r->langs[i];
}

int reader_find(struct reader *r, const char *id, struct buffer *b, struct record *out, uint32_t *docid,
                struct error *err)
{
    char term[SCHEMA_TERM_MAX];
    size_t len = schema_id_term(id, strlen(id), term), count = 0;
    uint32_t found = 0;
    xap_error xerr;

    xap_status s = xap_reader_postings(r->databases.xapian, (xap_text){term, len}, 1, &found, 1, &count, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    if (count && reader_read_record(r, found, b, out, err) < 0)
        return -1;
    if (!count || out->id.len != strlen(id) || memcmp(out->id.data, id, out->id.len) != 0)
        return error_set(err, FAULT_NOT_FOUND, "no article '%.200s'", id);
    if (docid)
        *docid = found;
    return 0;
}

int reader_retracted(struct reader *r, struct retractions *out, struct error *err)
{
    xap_bytes bytes = {0};
    xap_error xerr;

    xap_status s = xap_reader_metadata(r->databases.xapian, r->generation.database_count - 1,
                                       (xap_text){DELTA_RETRACTED, strlen(DELTA_RETRACTED)}, &bytes, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    *out = (struct retractions){0};
    bool read = retractions_read(out, bytes.data, bytes.len);
    xap_bytes_free(&bytes);
    return read ? 0 : error_set(err, FAULT_DAMAGED, "the list of retracted articles is damaged");
}

int reader_find_retracted(struct reader *r, const char *id, struct retraction *out, struct error *err)
{
    char term[SCHEMA_TERM_MAX];
    struct retractions all;

    schema_id_term(id, strlen(id), term);
    if (reader_retracted(r, &all, err) < 0)
        return -1;
    const struct retraction *found = retractions_find(&all, term);
    if (found)
        *out = *found;
    retractions_free(&all);
    return found ? 0 : error_set(err, FAULT_NOT_FOUND, "no article '%.200s'", id);
}

struct segments *reader_segments(struct reader *r)
{
    return &r->segments;
}

int reader_stored(struct reader *r, const struct record *record, bool verify, struct buffer *b,
                  struct segment_record *out, struct error *err)
{
    struct segment *segment;

    if (record->withdrawn) {
        *out = (struct segment_record){.kind = SEGMENT_ARTICLE, .head = "{}", .head_len = 2, .text = ""};
        return 0;
    }
    if (segments_get(&r->segments, record->segment, &segment, err) < 0)
        return -1;
    if (segment_read(segment, record->place, verify, b, out, err) < 0)
        return -1;
    if (memcmp(out->hash, record->hash, SEGMENT_HASH) != 0)
        return error_set(err, FAULT_DAMAGED, "the article stored at byte %llu is another than the one indexed",
                         (unsigned long long)record->place.offset);
    return 0;
}

int reader_walk(struct reader *r, int (*each)(void *ctx, const struct record *record, struct error *err), void *ctx,
                struct error *err)
{
    uint32_t docids[DOCIDS_A_LOOK], from = 1;
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    size_t count;
    int rc = 0;

    do {
        xap_error xerr;
        xap_status s = xap_reader_docids(r->databases.xapian, from, docids, DOCIDS_A_LOOK, &count, &xerr);
        if (s != XAP_OK) {
            rc = shim_error(err, s, &xerr);
            break;
        }
        for (size_t i = 0; rc == 0 && i < count; i++) {
            struct record record;
            rc = reader_read_record(r, docids[i], &b, &record, err);
            if (rc == 0)
                rc = each(ctx, &record, err);
        }
        if (count)
            from = docids[count - 1] + 1;
    } while (rc == 0 && count == DOCIDS_A_LOOK);
    buffer_free(&b);
    return rc;
}
