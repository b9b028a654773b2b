/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_list.h - the values of a filter as one text: Vale Post,"Poe, Ann",-Echo
 *
 * Commas part them, and between two there may be nothing. '-' before a value: it must not be. A value in double quotes
 * is what stands between them, commas, '-' and white space too, and "" in it is one quote. Quotes that do not close
 * before a comma or the end are letters like others. */
#ifndef HUSTINGS_FILTER_LIST_H
#define HUSTINGS_FILTER_LIST_H

#include "archive/arena.h"
#include "archive/buffer.h"

struct filter_list {
    const char *at, *end; /* what is still to be read */
    bool signs;           /* '-' is looked for; else it is a letter */
};

struct filter_item {
    const char *value; /* with a NUL behind it */
    size_t len;        /* never 0 */
    bool exclude;
};

/* The next value, in arena: 1, 0 at the end, -1 out of memory. */
int filter_list_next(struct filter_list *list, struct arena *arena, struct filter_item *out);
/* Appends a value as it is read with signs, in quotes where it would be read otherwise without. */
bool filter_list_put(struct buffer *out, const char *value, bool exclude);

#endif
