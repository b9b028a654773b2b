/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openapi.c - the document: its head, and a path for each route. */
#include "searchd/openapi.h"

#include <string.h>

cJSON *openapi_put_named(cJSON *into, const char *name)
{
    scoped(json) cJSON *object = cJSON_CreateObject();
    return object && into && cJSON_AddItemToObject(into, name, object) ? take(&object) : NULL;
}

bool openapi_put_ref(cJSON *into, const char *name, const char *kind, const char *of, struct arena *arena)
{
    const char *ref = arena_printf(arena, "#/components/%s/%s", kind, of);
    cJSON *o = ref ? json_put_object(into, name) : NULL;
    return o && json_put_string(o, "$ref", ref);
}

static bool put_head(cJSON *o)
{
    static const char says[] =
        "Full-text search in a news archive. HEAD is answered wherever GET is, OPTIONS on every path. What a route "
        "does not take is ignored with a warning, or with strict=1 refused. Refusals are problems as RFC 9457 has "
        "them.";
    cJSON *info, *licence, *servers, *server;
    return json_put_string(o, "openapi", "3.1.0") && (info = json_put_object(o, "info")) &&
           json_put_string(info, "title", "Hustings") && json_put_string(info, "version", HUSTINGS_VERSION) &&
           json_put_string(info, "description", says) && (licence = json_put_object(info, "license")) &&
           json_put_string(licence, "name", "GPL-2.0-or-later") &&
           json_put_string(licence, "identifier", "GPL-2.0-or-later") && (servers = json_put_list(o, "servers")) &&
           (server = json_put_object(servers, NULL)) && json_put_string(server, "url", "/");
}

/* "/v1/articles/{id}/similar" */
static const char *path_of(const struct route *route, struct arena *arena)
{
    const char *star = strchr(route->path, '*');
    if (!route_has_id(route))
        return route->path;
    return star ? arena_printf(arena, "%.*s{id}%s", (int)(star - route->path), route->path, star + 1)
                : arena_printf(arena, "%s{id}", route->path);
}

static bool put_takes(cJSON *operation, const struct route *route, struct arena *arena)
{
    cJSON *list = json_put_list(operation, "parameters");
    bool ok = list && (!route_has_id(route) || openapi_put_ref(list, NULL, "parameters", "id", arena));
    for (unsigned key = 0; ok && key < PARAM_COUNT; key++) {
        const struct parameter *p = parameter_of((enum param_key)key);
        if (!(route->takes & PARAM_BIT(key)))
            continue;
        const char *name = openapi_parameter_name(p->key, arena);
        ok = name && openapi_put_ref(list, NULL, "parameters", name, arena);
    }
    return ok;
}

static bool put_answer(cJSON *responses, const struct route *route, struct arena *arena)
{
    bool pages = route->takes & PARAM_BIT(PARAM_PAGE), archive = strncmp(route->path, "/v1/", 4) == 0;
    cJSON *o = json_put_object(responses, "200"), *headers, *content, *media;
    bool ok = o && json_put_string(o, "description", route->summary) && (headers = json_put_object(o, "headers")) &&
              (!route->kept || openapi_put_ref(headers, "ETag", "headers", "ETag", arena)) &&
              (!archive || openapi_put_ref(headers, "X-Snapshot", "headers", "X-Snapshot", arena)) &&
              (!pages || openapi_put_ref(headers, "Link", "headers", "Link", arena)) &&
              openapi_put_ref(headers, "X-Request-Id", "headers", "X-Request-Id", arena) &&
              (content = json_put_object(o, "content"));
    for (size_t i = 0; ok && i < ROUTE_MEDIA_MAX && route->media[i].type; i++)
        ok = (media = json_put_object(content, route->media[i].type)) &&
             (!route->media[i].schema ||
              openapi_put_ref(media, "schema", "schemas", route->media[i].schema, arena));
    return ok;
}

static bool put_examples(cJSON *operation, const struct route *route)
{
    cJSON *list = json_put_list(operation, "x-examples");
    bool ok = list;
    for (size_t i = 0; ok && i < ROUTE_EXAMPLES_MAX && route->examples[i]; i++)
        ok = json_put_string(list, NULL, route->examples[i]);
    return ok;
}

static bool put_route(cJSON *paths, const struct route *route, struct arena *arena)
{
    const char *path = path_of(route, arena);
    cJSON *item = path ? openapi_put_named(paths, path) : NULL;
    cJSON *get = item ? json_put_object(item, "get") : NULL, *responses;
    return get && json_put_string(get, "operationId", route->operation) &&
           json_put_string(get, "summary", route->summary) && put_takes(get, route, arena) &&
           (responses = json_put_object(get, "responses")) && put_answer(responses, route, arena) &&
           openapi_put_refusals(responses, route, arena) && put_examples(get, route);
}

cJSON *openapi_document(struct arena *arena)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    const struct route *route;
    bool ok = o && put_head(o);
    cJSON *paths = ok ? json_put_object(o, "paths") : NULL;
    for (size_t i = 0; paths && ok && (route = route_at(i)); i++)
        ok = put_route(paths, route, arena);
    cJSON *components = paths && ok ? json_put_object(o, "components") : NULL;
    return components && openapi_put_parameters(components, arena) && openapi_put_responses(components, arena) &&
                   openapi_put_schemas(components, arena)
               ? take(&o)
               : NULL;
}
