/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_plan.h - what would stand under one id in the middle of a run, and what the store would make of the next article
 * under it: its rules (store.c), without a store. For dry_run.c only. */
#ifndef HUSTINGS_DRY_PLAN_H
#define HUSTINGS_DRY_PLAN_H

#include "archive/store.h"
#include "archive/versions.h"
#include "indexer/changes.h"

/* A record that the run would have appended. */
struct plan_record {
    enum segment_kind kind;
    uint32_t number; /* its version */
    uint8_t hash[SEGMENT_HASH];
};

struct plan_entry {
    char *id;
    bool there, retracted;      /* never both */
    uint8_t hash[SEGMENT_HASH]; /* of the article, or of the tombstone */
    uint32_t version;           /* of the article, or of the text that was retracted */
    struct fields fields;       /* of an article that the run put */
    uint32_t segment;           /* where the newest record on disk is; 0: none */
    struct segment_place place;
    struct plan_record *made; /* behind those on disk, the oldest first */
    size_t made_count;
};

/* As the store decides; segments are the archive's, not asked where entry->segment is 0. */
int plan_decide(const struct plan_entry *entry, const struct packed *p, struct segments *segments,
                enum put_result *result, struct error *err);
/* What is there once p is put; false: out of memory. */
bool plan_append(struct plan_entry *entry, const struct packed *p);
void plan_free(struct plan_entry *entry); /* what it holds */

#endif
