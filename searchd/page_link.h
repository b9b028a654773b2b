/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_link.h - the addresses of the pages before and after this one (RFC 8288). */
#ifndef HUSTINGS_PAGE_LINK_H
#define HUSTINGS_PAGE_LINK_H

#include "searchd/params.h"

/* Sets Link: rel="prev" and "next" where there are such pages: the request's own URL with another page. */
void page_links(const struct request *request, struct response *response, const struct search_params *p,
                uint64_t total);

/* The request's query with another page, or none where name is NULL, behind path; escaped as a URL has it. since stays
 * behind the request's own path alone. False: over the maximum of out. */
bool page_target(struct buffer *out, const struct request *request, const char *path, const char *name, uint64_t page);

#endif
