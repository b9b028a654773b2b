/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flow.c - a stream on its way to a client. */
#include "searchd/flow.h"

#include <string.h>

#include "archive/memory.h"
#include "searchd/worker.h"

enum { KEPT = 512 << 10 }; /* bytes of a buffer that is used again: what one huge article took is given back */

struct flow flow_make(struct stream *stream, enum encoding encoding)
{
    return (struct flow){.stream = stream, .squeezer = squeezer_new(encoding), .plain = buffer_make(RESPONSE_BODY_MAX),
                         .piece = buffer_make(RESPONSE_BODY_MAX)};
}

void flow_free(struct flow *f)
{
    if (f->stream)
        f->stream->free(f->stream);
    squeezer_free(f->squeezer);
    buffer_free(&f->plain);
    buffer_free(&f->piece);
    *f = (struct flow){0};
}

static void empty(struct buffer *b)
{
    if (b->size > KEPT)
        buffer_free(b);
    buffer_clear(b);
}

void flow_fill(struct flow *f, struct worker *worker)
{
    struct buffer *into = f->squeezer ? &f->plain : &f->piece;
    empty(&f->piece);
    empty(&f->plain);
    f->at = 0;
    memory_forget();
    f->state = f->stream->next(f->stream, worker, into);
    if (into->failed)
        f->state = STREAM_BROKEN;
    if (memory_ended()) { /* as in answer.c */
        f->state = STREAM_BROKEN;
        worker_forget(worker);
    }
    if (f->squeezer && f->state != STREAM_BROKEN &&
        !squeezer_put(f->squeezer, f->plain.data, f->plain.len, f->state == STREAM_END, &f->piece))
        f->state = STREAM_BROKEN;
    if (f->state == STREAM_BROKEN)
        flow_break(f);
}

void flow_break(struct flow *f)
{
    f->state = STREAM_BROKEN;
    buffer_clear(&f->piece); /* half a piece is worth nothing */
    f->at = 0;
}

enum flow_answer flow_take(struct flow *f, char *out, size_t max, size_t *len)
{
    *len = f->piece.len - f->at < max ? f->piece.len - f->at : max;
    if (*len == 0)
        return f->state == STREAM_END ? FLOW_END : f->state == STREAM_BROKEN ? FLOW_BROKEN : FLOW_EMPTY;
    memcpy(out, f->piece.data + f->at, *len);
    f->at += *len;
    f->taken += *len;
    return FLOW_TAKEN;
}
