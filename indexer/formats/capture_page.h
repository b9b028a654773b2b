/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture_page.h - a page of a web archive as an article. */
#ifndef HUSTINGS_CAPTURE_PAGE_H
#define HUSTINGS_CAPTURE_PAGE_H

#include "indexer/formats/capture.h"

/* "crawl.warc!URI", or the record's number when it has none. */
void capture_where(const struct captures *c, const char *uri, char where[WHERE_MAX]);
/* Reads body as html_page does. Its address is the page's own word (canonical), made whole by the URI; else the URI.
 * When it was fetched is kept as "archived" and is not its date. charset as HTTP said, or "". */
int capture_page(struct captures *c, const struct capture *one, const struct buffer *body, const char *charset,
                 struct error *err);

#endif
