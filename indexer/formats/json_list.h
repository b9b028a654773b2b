/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_list.h - articles that lie in a list within an object, as search engines and APIs answer: Elasticsearch's and
 * OpenSearch's hits.hits, Solr's and the New York Times' response.docs, the Guardian's response.results, NewsAPI's
 * articles, JSON Feed's items, and data, results, posts and their like. */
#ifndef HUSTINGS_JSON_LIST_H
#define HUSTINGS_JSON_LIST_H

#include <cJSON.h>
#include <stddef.h>

/* Where in the first bytes of a file such a list begins, behind its '[': 0, none; *within: lists and objects open
 * there. Only where nothing before it and all of its first value that is seen say so. */
size_t json_list_ahead(const char *bytes, size_t len, unsigned *within);
/* The list in an object that has no text of its own, or its one article; NULL: it is none of those. Borrowed. */
const cJSON *json_list_of(const cJSON *object);

#endif
