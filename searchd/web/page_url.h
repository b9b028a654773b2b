/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_url.h - the addresses by which one view of the archive leads to another: a state, and what changes in it.
 *
 * A view's state is a search's parameters (params.h) and nothing else, so that each view has an address, and the same
 * view always the same one. Whoever wants another view copies the parameters and changes the copy. */
#ifndef HUSTINGS_PAGE_URL_H
#define HUSTINGS_PAGE_URL_H

#include "searchd/params.h"

enum { PAGE_URL_MAX = 32 << 10 };

/* Appends name=value to an address that began with path, with '?' or '&' before. */
void page_url_add(struct buffer *url, const char *name, const char *value, size_t len);
/* Appends path and what p says: what is as without it is left out. path may hold a query. page: with the place in the
 * list, too, else the list is looked at from its beginning. */
void page_url_put(struct buffer *url, const char *path, const struct search_params *p, bool page);
/* A copy of p with the filter field=value added, or taken out if it is there. False: out of memory. */
bool page_url_toggle(const struct search_params *p, enum search_facet field, const char *value, struct arena *arena,
                     struct search_params *out);
/* Whether p filters by that value. */
bool page_url_has(const struct search_params *p, enum search_facet field, const char *value);

#endif
