/* SPDX-License-Identifier: GPL-2.0-or-later */
/* public_url.c - the address by which others reach this daemon. */
#include "searchd/public_url.h"

#include <stdio.h>
#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

enum { HOST_MAX = 255, PORT_DIGITS_MAX = 5 };

/* Bytes of the host and port that text begins with: a name, an IPv4 address, or an IPv6 one in brackets; 0: of none. */
static size_t host_length(const char *text)
{
    size_t host = 0;
    if (*text == '[') {
        size_t inner = strspn(text + 1, DIGITS "ABCDEFabcdef:.");
        host = inner && text[1 + inner] == ']' ? inner + 2 : 0;
    } else {
        host = strspn(text, LETTERS DIGITS "-._");
    }
    if (!host || host > HOST_MAX || *text == '.' || *text == '-')
        return 0;
    if (text[host] != ':')
        return host;
    size_t port = strspn(text + host + 1, DIGITS);
    return port && port <= PORT_DIGITS_MAX ? host + 1 + port : 0;
}

bool public_url_read(const char *text, char out[PUBLIC_URL_MAX])
{
    size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    size_t host = scheme ? host_length(text + scheme) : 0, len = strlen(text);
    const char *path = text + scheme + host;
    if (!host || (*path && *path != '/') || path[strspn(path, LETTERS DIGITS "-._~/%")])
        return false;
    while (len > scheme + host && text[len - 1] == '/')
        len--;
    if (len >= PUBLIC_URL_MAX)
        return false;
    memcpy(out, text, len);
    out[len] = '\0';
    return true;
}

void public_url_of(const struct request *request, struct response *response, char out[PUBLIC_URL_MAX])
{
    const char *ours = request->service->public_url, *host = request->host;
    size_t len = host ? host_length(host) : 0;
    *out = '\0';
    if (ours) {
        snprintf(out, PUBLIC_URL_MAX, "%s", ours);
        return;
    }
    response->unshared = true;
    if (len && !host[len])
        snprintf(out, PUBLIC_URL_MAX, "http://%s", host);
}
