/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack.c - an article made ready to be stored: all that needs no archive, on any thread. */
#include "archive/boilerplate_article.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/store.h"
#include "archive/stored.h"

#include <stdlib.h>
#include <string.h>

enum { PACK_LIST_MAX = 10000 /* authors, or tags: each is a name to find by */ };

struct packer {
    struct segment_packer *segment;
    struct buffer shown;
};

struct packer *packer_new(void)
{
    struct packer *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    p->segment = segment_packer_new();
    if (!p->segment) {
        free(p);
        return NULL;
    }
    p->shown = buffer_make(RECORD_BYTES_MAX);
    return p;
}

void packer_free(struct packer *p)
{
    if (!p)
        return;
    segment_packer_free(p->segment);
    buffer_free(&p->shown);
    free(p);
}

void packed_free(struct packed *p)
{
    if (!p)
        return;
    free(p->id);
    buffer_free(&p->payload);
    buffer_free(&p->record);
    buffer_free(&p->lines);
    *p = (struct packed){0};
}

/* One that could not be indexed later, or only in an hour and all memory, would take its whole commit along. */
static int check_record(struct packer *p, const struct article *a, struct error *err)
{
    static const struct segment_place furthest = {UINT64_MAX, UINT32_MAX};
    static const uint8_t hash[SEGMENT_HASH];

    if (a->authors.count > PACK_LIST_MAX || a->tags.count > PACK_LIST_MAX)
        return error_set(err, FAULT_INVALID, "article '%.100s' has over %d authors or tags; leave out those of no use",
                         a->id, PACK_LIST_MAX);
    buffer_clear(&p->shown);
    if (record_write(a, UINT32_MAX, furthest, hash, UINT32_MAX, UINT64_MAX, &p->shown))
        return 0;
    return error_set(err, FAULT_INVALID,
                     "article '%.100s' has a title, id, url, authors or tags of over %d bytes together", a->id,
                     RECORD_BYTES_MAX);
}

static int pack_record(struct packer *p, const struct writer *w, struct packed *out, struct error *err)
{
    return segment_pack(p->segment, out->kind, out->payload.data, out->payload.len, out->head_len, out->hash,
                        writer_dictionary(w), &out->record, err);
}

static void make_buffers(struct packed *out)
{
    if (out->payload.max)
        return;
    out->payload = buffer_make(SEGMENT_RECORD_MAX);
    out->record = buffer_make((size_t)SEGMENT_RECORD_MAX * 2);
    out->lines = buffer_make(BOILERPLATE_LINES_MAX * sizeof(uint64_t));
}

uint32_t docid_wanted(const struct article *a)
{
    struct date date = {0};
    uint32_t room;

    if (a->date && !date_parse_iso(a->date, strlen(a->date), &date, NULL))
        date = (struct date){0};
    return schema_docid(&date, &room);
}

static int name_it(const struct article *a, struct packed *out, struct error *err)
{
    free(out->id);
    out->id = strdup(a->id);
    return out->id ? 0 : error_set(err, FAULT_MEMORY, "no memory to store an article");
}

static int pack_line(struct packer *p, const struct article *a, const struct writer *w, struct packed *out,
                     struct error *err)
{
    if (name_it(a, out, err) < 0)
        return -1;
    return packer_line(p, a->source ? a->source : "", a->text ? a->text : "", a->line, w, out, err);
}

int packer_pack(struct packer *p, const struct article *a, const struct writer *w, struct packed *out,
                struct error *err)
{
    make_buffers(out);
    if (a->line)
        return pack_line(p, a, w, out, err);
    out->kind = a->retracted ? SEGMENT_RETRACTION : SEGMENT_ARTICLE;
    out->version = a->version;
    out->stored = a->stored;
    if (a->retracted ? stored_write_retraction(a->id, a->retracted, &out->payload, &out->head_len, err) < 0
                     : stored_write(a, &out->payload, &out->head_len, err) < 0)
        return -1;
    if (check_record(p, a, err) < 0)
        return -1;
    if (name_it(a, out, err) < 0)
        return -1;
    segment_hash(out->payload.data, out->payload.len, out->hash);
    out->docid = docid_wanted(a);
    if (!a->retracted && !boilerplate_article_make(a, &out->lines, &out->article))
        return error_set(err, FAULT_MEMORY, "no memory to store an article");
    buffer_clear(&out->record);
    return w && writer_expects_news(w) ? pack_record(p, w, out, err) : 0;
}

int packer_complete(struct packer *p, const struct writer *w, struct packed *out, struct error *err)
{
    return out->record.len ? 0 : pack_record(p, w, out, err);
}

int packer_deletion(struct packer *p, const char *id, struct packed *out, struct error *err)
{
    size_t len = strlen(id);

    make_buffers(out);
    buffer_clear(&out->record);
    segment_hash(id, len, out->hash);
    return segment_pack(p->segment, SEGMENT_DELETION, id, len, 0, out->hash, NULL, &out->record, err);
}

int packer_line(struct packer *p, const char *source, const char *line, enum boilerplate_state state,
                const struct writer *w, struct packed *out, struct error *err)
{
    make_buffers(out);
    buffer_clear(&out->record);
    if (stored_write_boilerplate(source, line, state, &out->payload, &out->head_len, err) < 0)
        return -1;
    out->kind = SEGMENT_BOILERPLATE;
    segment_hash(out->payload.data, out->payload.len, out->hash);
    return w ? pack_record(p, w, out, err) : 0;
}
