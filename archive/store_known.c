/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store_known.c - what stands under an id: committed or pending, and which record the next one follows. */
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/versions.h"
#include "archive/writer.h"

#include <string.h>

static int find_in(xap_reader *r, const char id[PENDING_ID], uint32_t *docid, struct known *out, struct error *err)
{
    struct record record;
    xap_bytes data = {0};
    xap_error xerr;
    size_t count = 0;

    xap_status s = xap_reader_postings(r, (xap_text){id, PENDING_ID}, 1, docid, 1, &count, &xerr);
    if (s == XAP_OK && count)
        s = xap_reader_data(r, *docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    if (!count)
        return 0;
    bool whole = record_read(data.data, data.len, &record);
    if (whole) {
        memcpy(out->hash, record.hash, SEGMENT_HASH);
        out->segment = record.segment;
        out->place = record.place;
        out->version = record.version;
    }
    xap_bytes_free(&data);
    return whole ? 1 : error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
}

static void take_pending(struct known *out)
{
    const struct pending_entry *entry = out->entry;

    out->old = entry->old;
    out->there = !entry->deleted;
    out->segment = entry->item.segment;
    out->place = entry->item.place;
    out->version = entry->version;
    memcpy(out->hash, entry->hash, SEGMENT_HASH);
}

int known_find(struct writer *w, const char id[PENDING_ID], struct known *out, struct error *err)
{
    *out = (struct known){.entry = pending_find(&w->pending, id),
                          .old = {.database = -1},
                          .retracted = retractions_find(&w->retracted, id)};
    if (out->entry) {
        take_pending(out);
        return 0;
    }
    uint32_t docid;
    int found = find_in(xap_writer_reader(w->delta), id, &docid, out, err);
    if (found > 0)
        out->old = (struct old_place){(int)w->run_count, docid};
    if (found == 0 && w->runs_read) {
        found = find_in(w->runs_read, id, &docid, out, err);
        if (found > 0) /* as xap_reader_open numbers the documents of several */
            out->old = (struct old_place){(int)((docid - 1) % w->run_count), (docid - 1) / (uint32_t)w->run_count + 1};
    }
    out->there = found > 0;
    return found < 0 ? -1 : 0;
}

struct segment_link known_link(const struct known *known, int64_t stored)
{
    if (known->there)
        return (struct segment_link){known->version + 1, known->segment, known->place, stored};
    const struct retraction *r = known->retracted;
    if (r)
        return (struct segment_link){r->version + 1, r->segment, r->place, stored};
    return (struct segment_link){.version = 1, .stored = stored};
}

int known_has(struct writer *w, const struct known *known, const struct packed *p, uint32_t version, struct error *err)
{
    const struct retraction *r = known->retracted;
    struct error why = {0};

    if (known->there ? known->version < version : !r || r->version < version)
        return 0;
    if (segment_flush(w->segment, err) < 0)
        return -1;
    int has = known->there ? versions_has(&w->segments, known->segment, known->place, p->kind, version, p->hash, &why)
                           : versions_has(&w->segments, r->segment, r->place, p->kind, version, p->hash, &why);
    if (has < 0 && why.fault != FAULT_DAMAGED) /* earlier texts that are damaged are not there */
        return error_set(err, why.fault, "%s", why.text);
    return has > 0;
}

int known_remember(struct writer *w, const char id[PENDING_ID], const struct known *known,
                   const struct pending_entry *now, struct error *err)
{
    struct pending_entry entry = *now;

    memcpy(entry.id, id, PENDING_ID);
    entry.old = known->old;
    if (known->entry)
        *known->entry = entry;
    else if (!pending_add(&w->pending, &entry))
        return error_set(err, FAULT_MEMORY, "no memory to add an article");
    return 0;
}

int known_retract(struct writer *w, const struct pending_entry *entry, const char id[PENDING_ID], struct error *err)
{
    struct retraction now = {.segment = entry->item.segment, .place = entry->item.place, .version = entry->version};

    if (!entry->deleted) {
        w->retracted_changed |= retractions_remove(&w->retracted, id);
        return 0;
    }
    memcpy(now.id, id, PENDING_ID);
    memcpy(now.hash, entry->hash, SEGMENT_HASH);
    w->retracted_changed = true;
    return retractions_set(&w->retracted, &now) ? 0 : error_set(err, FAULT_MEMORY, "no memory to retract an article");
}

int known_again(struct writer *w, struct old_place at, struct error *err)
{
    bool in_delta = at.database == (int)w->run_count;
    uint32_t docid = in_delta ? at.docid : (at.docid - 1) * (uint32_t)w->run_count + (uint32_t)at.database + 1;
    struct pending_entry entry = {.old = at};
    struct record record;
    xap_bytes data = {0};
    xap_error xerr;

    xap_status s = xap_reader_data(in_delta ? xap_writer_reader(w->delta) : w->runs_read, docid, &data, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    bool whole = record_read(data.data, data.len, &record), added = true;
    if (whole) {
        char id[SCHEMA_TERM_MAX];
        schema_id_term(record.id.data, record.id.len, id);
        memcpy(entry.id, id, PENDING_ID);
        memcpy(entry.hash, record.hash, SEGMENT_HASH);
        entry.item = (struct build_item){
            .docid = at.docid, .segment = record.segment, .place = record.place, .group = record.group};
        entry.again = true;
        entry.version = record.version;
        added = pending_find(&w->pending, entry.id) || pending_add(&w->pending, &entry);
    }
    xap_bytes_free(&data);
    if (!whole)
        return error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
    return added ? 0 : error_set(err, FAULT_MEMORY, "no memory to index articles anew");
}
