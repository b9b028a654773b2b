/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_tree.h - a query made ready for one shard, and evaluated window by window. For match*.c only. */
#ifndef HUSTINGS_MATCH_TREE_H
#define HUSTINGS_MATCH_TREE_H

#include "archive/groups.h"
#include "archive/match.h"
#include "archive/match_list.h"

/* A part of a synonym that is not a term. */
struct match_other {
    struct match_node *node; /* weighs nothing by itself */
    uint32_t share;
};

/* A word or synonym: what weighs. */
struct match_leaf {
    struct match_list *lists;
    size_t count;
    struct match_other *others;
    size_t other_count;
    bool weighs;
    const struct tree *source;
    double boost;           /* tree.boost */
    double weight;          /* boost times bm25_weight, over all shards */
    /* Of what weighs, in the window of that number, which counts from 1: */
    uint32_t window;
    uint64_t bits[WINDOW_WORDS];
    uint32_t *wdfs; /* WINDOW, in sixteenths; 0 where the bit is not set; only when weights were wanted */
};

struct match_node {
    enum tree_op op; /* not SYNONYM, FILTER or WEIGHTLESS: these are TERM, AND and their part */
    struct match_leaf *leaf; /* of TERM */
    size_t first_leaf, end_leaf; /* of all below it */
    struct match_node **parts;
    size_t count;
    uint64_t cost; /* documents it may have, at most */
    const struct tree *source; /* of SIFT */
};

struct match_shard {
    struct reader *reader;
    size_t number;
    const struct reader_shard *shard;
    double average; /* length of all documents of all shards */
    struct arena *arena;
    struct error *err;
    struct match_node *root;
    struct match_leaf **leaves; /* the same of each shard of a query, in the same order */
    size_t leaf_count, leaf_size;
    const struct match_leaf **weighing; /* room for so many */
    /* The window at hand. */
    uint32_t from, end, window;
    bool weights; /* are wanted */
    bool (*late)(void *ctx); /* for match_window */
    void *late_ctx;
};

/* Finds query's terms in s's shard. */
int match_prepare(struct match_shard *s, const struct tree *query);
/* The most that share * wdf/norm of a leaf can be, in sixteenths, for a document of the window. */
double match_leaf_most(struct match_shard *s, const struct match_leaf *leaf);
/* Evaluates the window: the bits of its matches. -1: s->err is set; 1 when there are any, 0 when none. */
int match_evaluate(struct match_shard *s, uint64_t bits[WINDOW_WORDS]);

#endif
