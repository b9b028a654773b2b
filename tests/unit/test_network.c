/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_network.c - addresses, networks, and whom X-Forwarded-For is believed to name. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <arpa/inet.h>

#include "searchd/network.h"

static struct ip ip(const char *text)
{
    struct ip out;
    assert_true(ip_read(text, strlen(text), &out));
    return out;
}

static void expect_printed(const char *text, const char *printed)
{
    char out[ADDRESS_TEXT_MAX];
    const struct ip read = ip(text);
    ip_print(&read, out);
    assert_string_equal(out, printed);
}

static void an_address_is_read_with_or_without_a_port(void **state)
{
    (void)state;
    expect_printed("192.0.2.1", "192.0.2.1");
    expect_printed("192.0.2.1:8080", "192.0.2.1");
    expect_printed("2001:DB8::1", "2001:db8::1");
    expect_printed("[2001:db8::1]", "2001:db8::1");
    expect_printed("[2001:db8::1]:443", "2001:db8::1");
    expect_printed("::ffff:192.0.2.1", "192.0.2.1");
}

static void what_is_no_address_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "unknown", "192.0.2", "192.0.2.256", "[::1", "[]", "1.2.3.4.5", "::1%eth0",
                                      " ::1", "192.0.2.1 ", "0x7f.1", "1.2.3.4\n", "::::", "_hidden",
                                      "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc:dddd"};
    struct ip out;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(ip_read(bad[i], strlen(bad[i]), &out));
    assert_false(ip_read("1.2.3.4\0", 8, &out));
}

static void a_socket_has_the_same_one(void **state)
{
    (void)state;
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000201)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    const struct ip written = ip("192.0.2.1"), loopback = ip("::1");
    struct ip out;
    assert_true(ip_of((struct sockaddr *)&four, &out));
    assert_memory_equal(&out, &written, sizeof out);
    inet_pton(AF_INET6, "::ffff:192.0.2.1", &six.sin6_addr);
    assert_true(ip_of((struct sockaddr *)&six, &out));
    assert_memory_equal(&out, &written, sizeof out);
    assert_false(ip_of(NULL, &out));
    assert_false(ip_is_loopback(&out));
    assert_true(ip_is_loopback(&loopback));
    four.sin_addr.s_addr = htonl(0x7f090807);
    ip_of((struct sockaddr *)&four, &out);
    assert_true(ip_is_loopback(&out));
}

static bool same_household(const char *a, const char *b)
{
    const struct ip one = ip(a), other = ip(b);
    const struct ip home = ip_household(&one), home_of_other = ip_household(&other);
    return memcmp(&home, &home_of_other, sizeof home) == 0;
}

static void one_client_is_an_ipv4_address_or_a_64(void **state)
{
    (void)state;
    assert_true(same_household("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"));
    assert_false(same_household("2001:db8:0:1::1", "2001:db8:0:2::1"));
    assert_false(same_household("192.0.2.1", "192.0.2.2"));
}

static bool has(const char *network, const char *address)
{
    struct network n;
    const struct ip one = ip(address);
    assert_int_equal(network_read(network, &n, NULL), 0);
    return network_has(&n, &one);
}

static void a_network_has_what_begins_as_it_does(void **state)
{
    (void)state;
    assert_true(has("10.0.0.0/8", "10.255.1.2"));
    assert_false(has("10.0.0.0/8", "11.0.0.0"));
    assert_true(has("192.0.2.128/25", "192.0.2.255"));
    assert_false(has("192.0.2.128/25", "192.0.2.127"));
    assert_true(has("192.0.2.1", "192.0.2.1"));
    assert_false(has("192.0.2.1", "192.0.2.0"));
    assert_true(has("2001:db8::/32", "2001:db8:ffff::1"));
    assert_false(has("2001:db8::/32", "2001:db9::1"));
    assert_true(has("0.0.0.0/0", "255.1.2.3"));
    assert_false(has("0.0.0.0/0", "2001:db8::1"));
    assert_true(has("::/0", "192.0.2.1"));
}

static void what_is_no_network_is_said(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::1/129",
                                      "localhost", "10.0.0.0:80/8", "[::1]", "10.0.0.0/99999999999999999999"};
    struct network n;
    struct error err;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(network_read(bad[i], &n, &err), -1);
        assert_non_null(strstr(err.text, "is no address or network"));
    }
}

/* The client that headers name, a line each, behind proxies at 10.0.0.0/8; the peer is 10.0.0.1. */
static void expect_client(const char *lines, const char *client)
{
    struct network trusted;
    char out[ADDRESS_TEXT_MAX];
    assert_int_equal(network_read("10.0.0.0/8", &trusted, NULL), 0);
    struct forwarded f = {.trusted = &trusted, .trusted_count = 1, .peer = ip("10.0.0.1"), .client = ip("10.0.0.1")};
    for (size_t len; *lines; lines += len + (lines[len] == '\n')) {
        len = strcspn(lines, "\n");
        forwarded_add(&f, lines, len);
    }
    ip_print(&f.client, out);
    assert_string_equal(out, client);
}

static void the_last_that_is_not_trusted_is_the_client(void **state)
{
    (void)state;
    expect_client("192.0.2.7", "192.0.2.7");
    expect_client("192.0.2.7, 10.0.0.2", "192.0.2.7");
    expect_client("198.51.100.1, 192.0.2.7,10.0.0.2 , 10.0.0.3", "192.0.2.7");
    expect_client("[2001:db8::1]:4711", "2001:db8::1");
}

static void what_the_client_wrote_itself_names_nobody(void **state)
{
    (void)state;
    expect_client("127.0.0.1, 192.0.2.7", "192.0.2.7");
    expect_client("nonsense, 192.0.2.7", "192.0.2.7");
    expect_client("198.51.100.1\n192.0.2.7", "192.0.2.7"); /* a line of its own, behind which the proxy adds one */
    expect_client("10.0.0.9, 192.0.2.7, 10.0.0.2", "192.0.2.7");
}

static void where_nobody_is_named_it_is_the_proxy(void **state)
{
    (void)state;
    expect_client("", "10.0.0.1");
    expect_client(" , ,", "10.0.0.1");
    expect_client("unknown", "10.0.0.1");
    expect_client("192.0.2.7, unknown", "10.0.0.1");
    expect_client("192.0.2.7, unknown, 10.0.0.2", "10.0.0.1");
    expect_client("10.0.0.8, 10.0.0.9", "10.0.0.8"); /* one of the inside: the first */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_read_with_or_without_a_port), cmocka_unit_test(what_is_no_address_is_none),
        cmocka_unit_test(a_socket_has_the_same_one), cmocka_unit_test(one_client_is_an_ipv4_address_or_a_64),
        cmocka_unit_test(a_network_has_what_begins_as_it_does), cmocka_unit_test(what_is_no_network_is_said),
        cmocka_unit_test(the_last_that_is_not_trusted_is_the_client),
        cmocka_unit_test(what_the_client_wrote_itself_names_nobody),
        cmocka_unit_test(where_nobody_is_named_it_is_the_proxy)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
