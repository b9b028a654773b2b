/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_url.h - the addresses by which one view of the archive leads to another: a state, and what changes in it.
 *
 * A view's state is a search's parameters (params.h) and nothing else, so that each view has an address, and the same
 * view always the same one. Whoever wants another view copies the parameters and changes the copy. */
#ifndef HUSTINGS_PAGE_URL_H
#define HUSTINGS_PAGE_URL_H

#include "searchd/params.h"

enum {
    PAGE_URL_MAX = 64 << 10, /* three times the longest target, escaped */
    /* Of a view that is shown: hundreds of links on its page repeat its address, and each facet's value is looked for
     * among the chosen ones. The longest query fits. */
    PAGE_VIEW_MAX = 3 * QUERY_BYTES_MAX + 1000,
    PAGE_VALUES_MAX = 100
};

/* What of a view is told, as bits. What is as without it never is. */
enum {
    PAGE_QUERY = 1, /* q */
    PAGE_WHICH = 2, /* match, in, filters, snapshot, collapse: with q and dates, which articles are found */
    PAGE_DATES = 4,
    PAGE_ORDER = 8, /* sort, per_page */
    PAGE_CHART = 16,
    PAGE_PLACE = 32, /* page */
    PAGE_KEEPS = PAGE_WHICH | PAGE_DATES | PAGE_ORDER | PAGE_CHART, /* when another query is asked */
    PAGE_LIST = PAGE_KEEPS | PAGE_QUERY, /* the list from its beginning */
    PAGE_FOUND = PAGE_QUERY | PAGE_WHICH | PAGE_DATES /* what other routes of the API take */
};

/* Each name and value (any bytes) of those parts. */
void page_url_each(const struct search_params *p, unsigned parts,
                   void (*each)(void *ctx, const char *name, const char *value, size_t len), void *ctx);
/* Appends path, which may hold a query already, and those parts of p. */
void page_url_put(struct buffer *url, const char *path, const struct search_params *p, unsigned parts);
/* Appends name=value, with '?' or '&' before it as the address so far needs. */
void page_url_add(struct buffer *url, const char *name, const char *value, size_t len);
/* Appends an article's page below root (page.h), where p's query is marked, and from where a way leads back to p. */
void page_url_article(struct buffer *url, const char *root, const char *id, const struct search_params *p);
/* Bytes as a part of an address between two of its marks. */
void page_url_escape(struct buffer *url, const char *bytes, size_t len);

/* Whether p is a view that can be shown. */
bool page_url_fits(const struct search_params *p);
/* A copy of p that filters by field=value too; or no longer, where it did. False: out of memory. */
bool page_url_toggle(const struct search_params *p, enum search_facet field, const char *value, struct arena *arena,
                     struct search_params *out);
/* Whether p finds articles of that value because it was chosen. */
bool page_url_has(const struct search_params *p, enum search_facet field, const char *value);

#endif
