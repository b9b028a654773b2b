/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stream.h - a body that is made piece by piece, each when the one before is out: of any size, in the memory of one. */
#ifndef HUSTINGS_STREAM_H
#define HUSTINGS_STREAM_H

#include "archive/buffer.h"

struct worker;

enum stream_state {
    STREAM_MORE,
    STREAM_END,   /* that piece was the last */
    STREAM_BROKEN /* there will be no whole body */
};

/* The first member of what makes the pieces. */
struct stream {
    /* Appends the next piece, which may be empty, to out. On a worker; not again after anything but STREAM_MORE. */
    enum stream_state (*next)(struct stream *s, struct worker *worker, struct buffer *out);
    void (*free)(struct stream *s);
};

#endif
