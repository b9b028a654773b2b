/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_order.h - orders of Elasticsearch's bulk interface, between the documents of its dumps:
 * {"index": {"_id": "7"}}, and on the next line the document. */
#ifndef HUSTINGS_JSON_ORDER_H
#define HUSTINGS_JSON_ORDER_H

#include <cJSON.h>
#include <stdbool.h>

/* Whether the object is such an order; then *id (the caller's, freed and set anew) is what it calls the document. */
bool json_order_is(const cJSON *object, char **id);
/* Gives a document the id, if there is one and it has none of its own, and takes it. False: no memory. */
bool json_order_name(cJSON *object, char **id);

#endif
