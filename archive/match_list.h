/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_list.h - one term's postings in one shard, window by window. For match*.c and quoted_word.c only. */
#ifndef HUSTINGS_MATCH_LIST_H
#define HUSTINGS_MATCH_LIST_H

#include "archive/arena.h"
#include "archive/blocks.h"
#include "archive/match.h"

enum { WINDOW = MATCH_WINDOW, WINDOW_WORDS = WINDOW / 64 };

struct match_list {
    uint32_t freq; /* documents that have the term */
    uint32_t share; /* what an occurrence counts, in sixteenths; SHARE_FULL when opened */
    /* The postings at hand: a block's, or all of a list that is not in blocks. */
    uint32_t *numbers, *wdfs;
    size_t count, at;
    bool wdfs_read;
    struct blocks_list blocks; /* count 0: not in blocks */
    size_t next;               /* block */
    double most;               /* wdf/norm of a list that is not in blocks */
    double scale;              /* by which the norms of today may be smaller than those that blocks.most is of */
};

/* Finds term in that shard; average: length of all documents. */
int match_list_open(struct reader *r, size_t shard, xap_text term, double average, struct arena *arena,
                    struct match_list *out, struct error *err);
/* So that windows may rise from the first again. */
void match_list_rewind(struct match_list *l);
/* The most that share * wdf/norm can be, in sixteenths, for a document from `from` on and before end. Windows rise from
 * call to call. */
double match_list_most(struct match_list *l, uint32_t from, uint32_t end);
/* Whether any of these documents may have the term; likewise. */
bool match_list_reaches(struct match_list *l, uint32_t from, uint32_t end);
/* Sets the bits of the documents from `from` on and before end, from bit 0 on, and adds share times their wdfs to
 * wdfs (NULL: not wanted). Whether there are any. */
bool match_list_fill(struct match_list *l, uint32_t from, uint32_t end, uint64_t *bits, uint32_t *wdfs);

#endif
