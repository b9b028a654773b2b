/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match.h - which articles a planned query finds, which come first, and how many there are.
 *
 * Each database is walked by windows of 2,048 documents (Zobel, Moffat: Inverted files for text search
 * engines, 2006, and Lucene's BulkScorer): the lists of a query's terms are laid into bit sets, which the operators
 * join, and every match is counted, so that totals are exact. Weights are reckoned only in
 * windows where what the blocks may weigh at most (blocks.h) could still reach the page. */
#ifndef HUSTINGS_MATCH_H
#define HUSTINGS_MATCH_H

#include "archive/arena.h"
#include "archive/error.h"
#include "archive/reader.h"

enum { MATCH_WINDOW = 2048 };

enum tree_op {
    TREE_NOTHING,    /* no document */
    TREE_ALL,        /* every document, without weight */
    TREE_TERM,       /* term */
    TREE_SYNONYM,    /* any part, weighed as one term */
    TREE_AND,        /* all parts */
    TREE_OR,         /* any part */
    TREE_AND_NOT,    /* part 0 without any of the others */
    TREE_FILTER,     /* part 0 for weight, the others must match too */
    TREE_WEIGHTLESS, /* part 0, which weighs nothing */
    TREE_SIFT        /* what sift leaves of part 0 */
};

/* A window of a shard's documents: bit i of bits is document from + i, by its place in reader_shard's docids. */
struct match_window {
    size_t shard;
    uint32_t from; /* a multiple of MATCH_WINDOW */
    uint64_t bits[MATCH_WINDOW / 64];
    /* Whether the search's time is over; asked every so often where documents are looked at one by one. */
    bool (*late)(void *ctx);
    void *late_ctx;
};
/* Clears the bits of the documents that do not match; of all that are left when it is late. Not 0 ends the search with
 * *err. */
typedef int match_sift(void *ctx, struct match_window *window, struct error *err);

/* What an occurrence of a TREE_SYNONYM's part counts, in sixteenths of one. */
enum { SHARE_FULL = 16 };

/* A query as plain data that the caller lays out. A document weighs what all its words weigh that stand in parts it
 * matches. A synonym occurs as often as its TERMs do, and once for each other part that matches, whatever that is made
 * of. */
struct tree {
    enum tree_op op;
    xap_text term;
    unsigned share; /* of a part of TREE_SYNONYM: 1..SHARE_FULL; 0: SHARE_FULL */
    match_sift *sift;
    void *sift_ctx;
    float boost;       /* of what weighs, a TERM or SYNONYM: times what it would weigh; 0: 1 */
    const char *label; /* likewise, for those who ask what weighs: the word as it was typed; may be NULL */
    const struct tree *const *parts;
    size_t count;
};

enum match_order {
    MATCH_BY_WEIGHT, /* BM25, then rising docid */
    MATCH_NEWEST,    /* rising docid */
    MATCH_OLDEST     /* falling docid, but the undated last, as in MATCH_NEWEST */
};

struct recency;

struct match_options {
    enum match_order order;
    uint32_t first, count; /* hits to skip and to return */
    bool collapse; /* a group of copies (copies.h) counts and stands once */
    uint64_t *const *selected; /* NULL, or a shard's documents / 64 + 1 words each, all zero: their bits are set for all
                                * that match; with collapse, of a group for the one that is shown */
    bool selected_copies; /* the bits of a group's others too */
    double deadline_ms; /* from the call; 0: none */
    const struct recency *recency; /* MATCH_BY_WEIGHT: younger documents weigh more; NULL: they do not */
};

struct match_hit {
    uint32_t docid; /* over all shards, as xap_reader counts */
    uint32_t shown; /* in its place: of a group of copies the first published that matches; else docid */
    double weight;  /* with what follows */
    double closeness, title, feedback; /* what rank.h added, without recency */
};

struct match_page { /* in the arena */
    struct match_hit *hits;
    size_t count;
    uint64_t total;
    double average; /* length of all documents */
    bool expired; /* the deadline cut the match short: hits are the best seen by then, the total is what was counted
                   * and as many in proportion in what was not */
};

int match_run(struct reader *r, const struct tree *query, const struct match_options *options, struct arena *arena,
              struct match_page *out, struct error *err);

/* What a document weighs, taken apart. */
struct match_reason {
    const struct tree *leaf; /* a TERM or SYNONYM of query */
    double wdf;              /* occurrences, as they count */
    double weight;           /* without recency */
};
struct match_reasons { /* in the arena; none when query does not match */
    struct match_reason *at;
    size_t count;
};
int match_explain(struct reader *r, const struct tree *query, uint32_t docid, struct arena *arena,
                  struct match_reasons *out, struct error *err);

#endif
