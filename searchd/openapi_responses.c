/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openapi_responses.c - what every route may answer but 200, and the headers that answers have. */
#include "searchd/openapi.h"

#include <string.h>

enum when { WHEN_ALWAYS, WHEN_KEPT, WHEN_ASKED, WHEN_ID, WHEN_ARCHIVE, WHEN_EXPORT };

static const struct refusal {
    const char *status, *name, *says;
    enum when when;
    const char *header; /* that it has; NULL: none */
} refusals[] = {
    {"304", "not_modified", "The client has this answer: it is the one of If-None-Match.", WHEN_KEPT, "ETag"},
    {"400", "bad_request", "A parameter could not be used.", WHEN_ASKED, NULL},
    {"401", "key_required", "Exports need a key here: 'Authorization: Bearer KEY'.", WHEN_EXPORT, "WWW-Authenticate"},
    {"404", "not_found", "There is no such article.", WHEN_ID, NULL},
    {"405", "method_not_allowed", "Another method than GET, HEAD or OPTIONS.", WHEN_ALWAYS, "Allow"},
    {"410", "gone", "It was there and is not any more; detail tells why.", WHEN_ID, NULL},
    {"429", "too_many_requests", "Your address asks too often, or has too many exports; ask again later.",
     WHEN_ALWAYS, "Retry-After"},
    {"503", "unavailable", "The daemon is busy or the archive cannot be asked; ask again later.", WHEN_ARCHIVE,
     "Retry-After"},
    {"default", "problem", "Any other refusal.", WHEN_ALWAYS, NULL},
};
enum { REFUSALS = sizeof refusals / sizeof refusals[0] };

static const struct {
    const char *name, *says;
} headers[] = {
    {"ETag", "Tells answers apart; for If-None-Match."},
    {"Link", "The pages before and after, as RFC 8288 has it."},
    {"X-Snapshot", "The state of the archive that answers: snapshot of an answer's body."},
    {"Retry-After", "In how many seconds to ask again."},
    {"WWW-Authenticate", "How a key is sent."},
    {"Allow", "The methods that are answered."},
    {"X-Request-Id", "Names the request in the daemon's log."},
};

static const char html[] = "text/html";

/* Without a body there is none, and another method is refused before anything is looked for. */
static bool may_be_page(const struct refusal *refusal)
{
    return refusal->when != WHEN_KEPT && (!refusal->header || strcmp(refusal->header, "Allow") != 0);
}

static const char *page_name(const struct refusal *refusal, struct arena *arena)
{
    return arena_printf(arena, "%s_page", refusal->name);
}

static bool applies(enum when when, const struct route *route)
{
    switch (when) {
    case WHEN_KEPT:
        return route->kept;
    case WHEN_ASKED:
        return route->takes || route_has_id(route);
    case WHEN_ID:
        return route_has_id(route);
    case WHEN_ARCHIVE:
        return route->lane != LANE_IMMEDIATE;
    case WHEN_EXPORT:
        return route->lane == LANE_EXPORT;
    case WHEN_ALWAYS:
        break;
    }
    return true;
}

/* A page is refused in words. */
static bool is_page(const struct route *route, const struct refusal *refusal)
{
    return route_is_page(route) && may_be_page(refusal);
}

bool openapi_put_refusals(cJSON *responses, const struct route *route, struct arena *arena)
{
    bool ok = true;
    for (size_t i = 0; ok && i < REFUSALS; i++) {
        const struct refusal *one = &refusals[i];
        const char *name = is_page(route, one) ? page_name(one, arena) : one->name;
        if (applies(one->when, route))
            ok = name && openapi_put_ref(responses, one->status, "responses", name, arena);
    }
    return ok;
}

static bool put_refusal(cJSON *responses, const struct refusal *refusal, const char *name, bool page,
                        struct arena *arena)
{
    cJSON *o = openapi_put_named(responses, name), *list, *content, *media;
    bool ok = o && json_put_string(o, "description", refusal->says);
    if (ok && refusal->header)
        ok = (list = json_put_object(o, "headers")) &&
             openapi_put_ref(list, refusal->header, "headers", refusal->header, arena);
    if (!ok || refusal->when == WHEN_KEPT) /* 304 has no body */
        return ok;
    return (content = json_put_object(o, "content")) &&
           (media = json_put_object(content, "application/problem+json")) &&
           openapi_put_ref(media, "schema", "schemas", "problem", arena) &&
           (!page || json_put_object(content, html));
}

static bool put_header(cJSON *into, size_t i)
{
    cJSON *o = json_put_object(into, headers[i].name), *schema;
    return o && json_put_string(o, "description", headers[i].says) && (schema = json_put_object(o, "schema")) &&
           json_put_string(schema, "type", "string");
}

bool openapi_put_responses(cJSON *components, struct arena *arena)
{
    cJSON *responses = json_put_object(components, "responses"), *list = NULL;
    bool ok = responses;
    for (size_t i = 0; ok && i < REFUSALS; i++)
        ok = put_refusal(responses, &refusals[i], refusals[i].name, false, arena);
    for (size_t i = 0; ok && i < REFUSALS; i++) {
        const char *name = page_name(&refusals[i], arena);
        if (may_be_page(&refusals[i]))
            ok = name && put_refusal(responses, &refusals[i], name, true, arena);
    }
    ok = ok && (list = json_put_object(components, "headers"));
    for (size_t i = 0; ok && i < sizeof headers / sizeof headers[0]; i++)
        ok = put_header(list, i);
    return ok;
}
