/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listing.h - all that a request finds, article by article, by date: what exports, manifests and their proof are made
 * of.
 *
 * A listing may be broken off behind any article and gone on with by another reader: what it is then is its request,
 * its snapshot and that article's docid. */
#ifndef HUSTINGS_LISTING_H
#define HUSTINGS_LISTING_H

#include "archive/search_show.h"
#include "archive/select.h"

struct listing_place {
    const char *snapshot; /* id of the one to read (listing_stand); NULL: the reader's */
    uint32_t after;       /* docid, as its shard has it, of the article to go on behind; 0: from the start */
};

/* Borrows all that it is given until listing_end. */
struct listing {
    struct selection set;
    struct snapshot snapshot; /* that it is of */
    struct selection_walk walk;
    struct arena article; /* what the article at hand takes */
    struct showing show;
};

/* Has r show the snapshot of that id (may be NULL). FAULT_INVALID: this archive had none such; FAULT_NOT_FOUND: it is
 * no longer to be had, or not with the synonyms it had. */
int listing_stand(struct reader *r, const char *snapshot, struct error *err);
/* request->sort: SORT_OLDEST, or else the newest first. Fails as listing_stand and search_run. The set lies in
 * arena. */
int listing_begin(struct reader *r, const struct search_request *request, const struct listing_place *place,
                  struct arena *arena, struct listing *out, struct error *err);
/* The next article, with what request wants of it, until the call after; docid may be NULL. 1, or 0: there are no more,
 * or -1. A text that is damaged is absent. */
int listing_next(struct listing *l, struct search_result *out, uint32_t *docid, struct error *err);
/* Its id alone. */
int listing_next_id(struct listing *l, struct record_text *id, uint32_t *docid, struct error *err);
void listing_end(struct listing *l);

/* The docid, as listing_place takes it, of the article with that id. FAULT_NOT_FOUND. */
int listing_docid(struct reader *r, const char *id, uint32_t *docid, struct error *err);
/* The id of the article with that docid, in arena. FAULT_NOT_FOUND: the snapshot that r shows has none such. */
int listing_id(struct reader *r, uint32_t docid, struct arena *arena, const char **id, struct error *err);

#endif
