/* SPDX-License-Identifier: GPL-2.0-or-later */
/* versions.c - the earlier texts of an article, by the links of their records. */
#include "archive/versions.h"

#include <string.h>

int versions_walk(struct segments *s, uint32_t segment, struct segment_place place,
                  int (*each)(void *ctx, const struct version *v, struct error *err), void *ctx, struct error *err)
{
    int rc = 0;

    for (int i = 0; rc == 0 && segment && i < VERSIONS_MAX; i++) {
        struct segment *opened;
        struct segment_record record;
        if (segments_get(s, segment, &opened, err) < 0 || segment_peek(opened, place, &record, err) < 0)
            return -1;
        const struct segment_link *link = &record.link;
        struct version v = {.kind = record.kind,
                                  .number = link->version,
                                  .stored = link->stored,
                                  .segment = segment,
                                  .place = place};
        memcpy(v.hash, record.hash, SEGMENT_HASH);
        rc = each(ctx, &v, err);
        if (rc == 0 && link->segment == segment && link->before.offset >= place.offset) /* it would lead round */
            return error_set(err, FAULT_DAMAGED, "the link of the article at byte %llu leads nowhere",
                             (unsigned long long)place.offset);
        segment = link->segment;
        place = link->before;
    }
    return rc;
}

struct sought {
    enum segment_kind kind;
    uint32_t number;
    const uint8_t *hash;
};

static int compare(void *ctx, const struct version *v, struct error *err)
{
    const struct sought *s = ctx;

    (void)err;
    if (v->number < s->number)
        return 2; /* and all behind it are lower */
    return v->number == s->number && v->kind == s->kind && memcmp(v->hash, s->hash, SEGMENT_HASH) == 0;
}

int versions_has(struct segments *s, uint32_t segment, struct segment_place place, enum segment_kind kind,
                 uint32_t number, const uint8_t hash[SEGMENT_HASH], struct error *err)
{
    struct sought sought = {kind, number, hash};
    int rc = versions_walk(s, segment, place, compare, &sought, err);

    return rc == 2 ? 0 : rc;
}
