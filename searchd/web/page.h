/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.h - what all pages have: head, search form, foot, and the headers that keep strangers out.
 *
 * Between page_open and page_close a page appends the content of its <main>. */
#ifndef HUSTINGS_PAGE_H
#define HUSTINGS_PAGE_H

#include "searchd/params.h"
#include "searchd/web/ask_api.h"

enum { PAGE_BYTES_MAX = 32 << 20 }; /* the longest article, with each word marked */

struct page {
    const struct request *request;
    const char *root; /* where the daemon's paths begin, seen from here: "./" or "../". A proxy may have them below
                       * a path of its own */
    const char *title;     /* of the document, before the site's name; NULL: that alone */
    const struct search_params *params; /* whose query and filters the form holds; NULL: an empty form */
    const char *feed;      /* the address of its Atom feed; NULL: none */
    const char *canonical; /* its own best address; NULL: none is told */
    bool no_index;         /* not for crawlers: lists are endless */
};

void page_open(struct buffer *out, const struct page *page);
void page_close(struct buffer *out, const struct page *page);
/* What a form keeps of the view that it stands in: parts of p, as page_url.h has them. */
void page_hidden(struct buffer *out, const struct search_params *p, unsigned parts);
/* Takes out as response's body, with the headers of a page. kept: its ETag is that of its bytes, and the cache may have
 * it. */
void page_send(struct response *response, int status, struct buffer *out, bool kept);
/* Where the daemon's paths begin, seen from the request's: page.root. */
const char *page_root(const struct request *request);
/* The whole page is a problem of the API, said to a person; answer->json may be NULL. page->title is ours. */
void page_problem(struct response *response, const struct page *page, const struct api_answer *answer);
/* Makes that of a response that holds a problem, and keeps its headers. What was asked besides is kept. */
void page_refusal(struct response *response, const struct request *request);

#endif
