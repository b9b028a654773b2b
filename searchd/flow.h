/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flow.h - a stream on its way to a client: pieces made on workers, taken as fast as the client reads.
 *
 * There is one piece at a time: the next is made when the last has been taken, so that a slow client holds memory for
 * one and no worker. A flow is one thread's at a time: who hands it to a worker does not touch it until it is back. */
#ifndef HUSTINGS_FLOW_H
#define HUSTINGS_FLOW_H

#include "searchd/squeezer.h"
#include "searchd/stream.h"

struct flow {
    struct stream *stream; /* NULL: there is none */
    struct squeezer *squeezer;
    struct buffer plain, piece;
    size_t at; /* of piece, taken */
    enum stream_state state;
    uint64_t taken; /* bytes in all */
};

/* Takes stream. */
struct flow flow_make(struct stream *stream, enum encoding encoding);
void flow_free(struct flow *f); /* f is without a stream after */
/* On a worker: the next piece. */
void flow_fill(struct flow *f, struct worker *worker);
/* There will be no further piece, nor an end. */
void flow_break(struct flow *f);

enum flow_answer { FLOW_TAKEN, FLOW_EMPTY /* fill it */, FLOW_END, FLOW_BROKEN };
/* Up to max bytes into out, *len of them. */
enum flow_answer flow_take(struct flow *f, char *out, size_t max, size_t *len);

#endif
