/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openapi_schemas.c - shapes as JSON Schema 2020-12. */
#include "searchd/openapi.h"

#include <string.h>

#include "searchd/shapes.h"

static bool is_plain(const char *type, size_t len)
{
    static const char *const plain[] = {"string", "integer", "number", "boolean"};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strlen(plain[i]) == len && memcmp(plain[i], type, len) == 0)
            return true;
    return false;
}

/* {"type": ["string", "null"]}, or for a shape {"anyOf": [{"$ref": ...}, {"type": "null"}]} */
static bool put_or_null(cJSON *o, const char *type, bool plain, struct arena *arena)
{
    cJSON *list = json_put_list(o, plain ? "type" : "anyOf"), *null;
    if (plain)
        return list && json_put_string(list, NULL, type) && json_put_string(list, NULL, "null");
    return list && openapi_put_ref(list, NULL, "schemas", type, arena) && (null = json_put_object(list, NULL)) &&
           json_put_string(null, "type", "null");
}

static bool put_type(cJSON *o, const char *type, struct arena *arena)
{
    /* Each "[]" and "{}" is one schema around the next. */
    for (; *type == '[' || *type == '{'; type += 2) {
        bool list = *type == '[';
        if (!json_put_string(o, "type", list ? "array" : "object") ||
            !(o = json_put_object(o, list ? "items" : "additionalProperties")))
            return false;
    }
    size_t len = strcspn(type, "?");
    bool plain = is_plain(type, len);
    const char *name = arena_copy(arena, type, len);
    if (!name || type[len])
        return name && put_or_null(o, name, plain, arena);
    const char *ref = arena_printf(arena, "#/components/schemas/%s", name);
    return plain ? json_put_string(o, "type", name) : ref && json_put_string(o, "$ref", ref);
}

static bool put_member(cJSON *o, const struct member *m, struct arena *arena)
{
    return o && put_type(o, m->type, arena) && (!m->says || json_put_string(o, "description", m->says));
}

static bool put_list(cJSON *o, const struct shape *shape, struct arena *arena)
{
    size_t count = 0;
    cJSON *items;
    bool ok = json_put_string(o, "type", "array") && (items = json_put_list(o, "prefixItems"));
    for (; ok && shape->members[count].type; count++)
        ok = put_member(json_put_object(items, NULL), &shape->members[count], arena);
    return ok && json_put_number(o, "minItems", (double)count) && json_put_number(o, "maxItems", (double)count);
}

static bool put_object(cJSON *o, const struct shape *shape, struct arena *arena)
{
    cJSON *properties, *required = NULL;
    bool ok = json_put_string(o, "type", "object") && (properties = json_put_object(o, "properties"));
    for (const struct member *m = shape->members; ok && m->type; m++) {
        size_t len = strcspn(m->name, "?");
        const char *name = arena_copy(arena, m->name, len);
        ok = name && put_member(openapi_put_named(properties, name), m, arena);
        if (!ok || m->name[len])
            continue;
        if (!required)
            required = json_put_list(o, "required");
        ok = required && json_put_string(required, NULL, name);
    }
    return ok && (!shape->open || json_put_bool(o, "additionalProperties", true));
}

bool openapi_put_schemas(cJSON *components, struct arena *arena)
{
    cJSON *schemas = json_put_object(components, "schemas");
    const struct shape *shape;
    bool ok = schemas;
    for (size_t i = 0; ok && (shape = shape_at(i)); i++) {
        cJSON *o = json_put_object(schemas, shape->name);
        ok = o && (shape->list ? put_list : put_object)(o, shape, arena);
    }
    return ok;
}
