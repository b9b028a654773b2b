/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quoted.h - where an article quotes, as it is kept: of a run in its forward file, of the delta in SLOT_QUOTED.
 *
 * A record is how many quotations there are and for each how far behind the one before it begins and how long it is,
 * as varints: in bytes of the document's codes in a run, in positions in the delta. No record, no bytes: it does not
 * quote. In a run the codes of joined compounds within the quotations stand before it, and before these their length.
 */
#ifndef HUSTINGS_QUOTED_H
#define HUSTINGS_QUOTED_H

#include "archive/buffer.h"
#include "archive/byte_find.h"
#include "archive/match.h"

enum { QUOTED_MAX = 1 << 14 /* of one article: further ones are not searched apart */ };

struct quoted_span {
    uint32_t from, end;
};

/* Appends the record of rising spans that do not overlap, none of them empty. */
bool quoted_put(struct buffer *out, const struct quoted_span *spans, size_t count);

struct quoted_walk {
    const char *at, *end;
    uint64_t left;
    uint32_t last;
};
void quoted_start(struct quoted_walk *w, const void *record, size_t len);
/* False: there is no other; `at` is what lies behind the record. */
bool quoted_next(struct quoted_walk *w, struct quoted_span *out);

/* The next ones, at most so many; how many there are. */
size_t quoted_take(struct quoted_walk *w, struct quoted_span *out, size_t max);
/* The same of what a run has; *joined gets the codes of compounds. */
void quoted_start_run(struct quoted_walk *w, const uint8_t *bytes, const uint8_t *end, const uint8_t **joined,
                      size_t *joined_len);
/* byte_find for a needle of any length. */
const uint8_t *quoted_find(const uint8_t *at, const uint8_t *end, const struct needle *needle);
/* Whether the needle, here of any length, stands in codes before end, within one of the walk's spans. */
bool quoted_holds(struct quoted_walk walk, const uint8_t *codes, const uint8_t *end, const struct needle *needle);

/* Records of the documents of a window of the delta. */
struct quoted_records {
    struct buffer bytes; /* to be freed */
    uint32_t starts[MATCH_WINDOW], lens[MATCH_WINDOW]; /* of each of the docids asked for */
};
int quoted_read(struct reader *r, size_t shard, const uint32_t *docids, size_t count, struct quoted_records *out,
                struct error *err);
void quoted_start_at(struct quoted_walk *w, const struct quoted_records *records, size_t i);

#endif
