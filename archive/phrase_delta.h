/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase_delta.h - whether a document of the delta holds a phrase, by Xapian's positions. For phrase.c only. */
#ifndef HUSTINGS_PHRASE_DELTA_H
#define HUSTINGS_PHRASE_DELTA_H

#include "archive/phrase.h"
#include "archive/proximity.h"
#include "archive/quoted.h"

struct phrase_words {
    enum query_field field;
    struct proximity proximity;
    const struct term_list *groups[PROXIMITY_PARTS_MAX];
    size_t group_count;
};

/* docid: as the shard has it. quotations: of the document, for FIELD_SAID; else NULL. */
int phrase_in_delta(struct reader *r, const struct phrase_words *p, size_t shard, uint32_t docid,
                    struct quoted_walk *quotations, bool *holds, struct error *err);

#endif
