/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts.h - what a reader of XML finds of an article, by the keys of JSON, and the article made of it. */
#ifndef HUSTINGS_FACTS_H
#define HUSTINGS_FACTS_H

#include "indexer/formats/format.h"

#include <libxml/tree.h>

/* Sets a key that is not set yet; NULL and "" say nothing. */
void facts_set(cJSON *facts, const char *key, const char *text);
void facts_take(cJSON *facts, const char *key, char *text); /* text is freed */
/* Appends to a list what is not in it. */
void facts_add(cJSON *facts, const char *key, const char *text);
void facts_add_taken(cJSON *facts, const char *key, char *text);
bool facts_has(const cJSON *facts, const char *key);

/* What was left out on purpose, counted by kind, for one line at the end. */
struct left_out {
    struct {
        char name[40];
        unsigned long count;
    } kinds[12];
};
/* Past the kinds that there is room for, as "others". */
void left_out_add(struct left_out *l, const char *kind, unsigned long count);
void left_out_tell(const struct left_out *l, const char *where, const struct sink *sink);

/* The article of a record, given to the sink; or a problem, with the record's XML in <around>, so that it can be mended
 * and read again. -1: no memory, or the sink said stop. */
int facts_give(const cJSON *facts, xmlNode *record, const char *around, const char *where, const struct sink *sink,
               struct error *err);

#endif
