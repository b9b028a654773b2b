/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build.h - a run: many stored articles made into one compacted database, over all cores.
 *
 * Articles are sorted by docid and indexed in shards of consecutive ones, which therefore
 * have disjoint docids and are merged as they are. A crash leaves only folders
 * that no generation names. */
#ifndef HUSTINGS_BUILD_H
#define HUSTINGS_BUILD_H

#include "archive/boilerplate.h"
#include "archive/error.h"
#include "archive/segment.h"
#include "archive/story.h"

enum { BUILD_THREADS_MAX = 64 };

/* A stored article and where its document would like to lie (schema_docid). */
struct build_item {
    uint32_t docid;
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

/* Makes ARCHIVE/name (synced) of items, which it sorts and whose docids it settles: one
 * docid an article, in order of dates; without the lines of boilerplate. count must not be 0. */
int build_run(const char *dir, const char *name, struct build_item *items, size_t count,
              const struct boilerplate *boilerplate, const struct build_options *options, struct error *err);

#endif
