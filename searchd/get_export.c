/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_export.c - /v1/export: all that a query finds, as a stream. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "searchd/export.h"
#include "searchd/fault.h"
#include "searchd/page_cursor.h"
#include "searchd/route.h"

static const char program[] = "hustings " HUSTINGS_VERSION;

struct beginning {
    struct export *export;
    struct problem problem;
    bool refused;
};

static int refuse(struct beginning *b, struct problem problem)
{
    b->refused = true;
    b->problem = problem;
    return 0;
}

static struct problem snapshot_changed(const char *snapshot)
{
    return (struct problem){.status = 410, .code = "snapshot_changed",
                            .title = "The archive's synonyms have changed since that snapshot", .param = "snapshot",
                            .value = snapshot, .value_len = strlen(snapshot), .hint = "Begin anew."};
}

static struct problem after_unknown(const char *id)
{
    return (struct problem){.status = 400, .code = "after_unknown", .title = "There is no such article to go on behind",
                            .param = "after", .value = id, .value_len = strlen(id),
                            .hint = "Give the id of the last article that you have, and the snapshot that it is of."};
}

/* Which article it goes on behind: that has a meaning in the same set alone. */
static int find_place(struct reader *r, struct beginning *b, uint32_t *after, struct error *err)
{
    struct export *e = b->export;
    const struct search_params *params = &e->asked.params;
    bool by_cursor = e->asked.cursor.snapshot[0];
    struct error why = {0};
    e->manifest.after = params->after;
    if (!by_cursor && !params->after)
        return 0;
    if (params->snapshot && reader_snapshot(r)->other_synonyms)
        return refuse(b, snapshot_changed(params->snapshot));
    if (by_cursor)
        *after = (uint32_t)e->asked.cursor.place;
    if ((by_cursor ? listing_id(r, *after, &e->asked.given, &e->manifest.after, &why)
                   : listing_docid(r, params->after, after, &why)) == 0)
        return 0;
    if (why.fault != FAULT_NOT_FOUND)
        return error_set(err, why.fault, "%s", why.text);
    return refuse(b, by_cursor ? page_cursor_problem(params->cursor) : after_unknown(params->after));
}

/* As a search tells them: of the snapshot, of the parameters, of the query. The set's own do not outlive it. */
static bool keep_warnings(struct export *e, const struct listing *l)
{
    const struct render_options *render = &e->asked.params.render;
    const char *says = render_snapshot_says(&l->snapshot);
    struct arena *given = &e->asked.given;
    size_t n = 0;
    e->warnings = arena_alloc(given, (1 + render->warning_count + l->set.warning_count) * sizeof *e->warnings);
    if (!e->warnings)
        return false;
    if (says)
        e->warnings[n++] = says;
    for (size_t i = 0; i < render->warning_count; i++)
        e->warnings[n++] = render->warnings[i];
    for (size_t i = 0; i < l->set.warning_count; i++)
        if (!(e->warnings[n++] = arena_copy(given, l->set.warnings[i], strlen(l->set.warnings[i]))))
            return false;
    e->warning_count = n;
    return true;
}

/* The unit of retry: how much there is, of which snapshot. */
static int begin(struct reader *r, void *ctx, struct error *err)
{
    struct beginning *b = ctx;
    struct export *e = b->export;
    struct listing_place place = {0};
    struct listing l;
    b->refused = false;
    arena_free(&e->asked.found);
    if (find_place(r, b, &place.after, err))
        return -1;
    if (b->refused)
        return 0;
    if (listing_begin(r, &e->asked.params.search, &place, &e->asked.found, &l, err))
        return -1;
    e->total = l.set.total;
    e->after = place.after;
    e->manifest.snapshot = l.snapshot;
    e->manifest.understood_as = arena_copy(&e->asked.given, l.set.understood_as, strlen(l.set.understood_as));
    bool kept = e->manifest.understood_as && keep_warnings(e, &l);
    listing_end(&l);
    return kept ? 0 : error_set(err, FAULT_MEMORY, "no memory for an export");
}

static void set_headers(struct response *response, const struct export *e)
{
    const struct export_form *form = export_form_of(e->asked.params.format);
    char text[160];
    snprintf(text, sizeof text, "attachment; filename=\"hustings-%s-%s.%s\"", e->manifest.snapshot.id,
             e->manifest.hash, form->ending);
    response_header(response, "Content-Disposition", text);
    snprintf(text, sizeof text, "%" PRIu64, e->total);
    response_header(response, "X-Total-Count", text);
    response_header(response, "X-Snapshot", e->manifest.snapshot.id);
    response_header(response, "Cache-Control", "no-store");
}

/* False: response holds what is to be said. */
static bool start(const struct request *request, struct response *response, void *worker, struct export *e)
{
    struct beginning b = {.export = e};
    struct error err = {0};
    if (!ask_read(request, response, NULL, &e->asked))
        return false;
    struct search_params *params = &e->asked.params;
    if (search_identify(&params->search, &e->asked.given, e->manifest.hash, &err)) {
        struct problem p = params_query_too_long("q", params->search.q, params->search.q_len);
        if (err.fault == FAULT_INVALID)
            response_problem(response, request, &p);
        else
            fault_answer(response, request, &err);
        return false;
    }
    e->manifest.request = params->search;
    e->manifest.limit = params->articles;
    e->manifest.program = program;
    if (!page_cursor_read(request, response, e->manifest.hash, &e->asked) ||
        !worker_ask_at(worker, request, response, params->snapshot, begin, &b))
        return false;
    if (b.refused)
        response_problem(response, request, &b.problem);
    return !b.refused;
}

void get_export(struct request *request, struct response *response, void *worker)
{
    struct export *e = export_new(request);
    if (!e) {
        fault_answer(response, request, &(struct error){FAULT_MEMORY, "no memory for an export"});
        return;
    }
    if (!start(request, response, worker, e)) {
        export_free(e);
        return;
    }
    arena_free(&e->asked.found); /* the set: each piece makes it anew */
    set_headers(response, e);
    public_url_of(request, response, e->base);
    response_stream(response, &e->stream, export_form_of(e->asked.params.format)->type);
}
