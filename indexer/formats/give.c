/* SPDX-License-Identifier: GPL-2.0-or-later */
/* give.c - an article made of what a reader found, given to the sink. */
#include "indexer/formats/format.h"

int format_give(const cJSON *facts, const char *where, const struct sink *sink, struct error *why, struct error *err)
{
    struct article a = {0};
    char warning[256] = "";

    *why = (struct error){0};
    if (article_from_json(facts, &a, warning, why))
        return why->fault == FAULT_MEMORY ? error_set(err, why->fault, "%s", why->text) : 1;
    if (*warning)
        sink->warning(sink->ctx, where, warning);
    int rc = sink->article(sink->ctx, &a, where);
    article_free(&a);
    return rc ? error_set(err, FAULT_NONE, "stopped") : 0;
}
