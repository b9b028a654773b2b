/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_board.h - the articles that a commit looks at to settle groups of copies. For copies_*.c only.
 *
 * What is pending comes first, in the order of publication; committed articles join as they are come upon, and are read
 * only then. */
#ifndef HUSTINGS_COPIES_BOARD_H
#define HUSTINGS_COPIES_BOARD_H

#include "archive/copies.h"
#include "archive/copies_run.h"
#include "archive/said.h"
#include "archive/story.h"
#include "archive/writer.h"

#define NOT_PENDING UINT32_MAX
enum {
    STORIES_BYTES_MAX = 48 << 20, /* of texts kept to be compared again; past it all are let go */
    LEADERS_MAX = 64 /* stories that share a key: past it the key says nothing, and is passed over */
};

struct board_node {
    char id[PENDING_ID];
    uint32_t order;       /* copies_order */
    uint32_t pending;     /* its entry's number */
    struct old_place old; /* where it was committed; database -1: nowhere */
    uint32_t segment;
    struct segment_place place;
    uint64_t had, now;    /* groups, as committed and as settled */
    struct sketch sketch;
    struct story *story;  /* NULL: not read */
    bool sketched;        /* else it is when it is read */
    bool queued, settled; /* now is right */
};

/* Whose articles of a run with one key are no followers; more than LEADERS_MAX are not all there. */
enum { RUN_LEADERS = 256 /* kept: a power of two */ };
struct run_leaders {
    bool is_known;
    uint32_t key, count;
    size_t run;
    uint32_t docids[LEADERS_MAX + 1];
};

struct board {
    struct writer *writer;
    struct board_node *nodes;
    size_t count, size, pending; /* the first so many are what is pending, in order */
    uint64_t *keys;              /* of those: a key of the sketch, and the node behind it; rising */
    size_t key_count;
    uint32_t *skips;             /* of each of those: the next that is no follower's, as far as was seen */
    uint64_t *places; /* open addressing of committed places: place_code, 0: free */
    uint32_t *place_nodes; /* or GONE */
    size_t place_count, place_size;
    struct copies_run *runs[SCHEMA_DATABASES_MAX];
    uint32_t *delta_keys; /* that any of its articles has; rising */
    size_t delta_key_count, delta_key_size;
    struct segments segments;
    struct buffer stored;
    struct said said;
    uint64_t story_bytes;
    struct run_leaders *run_leaders; /* of the keys that runs were asked for last */
    uint32_t *risen;                 /* nodes of runs that followed, and that this commit made leaders */
    size_t risen_count, risen_size;
    uint32_t *found; /* what board_find gives */
    size_t found_count, found_size;
};

/* Reads what is pending, its sketches on all cores. */
int board_open(struct board *b, struct writer *w, struct error *err);
void board_close(struct board *b);
/* The sketches of what is pending; board_open's. */
int board_sketch(struct board *b, struct error *err);

/* Whether a was published before b. */
bool board_before(const struct board *b, uint32_t x, uint32_t y);
/* Whether x leads or is alone, as far as is known by now. */
bool board_leads(const struct board *b, uint32_t x);
/* The node of a committed document; GONE when it is deleted or another text is pending in its place. */
#define GONE UINT32_MAX
int board_node(struct board *b, struct old_place at, uint32_t *out, struct error *err);
/* x, of a run, has come to lead. */
int board_rises(struct board *b, uint32_t x, struct error *err);
/* What a committed document that is pending or deleted had. */
int board_group_of(struct board *b, struct old_place at, uint64_t *group, struct error *err);
/* Its text, and with it the sketch. */
int board_read(struct board *b, uint32_t x, struct error *err);
/* Whether two tell the same story in the same words. */
int board_near(struct board *b, uint32_t x, uint32_t y, bool *near, struct error *err);

/* Into b->found, in the order of publication: the leaders before x that share a key with it. */
int board_find_leaders(struct board *b, uint32_t x, struct error *err);
/* Likewise the committed articles behind x that share a key. */
int board_find_later(struct board *b, uint32_t x, struct error *err);
/* Likewise the committed articles of a group, but those that are gone or pending. */
int board_find_group(struct board *b, uint64_t group, struct error *err);

#endif
