/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.c - the one writer of an archive. */
#include "archive/store.h"

#include "archive/document.h"
#include "archive/generation.h"
#include "archive/lock.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/segment.h"
#include "archive/stem.h"
#include "archive/words.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

struct writer {
    int lock;
    xap_writer *delta;
    xap_document *doc;
    struct segment_writer *segment;
    struct segment_packer *packer;
    struct document_maker *maker;
    struct stemmer *stemmer; /* of stemmer_lang */
    char stemmer_lang[8];
    struct buffer payload, packed, record;
};

enum { SEGMENT_NUMBER = 1, RECORD_MAX = 1 << 20 };

static int fail(struct error *err, xap_status s, const xap_error *xerr)
{
    static const enum fault faults[] = {
        [XAP_NO_MEMORY] = FAULT_MEMORY, [XAP_NO_DATABASE] = FAULT_DAMAGED, [XAP_VERSION] = FAULT_VERSION,
        [XAP_LOCKED] = FAULT_LOCKED,    [XAP_STALE] = FAULT_STALE,         [XAP_DAMAGED] = FAULT_DAMAGED,
        [XAP_NOT_FOUND] = FAULT_NOT_FOUND, [XAP_FAILED] = FAULT_IO,
    };
    enum fault fault = s < sizeof faults / sizeof *faults ? faults[s] : FAULT_NONE;

    return error_set(err, fault ? fault : FAULT_INTERNAL, "%s", xerr->text);
}

static int make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return error_errno(err, errno, "cannot make folder '%s'", path);
    return 0;
}

static int open_parts(struct writer *w, const char *dir, struct error *err)
{
    struct generation g;
    char path[PATH_MAX];
    xap_error xerr;

    if (generation_read(dir, &g, err) < 0) {
        if (!err || err->fault != FAULT_NOT_FOUND || generation_new("UTC", &g, err) < 0)
            return -1;
        g.number = 1;
        g.database_count = 1;
        snprintf(g.databases[0], sizeof g.databases[0], "delta-000001");
    }
    snprintf(path, sizeof path, "%s/text", dir);
    if (make_folder(path, err) < 0)
        return -1;
    snprintf(path, sizeof path, "%s/text/%06d.seg", dir, SEGMENT_NUMBER);
    if (segment_writer_open(path, 0, &w->segment, err) < 0)
        return -1;
    snprintf(path, sizeof path, "%s/%s", dir, g.databases[g.database_count - 1]);
    xap_status s = xap_writer_open(path, XAP_CREATE, &w->delta, &xerr);
    if (s == XAP_OK)
        s = xap_document_new(&w->doc, &xerr);
    if (s != XAP_OK)
        return fail(err, s, &xerr);
    return generation_write(dir, &g, err);
}

int writer_open(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err)
{
    if (strlen(dir) > PATH_MAX - 64)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    w->lock = -1;
    w->payload = buffer_make(SEGMENT_RECORD_MAX);
    w->packed = buffer_make((size_t)SEGMENT_RECORD_MAX * 2);
    w->record = buffer_make(RECORD_MAX);
    w->packer = segment_packer_new();
    w->maker = document_maker_new();
    struct error own = {0};
    int rc = w->packer && w->maker ? 0 : error_set(&own, FAULT_MEMORY, "no memory to open an archive");
    if (rc == 0)
        rc = make_folder(dir, &own);
    if (rc == 0)
        rc = lock_take(dir, purpose, wait_ms, &w->lock, &own);
    if (rc == 0)
        rc = open_parts(w, dir, &own);
    if (rc < 0) {
        writer_close(w);
        return error_set(err, own.fault, "%s", own.text);
    }
    *out = w;
    return 0;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    xap_document_free(w->doc);
    xap_writer_close(w->delta);
    segment_writer_close(w->segment);
    segment_packer_free(w->packer);
    document_maker_free(w->maker);
    stemmer_free(w->stemmer);
    buffer_free(&w->payload);
    buffer_free(&w->packed);
    buffer_free(&w->record);
    scoped_fd(&w->lock);
    free(w);
}

/* The docid of the article with this id and what its record says; XAP_NOT_FOUND. */
static xap_status find(struct writer *w, const char *id, uint32_t *docid, struct record *record, xap_bytes *data,
                       xap_error *xerr)
{
    char term[SCHEMA_TERM_MAX];
    size_t len = schema_id_term(id, strlen(id), term), count = 0;
    xap_reader *r = xap_writer_reader(w->delta);

    xap_status s = xap_reader_postings(r, (xap_text){term, len}, 1, docid, 1, &count, xerr);
    if (s != XAP_OK)
        return s;
    if (!count)
        return XAP_NOT_FOUND;
    s = xap_reader_data(r, *docid, data, xerr);
    if (s == XAP_OK && !record_read(data->data, data->len, record)) {
        snprintf(xerr->text, sizeof xerr->text, "the record of article '%.100s' is damaged", id);
        return XAP_DAMAGED;
    }
    return s;
}

static int free_docid(struct writer *w, const struct date *date, uint32_t *docid, struct error *err)
{
    uint32_t room, at = schema_docid(date, &room);

    for (; room; at++, room--) {
        xap_bytes data = {0};
        xap_error xerr;
        xap_status s = xap_reader_data(xap_writer_reader(w->delta), at, &data, &xerr);
        xap_bytes_free(&data);
        if (s == XAP_NOT_FOUND) {
            *docid = at;
            return 0;
        }
        if (s != XAP_OK)
            return fail(err, s, &xerr);
    }
    return error_set(err, FAULT_INVALID, "more than %d articles on one day", SCHEMA_SLOTS_A_DAY);
}

