/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_run.h - by which keys (story.h) a run's articles are found when copies are looked for.
 *
 * RUN/copies holds the keys of all articles, sorted: the upper bits of a key choose a place in a table, the 16 bits
 * below them stand there beside the docid. About 50 bytes an article. Read by mmap; searches do not need it. */
#ifndef HUSTINGS_COPIES_RUN_H
#define HUSTINGS_COPIES_RUN_H

#include "archive/sealed.h"
#include "archive/story.h"

#define COPIES_FILE "copies"

struct copies_run;
extern const struct sealed_kind copies_kind; /* what sealed_open gives is a struct copies_run */

struct copies_found {
    uint32_t docid;
    bool follows; /* it is in a group that another leads */
};
/* The i-th of the articles with that key, from 0, or of the few whose keys begin alike; false: there are no more. */
bool copies_run_find(const struct copies_run *c, uint32_t key, size_t i, struct copies_found *out);
size_t copies_run_entries(const struct copies_run *c);

/* ---- making ---------------------------------------------------------- */

/* Keys of articles, in any order; zero it at first. */
struct copies_keys {
    uint64_t *at;
    size_t count, size;
};
bool copies_keys_add(struct copies_keys *k, const struct story_keys *keys, uint32_t docid, uint64_t group);
void copies_keys_free(struct copies_keys *k);
/* Makes the file of several lists, and syncs it. */
int copies_write(const struct copies_keys *lists, size_t count, const char *path, struct error *err);

#endif
