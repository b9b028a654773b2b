/* SPDX-License-Identifier: GPL-2.0-or-later */
/* versions.h - the earlier texts of an article, by the links of their records: no index knows of them. */
#ifndef HUSTINGS_VERSIONS_H
#define HUSTINGS_VERSIONS_H

#include "archive/segments.h"

enum { VERSIONS_MAX = 1000 }; /* of one article that are looked at, the newest first */

struct version {
    enum segment_kind kind; /* SEGMENT_ARTICLE, or SEGMENT_RETRACTION of the text of the same number */
    uint32_t number;
    int64_t stored; /* seconds since 1970; 0: not known */
    uint8_t hash[SEGMENT_HASH];
    uint32_t segment;
    struct segment_place place;
};

/* Walks from the record at place to the first: each(ctx, version); not 0 stops and is returned. FAULT_DAMAGED when a
 * link leads to no record; what was given before is good. */
int versions_walk(struct segments *s, uint32_t segment, struct segment_place place,
                  int (*each)(void *ctx, const struct version *v, struct error *err), void *ctx, struct error *err);
/* Whether the record of that kind and number, on the way from place, has that hash: 1 or 0, or -1. */
int versions_has(struct segments *s, uint32_t segment, struct segment_place place, enum segment_kind kind,
                 uint32_t number, const uint8_t hash[SEGMENT_HASH], struct error *err);

#endif
