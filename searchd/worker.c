/* SPDX-License-Identifier: GPL-2.0-or-later */
/* worker.c - a worker's own reader of the archive, and the unit of retry. */
#include "searchd/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searchd/fault.h"
#include "searchd/probe.h"

struct worker {
    struct service *service;
    struct reader *reader; /* NULL: not open */
    struct encoder *encoder;
    unsigned mends; /* of the archive, when the reader was opened */
};

/* Counts the tries of one question. */
struct counted {
    int (*ask)(struct reader *r, void *ctx, struct error *err);
    void *ctx;
    const char *snapshot; /* NULL: the newest */
    struct error refused; /* why that cannot be shown */
    char shown[SNAPSHOT_MAX]; /* that answered */
    unsigned tries;
};

static int ask_counted(struct reader *r, void *ctx, struct error *err)
{
    struct counted *c = ctx;
    struct error why = {0};
    c->tries++;
    c->refused = (struct error){0};
    if (!c->snapshot || reader_show(r, c->snapshot, strlen(c->snapshot), &why) == 0) {
        snprintf(c->shown, sizeof c->shown, "%s", reader_snapshot(r)->id);
        return c->ask(r, c->ctx, err);
    }
    if (why.fault != FAULT_INVALID && why.fault != FAULT_NOT_FOUND)
        return error_set(err, why.fault, "%s", why.text);
    c->refused = why;
    return 0;
}

void *worker_open(void *context)
{
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->service = context;
    w->encoder = encoder_new();
    if (!w->encoder) {
        free(w);
        return NULL;
    }
    return w;
}

struct encoder *worker_encoder(void *worker)
{
    struct worker *w = worker;
    return w ? w->encoder : NULL;
}

void worker_forget(void *worker)
{
    struct worker *w = worker;
    if (!w)
        return;
    reader_close(w->reader);
    w->reader = NULL;
}

void worker_close(void *worker)
{
    struct worker *w = worker;
    if (!w)
        return;
    worker_forget(w);
    encoder_free(w->encoder);
    free(w);
}

static int try_ask(struct worker *w, struct counted *c, struct error *err)
{
    if (!w)
        return error_set(err, FAULT_MEMORY, "a worker had no memory to start");
    if (probe_proved(w->service->probe, err) < 0)
        return -1;
    unsigned mends = probe_mends(w->service->probe);
    if (mends != w->mends) { /* it may still have the files that were damaged */
        worker_forget(w);
        w->mends = mends;
    }
    if (!w->reader && reader_open(w->service->archive, &w->reader, err))
        return -1;
    int failed = reader_ask(w->reader, ask_counted, c, err);
    if (c->tries > 1)
        metrics_add(&w->service->metrics.retries, c->tries - 1);
    if (!failed && probe_proved(w->service->probe, err) < 0) /* it was found out meanwhile */
        return -1;
    return failed;
}

static void refuse_snapshot(const struct counted *c, const struct request *request, struct response *response)
{
    bool forgotten = c->refused.fault == FAULT_NOT_FOUND;
    struct problem p = {.status = forgotten ? 410 : 400,
                        .code = forgotten ? "snapshot_forgotten" : "snapshot_unknown",
                        .title = forgotten ? "The snapshot is no longer known" : "There is no such snapshot",
                        .param = "snapshot",
                        .value = c->snapshot,
                        .value_len = strlen(c->snapshot),
                        .hint = forgotten ? "The archive was rebuilt, or its past was left out, since; ask the newest."
                                          : "Use snapshot.id of an answer of this archive."};
    response_problem(response, request, &p);
}

static int try_counted(struct worker *w, struct counted *c, struct error *err)
{
    struct error own = {0};
    if (try_ask(w, c, &own) == 0)
        return 0;
    /* Whatever is wrong with the files, the next request opens them anew: they may have been mended. */
    if (own.fault != FAULT_STALE && own.fault != FAULT_INVALID)
        worker_forget(w);
    return error_set(err, own.fault, "%s", own.text);
}

int worker_try(struct worker *w, int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx,
               struct error *err)
{
    struct counted c = {.ask = ask, .ctx = ctx};
    return try_counted(w, &c, err);
}

bool worker_ask_at(struct worker *w, const struct request *request, struct response *response, const char *snapshot,
                   int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx)
{
    struct counted c = {.ask = ask, .ctx = ctx, .snapshot = snapshot};
    struct error err = {0};
    if (try_counted(w, &c, &err))
        fault_answer(response, request, &err);
    else if (c.refused.fault)
        refuse_snapshot(&c, request, response);
    else
        response_header(response, "X-Snapshot", c.shown);
    return !err.fault && !c.refused.fault;
}

bool worker_ask(struct worker *w, const struct request *request, struct response *response,
                int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx)
{
    return worker_ask_at(w, request, response, NULL, ask, ctx);
}
