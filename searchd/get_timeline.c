/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_timeline.c - /v1/timeline: how many articles a query finds in each interval of time, and of how many. */
#include <string.h>

#include "archive/csv_put.h"
#include "archive/json_put.h"
#include "archive/render_timeline.h"
#include "searchd/ask.h"
#include "searchd/route.h"

struct asked_timeline {
    struct asked asked; /* first: run */
    struct timeline line;
    struct error refused; /* it would have too many intervals */
};

static int run(struct reader *r, struct asked *a, struct error *err)
{
    struct asked_timeline *t = (struct asked_timeline *)a;
    struct timeline_request request = a->params.timeline;
    struct error why = {0};
    request.search = &a->params.search;
    t->refused = (struct error){0};
    if (timeline_run(r, &request, &a->found, &t->line, &why)) {
        if (why.fault != FAULT_INVALID || !t->line.intervals)
            return error_set(err, why.fault, "%s", why.text);
        t->refused = why;
        return 0;
    }
    a->page = (struct search_page){.understood_as = t->line.understood_as, .warnings = t->line.warnings,
                                   .warning_count = t->line.warning_count, .total = t->line.whole.sum.count,
                                   .total_exact = !t->line.partial, .partial = t->line.partial};
    memcpy(a->page.hash, t->line.hash, sizeof a->page.hash);
    return 0;
}

static void refuse(const struct request *request, struct response *response, const struct asked_timeline *t)
{
    const char *interval = timeline_interval_name(t->asked.params.timeline.interval);
    struct problem p = {.status = 400, .code = "too_many_intervals", .title = "There are too many intervals",
                        .param = "interval", .value = interval, .value_len = strlen(interval),
                        .hint = "Use a longer interval, or a nearer from and to."};
    snprintf(p.detail, sizeof p.detail, "%s", t->refused.text);
    response_problem(response, request, &p);
}

/* Rows cannot say that they are not all: none are given then. False: response says why. */
static bool put_csv(const struct request *request, struct response *response, const struct asked_timeline *t)
{
    if (t->line.partial) {
        const struct problem p = {.status = 503, .code = "time_limit", .title = "The time limit was met",
                                  .detail = "Not all articles were counted by then.",
                                  .hint = "Ask for fewer words or years; format=json gives what was counted."};
        response_problem(response, request, &p);
        return false;
    }
    struct buffer csv = buffer_make(RESPONSE_BODY_MAX);
    bool whole = render_timeline_csv(&t->line, t->asked.params.timeline.has_by, &csv);
    if (whole) {
        response_header(response, "Content-Disposition", "inline; filename=\"timeline.csv\"");
        response_body(response, &csv, CSV_TYPE);
    }
    buffer_free(&csv);
    return whole || ask_answer(request, response, NULL);
}

static bool put_json(const struct request *request, struct response *response, struct asked_timeline *t)
{
    struct search_params *p = &t->asked.params;
    scoped(json) cJSON *o = render_total(&p->search, &t->asked.page, &t->asked.snapshot, &p->render);
    bool whole = o && render_timeline(&t->line, p->timeline.has_by ? &p->timeline.by : NULL, o);
    return ask_answer(request, response, whole ? o : NULL);
}

static void answer(const struct request *request, struct response *response, struct worker *worker,
                   struct asked_timeline *t)
{
    struct search_params *p = &t->asked.params;
    p->search.first = p->search.count = p->search.facets = 0;
    p->search.marks = p->search.snippets = p->search.texts = p->search.explain = false;
    t->asked.run = run;
    double began = ask_age_ms(request);
    if (!ask_archive(request, response, worker, "timeline", &t->asked))
        return;
    p->render.took_ms = ask_age_ms(request) - began;
    if (t->refused.fault) {
        refuse(request, response, t);
        return;
    }
    if ((p->csv ? put_csv(request, response, t) : put_json(request, response, t)) && t->line.partial)
        response_partial(response, request);
}

void get_timeline(struct request *request, struct response *response, void *worker)
{
    struct asked_timeline t = {0};
    if (ask_read(request, response, NULL, &t.asked))
        answer(request, response, worker, &t);
    ask_free(&t.asked);
}
