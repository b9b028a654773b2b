/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_facets.c - what of an article is filtered and counted. */
#include "archive/search_facets.h"

#include "archive/schema.h"

const struct column_kind search_columns[COLUMN_COUNT] = {
    [FACET_SOURCE] = {.slot = SLOT_SOURCE, .prefix = PREFIX_SOURCE},
    [FACET_SECTION] = {.slot = SLOT_SECTION, .prefix = PREFIX_SECTION},
    [FACET_AUTHOR] = {.slot = SLOT_AUTHORS, .is_list = true, .prefix = PREFIX_AUTHOR_NAME},
    [FACET_TAG] = {.slot = SLOT_TAGS, .is_list = true, .prefix = PREFIX_TAG},
    [FACET_LANG] = {.slot = SLOT_LANG, .prefix = PREFIX_LANG, .widens = true},
    [FACET_YEAR] = {.slot = SLOT_DATE, .prefix = PREFIX_YEAR, .cut = sizeof "YYYY" - 1},
    [COLUMN_GROUP] = {.slot = SLOT_GROUP},
    [COLUMN_ADDED] = {.slot = SLOT_ADDED},
    [COLUMN_RETIRED] = {.slot = SLOT_RETIRED},
};

const char *search_facet_name(enum search_facet facet)
{
    static const char *const names[FACET_COUNT] = {
        [FACET_SOURCE] = "source", [FACET_SECTION] = "section", [FACET_AUTHOR] = "author",
        [FACET_TAG] = "tag",       [FACET_LANG] = "lang",       [FACET_YEAR] = "year"};

    return names[facet];
}
