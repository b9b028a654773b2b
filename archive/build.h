/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build.h - a run: many stored articles made into one compacted database, over all cores.
 *
 * Articles are sorted by docid and indexed in shards of consecutive ones, which therefore
 * have disjoint docids and are merged as they are. A crash leaves only folders
 * that no generation names. */
#ifndef HUSTINGS_BUILD_H
#define HUSTINGS_BUILD_H

#include "archive/boilerplate.h"
#include "archive/docids.h"
#include "archive/error.h"
#include "archive/segment.h"
#include "archive/story.h"

enum { BUILD_THREADS_MAX = 64 };

/* A stored article and where its document would like to lie (schema_docid), or does. */
struct build_item {
    uint32_t docid;
    bool placed; /* the docid is the document's for good: docids.h */
    uint64_t added, retired; /* commits: the first that has it, and the first that has it no more (0: it is there) */
    uint32_t segment;
    struct segment_place place;
    uint64_t group; /* of copies.h */
    struct story_keys keys; /* of its text; none: they are to be made */
};

struct build_options {
    unsigned threads; /* 0: one a processor */
    /* Told now and then how many of the articles are done; on any thread, one at a time. NULL: not told. */
    void (*progress)(void *ctx, size_t done, size_t all);
    void *ctx;
};

/* Makes ARCHIVE/name (synced) of items, which it sorts and whose docids it settles: one that is not placed yet gets the
 * next that neither another has nor one of taken, the lists of the databases that stay. Texts are without the lines of
 * boilerplate. count must not be 0. */
int build_run(const char *dir, const char *name, struct build_item *items, size_t count, const struct docids *taken,
              size_t taken_count, const struct boilerplate *boilerplate, const struct build_options *options,
              struct error *err);

#endif
