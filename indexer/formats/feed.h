/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feed.h - what is known of a feed while its items are read. For feed.c, feed_item.c and wxr.c only. */
#ifndef HUSTINGS_FEED_H
#define HUSTINGS_FEED_H

#include "indexer/formats/facts.h"

#include <libxml/tree.h>

struct feed {
    const char *name;
    const struct sink *sink;
    struct error *err;
    char *title, *lang, *link, *author; /* NULL: not said so far */
    cJSON *people;                      /* WordPress: names to be shown, by login */
    struct left_out left;
    unsigned long items; /* so far */
};

/* The facts of an RSS item or an Atom entry. */
void feed_item(const struct feed *f, xmlNode *item, cJSON *facts);

/* The text of a title, say, in one line, of HTML without its tags; the caller's, or NULL. */
char *feed_line(const xmlNode *node);

/* Whether the item is one of WordPress's exports. */
bool wxr_is(const xmlNode *item);
/* A <wp:author>: kept, to name those who wrote the items. */
void wxr_author(struct feed *f, const xmlNode *author);
/* False: the item is no published post, and is counted. */
bool wxr_is_published(struct feed *f, const xmlNode *item);
/* Takes out in place WordPress's marks for pictures and players, such as [gallery ids="1,2"], and captions with them.
 */
void wxr_drop_shortcodes(char *html);
/* What an export knows better than the feed that it is, too; before feed_item. */
void wxr_item(const struct feed *f, xmlNode *item, cJSON *facts);

#endif