static int pack(struct writer *w, const struct article *a, uint8_t hash[SEGMENT_HASH], struct error *err)
{
    cJSON *json = article_to_json(a, 0);
    char *head = json ? cJSON_PrintUnformatted(json) : NULL;
    cJSON_Delete(json);
    if (!head)
        return error_set(err, FAULT_MEMORY, "no memory to store an article");

    size_t head_len = strlen(head);
    buffer_clear(&w->payload);
    buffer_clear(&w->packed);
    buffer_append(&w->payload, head, head_len);
    buffer_puts(&w->payload, a->text ? a->text : "");
    cJSON_free(head);
    if (w->payload.failed)
        return error_set(err, FAULT_INVALID, "article '%.100s' is over the limit of %d bytes", a->id, SEGMENT_RECORD_MAX);
    return segment_pack(w->packer, SEGMENT_ARTICLE, w->payload.data, w->payload.len, head_len, &w->packed, hash, err);
}

/* Words new to the index join the forms of their stem, by which an unquoted
 * query finds them: synonyms of "lang:stem". English when no language is given. */
static xap_status add_forms(struct writer *w, const char *lang, xap_error *xerr)
{
    if (!lang || !*lang || strlen(lang) >= sizeof w->stemmer_lang)
        lang = "en";
    if (!w->stemmer || strcmp(lang, w->stemmer_lang) != 0) {
        stemmer_free(w->stemmer);
        w->stemmer = stemmer_new(lang);
        if (!w->stemmer)
            return XAP_NO_MEMORY;
        snprintf(w->stemmer_lang, sizeof w->stemmer_lang, "%s", lang);
    }
    for (size_t i = 0; i < document_word_count(w->maker); i++) {
        xap_text word = document_word(w->maker, i);
        uint32_t freq;
        xap_status s = xap_reader_term_freq(xap_writer_reader(w->delta), word, &freq, xerr);
        if (s == XAP_OK && freq == 0) {
            char key[8 + WORD_MAX + 16];
            size_t len;
            const char *stem = stemmer_stem(w->stemmer, word.data, word.len, &len);
            int key_len = snprintf(key, sizeof key, "%s:%.*s", lang, (int)len, stem);
            s = xap_writer_add_synonym(w->delta, (xap_text){key, (size_t)key_len}, word, xerr);
        }
        if (s != XAP_OK)
            return s;
    }
    return XAP_OK;
}

int writer_put(struct writer *w, const struct article *a, enum put_result *result, struct error *err)
{
    uint8_t hash[SEGMENT_HASH];
    struct record old;
    xap_bytes data = {0};
    xap_error xerr;
    uint32_t old_docid = 0, docid = 0;

    if (pack(w, a, hash, err) < 0)
        return -1;
    xap_status s = find(w, a->id, &old_docid, &old, &data, &xerr);
    bool known = s == XAP_OK, same = known && memcmp(old.hash, hash, SEGMENT_HASH) == 0;
    xap_bytes_free(&data);
    if (s != XAP_OK && s != XAP_NOT_FOUND)
        return fail(err, s, &xerr);
    if (same) {
        *result = PUT_UNCHANGED;
        return 0;
    }

    struct date date = {0};
    struct segment_place place;
    if (a->date && !date_parse_iso(a->date, strlen(a->date), &date, NULL))
        date = (struct date){0};
    if (free_docid(w, &date, &docid, err) < 0 ||
        segment_append(w->segment, w->packed.data, w->packed.len, &place, err) < 0)
        return -1;
    buffer_clear(&w->record);
    if (!record_write(a, SEGMENT_NUMBER, place, hash, &w->record))
        return error_set(err, FAULT_MEMORY, "no memory to index article '%.100s'", a->id);
    if (document_make(w->maker, a, &date, w->record.data, w->record.len, w->doc, err) < 0)
        return -1;
    s = add_forms(w, a->lang, &xerr);
    if (s == XAP_OK && known)
        s = xap_writer_delete(w->delta, old_docid, &xerr);
    if (s == XAP_OK)
        s = xap_writer_put(w->delta, docid, w->doc, &xerr);
    if (s != XAP_OK)
        return fail(err, s, &xerr);
    *result = known ? PUT_UPDATED : PUT_ADDED;
    return 0;
}

int writer_delete(struct writer *w, const char *id, struct error *err)
{
    struct record old;
    xap_bytes data = {0};
    xap_error xerr = {{0}};
    uint32_t docid;

    xap_status s = find(w, id, &docid, &old, &data, &xerr);
    xap_bytes_free(&data);
    if (s == XAP_NOT_FOUND)
        return error_set(err, FAULT_NOT_FOUND, "no article '%.200s'", id);
    if (s != XAP_OK)
        return fail(err, s, &xerr);

    /* Told to the segment too, or an index rebuilt from it would bring the article back. */
    uint8_t hash[SEGMENT_HASH];
    struct segment_place place;
    buffer_clear(&w->packed);
    if (segment_pack(w->packer, SEGMENT_DELETION, id, strlen(id), 0, &w->packed, hash, err) < 0 ||
        segment_append(w->segment, w->packed.data, w->packed.len, &place, err) < 0)
        return -1;
    s = xap_writer_delete(w->delta, docid, &xerr);
    return s == XAP_OK ? 0 : fail(err, s, &xerr);
}

int writer_commit(struct writer *w, struct error *err)
{
    xap_error xerr;

    if (segment_sync(w->segment, err) < 0)
        return -1;
    xap_status s = xap_writer_commit(w->delta, &xerr);
    return s == XAP_OK ? 0 : fail(err, s, &xerr);
}
