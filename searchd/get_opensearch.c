/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_opensearch.c - /opensearch.xml: an OpenSearch 1.1 description, by which browsers add a search engine.
 *
 * Its URLs must be absolute, and are those of the Host that was asked: X-Forwarded-* could be anybody's. The daemon
 * speaks plain HTTP, so a proxy that has TLS must send http:// on to https://, or change them in passing. */
#include <string.h>

#include "searchd/route.h"

enum { HOST_MAX = 255 + 6 }; /* a name as DNS has it, and a port */

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

/* A name, a number of IPv4 or, in brackets, of IPv6; and a port. None of them means anything in XML. */
static bool is_host(const char *host)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    size_t len = strspn(host, letters);
    if (*host == '[') {
        len = 1 + strspn(host + 1, "0123456789abcdefABCDEF:.");
        if (host[len++] != ']' || len < 4)
            return false;
    }
    if (len == 0 || strlen(host) > HOST_MAX)
        return false;
    const char *port = host + len;
    size_t digits = *port == ':' ? strspn(port + 1, "0123456789") : 0;
    return !*port || (digits >= 1 && digits <= 5 && !port[1 + digits]);
}

void get_opensearch(struct request *request, struct response *response, void *worker)
{
    (void)worker;
    if (!request->host || !is_host(request->host)) {
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
            buffer_printf(&out, "<Url type=\"%s\" rel=\"%s\" template=\"http://%s%s%s\"/>\n", urls[i].type,
                          urls[i].rel, request->host, urls[i].path, urls[i].rest);
    buffer_puts(&out, "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
                      "</OpenSearchDescription>\n");
    response_body(response, &out, "application/opensearchdescription+xml");
    response_header(response, "Cache-Control", "no-cache");
}
