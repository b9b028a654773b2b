/* SPDX-License-Identifier: GPL-2.0-or-later */
/* worker.h - a worker's own reader of the archive, and the unit of retry. */
#ifndef HUSTINGS_WORKER_H
#define HUSTINGS_WORKER_H

#include "archive/reader.h"
#include "searchd/encode.h"

struct worker;

/* For the queue: context is the struct service. NULL: out of memory. The
 * archive is opened when first asked, so it may be made later. */
void *worker_open(void *context);
void worker_close(void *worker); /* accepts NULL */
void worker_forget(void *worker); /* what it keeps of the archive: it is opened anew. Accepts NULL */
struct encoder *worker_encoder(void *worker); /* its own, borrowed; may be NULL. Accepts NULL */

/* Calls ask on the newest snapshot, again when writers overtake it (reader_ask). -1 on failure, also for NULL w. */
int worker_try(struct worker *w, int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx,
               struct error *err);
/* Calls ask on the newest snapshot, again when writers overtake it (reader_ask), and names that in a header.
 * False: that failed, and response holds the problem. Accepts NULL w. */
bool worker_ask(struct worker *w, const struct request *request, struct response *response,
                int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx);
/* The same on the snapshot of that id (NULL: the newest). False also where that is another archive's, or no longer
 * known. */
bool worker_ask_at(struct worker *w, const struct request *request, struct response *response, const char *snapshot,
                   int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx);

#endif
