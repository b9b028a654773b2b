/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_says.h - what a page's author says an element is, by its attributes. */
#ifndef HUSTINGS_HTML_SAYS_H
#define HUSTINGS_HTML_SAYS_H

#include <libxml/tree.h>

enum html_says {
    HTML_SAYS_NOTHING,
    HTML_SAYS_BODY,     /* the article's text */
    HTML_SAYS_OTHERS,   /* other articles */
    HTML_SAYS_BESIDE,   /* navigation, captions, sharing, newsletters, cookies, advertisements */
    HTML_SAYS_CREDIT,   /* who wrote the article, and when */
    HTML_SAYS_COMMENTS, /* what readers wrote */
    HTML_SAYS_HIDDEN    /* not shown at first */
};

/* By class, id, role, itemprop and the like. */
enum html_says html_says(const xmlNode *node);

#endif
