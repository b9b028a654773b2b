/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edition.h - which state of the archive's files an answer was made from.
 *
 * That is its articles and its synonyms.
 *
 * Each commit replaces one of two files by rename: the generation's stub, or the version file of
 * the delta that the stub names. While both are the files they were, nothing was committed. So an
 * edition is read before the archive is, and whoever finds it standing later knows that what was
 * read in between is what would be read now: no answer given by it is older than the request.
 *
 * A renamed file may have the inode of one that was removed, and the same time within a tick of the kernel's
 * clock; as in git's index, files changed so lately that another change would not show are not relied on. */
#ifndef HUSTINGS_EDITION_H
#define HUSTINGS_EDITION_H

#include "archive/generation.h"

enum { EDITION_SETTLE_MS = 30 }; /* the coarsest tick is 10 ms */

struct file_mark {
    uint64_t device, inode, size;
    int64_t modified_ns, changed_ns;
};

struct edition {
    struct file_mark stub, delta, synonyms; /* synonyms is zero when there are none */
    char delta_name[GENERATION_NAME_MAX];
};

/* last, an edition read before (may be NULL), saves reading the stub. False: there is no archive. */
bool edition_read(const char *archive, const struct edition *last, struct edition *out);
bool edition_same(const struct edition *a, const struct edition *b);
/* Whether the files are still those; three stats. */
bool edition_stands(const char *archive, const struct edition *e);
/* Whether a change from now on would show. */
bool edition_settled(const struct edition *e);

#endif
