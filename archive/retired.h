/* SPDX-License-Identifier: GPL-2.0-or-later */
/* retired.h - documents that are no longer to be found, and since which commit: those whose article was changed or
 * deleted. They stay in the index, so that an older snapshot of the archive can be asked what it held. */
#ifndef HUSTINGS_RETIRED_H
#define HUSTINGS_RETIRED_H

#include "archive/buffer.h"

struct retired_document {
    uint32_t docid;
    uint64_t commit; /* the first that does not have it */
};
struct retired {
    struct retired_document *at; /* by docid once settled */
    size_t count, size;
};

void retired_free(struct retired *r); /* r is empty and usable after */
bool retired_add(struct retired *r, uint32_t docid, uint64_t commit); /* false: out of memory */
bool retired_add_all(struct retired *r, const struct retired *more);
/* Sorts; of a docid that stands twice the first commit stays. Needed after adding, before all below. */
void retired_settle(struct retired *r);
/* The commit; 0: it is not retired. */
uint64_t retired_since(const struct retired *r, uint32_t docid);
/* Appends r's bytes: gaps of docids and commits, as varints. */
bool retired_write(const struct retired *r, struct buffer *out);
/* Replaces r. False when the bytes are no such list, or out of memory. */
bool retired_read(struct retired *r, const char *bytes, size_t len);

/* The number of a commit as a document's value has it; reading anything else gives 0. */
enum { COMMIT_VALUE_MAX = 10 };
size_t commit_put(uint64_t commit, char out[COMMIT_VALUE_MAX]);
uint64_t commit_get(const char *value, size_t len);

#endif
