/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_values.c - values of a search as people type them. */
#include "indexer/search_values.h"

#include "archive/filter_list.h"

#include <stdio.h>
#include <string.h>

const struct search_choice search_places[] = {
    {"title", FIELD_TITLE}, {"body", FIELD_BODY}, {"author", FIELD_AUTHOR}, {NULL, 0}};
const struct search_choice search_matches[] = {{"all", MATCH_ALL}, {"any", MATCH_ANY}, {NULL, 0}};
const struct search_choice search_sorts[] = {
    {"relevance", SORT_RELEVANCE}, {"newest", SORT_NEWEST}, {"oldest", SORT_OLDEST}, {NULL, 0}};
const struct search_choice search_collapses[] = {{"group", COLLAPSE_GROUP}, {"none", COLLAPSE_NONE}, {NULL, 0}};

bool search_choice_read(const struct search_choice *choices, const char *text, int *out)
{
    for (const struct search_choice *c = choices; c->name; c++) {
        if (strcmp(text, c->name) == 0) {
            *out = c->value;
            return true;
        }
    }
    return false;
}

void search_choices_text(const struct search_choice *choices, char out[SEARCH_CHOICES_TEXT])
{
    size_t len = 0;

    for (const struct search_choice *c = choices; c->name; c++) {
        const char *between = c == choices ? "" : c[1].name ? ", " : " or ";
        int n = snprintf(out + len, SEARCH_CHOICES_TEXT - len, "%s%s", between, c->name);
        len = n > 0 && len + (size_t)n < SEARCH_CHOICES_TEXT ? len + (size_t)n : len;
    }
}

bool search_filter_read(const char *text, enum search_facet facet, struct arena *arena, struct search_filter *out,
                        const char **why)
{
    bool exclude = *text == '-';
    struct search_filter f = {facet, exclude, arena_alloc(arena, FILTER_VALUES_MAX * sizeof *f.values), 0};
    struct filter_list list = {text + exclude, text + strlen(text), false};
    struct filter_item item;
    int more;

    *why = "needs more memory";
    if (!f.values)
        return false;
    while ((more = filter_list_next(&list, arena, &item)) > 0) {
        if (f.count == FILTER_VALUES_MAX) {
            *why = "takes at most 64 values";
            return false;
        }
        f.values[f.count++] = item.value;
    }
    if (more < 0)
        return false;
    *why = "needs a value";
    if (f.count)
        *out = f;
    return f.count;
}
