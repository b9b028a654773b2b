/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_order.c - orders of Elasticsearch's bulk interface. */
#include "indexer/formats/json_order.h"

#include <stdlib.h>
#include <string.h>

bool json_order_is(const cJSON *object, char **id)
{
    static const char *const orders[] = {"index", "create", "update", "delete", NULL};
    const cJSON *order = cJSON_IsObject(object) ? object->child : NULL;

    if (!order || order->next || !cJSON_IsObject(order) || !order->string)
        return false;
    for (size_t i = 0; orders[i]; i++) {
        if (strcmp(order->string, orders[i]) != 0)
            continue;
        const cJSON *own = cJSON_GetObjectItemCaseSensitive(order, "_id");
        if (!own && !cJSON_HasObjectItem(order, "_index") && order->child)
            return false;
        free(*id);
        *id = cJSON_IsString(own) && strcmp(order->string, "delete") != 0 ? strdup(own->valuestring) : NULL;
        return true;
    }
    return false;
}

bool json_order_name(cJSON *object, char **id)
{
    bool named =
        !*id || !cJSON_IsObject(object) || cJSON_HasObjectItem(object, "id") || cJSON_HasObjectItem(object, "_id");
    bool good = named || cJSON_AddStringToObject(object, "_id", *id);
    free(*id);
    *id = NULL;
    return good;
}
