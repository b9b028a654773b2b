/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_run.c - what adding would do, found out by reading alone: no lock is taken, nothing is made. */
#include "indexer/dry_run.h"

#include "archive/reader.h"
#include "indexer/dry_plan.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct dry_run {
    struct reader *reader; /* NULL: there is no archive */
    struct buffer record, stored;
    void *changed; /* tsearch of struct plan_entry: ids under which the run would have put something */
};

enum { RECORD_MAX = 1 << 20 };

int dry_run_open(const char *dir, struct dry_run **out, struct error *err)
{
    struct dry_run *p = calloc(1, sizeof *p);
    struct error why = {0};

    if (!p)
        return error_set(err, FAULT_MEMORY, "no memory for a dry run");
    p->record = buffer_make(RECORD_MAX);
    p->stored = buffer_make(SEGMENT_RECORD_MAX);
    if (reader_open(dir, &p->reader, &why) < 0 && why.fault != FAULT_NOT_FOUND) {
        dry_run_close(p);
        return error_set(err, why.fault, "%s", why.text);
    }
    *out = p;
    return 0;
}

static void free_entry(void *entry)
{
    plan_free(entry);
    free(entry);
}

void dry_run_close(struct dry_run *p)
{
    if (!p)
        return;
    tdestroy(p->changed, free_entry);
    buffer_free(&p->record);
    buffer_free(&p->stored);
    reader_close(p->reader);
    free(p);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct plan_entry *)a)->id, ((const struct plan_entry *)b)->id);
}

struct question {
    struct dry_run *dry_run;
    const struct packed *packed;
    const struct plan_entry *planned; /* NULL: the run has put nothing under the id yet */
    struct plan_entry entry;          /* what is there, id excepted */
    enum put_result result;
    bool had_fields; /* of the article that is replaced: */
    struct fields fields;
};

static int find_retracted(struct reader *r, const char *id, struct plan_entry *out, struct error *err)
{
    struct retraction found;
    struct error why = {0};

    if (reader_find_retracted(r, id, &found, &why) < 0)
        return why.fault == FAULT_NOT_FOUND ? 0 : error_set(err, why.fault, "%s", why.text);
    out->retracted = true;
    out->version = found.version;
    out->segment = found.segment;
    out->place = found.place;
    memcpy(out->hash, found.hash, SEGMENT_HASH);
    return 0;
}

static int find(struct reader *r, const char *id, struct buffer *b, struct record *record, struct plan_entry *out,
                struct error *err)
{
    struct error why = {0};

    if (reader_find(r, id, b, record, NULL, &why) < 0)
        return why.fault == FAULT_NOT_FOUND ? find_retracted(r, id, out, err)
                                            : error_set(err, why.fault, "%s", why.text);
    out->there = true;
    out->version = record->version;
    out->segment = record->segment;
    out->place = record->place;
    memcpy(out->hash, record->hash, SEGMENT_HASH);
    return 0;
}

/* A text that cannot be read any more has no fields to tell apart. */
static int read_fields(struct reader *r, const struct record *record, struct question *q, struct error *err)
{
    struct segment_record stored;
    struct error why = {0};

    if (reader_stored(r, record, false, &q->dry_run->stored, &stored, &why) < 0)
        return why.fault == FAULT_DAMAGED ? 0 : error_set(err, why.fault, "%s", why.text);
    q->had_fields = fields_of(stored.head, stored.head_len, stored.text, stored.text_len, &q->fields);
    return 0;
}

/* Changes nothing of the plan: it may be asked again. */
static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct question *q = ctx;
    struct record record;

    q->entry = q->planned ? *q->planned : (struct plan_entry){0};
    q->had_fields = false;
    if (r && !q->planned && find(r, q->packed->id, &q->dry_run->record, &record, &q->entry, err) < 0)
        return -1;
    if (plan_decide(&q->entry, q->packed, r ? reader_segments(r) : NULL, &q->result, err) < 0)
        return -1;
    if (q->result != PUT_UPDATED || !q->entry.there || q->packed->kind != SEGMENT_ARTICLE)
        return 0;
    if (!q->planned)
        return read_fields(r, &record, q, err);
    q->had_fields = true;
    q->fields = q->planned->fields;
    return 0;
}

/* The entry of the plan that q's becomes, its id set. */
static struct plan_entry *remember(struct dry_run *p, const struct question *q)
{
    if (q->planned)
        return (struct plan_entry *)q->planned;
    struct plan_entry *entry = malloc(sizeof *entry);
    if (!entry)
        return NULL;
    *entry = q->entry;
    entry->id = strdup(q->packed->id);
    if (entry->id && tsearch(entry, &p->changed, by_id))
        return entry;
    free_entry(entry);
    return NULL;
}

int dry_run_put(struct dry_run *p, const struct packed *packed, enum put_result *result, unsigned *changed,
                struct error *err)
{
    const struct plan_entry sought = {.id = packed->id};
    struct plan_entry *const *found = tfind(&sought, &p->changed, by_id);
    struct question q = {.dry_run = p, .packed = packed, .planned = found ? *found : NULL};
    const char *text = packed->payload.data + packed->head_len;
    struct fields fields = {{0}};

    *changed = 0;
    *result = PUT_LINE;
    if (packed->kind == SEGMENT_BOILERPLATE)
        return 0;
    if ((p->reader ? reader_ask(p->reader, ask, &q, err) : ask(NULL, &q, err)) < 0)
        return -1;
    *result = q.result;
    if (q.result == PUT_UNCHANGED)
        return 0;
    if (packed->kind == SEGMENT_ARTICLE)
        fields_of(packed->payload.data, packed->head_len, text, packed->payload.len - packed->head_len, &fields);
    if (q.had_fields)
        *changed = changes_between(&q.fields, &fields);
    struct plan_entry *entry = remember(p, &q);
    if (!entry || !plan_append(entry, packed))
        return error_set(err, FAULT_MEMORY, "no memory for a dry run");
    entry->fields = fields;
    return 0;
}
