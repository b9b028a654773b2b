/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader_past.c - older snapshots: which there are, and what of their articles may still be shown. */
#include "archive/reader_state.h"
#include "archive/schema.h"
#include "archive/shim_error.h"
#include "archive/versions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* "UUID-COMMIT", and where there were synonyms "-HASH". */
static bool read_id(const struct reader *r, const char *id, size_t len, uint64_t *commit)
{
    char text[SNAPSHOT_MAX], *end;

    if (len >= sizeof text || memchr(id, '\0', len) || len < UUID_SHOWN + 2 || id[UUID_SHOWN] != '-' ||
        memcmp(id, r->generation.uuid, UUID_SHOWN) != 0)
        return false;
    memcpy(text, id, len);
    text[len] = '\0';
    if (text[UUID_SHOWN + 1] < '0' || text[UUID_SHOWN + 1] > '9' ||
        (text[UUID_SHOWN + 1] == '0' && text[UUID_SHOWN + 2] >= '0' && text[UUID_SHOWN + 2] <= '9'))
        return false;
    *commit = strtoull(text + UUID_SHOWN + 1, &end, 10);
    return !*end || (*end == '-' && strlen(end + 1) == 8 && strspn(end + 1, "0123456789abcdef") == 8);
}

int reader_commit_of(const struct reader *r, const char *id, size_t len, uint64_t *commit, struct error *err)
{
    int shown = (int)(len > 100 ? 100 : len);

    if (!read_id(r, id, len, commit) || *commit > r->commit)
        return error_set(err, FAULT_INVALID, "this archive has had no snapshot '%.*s'", shown, id);
    if (*commit < r->known)
        return error_set(err, FAULT_NOT_FOUND,
                         "snapshot '%.*s' is no longer known: the first that is has the number %" PRIu64, shown, id,
                         r->known);
    return 0;
}

int reader_show(struct reader *r, const char *id, size_t len, struct error *err)
{
    uint64_t commit = 0;

    if (reader_commit_of(r, id, len, &commit, err) < 0 ||
        (commit != r->snapshot.commit && reader_show_commit(r, commit, err) < 0))
        return -1;
    r->snapshot.other_synonyms = strlen(r->snapshot.id) != len || memcmp(r->snapshot.id, id, len) != 0;
    return 0;
}

/* The article's document in the newest snapshot, over all shards; 0: there is none. */
static int find_newest(struct reader *r, const struct record *record, uint32_t *docid, struct error *err)
{
    char term[SCHEMA_TERM_MAX];
    size_t len = schema_id_term(record->id.data, record->id.len, term), shards = r->databases.count;

    *docid = 0;
    for (size_t i = 0; i < shards; i++) {
        xap_postings found = {0};
        xap_error xerr;
        xap_status s = xap_shard_postings(r->databases.xapian, i, (xap_text){term, len}, &found, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        for (size_t k = 0; k < found.count; k++)
            if (databases_is_live(&r->databases, i, found.at[k].docid))
                *docid = (found.at[k].docid - 1) * (uint32_t)shards + (uint32_t)i + 1;
        xap_postings_free(&found);
    }
    return 0;
}

/* A text looked for among an article's versions. */
struct earlier {
    const struct record *text;
    bool retracts, found; /* what follows the version at hand is a tombstone of it */
};

static int look_earlier(void *ctx, const struct version *v, struct error *err)
{
    struct earlier *e = ctx;

    (void)err;
    if (v->kind == SEGMENT_RETRACTION) {
        e->retracts = true;
        return 0;
    }
    bool is_it = v->segment == e->text->segment && v->place.offset == e->text->place.offset;
    e->found = is_it && !e->retracts;
    e->retracts = false;
    return is_it;
}

/* Whether a text is one that the newest's links lead to, and none that was retracted: others are of an article that
 * was deleted, even where its id was given again. */
static int is_earlier(struct reader *r, uint32_t newest, const struct record *text, bool *is, struct error *err)
{
    struct buffer b = buffer_make(RECORD_BYTES_MAX);
    struct earlier e = {.text = text};
    struct record record;
    struct error why = {0};

    int rc = reader_read_record(r, newest, &b, &record, &why);
    if (rc == 0 && versions_walk(&r->segments, record.segment, record.place, look_earlier, &e, &why) < 0)
        rc = -1;
    buffer_free(&b);
    *is = e.found;
    return rc == 0 || why.fault == FAULT_DAMAGED ? 0 : error_set(err, why.fault, "%s", why.text);
}

static bool is_there(const struct reader *r, uint32_t docid)
{
    uint32_t shards = (uint32_t)r->databases.count;

    return r->snapshot.newest || databases_is_live(&r->databases, (docid - 1) % shards, (docid - 1) / shards + 1);
}

static int is_withdrawn(struct reader *r, const struct record *record, bool *is, struct error *err)
{
    uint32_t newest;
    bool shown = false;

    if (find_newest(r, record, &newest, err) < 0 || (newest && is_earlier(r, newest, record, &shown, err) < 0))
        return -1;
    *is = !shown;
    return 0;
}

int reader_withdraw(struct reader *r, uint32_t docid, struct record *record, struct error *err)
{
    bool is;

    if (is_there(r, docid))
        return 0;
    if (is_withdrawn(r, record, &is, err) < 0)
        return -1;
    if (is)
        *record = (struct record){.id = record->id, .segment = record->segment, .place = record->place,
                                  .version = record->version, .group = record->group, .withdrawn = true};
    return 0;
}

int reader_is_withdrawn(struct reader *r, uint32_t docid, bool *is, struct error *err)
{
    struct buffer b = buffer_make(RECORD_BYTES_MAX);
    struct record record;

    *is = false;
    int rc = is_there(r, docid) ? 0 : reader_read_record(r, docid, &b, &record, err);
    if (rc == 0 && b.len)
        rc = is_withdrawn(r, &record, is, err);
    buffer_free(&b);
    return rc;
}
