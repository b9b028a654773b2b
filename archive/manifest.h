/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manifest.h - what an exported result set is, so that it can be made again and proved.
 *
 * "parameters" says which articles (request_line.h), "snapshot" of which state of the archive, and "sha256" is of their
 * ids in the order of the set, each with a newline behind it: `jq -r .id | sha256sum` says the same. */
#ifndef HUSTINGS_MANIFEST_H
#define HUSTINGS_MANIFEST_H

#include "archive/listing.h"

#include <cjson/cJSON.h>
#include <nettle/sha2.h>

enum { MANIFEST_SHA256 = 2 * SHA256_DIGEST_SIZE + 1 }; /* hex and a NUL */

struct manifest {
    struct search_request request; /* sort is SORT_NEWEST or SORT_OLDEST */
    const char *after;  /* id of the article that the set goes on behind; NULL: from the start */
    uint64_t limit;     /* articles at most; 0: all */
    const char *understood_as;
    char hash[9];       /* search_page's */
    struct snapshot snapshot;
    uint64_t count;
    char sha256[MANIFEST_SHA256];
    const char *made;    /* RFC 3339 */
    const char *program; /* "hustings 0.1.0" */
};

/* Ids as they come. */
struct manifest_ids {
    struct sha256_ctx sha;
    uint64_t count;
};
void manifest_ids_begin(struct manifest_ids *ids);
void manifest_ids_add(struct manifest_ids *ids, const char *id, size_t len);
/* What they are so far; more may follow. */
void manifest_ids_end(const struct manifest_ids *ids, struct manifest *out);

/* NULL: out of memory. */
cJSON *manifest_render(const struct manifest *m);
/* Into *out, in arena. FAULT_INVALID says which part is missing or wrong, or that the query is not that of the
 * parameters: its hash or what else it says. */
int manifest_read(const cJSON *json, struct arena *arena, struct manifest *out, struct error *err);

#endif
