/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture.h - one record of a web archive: a page is read, anything else counted and left out. */
#ifndef HUSTINGS_CAPTURE_H
#define HUSTINGS_CAPTURE_H

#include "indexer/formats/format.h"

/* Why a record is no article. */
enum left_out {
    LEFT_REDIRECTS,
    LEFT_ERRORS,
    LEFT_STATUSES, /* neither 200, redirect nor error */
    LEFT_NOT_HTML,
    LEFT_EMPTY,
    LEFT_CODINGS, /* packed in a way that we cannot unpack */
    LEFT_REQUESTS,
    LEFT_REVISITS,
    LEFT_METADATA,
    LEFT_OTHERS, /* DNS, conversions, continuations */
    LEFT_KINDS
};

struct captures {
    const char *name; /* of the web archive */
    const struct sink *sink;
    uint64_t pages, records, left[LEFT_KINDS];
};

struct capture {
    const char *uri;  /* "" when there is none */
    const char *date; /* when it was fetched, ISO 8601; "" when not known */
    const char *type; /* of a body without head, as of a resource; NULL: an HTTP answer */
    const char *cut;  /* why the crawler kept only a part of it; or NULL */
};

/* Reads the len bytes of a record's block from in; a block that ends early is read as far as it goes. -1: the
 * input cannot be read on, or the sink said stop. */
int capture_read(struct captures *c, const struct capture *one, struct input *in, uint64_t len, struct error *err);
/* The same for a record that is no page. */
int capture_leave_out(struct captures *c, enum left_out why, struct input *in, uint64_t len, struct error *err);
/* A record that cannot be read, by its number when it has no URI. */
void capture_refuse(const struct captures *c, const char *uri, const char *reason, struct raw record);
/* Says in one line what was read and what left out, and why. */
void captures_end(const struct captures *c);

#endif
