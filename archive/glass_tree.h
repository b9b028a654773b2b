/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_tree.h - which blocks of a Xapian database one of its revisions uses.
 *
 * A commit writes beside the blocks of the one before; in what is left free may lie anything. The format is that of
 * glass_table.h. */
#ifndef HUSTINGS_GLASS_TREE_H
#define HUSTINGS_GLASS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GLASS_BLOCK = 8192 };

/* In the order of the version file. */
enum glass_table_id {
    GLASS_POSTLIST,
    GLASS_DOCDATA,
    GLASS_TERMLIST,
    GLASS_POSITION,
    GLASS_SPELLING,
    GLASS_SYNONYM,
    GLASS_TABLES
};

/* Where a table's tree begins. */
struct glass_place {
    bool any; /* else it has no entries */
    uint32_t block;
    unsigned level; /* 0: a leaf */
};

struct glass_revision {
    uint64_t number;
    struct glass_place tables[GLASS_TABLES];
};

/* From the bytes of a version file, "iamglass". False: it is none that we know. */
bool glass_revision_read(const void *bytes, size_t len, struct glass_revision *out);
/* Calls each for all blocks of a tree, a block before those that it leads to. block: its bytes, to be filled in by
 * each where leaf is false. Not 0 ends it and is returned; 1 where the tree leads nowhere. */
int glass_tree_walk(const struct glass_place *from,
                    int (*each)(void *ctx, uint32_t number, bool leaf, uint8_t block[GLASS_BLOCK]), void *ctx);

#endif
