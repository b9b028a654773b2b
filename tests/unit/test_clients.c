/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_clients.c - each address has its own share of requests, connections and exports, and the table is never full. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>

#include "searchd/clients.h"

static const int64_t SECOND = 1000000000;

struct scene {
    struct limits limits;
    struct clients *clients;
};

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    s->limits = limits_default();
    s->limits.rate = 10;
    s->limits.burst = 5;
    s->limits.connections_per_address = 2;
    s->clients = clients_new(&s->limits);
    *state = s;
    return s->clients ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    clients_free(s->clients);
    free(s);
    return 0;
}

static struct ip ip(const char *text)
{
    struct ip out;
    assert_true(ip_read(text, strlen(text), &out));
    return out;
}

/* Of n requests at that time, how many are answered. */
static unsigned asked(struct scene *s, const char *client, int64_t at, unsigned n)
{
    const struct ip one = ip(client);
    unsigned answered = 0;
    while (n-- > 0)
        answered += clients_ask(s->clients, &one, at) == 0;
    return answered;
}

static void a_burst_is_answered_then_the_rate(void **state)
{
    struct scene *s = *state;
    int64_t t = 1000 * SECOND;
    assert_int_equal(asked(s, "192.0.2.1", t, 20), 5);
    assert_int_equal(asked(s, "192.0.2.1", t + SECOND / 10, 20), 1);
    assert_int_equal(asked(s, "192.0.2.1", t + SECOND / 10 + SECOND / 5, 20), 2);
    assert_int_equal(asked(s, "192.0.2.1", t + 100 * SECOND, 20), 5); /* no more than a burst is saved */
}

static void others_do_not_pay_for_it(void **state)
{
    struct scene *s = *state;
    int64_t t = 1000 * SECOND;
    asked(s, "192.0.2.1", t, 100);
    assert_int_equal(asked(s, "192.0.2.2", t, 20), 5);
    assert_int_equal(asked(s, "2001:db8::1", t, 3), 3);
    assert_int_equal(asked(s, "2001:db8::2", t, 20), 2); /* one household */
    assert_int_equal(asked(s, "2001:db8:0:1::1", t, 20), 5);
}

static void the_wait_that_is_told_is_enough(void **state)
{
    struct scene *s = *state;
    const struct ip one = ip("192.0.2.1");
    int64_t t = 1000 * SECOND;
    s->limits.rate = 1;
    s->limits.burst = 1;
    assert_int_equal(clients_ask(s->clients, &one, t), 0);
    unsigned wait = clients_ask(s->clients, &one, t);
    assert_int_equal(wait, 1);
    assert_int_equal(clients_ask(s->clients, &one, t + wait * SECOND), 0);
}

static void without_a_rate_all_are_answered(void **state)
{
    struct scene *s = *state;
    s->limits.rate = 0;
    assert_int_equal(asked(s, "192.0.2.1", SECOND, 1000), 1000);
}

static void loopback_is_counted_when_that_is_asked_for(void **state)
{
    struct scene *s = *state;
    assert_int_equal(asked(s, "127.0.0.1", SECOND, 1000), 1000);
    assert_int_equal(asked(s, "::1", SECOND, 1000), 1000);
    s->limits.loopback = true;
    assert_int_equal(asked(s, "127.0.0.1", SECOND, 1000), 5);
}

static void connections_of_an_address_are_bounded(void **state)
{
    struct scene *s = *state;
    const struct ip one = ip("192.0.2.1"), other = ip("192.0.2.2");
    for (int i = 0; i < 2; i++) {
        assert_true(clients_may_connect(s->clients, &one));
        clients_connected(s->clients, &one);
    }
    assert_false(clients_may_connect(s->clients, &one));
    assert_true(clients_may_connect(s->clients, &other));
    clients_left(s->clients, &one);
    assert_true(clients_may_connect(s->clients, &one));
}

static void a_trusted_proxys_are_not(void **state)
{
    struct scene *s = *state;
    const struct ip one = ip("10.0.0.1");
    struct error err;
    assert_int_equal(limits_option(&s->limits, LIMIT_TRUST_PROXY, "10.0.0.0/8", &err), 1);
    for (int i = 0; i < 100; i++) {
        assert_true(clients_may_connect(s->clients, &one));
        clients_connected(s->clients, &one);
    }
}

static void exports_of_an_address_are_bounded(void **state)
{
    struct scene *s = *state;
    const struct ip one = ip("192.0.2.1"), other = ip("192.0.2.2");
    assert_true(clients_export(s->clients, &one)); /* of four exports an address has two */
    assert_true(clients_export(s->clients, &one));
    assert_false(clients_export(s->clients, &one));
    assert_true(clients_export(s->clients, &other));
    clients_export_ended(s->clients, &one);
    assert_true(clients_export(s->clients, &one));
    s->limits.exports_per_address = 3;
    assert_true(clients_export(s->clients, &one));
    assert_false(clients_export(s->clients, &one));
}

/* Five times as many addresses as there are places. */
static void a_full_table_forgets_who_asked_least_and_keeps_who_is_connected(void **state)
{
    struct scene *s = *state;
    const struct ip held = ip("192.0.2.1");
    int64_t t = 1000 * SECOND;
    clients_connected(s->clients, &held);
    clients_connected(s->clients, &held);
    for (unsigned i = 0; i < 5 * CLIENTS_MAX; i++) {
        char text[32];
        snprintf(text, sizeof text, "10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255);
        assert_int_equal(asked(s, text, t + i, 1), 1);
    }
    assert_false(clients_may_connect(s->clients, &held));
    /* Who floods cannot be washed out of it by few others. */
    assert_int_equal(asked(s, "192.0.2.9", t + SECOND, 20), 5);
    for (unsigned i = 0; i < CLIENTS_MAX / 8; i++) {
        char text[32];
        snprintf(text, sizeof text, "10.99.%u.%u", i >> 8 & 255, i & 255);
        asked(s, text, t + SECOND, 1);
    }
    assert_int_equal(asked(s, "192.0.2.9", t + SECOND, 20), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_burst_is_answered_then_the_rate), TEST(others_do_not_pay_for_it), TEST(the_wait_that_is_told_is_enough),
        TEST(without_a_rate_all_are_answered), TEST(loopback_is_counted_when_that_is_asked_for),
        TEST(connections_of_an_address_are_bounded), TEST(a_trusted_proxys_are_not),
        TEST(exports_of_an_address_are_bounded),
        TEST(a_full_table_forgets_who_asked_least_and_keeps_who_is_connected)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
