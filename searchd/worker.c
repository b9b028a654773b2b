/* SPDX-License-Identifier: GPL-2.0-or-later */
/* worker.c - a worker's own reader of the archive, and the unit of retry. */
#include "searchd/worker.h"

#include <stdlib.h>

#include "searchd/fault.h"

struct worker {
    struct service *service;
    struct reader *reader; /* NULL: not open */
    struct encoder *encoder;
};

/* Counts the tries of one question. */
struct counted {
    int (*ask)(struct reader *r, void *ctx, struct error *err);
    void *ctx;
    unsigned tries;
};

static int ask_counted(struct reader *r, void *ctx, struct error *err)
{
    struct counted *c = ctx;
    c->tries++;
    return c->ask(r, c->ctx, err);
}

void *worker_open(void *context)
{
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->service = context;
    w->encoder = encoder_new();
    return w;
}

struct encoder *worker_encoder(void *worker)
{
    struct worker *w = worker;
    return w ? w->encoder : NULL;
}

void worker_close(void *worker)
{
    struct worker *w = worker;
    if (!w)
        return;
    reader_close(w->reader);
    encoder_free(w->encoder);
    free(w);
}

static int try_ask(struct worker *w, struct counted *c, struct error *err)
{
    if (!w)
        return error_set(err, FAULT_MEMORY, "a worker had no memory to start");
    if (!w->reader && reader_open(w->service->archive, &w->reader, err))
        return -1;
    int failed = reader_ask(w->reader, ask_counted, c, err);
    if (c->tries > 1)
        metrics_add(&w->service->metrics.retries, c->tries - 1);
    return failed;
}

bool worker_ask(struct worker *w, const struct request *request, struct response *response,
                int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx)
{
    struct counted c = {.ask = ask, .ctx = ctx};
    struct error err = {0};
    if (try_ask(w, &c, &err) == 0)
        return true;
    /* Whatever is wrong with the files, the next request opens them anew: they may have been mended. */
    if (w && err.fault != FAULT_STALE && err.fault != FAULT_INVALID) {
        reader_close(w->reader);
        w->reader = NULL;
    }
    fault_answer(response, request, &err);
    return false;
}
