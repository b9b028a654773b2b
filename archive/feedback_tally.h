/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feedback_tally.h - the words of a few documents of one run, counted by their numbers. For feedback.c only.
 *
 * Reading twenty stored texts takes a millisecond; their numbers in the forward file, a tenth of that. */
#ifndef HUSTINGS_FEEDBACK_TALLY_H
#define HUSTINGS_FEEDBACK_TALLY_H

#include "archive/arena.h"
#include "archive/forward.h"
#include "shim/xapian_c.h"

enum {
    TALLY_DOCUMENTS = 20, /* at most */
    TALLY_WORDS = 700     /* of a text that are looked at: news says first what it is about */
};

struct tally_slot;
struct feedback_tally {
    const struct forward *forward;
    struct tally_slot *slots;
    uint32_t *touched; /* slots of the document at hand */
    size_t touched_count;
};
/* False: the arena is full. */
bool feedback_tally_make(struct feedback_tally *t, const struct forward *forward, struct arena *arena);
/* Counts the document of that place in forward_docids: each word by importance times its bm25_part; norm is
 * bm25_norm's. */
void feedback_tally_add(struct feedback_tally *t, size_t document, double importance, double norm);
/* A word, how many of the documents have it, and what was added up for it. False ends it. */
typedef bool feedback_take(void *ctx, xap_text word, uint32_t documents, double parts);
/* Every word that at least so many documents have. False: take said so, or the arena is full. */
bool feedback_tally_take(const struct feedback_tally *t, uint32_t least, struct arena *arena, feedback_take *take,
                         void *ctx);

#endif
