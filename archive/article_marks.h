/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_marks.h - one article whole, with those words marked that a search for a query marks in its results.
 *
 * They are marked by the very forms that the search looks up (plan.h): inflections, synonyms, prefixes, what stands in
 * quotation marks; of a query that finds nothing and is answered as another, that one's. A line that is boilerplate is
 * not searched, and nothing is marked in it. */
#ifndef HUSTINGS_ARTICLE_MARKS_H
#define HUSTINGS_ARTICLE_MARKS_H

#include "archive/search.h"

enum { ARTICLE_MARKED_MAX = 4 << 20 }; /* bytes of a text that HTML is made of: six times that, where all is escaped */

struct article_marks {
    struct record_text title, text, source, url; /* of the article; data NULL: it has none */
    const char *title_html, *text_html;          /* marked_html, in the arena. NULL: there is none, or it is too long */
};

/* Fills the last two. Of the request q, match, in and deadline_ms count. Fails as search_run. */
int article_mark(struct reader *r, const struct search_request *request, struct arena *arena, struct article_marks *a,
                 struct error *err);

#endif
