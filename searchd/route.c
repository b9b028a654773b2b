/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route.c - the route table, and what is said to those it does not know. */
#include "searchd/route.h"

#include <string.h>

#define JSON(schema) {"application/json", schema}

static const struct route routes[] = {
    {.method = "GET", .path = "/healthz", .lane = LANE_IMMEDIATE, .handler = get_healthz,
     .operation = "health", .summary = "Whether the daemon lives.", .media = {JSON("health")},
     .examples = {"/healthz"}},
    {.method = "GET", .path = "/readyz", .lane = LANE_IMMEDIATE, .handler = get_readyz,
     .operation = "ready", .summary = "Whether the archive can be searched.", .media = {JSON("ready")},
     .examples = {"/readyz"}},
    {.method = "GET", .path = "/metrics", .lane = LANE_IMMEDIATE, .handler = get_metrics,
     .operation = "metrics", .summary = "What the daemon has counted of itself, for Prometheus.",
     .media = {{"text/plain", NULL}}, .examples = {"/metrics"}},
    {.method = "GET", .path = "/v1/search", .lane = LANE_WORKER, .handler = get_search, .kept = true,
     .takes = PARAMS_SEARCH,
     .operation = "search", .summary = "The articles that a query finds, page by page.", .media = {JSON("search")},
     .examples = {"/v1/search?q=tax&from=2016", "/v1/search?q=%22tax+cuts%22&facets=source,year&highlight=offsets",
                  "/v1/search?q=minister+budget&explain=1&sort=relevance&per_page=3&page=2",
                  "/v1/search?source=vale+herald&sort=oldest&collapse=none&fields=id,title,text&strict=1"}},
    {.method = "GET", .path = "/v1/count", .lane = LANE_WORKER, .handler = get_count, .kept = true,
     .takes = PARAMS_FIND | PARAM_BIT(PARAM_FACETS) | PARAM_BIT(PARAM_FACET_LIMIT) | PARAM_BIT(PARAM_EXPLAIN) |
              PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_STRICT) | PARAM_BIT(PARAM_FIRST_BY),
     .lets = PARAMS_SEARCH,
     .operation = "count", .summary = "How many articles a query finds, exactly, and the oldest and the newest.",
     .media = {JSON("count")},
     .examples = {"/v1/count?q=date:2019", "/v1/count?q=tax&facets=year&match=any",
                  "/v1/count?q=%22tax+cuts%22&first_by=source"}},
    {.method = "GET", .path = "/v1/compare", .lane = LANE_WORKER, .handler = get_compare, .kept = true,
     .takes = PARAMS_COMPARE,
     .operation = "compare", .summary = "The words that set two sets of articles apart, with counts.",
     .media = {JSON("compare"), {"text/csv", NULL}},
     .examples = {"/v1/compare?q=tax&a=source:%22vale+herald%22&b=-source:%22vale+herald%22",
                  "/v1/compare?a=date:2019&b=date:2020&limit=5&format=csv"}},
    {.method = "GET", .path = "/v1/feed", .lane = LANE_WORKER, .handler = get_feed, .kept = true,
     .takes = PARAMS_FEED, .lets = PARAMS_SEARCH & ~PARAM_BIT(PARAM_PER_PAGE),
     .operation = "feed", .summary = "The articles that a query finds as an Atom feed, the newest first.",
     .media = {{"application/atom+xml", NULL}}, .examples = {"/v1/feed?q=tax", "/v1/feed?source=vale+herald&page=1"}},
    {.method = "GET", .path = "/v1/facets", .lane = LANE_WORKER, .handler = get_facets, .kept = true,
     .takes = PARAMS_FIND | PARAM_BIT(PARAM_FACETS) | PARAM_BIT(PARAM_FACET_LIMIT) | PARAM_BIT(PARAM_UNIT) |
              PARAM_BIT(PARAM_STRICT),
     .lets = PARAMS_SEARCH,
     .operation = "facets", .summary = "How many articles that a query finds have each value of a field.",
     .media = {JSON("facets")},
     .examples = {"/v1/facets?q=tax",
                  "/v1/facets?facets=author,tag&facet_limit=1000&source=vale+herald&count=stories"}},
    {.method = "GET", .path = "/v1/timeline", .lane = LANE_WORKER, .handler = get_timeline, .kept = true,
     .takes = PARAMS_FIND | PARAM_BIT(PARAM_COLLAPSE) | PARAM_BIT(PARAM_UNIT) | PARAM_BIT(PARAM_INTERVAL) |
              PARAM_BIT(PARAM_BY) | PARAM_BIT(PARAM_BY_LIMIT) | PARAM_BIT(PARAM_TABLE_FORMAT) |
              PARAM_BIT(PARAM_STRICT),
     .lets = PARAMS_SEARCH,
     .operation = "timeline",
     .summary = "How many articles a query finds in each interval of time, and their share of all.",
     .media = {JSON("timeline"), {"text/csv", NULL}},
     .examples = {"/v1/timeline?q=tax&interval=year", "/v1/timeline?q=budget&from=2016&to=2020&by=source&by_limit=3",
                  "/v1/timeline?q=minister&interval=year&count=copies&format=csv"}},
    {.method = "GET", .path = "/v1/export", .lane = LANE_EXPORT, .handler = get_export, .takes = PARAMS_EXPORT,
     .operation = "export", .summary = "All that a query finds, as a stream.",
     .media = {{"application/x-ndjson", NULL}, {"text/csv", NULL}, {"application/x-bibtex", NULL},
               {"application/x-research-info-systems", NULL}, {"application/vnd.citationstyles.csl+json", NULL},
               JSON("manifest")},
     .examples = {"/v1/export?q=tax", "/v1/export?q=minister&format=csv&bom=1&fields=id,date,title",
                  "/v1/export?format=manifest&sort=oldest"}},
    {.method = "GET", .path = "/v1/suggest", .lane = LANE_WORKER, .handler = get_suggest, .kept = true,
     .takes = PARAM_BIT(PARAM_Q) | PARAM_BIT(PARAM_LIMIT) | PARAM_BIT(PARAM_SUGGEST_FORMAT) | PARAM_BIT(PARAM_STRICT),
     .operation = "suggest", .summary = "Words, names and titles that begin as what was typed.",
     .media = {JSON("suggest"), {"application/x-suggestions+json", "opensearch_suggestions"}},
     .examples = {"/v1/suggest?q=minis", "/v1/suggest?q=tax&limit=3&format=opensearch"}},
    {.method = "GET", .path = "/v1/articles/*/similar", .lane = LANE_WORKER, .handler = get_similar, .kept = true,
     .takes = PARAMS_SIMILAR,
     .operation = "similar", .summary = "Articles like this one, without copies of the same story.",
     .media = {JSON("similar")}, .examples = {"/v1/articles/courier-2019-12-13-election/similar?per_page=3"}},
    {.method = "GET", .path = "/v1/articles/*/copies", .lane = LANE_WORKER, .handler = get_copies, .kept = true,
     .takes = PARAM_BIT(PARAM_DIFF) | PARAM_BIT(PARAM_WITH) | PARAM_BIT(PARAM_STRICT),
     .operation = "copies", .summary = "Who else printed the story, and what differs.",
     .media = {JSON("copies")}, .examples = {"/v1/articles/courier-2020-04-04-leader/copies?diff=1"}},
    {.method = "GET", .path = "/v1/articles/*/versions", .lane = LANE_WORKER, .handler = get_versions, .kept = true,
     .takes = PARAM_BIT(PARAM_A) | PARAM_BIT(PARAM_B) | PARAM_BIT(PARAM_STRICT),
     .operation = "versions", .summary = "The article's earlier texts, or what changed between two of them.",
     .media = {JSON("versions")}, .examples = {"/v1/articles/courier-2017-03-02-budget/versions",
                  "/v1/articles/courier-2017-03-02-budget/versions?a=1&b=1"}},
    {.method = "GET", .path = "/v1/articles/", .lane = LANE_WORKER, .handler = get_article, .kept = true,
     .takes = PARAM_BIT(PARAM_HASH) | PARAM_BIT(PARAM_CITE_FORMAT) | PARAM_BIT(PARAM_MARK) |
              PARAM_BIT(PARAM_MATCH) | PARAM_BIT(PARAM_IN) | PARAM_BIT(PARAM_HIGHLIGHT) | PARAM_BIT(PARAM_STRICT),
     .operation = "article", .summary = "One article, whole, or as an entry of a bibliography.",
     .media = {JSON("article"), {"application/x-bibtex", NULL}, {"application/x-research-info-systems", NULL},
               {"application/vnd.citationstyles.csl+json", NULL}},
     .examples = {"/v1/articles/courier-2017-03-02-budget", "/v1/articles/courier-2017-03-02-budget?format=bibtex",
                  "/v1/articles/courier-2017-03-02-budget?q=budget",
                  "/v1/articles/courier-2017-03-02-budget?q=budget&highlight=offsets"}},
    {.method = "GET", .path = "/v1/status", .lane = LANE_WORKER, .handler = get_status, .kept = true,
     .operation = "status", .summary = "What the archive holds, and who serves it.", .media = {JSON("status")},
     .examples = {"/v1/status"}},
    {.method = "GET", .path = "/openapi.json", .lane = LANE_WORKER, .handler = get_openapi, .kept = true,
     .operation = "openapi", .summary = "This document.", .media = {JSON(NULL)}, .examples = {"/openapi.json"}},
    {.method = "GET", .path = "/opensearch.xml", .lane = LANE_IMMEDIATE, .handler = get_opensearch,
     .operation = "opensearch", .summary = "What a browser needs to have the archive among its search engines.",
     .media = {{"application/opensearchdescription+xml", NULL}}, .examples = {"/opensearch.xml"}},
    {.method = "GET", .path = "/", .lane = LANE_WORKER, .handler = get_page, .kept = true,
     .takes = PARAMS_PAGE,
     .operation = "page", .summary = "The search page.", .media = {{"text/html", NULL}},
     .examples = {"/", "/?q=tax&source=vale+herald&from=2016&sort=newest"}},
    {.method = "GET", .path = "/a/", .lane = LANE_WORKER, .handler = get_article_page, .kept = true,
     .takes = PARAMS_PAGE | PARAM_BIT(PARAM_HASH) | PARAM_BIT(PARAM_A) | PARAM_BIT(PARAM_B) | PARAM_BIT(PARAM_WITH),
     .operation = "article_page", .summary = "The page of one article: the query's words marked in its text, or what "
                                             "changed between two versions, or differs in a copy. What else a search "
                                             "takes is for the way back to its page.",
     .media = {{"text/html", NULL}},
     .examples = {"/a/courier-2017-03-02-budget", "/a/courier-2017-03-02-budget?q=budget",
                  "/a/courier-2017-03-02-budget?a=1&b=1",
                  "/a/courier-2020-04-04-leader?with=vpa-2020-04-04-leader"}},
    {.method = "GET", .path = "/search-box.js", .lane = LANE_WORKER, .handler = get_asset, .kept = true,
     .operation = "search_box", .summary = "The search box that other sites' pages embed.",
     .media = {{"text/javascript", NULL}}, .examples = {"/search-box.js"}},
    {.method = "GET", .path = "/page.js", .lane = LANE_WORKER, .handler = get_asset, .kept = true,
     .operation = "page_script", .summary = "What the pages run.", .media = {{"text/javascript", NULL}},
     .examples = {"/page.js"}},
    {.method = "GET", .path = "/style.css", .lane = LANE_WORKER, .handler = get_asset, .kept = true,
     .operation = "page_style", .summary = "How the pages look.", .media = {{"text/css", NULL}},
     .examples = {"/style.css"}},
    {.method = "GET", .path = "/robots.txt", .lane = LANE_WORKER, .handler = get_asset, .kept = true,
     .operation = "robots", .summary = "What crawlers may follow.", .media = {{"text/plain", NULL}},
     .examples = {"/robots.txt"}},
    {.path = NULL},
};
enum { ROUTES = sizeof routes / sizeof routes[0] - 1 };
_Static_assert((int)ROUTES < (int)METRICS_ROUTES_MAX, "each route is counted");

static const char allowed[] = "GET, HEAD, OPTIONS";

bool route_has_id(const struct route *route)
{
    return strchr(route->path, '*') || (route->path[1] && route->path[strlen(route->path) - 1] == '/');
}

bool route_is_page(const struct route *route)
{
    return strcmp(route->media[0].type, "text/html") == 0;
}

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
    response_header(response, "Access-Control-Allow-Headers", "Authorization, If-None-Match, X-Request-Id");
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
            request->takes = route->takes | route->lets;
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
        p.hint = "Check the path; /openapi.json has them all.";
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

const struct route *route_at(size_t i)
{
    return i < ROUTES ? &routes[i] : NULL;
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
