/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.c - addresses of clients as values. */
#include "searchd/network.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum { IP_BITS = 128, IPV4_AT = 12, IPV4_BITS_AT = 96, HOUSEHOLD_BYTES = 8 };

static const unsigned char mapped[IPV4_AT] = {[10] = 0xff, [11] = 0xff};

static bool is_four(const struct ip *ip)
{
    return memcmp(ip->bytes, mapped, sizeof mapped) == 0;
}

static void set_four(struct ip *out, const void *four)
{
    memcpy(out->bytes, mapped, sizeof mapped);
    memcpy(out->bytes + IPV4_AT, four, sizeof out->bytes - IPV4_AT);
}

bool ip_of(const struct sockaddr *address, struct ip *out)
{
    *out = (struct ip){{0}};
    if (address && address->sa_family == AF_INET)
        set_four(out, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
    else if (address && address->sa_family == AF_INET6)
        memcpy(out->bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, sizeof out->bytes);
    else
        return false;
    return true;
}

/* Without a port, and without the brackets that part an IPv6 address from one. */
static void strip_port(const char **text, size_t *len)
{
    const char *colon = memchr(*text, ':', *len);
    const char *close = memchr(*text, ']', *len);
    if (*len && (*text)[0] == '[' && close) {
        (*text)++;
        *len = (size_t)(close - *text);
    } else if (colon && !memchr(colon + 1, ':', *len - (size_t)(colon + 1 - *text))) {
        *len = (size_t)(colon - *text);
    }
}

bool ip_read(const char *text, size_t len, struct ip *out)
{
    char copy[ADDRESS_TEXT_MAX];
    struct in_addr four;
    struct in6_addr six;
    strip_port(&text, &len);
    if (len == 0 || len >= sizeof copy || memchr(text, '\0', len))
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (inet_pton(AF_INET, copy, &four) == 1)
        set_four(out, &four);
    else if (inet_pton(AF_INET6, copy, &six) == 1)
        memcpy(out->bytes, &six, sizeof out->bytes);
    else
        return false;
    return true;
}

void ip_print(const struct ip *ip, char out[ADDRESS_TEXT_MAX])
{
    bool four = is_four(ip);
    if (!inet_ntop(four ? AF_INET : AF_INET6, ip->bytes + (four ? IPV4_AT : 0), out, ADDRESS_TEXT_MAX))
        memcpy(out, "-", 2);
}

bool ip_is_loopback(const struct ip *ip)
{
    static const struct ip one = {{[15] = 1}};
    return is_four(ip) ? ip->bytes[IPV4_AT] == 127 : memcmp(ip, &one, sizeof one) == 0;
}

struct ip ip_household(const struct ip *ip)
{
    struct ip home = *ip;
    if (!is_four(ip))
        memset(home.bytes + HOUSEHOLD_BYTES, 0, sizeof home.bytes - HOUSEHOLD_BYTES);
    return home;
}

int network_read(const char *text, struct network *out, struct error *err)
{
    const char *slash = strchr(text, '/');
    size_t len = slash ? (size_t)(slash - text) : strlen(text);
    char *end = NULL;
    struct network n = {.bits = IP_BITS};
    bool ok = ip_read(text, len, &n.ip) && text[0] != '[' && !(memchr(text, '.', len) && memchr(text, ':', len));
    unsigned most = is_four(&n.ip) ? IP_BITS - IPV4_BITS_AT : IP_BITS;
    if (ok && slash) {
        unsigned long bits = slash[1] >= '0' && slash[1] <= '9' ? strtoul(slash + 1, &end, 10) : IP_BITS + 1;
        ok = bits <= most && end && !*end;
        n.bits = (unsigned)bits + IP_BITS - most;
    }
    if (!ok)
        return error_set(err, FAULT_INVALID, "'%s' is no address or network; give one such as 127.0.0.1, 10.0.0.0/8 or "
                         "2001:db8::/32", text);
    *out = n;
    return 0;
}

bool network_has(const struct network *network, const struct ip *ip)
{
    size_t whole = network->bits / 8;
    unsigned char mask = (unsigned char)(0xff00U >> network->bits % 8);
    return memcmp(network->ip.bytes, ip->bytes, whole) == 0 &&
           (whole == sizeof ip->bytes || ((network->ip.bytes[whole] ^ ip->bytes[whole]) & mask) == 0);
}

bool networks_have(const struct network *networks, size_t count, const struct ip *ip)
{
    for (size_t i = 0; i < count; i++)
        if (network_has(&networks[i], ip))
            return true;
    return false;
}

static void add_one(struct forwarded *f, const char *text, size_t len)
{
    struct ip ip;
    if (!ip_read(text, len, &ip)) {
        f->client = f->peer;
        f->named = true; /* no trusted one behind it can say more */
    } else if (!f->named || !networks_have(f->trusted, f->trusted_count, &ip)) {
        f->client = ip;
        f->named = true;
    }
}

/* A NUL is none, which strchr would say. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

void forwarded_add(struct forwarded *f, const char *value, size_t len)
{
    for (const char *at = value, *end = value + len; at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *next = comma ? comma : end;
        const char *first = at, *last = next;
        while (first < last && is_space(*first))
            first++;
        while (last > first && is_space(last[-1]))
            last--;
        if (first < last)
            add_one(f, first, (size_t)(last - first));
        at = next + 1;
    }
}
