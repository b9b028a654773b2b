/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route.c - the route table, and what is said to those it does not know. */
#include "searchd/route.h"

#include <string.h>

static const struct route routes[] = {
    {"GET", "/healthz", LANE_IMMEDIATE, get_healthz, false},
    {"GET", "/readyz", LANE_IMMEDIATE, get_readyz, false},
    {"GET", "/metrics", LANE_IMMEDIATE, get_metrics, false},
    {"GET", "/v1/search", LANE_WORKER, get_search, true},
    {"GET", "/v1/count", LANE_WORKER, get_count, true},
    {"GET", "/v1/suggest", LANE_WORKER, get_suggest, true},
    {"GET", "/v1/articles/*/similar", LANE_WORKER, get_similar, true},
    {"GET", "/v1/articles/*/copies", LANE_WORKER, get_copies, true},
    {"GET", "/v1/articles/*/versions", LANE_WORKER, get_versions, true},
    {"GET", "/v1/articles/", LANE_WORKER, get_article, true},
    {"GET", "/v1/status", LANE_WORKER, get_status, true},
    {NULL, NULL, LANE_IMMEDIATE, NULL, false},
};
enum { ROUTES = sizeof routes / sizeof routes[0] - 1 };
_Static_assert((int)ROUTES < (int)METRICS_ROUTES_MAX, "each route is counted");

static const char allowed[] = "GET, HEAD, OPTIONS";

/* What of path a trailing '/' or a '*' takes, into *rest. */
static bool path_matches(const char *route, const char *path, const char **rest, size_t *rest_len)
{
    const char *star = strchr(route, '*');
    size_t len = star ? (size_t)(star - route) : strlen(route);
    bool takes = star || (len > 1 && route[len - 1] == '/');
    *rest = "";
    *rest_len = 0;
    if (!takes)
        return strcmp(path, route) == 0;
    if (strncmp(path, route, len) != 0)
        return false;
    *rest = path + len;
    *rest_len = star ? strcspn(*rest, "/") : strlen(*rest);
    return *rest_len > 0 && (!star || strcmp(*rest + *rest_len, star + 1) == 0);
}

static bool method_matches(const char *routed, const char *method)
{
    return strcmp(routed, method) == 0 || (strcmp(routed, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

static void answer_preflight(struct response *response)
{
    response->status = 204;
    response_header(response, "Allow", allowed);
    response_header(response, "Access-Control-Allow-Methods", allowed);
    response_header(response, "Access-Control-Allow-Headers", "If-None-Match, X-Request-Id");
    response_header(response, "Access-Control-Max-Age", "86400"); /* a day: the longest that browsers honour */
}

const struct route *route_find_in(const struct route *table, struct request *request, struct response *response)
{
    bool known = false;
    for (const struct route *route = table; route->path; route++) {
        const char *rest;
        size_t rest_len;
        if (!path_matches(route->path, request->path, &rest, &rest_len))
            continue;
        known = true;
        if (method_matches(route->method, request->method)) {
            request->rest = rest;
            request->rest_len = rest_len;
            return route;
        }
    }
    if (known && strcmp(request->method, "OPTIONS") == 0) {
        answer_preflight(response);
        return NULL;
    }
    struct problem p = {.value = request->path, .value_len = strlen(request->path)};
    if (known) {
        p.status = 405;
        p.code = "method_not_allowed";
        p.title = "The method is not allowed here";
        p.value = request->method;
        p.value_len = strlen(request->method);
        p.hint = "Use GET, HEAD or OPTIONS.";
    } else {
        p.status = 404;
        p.code = "not_found";
        p.title = "There is nothing at this path";
        p.hint = "Check the path; /healthz answers on every daemon.";
    }
    response_problem(response, request, &p);
    if (known)
        response_header(response, "Allow", allowed);
    return NULL;
}

const struct route *route_find(struct request *request, struct response *response)
{
    return route_find_in(routes, request, response);
}

size_t route_number(const struct route *route)
{
    for (size_t i = 0; i < ROUTES; i++)
        if (route == &routes[i])
            return i + 1;
    return 0;
}

const char *route_name(size_t number)
{
    return number == 0 ? "other" : number <= ROUTES ? routes[number - 1].path : NULL;
}
