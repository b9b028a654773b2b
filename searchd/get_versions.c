/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_versions.c - /v1/articles/{id}/versions: an article's earlier texts, and what changed from one to another. */
#include <stdlib.h>
#include <string.h>

#include "archive/article_history.h"
#include "archive/json_put.h"
#include "archive/stored.h"
#include "archive/versions.h"
#include "searchd/article_id.h"
#include "searchd/changes.h"
#include "searchd/params_versions.h"
#include "searchd/route.h"
#include "searchd/worker.h"

struct lookup {
    const char *id;
    struct versions_params params;
    struct version chain[VERSIONS_MAX]; /* the newest first */
    size_t chain_count;
    bool damaged; /* those behind chain cannot be read */
    struct snapshot snapshot;
    cJSON *answer;
    bool found;
    struct tombstone tombstone; /* when not found */
    uint32_t missing, withdrawn; /* a version that cannot be compared; 0: none */
};

static int note(void *ctx, const struct version *v, struct error *err)
{
    struct lookup *l = ctx;
    (void)err;
    l->chain[l->chain_count++] = *v;
    return 0;
}

static int read_article(struct reader *r, const struct version *v, struct article *out, struct error *err)
{
    struct segment *segment;
    struct segment_record record;
    return segments_get(reader_segments(r), v->segment, &segment, err) ||
                   segment_read(segment, v->place, true, reader_buffer(r), &record, err)
               ? -1
               : stored_read(&record, out, err);
}

/* A text that was retracted: the tombstone is the record after it. */
static const struct version *tombstone_of(const struct lookup *l, size_t i)
{
    return i && l->chain[i - 1].kind == SEGMENT_RETRACTION ? &l->chain[i - 1] : NULL;
}

static bool put_time(cJSON *o, const char *name, int64_t seconds)
{
    char text[HISTORY_TIME_MAX];
    history_time(seconds, text);
    return json_put_string(o, name, *text ? text : NULL);
}

static bool put_retracted(cJSON *o, struct reader *r, const struct version *v, struct error *err)
{
    struct tombstone t;
    if (tombstone_read(r, v->segment, v->place, &t, err))
        return false;
    cJSON *retracted = json_put_object(o, "retracted");
    bool ok = retracted && put_time(retracted, "stored", t.stored) && json_put_string(retracted, "reason", t.reason);
    free(t.reason);
    return ok;
}

/* What of a version is told. Of one that was retracted neither title nor text is. -1: err says why. */
static int put_version(cJSON *o, struct reader *r, const struct lookup *l, size_t i, struct error *err)
{
    const struct version *v = &l->chain[i], *tombstone = tombstone_of(l, i);
    char hash[2 * SEGMENT_HASH + 1];
    struct article a = {0};
    struct error why = {0};
    if (!tombstone && read_article(r, v, &a, &why) && why.fault != FAULT_DAMAGED) /* then without its title */
        return error_set(err, why.fault, "%s", why.text);
    for (size_t k = 0; k < SEGMENT_HASH; k++)
        snprintf(hash + 2 * k, 3, "%02x", v->hash[k]);
    bool ok = json_put_number(o, "version", v->number) && put_time(o, "stored", v->stored) &&
              json_put_string(o, "content_hash", hash) && json_put_string(o, "title", a.title) &&
              (tombstone ? put_retracted(o, r, tombstone, err) : json_put_string(o, "retracted", NULL));
    article_free(&a);
    return ok ? 0 : err->fault ? -1 : error_set(err, FAULT_MEMORY, "no memory for the versions of an article");
}

static int list(struct reader *r, struct lookup *l, cJSON *o, struct error *err)
{
    cJSON *current = json_put_object(o, "current"), *earlier = json_put_list(o, "versions");
    if (!current || !earlier)
        return error_set(err, FAULT_MEMORY, "no memory for the versions of an article");
    for (size_t i = 0; i < l->chain_count; i++) {
        if (l->chain[i].kind != SEGMENT_ARTICLE)
            continue;
        cJSON *one = i ? json_put_object(earlier, NULL) : current;
        if (!one || put_version(one, r, l, i, err))
            return one ? -1 : error_set(err, FAULT_MEMORY, "no memory for the versions of an article");
    }
    return 0;
}

static size_t place_of(const struct lookup *l, uint32_t number)
{
    size_t i = 0;
    while (i < l->chain_count && (l->chain[i].number != number || l->chain[i].kind != SEGMENT_ARTICLE))
        i++;
    return i;
}

