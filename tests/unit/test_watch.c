/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_watch.c - connections that wait too long are shut, those that are served are not. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "searchd/watch.h"

struct scene {
    struct watch *watch;
    struct watched *watched;
    int ours, theirs;
};

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    int pair[2];
    if (!s || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        return -1;
    s->ours = pair[0];
    s->theirs = pair[1];
    s->watch = watch_new(1);
    s->watched = s->watch ? watch_add(s->watch, s->ours) : NULL;
    *state = s;
    return s->watched ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    watch_remove(s->watch, s->watched);
    watch_free(s->watch);
    close(s->ours);
    close(s->theirs);
    free(s);
    return 0;
}

/* Whether the other side sees the end within ms. */
static bool is_shut(const struct scene *s, int ms)
{
    struct pollfd p = {.fd = s->theirs, .events = POLLIN};
    char byte;
    return poll(&p, 1, ms) > 0 && recv(s->theirs, &byte, 1, 0) == 0;
}

static void a_request_that_does_not_come_whole_is_shut(void **state)
{
    struct scene *s = *state;
    assert_false(is_shut(s, 300));
    assert_true(is_shut(s, 3000));
}

static void a_request_being_answered_is_left_alone(void **state)
{
    struct scene *s = *state;
    watch_busy(s->watch, s->watched, true);
    assert_false(is_shut(s, 2000));
}

static void when_stopping_idle_ones_are_shut_at_once(void **state)
{
    struct scene *s = *state;
    assert_true(watch_wait_idle(s->watch, 5));
    assert_true(is_shut(s, 0));
}

static void when_stopping_a_request_not_read_yet_is_waited_for(void **state)
{
    struct scene *s = *state;
    assert_int_equal(send(s->theirs, "GET", 3, 0), 3);
    assert_false(watch_wait_idle(s->watch, 0));
    assert_false(is_shut(s, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_that_does_not_come_whole_is_shut), TEST(a_request_being_answered_is_left_alone),
        TEST(when_stopping_idle_ones_are_shut_at_once), TEST(when_stopping_a_request_not_read_yet_is_waited_for)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
