/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listing.c - all that a request finds, article by article. */
#include "archive/listing.h"

#include "archive/docid_article.h"
#include "archive/docids.h"

#include <string.h>

enum { ARTICLES_HELD = 1 << 20 }; /* bytes of shown articles that one arena gathers before it begins anew */

/* With other synonyms the same query finds other articles. */
int listing_stand(struct reader *r, const char *snapshot, struct error *err)
{
    if (!snapshot)
        return 0;
    if (reader_show(r, snapshot, strlen(snapshot), err) < 0)
        return -1;
    if (!reader_snapshot(r)->other_synonyms)
        return 0;
    return error_set(err, FAULT_NOT_FOUND, "the archive's synonyms are not those of snapshot '%s': it is '%s' now",
                     snapshot, reader_snapshot(r)->id);
}

int listing_begin(struct reader *r, const struct search_request *request, const struct listing_place *place,
                  struct arena *arena, struct listing *out, struct error *err)
{
    struct listing l = {.article = arena_make(SEARCH_ARENA_MAX), .show = {.reader = r, .request = request}};

    if (listing_stand(r, place->snapshot, err) < 0)
        return -1;
    l.snapshot = *reader_snapshot(r);
    if (select_run(r, request, arena, &l.set, err) < 0)
        return -1;
    *out = l;
    if (request->marks)
        out->show.marks = out->set.marks;
    selection_walk_start(&out->walk, &out->set, request->sort == SORT_OLDEST, place->after);
    return 0;
}

static uint32_t next(struct listing *l, uint32_t *docid)
{
    if (l->article.used > ARTICLES_HELD)
        arena_free(&l->article);
    return selection_walk_next(&l->walk, docid);
}

int listing_next(struct listing *l, struct search_result *out, uint32_t *docid, struct error *err)
{
    uint32_t over_all = next(l, docid);
    struct search_result result = {0};
    struct segment_record stored;

    if (!over_all)
        return 0;
    l->show.arena = &l->article;
    l->show.err = err;
    if (show_facts(&l->show, over_all, 0, &result) < 0)
        return -1;
    if ((l->show.request->snippets || l->show.request->texts) &&
        (show_read(&l->show, &result, &stored) < 0 || show_text(&l->show, &stored, &result) < 0))
        return -1;
    *out = result;
    return 1;
}

int listing_next_id(struct listing *l, struct record_text *id, uint32_t *docid, struct error *err)
{
    uint32_t over_all = next(l, docid);
    struct record record;

    if (!over_all)
        return 0;
    if (docid_record(l->set.reader, over_all, &l->article, &record, err) < 0)
        return -1;
    *id = record.id;
    return 1;
}

void listing_end(struct listing *l)
{
    arena_free(&l->article);
}

int listing_docid(struct reader *r, const char *id, uint32_t *docid, struct error *err)
{
    struct buffer b = buffer_make(RECORD_BYTES_MAX);
    struct record record;
    uint32_t over_all;
    int rc = reader_find(r, id, &b, &record, &over_all, err);

    if (rc == 0)
        *docid = reader_place(r, over_all).docid;
    buffer_free(&b);
    return rc;
}

int listing_id(struct reader *r, uint32_t docid, struct arena *arena, const char **id, struct error *err)
{
    size_t shards = reader_shard_count(r);

    for (size_t i = 0; i < shards; i++) {
        const struct reader_shard *shard = reader_shard(r, i);
        size_t at = docids_seek(shard->docids, shard->documents, 0, docid);
        if (at == shard->documents || shard->docids[at] != docid)
            continue;
        if (shard->hidden && shard->hidden[at / 64] >> at % 64 & 1)
            break;
        struct record record;
        if (docid_record(r, (docid - 1) * (uint32_t)shards + (uint32_t)i + 1, arena, &record, err) < 0)
            return -1;
        *id = arena_copy(arena, record.id.data, record.id.len);
        return *id ? 0 : error_set(err, FAULT_MEMORY, "the search needs too much memory");
    }
    return error_set(err, FAULT_NOT_FOUND, "no article of the snapshot stands at that place");
}
