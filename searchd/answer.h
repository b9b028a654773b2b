/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer.h - one request to what is sent for it: given again from the cache, or made by its handler; then encoded. */
#ifndef HUSTINGS_ANSWER_H
#define HUSTINGS_ANSWER_H

#include "searchd/cache.h"
#include "searchd/route.h"

enum { ANSWER_STARVED_MAX = 256 };

struct answer {
    struct response response;
    struct cached *kept;    /* not NULL: this goes out and not response */
    enum encoding encoding; /* in which kept's body is wanted */
    bool known;             /* the client has kept: 304 */
    char starved[ANSWER_STARVED_MAX]; /* the problem that goes out where there was no memory for a response */
};

/* What goes on the wire, borrowed from the answer. */
struct sending {
    int status;
    const struct response_header *headers;
    size_t header_count;
    const char *encoding; /* further Content-Encoding; NULL: none */
    const char *body;
    size_t len;
    bool lasts; /* the body lies in the answer itself and is not to be freed */
};

struct answer answer_make(void);
void answer_free(struct answer *a);
/* Looks into the cache. True: a can be sent, or if *encode by answer_work first. */
bool answer_again(struct answer *a, const struct request *request, const struct route *route, bool *encode);
/* Makes the answer, and keeps it where that is allowed. route NULL: response is set already. worker is
 * the handler's, NULL on the I/O thread; encoder the thread's own, may be NULL. */
void answer_work(struct answer *a, struct request *request, const struct route *route, void *worker,
                 struct encoder *encoder);
void answer_sending(const struct answer *a, struct sending *out);

#endif
