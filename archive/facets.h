/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets.h - how many of a request's articles have each value of the fields that are asked.
 *
 * A field is counted without its own filters, where they say which values an article may have: of those who chose one
 * source all others can still be chosen, with their counts. What must not be (search_filter.exclude) and the dates
 * hold for all fields, and so does what q says. Each such field is one more search. */
#ifndef HUSTINGS_FACETS_H
#define HUSTINGS_FACETS_H

#include "archive/select.h"

/* The request's totals and facets into *out, as search_run gives them, but strictly: select.h. With collapse a group of
 * copies counts once, where the one stands that is shown of those that match; without it, every article. */
int facets_run(struct reader *r, const struct search_request *request, struct arena *arena, struct search_page *out,
               struct error *err);
/* The facets alone, into page; found is what request finds, unfiltered its query. */
int facets_of(struct reader *r, const struct search_request *request, const struct tree *unfiltered,
              const struct selection *found, enum search_collapse collapse, struct arena *arena,
              struct search_page *page, struct error *err);

#endif
