/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_run.c - what adding would do, found out by reading alone: no lock is taken, nothing is made. */
#include "indexer/dry_run.h"

#include "archive/reader.h"
#include "archive/versions.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct planned {
    uint8_t hash[SEGMENT_HASH];
    char id[];
};

struct dry_run {
    struct reader *reader; /* NULL: there is no archive */
    struct buffer record;
    void *seen; /* tsearch: what the run itself would have put by then */
};

enum { RECORD_MAX = 1 << 20 };

int dry_run_open(const char *dir, struct dry_run **out, struct error *err)
{
    struct dry_run *p = calloc(1, sizeof *p);
    struct error why = {0};

    if (!p)
        return error_set(err, FAULT_MEMORY, "no memory for a dry run");
    p->record = buffer_make(RECORD_MAX);
    if (reader_open(dir, &p->reader, &why) < 0 && why.fault != FAULT_NOT_FOUND) {
        dry_run_close(p);
        return error_set(err, why.fault, "%s", why.text);
    }
    *out = p;
    return 0;
}

void dry_run_close(struct dry_run *p)
{
    if (!p)
        return;
    tdestroy(p->seen, free);
    buffer_free(&p->record);
    reader_close(p->reader);
    free(p);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct planned *)a)->id, ((const struct planned *)b)->id);
}

struct question {
    struct dry_run *dry_run;
    const struct packed *packed;
    enum put_result result;
};

/* What was once exported as an earlier version, or retracted, changes nothing, as the store decides. */
static int ask_history(struct reader *r, struct question *q, uint32_t version, uint32_t segment,
                       struct segment_place place, struct error *err)
{
    const struct packed *p = q->packed;
    struct error why = {0};

    int has = version ? versions_has(reader_segments(r), segment, place, p->kind, version, p->hash, &why) : 0;
    if (has < 0 && why.fault != FAULT_DAMAGED)
        return error_set(err, why.fault, "%s", why.text);
    if (has > 0)
        q->result = PUT_UNCHANGED;
    return 0;
}

static int ask_retracted(struct reader *r, struct question *q, struct error *err)
{
    const struct packed *p = q->packed;
    struct retraction found;
    struct error why = {0};

    q->result = PUT_ADDED;
    if (reader_find_retracted(r, p->id, &found, &why) < 0)
        return why.fault == FAULT_NOT_FOUND ? 0 : error_set(err, why.fault, "%s", why.text);
    if (p->kind == SEGMENT_RETRACTION)
        q->result = memcmp(found.hash, p->hash, SEGMENT_HASH) == 0 ? PUT_UNCHANGED : PUT_UPDATED;
    return ask_history(r, q, p->version ? p->version : found.version, found.segment, found.place, err);
}

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct question *q = ctx;
    struct record record;
    struct error why = {0};

    if (reader_find(r, q->packed->id, &q->dry_run->record, &record, NULL, &why) < 0)
        return why.fault == FAULT_NOT_FOUND ? ask_retracted(r, q, err) : error_set(err, why.fault, "%s", why.text);
    q->result = memcmp(record.hash, q->packed->hash, SEGMENT_HASH) == 0 ? PUT_UNCHANGED : PUT_UPDATED;
    return ask_history(r, q, q->packed->version, record.segment, record.place, err);
}

int dry_run_put(struct dry_run *p, const struct packed *packed, enum put_result *result, struct error *err)
{
    struct question q = {.dry_run = p, .packed = packed, .result = PUT_ADDED};
    size_t len = strlen(packed->id) + 1;
    struct planned *one = malloc(sizeof *one + len);

    if (!one)
        return error_set(err, FAULT_MEMORY, "no memory for a dry run");
    if (p->reader && reader_ask(p->reader, ask, &q, err) < 0) {
        free(one);
        return -1;
    }
    if (packed->version && q.result == PUT_UNCHANGED) { /* and what the run has put by then is about later ones */
        free(one);
        *result = q.result;
        return 0;
    }
    memcpy(one->hash, packed->hash, SEGMENT_HASH);
    memcpy(one->id, packed->id, len);
    void *found = tsearch(one, &p->seen, by_id);
    if (!found) {
        free(one);
        return error_set(err, FAULT_MEMORY, "no memory for a dry run");
    }
    struct planned *before = *(struct planned **)found;
    if (before != one) {
        *result = memcmp(before->hash, one->hash, SEGMENT_HASH) == 0 ? PUT_UNCHANGED : PUT_UPDATED;
        memcpy(before->hash, one->hash, SEGMENT_HASH);
        free(one);
        return 0;
    }
    *result = q.result;
    return 0;
}
