/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_copies.c - /v1/articles/{id}/copies: the articles that tell its story in the same words, and what differs. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/copies.h"
#include "archive/copies_list.h"
#include "archive/docid_article.h"
#include "archive/json_put.h"
#include "archive/render.h"
#include "archive/stored.h"
#include "archive/story.h"
#include "archive/wire_credit.h"
#include "searchd/article_id.h"
#include "searchd/changes.h"
#include "searchd/params_copies.h"
#include "searchd/route.h"
#include "searchd/worker.h"

enum {
    COPIES_SHOWN = 100, /* of one group; total tells all */
    COPIES_DIFFED = 20  /* of these word by word */
};

/* An article of the group as it is compared. */
struct told {
    struct record record; /* in the arena */
    struct article article;
    struct story story;
};

struct lookup {
    const char *id;
    struct copies_params params;
    struct arena arena;
    struct snapshot snapshot;
    cJSON *answer;
    bool found, other_found; /* the article; the one of params.with */
    struct tombstone tombstone; /* when not found */
    size_t diffed;
};

static int no_memory(struct error *err)
{
    return err->fault ? -1 : error_set(err, FAULT_MEMORY, "no memory for the copies of an article");
}

static void free_told(struct told *t)
{
    article_free(&t->article);
    story_free(&t->story);
    *t = (struct told){0};
}

/* One whose text is damaged has an empty one. */
static int read_told(struct reader *r, uint32_t docid, struct arena *arena, struct told *out, struct error *err)
{
    struct segment_record stored;
    struct error why = {0};
    *out = (struct told){0};
    if (docid_record(r, docid, arena, &out->record, err))
        return -1;
    if ((reader_stored(r, &out->record, true, reader_buffer(r), &stored, &why) ||
         stored_read(&stored, &out->article, &why)) &&
        why.fault != FAULT_DAMAGED)
        return error_set(err, why.fault, "%s", why.text);
    struct record_text text = {why.fault ? "" : stored.text, why.fault ? 0 : stored.text_len};
    if (!docid_said(r, &out->record, arena, &text))
        return no_memory(err);
    return story_read(&out->story, text.data, text.len) && story_index(&out->story) ? 0 : no_memory(err);
}

static bool is_id(const struct record *record, const char *id)
{
    return record->id.len == strlen(id) && memcmp(record->id.data, id, record->id.len) == 0;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool put_share(cJSON *o, const char *name, double share)
{
    return json_put_number(o, name, floor(share * 1e4) / 1e4); /* 1 is all of it */
}

/* What differs in one from another. */
static bool put_differs(cJSON *into, struct lookup *l, const struct told *one, const struct told *from,
                        struct error *err)
{
    struct arena arena = arena_make(CHANGES_ARENA_MAX);
    const struct article *a = &from->article, *b = &one->article;
    cJSON *o = json_put_object(into, "differs");
    bool ok = o && json_put_text(o, "from", from->record.id) &&
              json_put_bool(o, "title_same", same_text(a->title, b->title)) &&
              json_put_bool(o, "text_same", same_text(a->text, b->text)) &&
              put_share(o, "share", story_share(&one->story, &from->story)) &&
              put_share(o, "share_of_other", story_share(&from->story, &one->story));
    if (ok && (l->params.diff || l->params.with) && l->diffed < COPIES_DIFFED) {
        bool shortest = true;
        l->diffed++;
        ok = changes_put(o, "title", a->title, b->title, &arena, &shortest, err) &&
             changes_put(o, "text", a->text, b->text, &arena, &shortest, err) && json_put_bool(o, "shortest", shortest);
    }
    arena_free(&arena);
    return ok;
}

static bool put_copy(cJSON *list, struct lookup *l, const struct told *one, const struct told *from, struct error *err)
{
    const struct article *a = &one->article;
    cJSON *o = json_put_object(list, NULL);
    return o && render_facts(o, &one->record) &&
           json_put_string(o, "credit",
                           wire_credit(a->text ? a->text : "", a->text ? strlen(a->text) : 0,
                                       (const char *const *)a->authors.at, a->authors.count)) &&
           json_put_bool(o, "leads", one->record.group & COPIES_LEADS) &&
           (from ? put_differs(o, l, one, from, err) : json_put_string(o, "differs", NULL));
}

/* The leader to the front, the others as they are. */
static int lead_first(struct reader *r, struct arena *arena, uint32_t *docids, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct record record;
        if (docid_record(r, docids[i], arena, &record, err))
            return -1;
        if (!(record.group & COPIES_LEADS))
            continue;
        uint32_t leader = docids[i];
        memmove(docids + 1, docids, i * sizeof *docids);
        docids[0] = leader;
        return 0;
    }
    return 0;
}

