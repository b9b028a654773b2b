/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route.c - the route table, and what is said to those it does not know. */
#include "searchd/route.h"

#include <string.h>

static const struct route routes[] = {
    {"GET", "/healthz", LANE_IMMEDIATE, get_healthz},
    {"GET", "/readyz", LANE_IMMEDIATE, get_readyz},
    {"GET", "/v1/search", LANE_WORKER, get_search},
    {"GET", "/v1/count", LANE_WORKER, get_count},
    {"GET", "/v1/articles/", LANE_WORKER, get_article},
    {"GET", "/v1/status", LANE_WORKER, get_status},
    {NULL, NULL, LANE_IMMEDIATE, NULL},
};

static const char allowed[] = "GET, HEAD, OPTIONS";

static bool path_matches(const struct route *route, const char *path, const char **rest)
{
    size_t len = strlen(route->path);
    if (len > 1 && route->path[len - 1] == '/' && strncmp(path, route->path, len) == 0 && path[len]) {
        *rest = path + len;
        return true;
    }
    *rest = "";
    return strcmp(path, route->path) == 0 && !(len > 1 && route->path[len - 1] == '/');
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
    const char *rest = "";
    for (const struct route *route = table; route->path; route++) {
        if (!path_matches(route, request->path, &rest))
            continue;
        known = true;
        if (method_matches(route->method, request->method)) {
            request->rest = rest;
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
