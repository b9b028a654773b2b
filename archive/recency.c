/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recency.c - younger articles a little higher. */
#include "archive/recency.h"

#include "archive/docids.h"
#include "archive/schema.h"

#include <math.h>
#include <time.h>

#define AT_MOST 0.3 /* of a weight that age can cost */
enum { DAY_SECONDS = 24 * 60 * 60 };

static double day_of(uint32_t docid)
{
    return SCHEMA_LAST_DAY - (double)((docid - 1) / SCHEMA_SLOTS_A_DAY);
}

struct recency recency_make(const struct reader *r, double half_life)
{
    double today = (double)(time(NULL) / DAY_SECONDS), newest = SCHEMA_FIRST_DAY;
    uint32_t first =
        (uint32_t)(SCHEMA_LAST_DAY - today) * SCHEMA_SLOTS_A_DAY + 1; /* of today; docids fall as dates rise */

    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct reader_shard *s = reader_shard(r, i);
        size_t at = docids_seek(s->docids, s->documents, 0, first);
        if (at < s->documents && s->docids[at] < SCHEMA_DOCID_UNDATED && day_of(s->docids[at]) > newest)
            newest = day_of(s->docids[at]);
    }
    return (struct recency){half_life, newest};
}

double recency_factor(const struct recency *recency, uint32_t docid)
{
    double age = recency->newest - day_of(docid);

    if (docid >= SCHEMA_DOCID_UNDATED)
        return 1 - AT_MOST;
    return 1 - AT_MOST + AT_MOST * exp2(-(age > 0 ? age : 0) / recency->half_life);
}