/* Each from the leader, and the leader from the article asked for. */
static int list_all(struct reader *r, struct lookup *l, const uint32_t *docids, size_t count, uint32_t asked,
                    cJSON *list, struct error *err)
{
    struct told leader = {0}, one = {0};
    int rc = read_told(r, docids[0], &l->arena, &leader, err);
    for (size_t i = 0; rc == 0 && i < count && i < COPIES_SHOWN; i++) {
        uint32_t docid = i || asked == docids[0] ? docids[i] : asked; /* compared, for the leader */
        if (i || asked != docids[0])
            rc = read_told(r, docid, &l->arena, &one, err);
        if (rc == 0 && !put_copy(list, l, i ? &one : &leader, i ? &leader : asked != docids[0] ? &one : NULL, err))
            rc = no_memory(err);
        free_told(&one);
    }
    free_told(&leader);
    return rc;
}

static int list_one(struct reader *r, struct lookup *l, const uint32_t *docids, size_t count, uint32_t asked,
                    cJSON *list, struct error *err)
{
    struct told from = {0}, one = {0};
    int rc = 0;
    for (size_t i = 0; rc == 0 && !l->other_found && i < count; i++) {
        struct record record;
        rc = docid_record(r, docids[i], &l->arena, &record, err);
        if (rc || !is_id(&record, l->params.with) || docids[i] == asked)
            continue;
        l->other_found = true;
        rc = read_told(r, asked, &l->arena, &from, err) || read_told(r, docids[i], &l->arena, &one, err) ? -1 : 0;
        if (rc == 0 && !put_copy(list, l, &one, &from, err))
            rc = no_memory(err);
    }
    free_told(&from);
    free_told(&one);
    return rc;
}

static int fill(struct reader *r, struct lookup *l, uint64_t group, uint32_t asked, struct error *err)
{
    uint32_t *docids;
    size_t count;
    char name[17];
    cJSON *list, *o = l->answer = cJSON_CreateObject();
    snprintf(name, sizeof name, "%016" PRIx64, copies_group(group));
    if (copies_list(r, group, &l->arena, &docids, &count, err) || lead_first(r, &l->arena, docids, count, err))
        return -1;
    if (!o || !json_put_bytes(o, "id", l->id, strlen(l->id)) || !json_put_string(o, "group", group ? name : NULL) ||
        !json_put_number(o, "total", (double)count) || !(list = json_put_list(o, "copies")))
        return no_memory(err);
    if ((l->params.with ? list_one(r, l, docids, count, asked, list, err)
         : count        ? list_all(r, l, docids, count, asked, list, err)
                        : 0) < 0)
        return -1;
    cJSON *warnings = json_put_list(o, "warnings");
    return warnings && json_put_lines(warnings, l->params.warnings, l->params.warning_count) ? 0 : no_memory(err);
}

/* The unit of retry. */
static int find(struct reader *r, void *ctx, struct error *err)
{
    struct lookup *l = ctx;
    struct buffer facts = buffer_make(SEGMENT_RECORD_MAX);
    struct record record;
    struct error why = {0};
    uint32_t docid;
    l->snapshot = *reader_snapshot(r);
    cJSON_Delete(l->answer);
    arena_free(&l->arena);
    l->answer = NULL;
    l->diffed = 0;
    l->other_found = false;
    l->found = reader_find(r, l->id, &facts, &record, &docid, &why) == 0;
    uint64_t group = l->found ? record.group : 0;
    buffer_free(&facts);
    if (l->found)
        return fill(r, l, group, docid, err);
    return why.fault == FAULT_NOT_FOUND ? tombstone_look(r, l->id, &l->tombstone, err)
                                        : error_set(err, why.fault, "%s", why.text);
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct lookup *l)
{
    if (!worker_ask(worker, request, response, find, l))
        return;
    if (!l->found) {
        article_missing(request, response, l->id, &l->tombstone);
    } else if (l->params.with && !l->other_found) {
        const struct problem p = {.status = 404,
                                  .code = "copy_not_found",
                                  .title = "The article has no such copy",
                                  .param = "with",
                                  .value = l->params.with,
                                  .value_len = strlen(l->params.with),
                                  .hint = "Without with all copies are listed."};
        response_problem(response, request, &p);
    } else {
        response_header(response, "Cache-Control", "no-cache");
        response_etag_of(response, request, l->snapshot.id);
        response_json(response, 200, l->answer);
    }
}

void get_copies(struct request *request, struct response *response, void *worker)
{
    scoped(char_ptr) char *id = article_id(request, response);
    struct arena given = arena_make(PARAMS_ARENA_MAX);
    struct lookup l = {.id = id, .arena = arena_make(SEARCH_ARENA_MAX)};
    struct problem problem;
    if (!id) {
        arena_free(&given);
        return;
    }
    if (params_copies(request->query, request->query_len, request->takes, &given, &l.params, &problem))
        response_problem(response, request, &problem);
    else
        answer(request, response, worker, &l);
    cJSON_Delete(l.answer);
    free(l.tombstone.reason);
    arena_free(&l.arena);
    arena_free(&given);
}