static int compare(struct reader *r, struct lookup *l, cJSON *o, struct error *err)
{
    const uint32_t wanted[] = {l->params.a, l->params.b};
    static const char *const names[] = {"a", "b"};
    struct article articles[2] = {{0}};
    struct arena arena = arena_make(CHANGES_ARENA_MAX);
    bool shortest = true;
    int rc = 0;
    for (int k = 0; rc == 0 && k < 2; k++) {
        size_t i = place_of(l, wanted[k]);
        if (i == l->chain_count)
            l->missing = wanted[k];
        else if (tombstone_of(l, i))
            l->withdrawn = wanted[k];
        else if (read_article(r, &l->chain[i], &articles[k], err) ||
                 put_version(json_put_object(o, names[k]), r, l, i, err))
            rc = -1;
    }
    if (rc == 0 && !l->missing && !l->withdrawn &&
        !(changes_put(o, "title", articles[0].title, articles[1].title, &arena, &shortest, err) &&
          changes_put(o, "text", articles[0].text, articles[1].text, &arena, &shortest, err) &&
          json_put_bool(o, "shortest", shortest)))
        rc = err->fault ? -1 : error_set(err, FAULT_MEMORY, "no memory to compare two texts");
    article_free(&articles[0]);
    article_free(&articles[1]);
    arena_free(&arena);
    return rc;
}

static bool put_warnings(cJSON *o, const struct lookup *l)
{
    cJSON *warnings = json_put_list(o, "warnings");
    return warnings && json_put_lines(warnings, l->params.warnings, l->params.warning_count) &&
           (!l->damaged || json_put_string(warnings, NULL, "still earlier versions are damaged")) &&
           (l->chain_count < VERSIONS_MAX || json_put_string(warnings, NULL, "still earlier versions are left out"));
}

/* The unit of retry. */
static int find(struct reader *r, void *ctx, struct error *err)
{
    struct lookup *l = ctx;
    struct buffer facts = buffer_make(SEGMENT_RECORD_MAX);
    struct record record;
    struct error why = {0};
    l->snapshot = *reader_snapshot(r);
    cJSON_Delete(l->answer);
    l->answer = NULL;
    l->chain_count = l->missing = l->withdrawn = 0;
    l->found = reader_find(r, l->id, &facts, &record, NULL, &why) == 0;
    uint32_t segment = l->found ? record.segment : 0;
    struct segment_place place = l->found ? record.place : (struct segment_place){0};
    buffer_free(&facts);
    if (!l->found)
        return why.fault == FAULT_NOT_FOUND ? tombstone_look(r, l->id, &l->tombstone, err)
                                            : error_set(err, why.fault, "%s", why.text);
    l->damaged = versions_walk(reader_segments(r), segment, place, note, l, &why) < 0;
    if (l->damaged && (why.fault != FAULT_DAMAGED || !l->chain_count))
        return error_set(err, why.fault, "%s", why.text);
    cJSON *o = l->answer = cJSON_CreateObject();
    if (!o || !json_put_bytes(o, "id", l->id, strlen(l->id)) || !json_put_number(o, "version", l->chain[0].number))
        return error_set(err, FAULT_MEMORY, "no memory for the versions of an article");
    if ((l->params.a ? compare(r, l, o, err) : list(r, l, o, err)) < 0)
        return -1;
    return put_warnings(o, l) ? 0 : error_set(err, FAULT_MEMORY, "no memory for the versions of an article");
}

static void refuse(const struct request *request, struct response *response, const struct lookup *l)
{
    struct problem p = {.status = l->withdrawn ? 410 : 404,
                        .code = l->withdrawn ? "version_retracted" : "version_not_found",
                        .title = l->withdrawn ? "The version was retracted" : "The article has no such version",
                        .param = l->params.a == (l->withdrawn ? l->withdrawn : l->missing) ? "a" : "b",
                        .hint = "Without a and b the versions are listed."};
    char value[16];
    snprintf(value, sizeof value, "%u", (unsigned)(l->withdrawn ? l->withdrawn : l->missing));
    p.value = value;
    p.value_len = strlen(value);
    response_problem(response, request, &p);
}

static void answer(const struct request *request, struct response *response, struct worker *worker, struct lookup *l)
{
    if (!worker_ask(worker, request, response, find, l))
        return;
    if (!l->found) {
        article_missing(request, response, l->id, &l->tombstone);
    } else if (l->missing || l->withdrawn) {
        refuse(request, response, l);
    } else {
        response_header(response, "Cache-Control", "no-cache");
        if (!l->damaged) /* which may be mended */
            response_etag_of(response, request, l->snapshot.id);
        response_json(response, 200, l->answer);
    }
}

void get_versions(struct request *request, struct response *response, void *worker)
{
    scoped(char_ptr) char *id = article_id(request, response);
    scoped(char_ptr) struct lookup *l = calloc(1, sizeof *l);
    struct arena given = arena_make(PARAMS_ARENA_MAX);
    struct problem problem;
    if (id && l) {
        l->id = id;
        if (params_versions(request->query, request->query_len, request->takes, &given, &l->params, &problem))
            response_problem(response, request, &problem);
        else
            answer(request, response, worker, l);
        cJSON_Delete(l->answer);
        free(l->tombstone.reason);
    } else if (id) {
        response_json(response, 500, NULL);
    }
    arena_free(&given);
}
