/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.h - what all pages have: head, search form, foot, and the headers that keep strangers out.
 *
 * Between page_open and page_close a page appends its <main>'s content to out. */
#ifndef HUSTINGS_PAGE_H
#define HUSTINGS_PAGE_H

#include "searchd/params.h"
#include "searchd/web/ask_api.h"

enum { PAGE_BYTES_MAX = 16 << 20 }; /* the longest article, marked, with room */

struct page {
    const char *title;              /* of the document, before the site's name; NULL: that alone */
    const struct search_params *params; /* whose query and filters the form holds; NULL: an empty form */
    const char *feed;               /* the address of its Atom feed; NULL: none */
    bool no_index;                  /* it is not for crawlers: lists are endless */
};

void page_open(struct buffer *out, const struct page *page);
void page_close(struct buffer *out);
/* Takes out as response's body, with the headers of a page. kept: the ETag is that of its bytes, and the cache may have
 * it. */
void page_send(struct response *response, int status, struct buffer *out, bool kept);
/* The whole answer is a problem of the API, said to a person. answer->json may be NULL. */
void page_problem(struct response *response, const struct search_params *params, const struct api_answer *answer);

#endif
