/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_when.h - the day a page was published, of all the dates that it names. */
#ifndef HUSTINGS_HTML_WHEN_H
#define HUSTINGS_HTML_WHEN_H

#include "indexer/formats/html_day.h"

/* Where a date was found, the most trustworthy first. What a page calls "updated" is never one of them. */
enum html_source {
    HTML_WHEN_LD,       /* JSON-LD's article */
    HTML_WHEN_META,     /* <meta> that says "published" */
    HTML_WHEN_ITEM,     /* microdata, hentry and <time> that say so */
    HTML_WHEN_LD_PAGE,  /* JSON-LD of the page around the article */
    HTML_WHEN_NEAR,     /* beside the headline, for readers */
    HTML_WHEN_META_ANY, /* <meta> that says "date" or "created": of a revision, as often as not */
    HTML_WHEN_URL,      /* the address's, to the precision that it has */
    HTML_WHEN_SOURCES
};

struct html_when {
    enum html_order order;
    char at[HTML_WHEN_SOURCES][32]; /* ISO 8601, or empty */
    bool several;                   /* HTML_WHEN_ITEM had days that differ, as a list of articles has */
};

/* The first of each source is kept; what cannot be read is not. text may be NULL. */
void html_when_offer(struct html_when *w, enum html_source source, const char *text);
/* Of an address such as "https://g.test/2019/12/16/title": a day, a month, or nothing. A year alone may be a number.
 * url may be NULL. */
void html_when_offer_url(struct html_when *w, const char *url);
/* The date to believe, or NULL. A time in UTC becomes the page's own day where that is another. */
const char *html_when(const struct html_when *w);

#endif
