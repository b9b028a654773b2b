/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dry_plan.c - what would stand under one id in the middle of a run, and what would become of the next article. */
#include "indexer/dry_plan.h"

#include <stdlib.h>
#include <string.h>

/* Whether p is there as that version: 1 or 0, or -1. */
static int has(const struct plan_entry *e, const struct packed *p, uint32_t version, struct segments *segments,
               struct error *err)
{
    struct error why = {0};

    if ((!e->there && !e->retracted) || e->version < version)
        return 0;
    for (size_t i = e->made_count; i-- > 0;) {
        const struct plan_record *r = &e->made[i];
        if (r->number < version)
            return 0;
        if (r->number == version && r->kind == p->kind && memcmp(r->hash, p->hash, SEGMENT_HASH) == 0)
            return 1;
    }
    if (!e->segment)
        return 0;
    int rc = versions_has(segments, e->segment, e->place, p->kind, version, p->hash, &why);
    if (rc < 0 && why.fault != FAULT_DAMAGED) /* earlier texts that are damaged are not there */
        return error_set(err, why.fault, "%s", why.text);
    return rc > 0;
}

int plan_decide(const struct plan_entry *e, const struct packed *p, struct segments *segments, enum put_result *result,
                struct error *err)
{
    bool retracts = p->kind == SEGMENT_RETRACTION;
    bool same = (retracts ? e->retracted : e->there) && memcmp(e->hash, p->hash, SEGMENT_HASH) == 0;
    uint32_t version = p->version || retracts || !e->retracted ? p->version : e->version;

    if (retracts && !e->there && !e->retracted)
        return error_set(err, FAULT_INVALID, "no article '%.200s' to retract", p->id);
    int there = same ? 1 : version ? has(e, p, version, segments, err) : 0;
    if (there < 0)
        return -1;
    *result = there ? PUT_UNCHANGED : retracts || e->there ? PUT_UPDATED : PUT_ADDED;
    return 0;
}

bool plan_append(struct plan_entry *e, const struct packed *p)
{
    bool retracts = p->kind == SEGMENT_RETRACTION;
    uint32_t version = e->there || e->retracted ? e->version + 1 : 1;

    if (p->version > version) /* the ones between were not to be had */
        version = p->version;
    else
        version -= retracts; /* it is about the text before it */
    struct plan_record *made = realloc(e->made, (e->made_count + 1) * sizeof *made); /* of most there is one */
    if (!made)
        return false;
    e->made = made;
    struct plan_record *r = &made[e->made_count++];
    *r = (struct plan_record){.kind = p->kind, .number = version};
    memcpy(r->hash, p->hash, SEGMENT_HASH);
    memcpy(e->hash, p->hash, SEGMENT_HASH);
    e->version = version;
    e->there = !retracts;
    e->retracted = retracts;
    return true;
}

void plan_free(struct plan_entry *e)
{
    free(e->id);
    free(e->made);
}
