/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_cursor.c - pages of a search at any depth.
 *
 * By date a cursor is the last article shown: the page behind it costs what the first did, and its snapshot does not
 * move under it. By relevance it is a number of results, and so it is where the page is not the answer to the query
 * itself but to another reading of it (search.h's relaxed and corrected). */
#include "searchd/page_cursor.h"

#include "searchd/parameters.h"

#include <stdio.h>
#include <string.h>

/* Behind a second '-' a snapshot's id tells of synonyms. */
static bool is_same_commit(const char *left, const char *right)
{
    size_t archive = strcspn(left, "-"), end = archive + (left[archive] == '-');
    end += strcspn(left + end, "-");
    return strncmp(left, right, end) == 0 && (right[end] == '\0' || right[end] == '-');
}

struct problem page_cursor_problem(const char *given)
{
    return (struct problem){.status = 400, .code = "cursor_invalid", .title = "The cursor is none of this query",
                            .param = "cursor", .value = given, .value_len = strlen(given),
                            .hint = "Take it as it was given, with the same query, filters and order; "
                                    "cursor=* starts."};
}

bool page_cursor_read(const struct request *request, struct response *response, const char *hash, struct asked *a)
{
    const char *given = a->params.cursor;
    struct search_request *search = &a->params.search;
    /* An export is the answer to the query itself, behind an article. */
    bool by_article = request->takes & PARAM_BIT(PARAM_EXPORT_SORT);
    struct cursor c;
    if (!given)
        return true;
    if (strcmp(given, "*") == 0)
        return true;
    if (!cursor_read(given, &c) || strcmp(c.hash, hash) != 0 || (c.walk && search->sort == SORT_RELEVANCE) ||
        (by_article && !c.walk) ||
        (a->params.snapshot && !is_same_commit(a->params.snapshot, c.snapshot))) {
        const struct problem p = page_cursor_problem(given);
        response_problem(response, request, &p);
        return false;
    }
    a->cursor = c;
    a->params.snapshot = a->cursor.snapshot;
    search->walk = c.walk;
    search->after = c.walk ? (uint32_t)c.place : 0;
    search->first = c.walk ? 0 : (uint32_t)c.place;
    a->params.render.page = 0;
    return true;
}

void page_cursor_next(const struct asked *a, char out[CURSOR_TEXT])
{
    const struct search_request *search = &a->params.search;
    const struct search_page *page = &a->page;
    struct cursor c = {.walk = search->sort != SORT_RELEVANCE && !page->relaxed && !page->corrected};
    out[0] = '\0';
    if (!page->more || page->partial || page->count == 0)
        return;
    c.place = c.walk ? page->last : (uint64_t)search->first + page->count;
    snprintf(c.hash, sizeof c.hash, "%s", page->hash);
    snprintf(c.snapshot, sizeof c.snapshot, "%s", a->snapshot.id);
    cursor_print(&c, out);
}
