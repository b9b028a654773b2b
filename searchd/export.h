/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export.h - a whole result on its way: what is kept of it between two pieces, which is no reader and no article.
 *
 * Each piece reads the snapshot anew and goes on behind the last article of the piece before; one that cannot, breaks
 * the stream. */
#ifndef HUSTINGS_EXPORT_H
#define HUSTINGS_EXPORT_H

#include "searchd/ask.h"
#include "searchd/public_url.h"
#include "searchd/stream.h"

enum {
    EXPORT_PIECE = 64 << 10, /* bytes after which a piece ends: it is so large, and the article that went over */
    EXPORT_IDS = 4000        /* articles of a piece at most, for those of a manifest have no bytes */
};

struct export {
    struct stream stream;
    struct asked asked;    /* its parameters; there is no page */
    struct request request; /* for the log: its id, and the service */
    char base[PUBLIC_URL_MAX]; /* what links to the archive begin with */
    uint64_t total;        /* that the query finds, before after and limit */
    uint32_t after;        /* docid of the last article that is out; 0: none is */
    struct manifest_ids ids; /* that are out */
    const char **warnings; /* in asked.given */
    size_t warning_count;
    struct manifest manifest; /* all but count and sha256 from the start */
};

/* NULL: out of memory. Its asked is to be read, and the rest set, before it is a stream. */
struct export *export_new(const struct request *request);
void export_free(struct export *e); /* accepts NULL */

#endif
