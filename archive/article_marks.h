/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_marks.h - one article whole, with those words marked that a search for a query marks in its results.
 *
 * They are marked by the very forms that the search looks up (plan.h): inflections, synonyms, prefixes, what stands in
 * quotation marks; of a query that finds nothing and is answered as another, that one's. A line that is boilerplate is
 * not searched, and nothing is marked in it. */
#ifndef HUSTINGS_ARTICLE_MARKS_H
#define HUSTINGS_ARTICLE_MARKS_H

#include "archive/search.h"

struct article_marks {
    struct record_text title, text, source, url; /* of the article; data NULL: it has none */
    struct marked marked_title, marked_text;     /* in the arena; text NULL: the article has none */
};

/* Fills the marked ones. Of the request q, match, in and deadline_ms count. Fails as search_run. */
int article_mark(struct reader *r, const struct search_request *request, struct arena *arena, struct article_marks *a,
                 struct error *err);

#endif
