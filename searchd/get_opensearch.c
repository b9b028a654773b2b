/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_opensearch.c - /opensearch.xml: an OpenSearch 1.1 description, by which browsers add a search engine.
 *
 * Its URLs must be absolute: --public-url's, else those of the Host that was asked, since X-Forwarded-* could be
 * anybody's. */
#include <string.h>

#include "searchd/public_url.h"
#include "searchd/route.h"

static const struct {
    const char *path; /* left out unless there is such a route */
    const char *type, *rel, *rest;
} urls[] = {
    {"/", "text/html", "results", "?q={searchTerms}"},
    {"/v1/search", "application/json", "results",
     "?q={searchTerms}&amp;page={startPage?}&amp;per_page={count?}"},
    {"/v1/feed", "application/atom+xml", "results", "?q={searchTerms}"},
    {"/v1/suggest", "application/x-suggestions+json", "suggestions", "?q={searchTerms}&amp;format=opensearch"},
    {"/opensearch.xml", "application/opensearchdescription+xml", "self", ""},
};

static bool is_routed(const char *path)
{
    const struct route *route;
    for (size_t i = 0; (route = route_at(i)); i++)
        if (strcmp(route->path, path) == 0)
            return true;
    return false;
}

void get_opensearch(struct request *request, struct response *response, void *worker)
{
    (void)worker;
    char base[PUBLIC_URL_MAX];
    public_url_of(request, response, base);
    if (!*base) {
        struct problem p = {.status = 400, .code = "host_invalid", .title = "No URL can be made of the Host",
                            .value = request->host, .value_len = request->host ? strlen(request->host) : 0,
                            .hint = "Ask by the name or number that the daemon is reached by."};
        response_problem(response, request, &p);
        return;
    }
    struct buffer out = buffer_make(RESPONSE_BODY_MAX);
    buffer_puts(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
                      "<ShortName>Hustings</ShortName>\n"
                      "<Description>Search a news archive.</Description>\n");
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        if (is_routed(urls[i].path))
            buffer_printf(&out, "<Url type=\"%s\" rel=\"%s\" template=\"%s%s%s\"/>\n", urls[i].type,
                          urls[i].rel, base, urls[i].path, urls[i].rest);
    buffer_puts(&out, "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
                      "</OpenSearchDescription>\n");
    response_body(response, &out, "application/opensearchdescription+xml");
    response_header(response, "Cache-Control", "no-cache");
}
