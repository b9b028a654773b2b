/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_shapes.h - what others call our keys, and where they keep them: the documents of Elasticsearch, OpenSearch and
 * Solr, MongoDB's export, the APIs of the Guardian, the New York Times, NewsAPI and WordPress, JSON Feed, news-please,
 * Media Cloud. A key of article.h's, where it has a value, always comes before one of these. */
#ifndef HUSTINGS_JSON_SHAPES_H
#define HUSTINGS_JSON_SHAPES_H

#include <cJSON.h>
#include <stdbool.h>

/* Whether a key is one of theirs, and one for title or text; both without regard to case, '_', '-' and ' '. */
bool json_shapes_known(const char *name);
bool json_shapes_body(const char *name);
/* A search engine's hit becomes its document, with the hit's id where it has none; an agency's {"item": {...}} what it
 * holds. False: no memory. */
bool json_shapes_document(cJSON *object);
/* Moves what is theirs to our keys; texts that are HTML become paragraphs. False: no memory. */
bool json_shapes_apply(cJSON *object);

#endif
