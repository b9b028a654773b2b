/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_table.h - a Xapian database written from sorted entries, without Xapian's own writer.
 *
 * libxapian takes documents one by one, into maps of maps; that was four fifths of the time to build a run. A shard
 * whose postings are sorted already needs none of it: its B-trees are filled from left to right, a block at a time.
 * Only shards are written so: xap_compact reads them and libxapian itself writes what stays in the archive.
 * The format is that of "glass", version 2016-03-14, as libxapian 1.4 has it (backends/glass/glass_table.h and
 * glass_version.cc of its source); a libxapian of another version refuses the shards, and nothing is lost. */
#ifndef HUSTINGS_GLASS_TABLE_H
#define HUSTINGS_GLASS_TABLE_H

#include "archive/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GLASS_KEY_MAX = 255 };

/* Where a table's tree begins, as the version file tells it. */
struct glass_root {
    uint32_t block;
    unsigned level;
    uint64_t entries; /* 0: there is no such table */
};

struct glass_table;
int glass_table_create(const char *path, struct glass_table **out, struct error *err);
/* Keys rise strictly and are not empty. compressed: tag is what deflate made of it. Failures are told by
 * glass_table_finish. */
void glass_table_add(struct glass_table *t, const uint8_t *key, size_t key_len, const void *tag, size_t tag_len,
                     bool compressed);
int glass_table_finish(struct glass_table *t, struct glass_root *root, struct error *err);
void glass_table_close(struct glass_table *t); /* accepts NULL */

/* Of all documents of a database. */
struct glass_stats {
    uint64_t total_length; /* sum of lengths */
    uint32_t documents, last_docid;
    uint32_t shortest, longest; /* lengths; shortest is of those that are not empty */
    uint32_t wdf_max;
};
/* Writes dir/iamglass, which makes the folder a database. */
int glass_version_write(const char *dir, const struct glass_root *postlist, const struct glass_root *docdata,
                        const struct glass_stats *stats, struct error *err);

#endif
