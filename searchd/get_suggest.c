/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_suggest.c - /v1/suggest: completions while somebody types. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "archive/json_put.h"
#include "archive/render.h"
#include "searchd/ask.h"
#include "searchd/params_suggest.h"
#include "searchd/route.h"

struct suggesting {
    const struct request *request;
    struct response *response;
    struct suggest_params params;
    uint64_t hash; /* of what was asked, and in which form it is answered */
    struct arena arena;
    struct snapshot snapshot;
    struct suggestion found[SUGGEST_COUNT_MAX];
    size_t count;
    bool known; /* the client has this answer */
};

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct suggesting *s = ctx;
    char etag[SNAPSHOT_MAX + 32];
    s->snapshot = *reader_snapshot(r);
    snprintf(etag, sizeof etag, "%s-%016" PRIx64, s->snapshot.id, s->hash);
    response_etag(s->response, etag);
    s->known = encode_client_has(s->request, response_get_header(s->response, "ETag"));
    if (s->known)
        return 0;
    arena_free(&s->arena);
    int count = suggest(r, s->params.q, s->params.q_len, s->params.limit, &s->arena, s->found, err);
    s->count = count < 0 ? 0 : (size_t)count;
    return count < 0 ? -1 : 0;
}

static bool put_suggestion(cJSON *list, const struct suggestion *one, struct arena *arena)
{
    cJSON *o = json_put_object(list, NULL);
    return o && json_put_string(o, "text", one->text) && json_put_string(o, "html", marked_html(&one->marked, arena)) &&
           json_put_string(o, "kind", suggestion_kind_name(one->kind)) &&
           json_put_number(o, "articles", one->articles) && json_put_string(o, "id", one->id) &&
           json_put_string(o, "url", one->url);
}

static cJSON *render(struct suggesting *s, double took_ms)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    bool ok = o && json_put_bytes(o, "q", s->params.q, s->params.q_len);
    cJSON *list = ok ? json_put_list(o, "suggestions") : NULL;
    for (size_t i = 0; list && i < s->count; i++)
        ok = ok && put_suggestion(list, &s->found[i], &s->arena);
    ok = list && ok && render_snapshot(o, &s->snapshot) && json_put_number(o, "took_ms", took_ms);
    cJSON *warnings = ok ? json_put_list(o, "warnings") : NULL;
    return warnings && json_put_lines(warnings, s->params.warnings, s->params.warning_count) ? take(&o) : NULL;
}

/* OpenSearch Suggestions 1.1: what was typed, completions, what is said of each, where each leads. */
static cJSON *render_opensearch(struct suggesting *s)
{
    scoped(json) cJSON *o = cJSON_CreateArray();
    bool ok = o && json_put_bytes(o, NULL, s->params.q, s->params.q_len);
    cJSON *texts = ok ? json_put_list(o, NULL) : NULL, *said = texts ? json_put_list(o, NULL) : NULL;
    cJSON *urls = said ? json_put_list(o, NULL) : NULL;
    for (size_t i = 0; urls && ok && i < s->count; i++) {
        const struct suggestion *one = &s->found[i];
        char line[40] = "";
        if (one->kind != SUGGEST_TITLE)
            snprintf(line, sizeof line, "%" PRIu32 " article%s", one->articles, one->articles == 1 ? "" : "s");
        ok = json_put_string(texts, NULL, one->text) && json_put_string(said, NULL, line) &&
             json_put_string(urls, NULL, one->url ? one->url : "");
    }
    return ok && urls ? take(&o) : NULL;
}

static void answer(const struct request *request, struct response *response, struct worker *worker,
                   struct suggesting *s)
{
    const struct suggest_params *p = &s->params;
    char form[64];
    int len =
        snprintf(form, sizeof form, HUSTINGS_VERSION " suggest %" PRIu32 " %d %d", p->limit, p->opensearch, p->strict);
    s->hash = XXH3_64bits_withSeed(p->q, p->q_len, XXH3_64bits(form, (size_t)len));
    double began = ask_age_ms(request);
    if (!worker_ask(worker, request, response, ask, s))
        return;
    response_header(response, "Cache-Control", "no-cache");
    if (s->known)
        return;
    scoped(json) cJSON *o = p->opensearch ? render_opensearch(s) : render(s, ask_age_ms(request) - began);
    response_json(response, 200, o);
    if (p->opensearch)
        response_header(response, "Content-Type", "application/x-suggestions+json");
}

void get_suggest(struct request *request, struct response *response, void *worker)
{
    struct suggesting s = {.request = request, .response = response, .arena = arena_make(SUGGEST_ARENA_MAX)};
    struct arena given = arena_make(PARAMS_ARENA_MAX);
    struct problem problem;
    if (params_suggest(request->query, request->query_len, request->takes, &given, &s.params, &problem))
        response_problem(response, request, &problem);
    else
        answer(request, response, worker, &s);
    arena_free(&given);
    arena_free(&s.arena);
}
