/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_watch.c - connections that wait too long or read too slowly are shut, those that are served are not. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "searchd/watch.h"

struct scene {
    struct limits limits;
    struct metrics metrics;
    struct watch *watch;
    struct watched *watched;
    int ours, theirs;
};

/* A pair of sockets, over TCP. */
static int connect_pair(int pair[2])
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    pair[1] = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&at, len) || listen(listening, 1) ||
        getsockname(listening, (struct sockaddr *)&at, &len) || connect(pair[1], (struct sockaddr *)&at, len))
        return -1;
    pair[0] = accept(listening, NULL, NULL);
    close(listening);
    return pair[0] < 0 || fcntl(pair[0], F_SETFL, O_NONBLOCK) ? -1 : 0;
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    int pair[2];
    if (!s || connect_pair(pair) < 0)
        return -1;
    s->ours = pair[0];
    s->theirs = pair[1];
    s->limits = limits_default();
    s->limits.head_seconds = s->limits.pace_seconds = 1;
    s->limits.export_pace = 100000;
    s->watch = watch_new(&s->limits, &s->metrics);
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
    watch_stage(s->watch, s->watched, WATCH_WORK);
    assert_false(is_shut(s, 2000));
}

/* As much as sockets hold. */
static void fill(const struct scene *s)
{
    static const char block[64 << 10];
    while (send(s->ours, block, sizeof block, MSG_NOSIGNAL) > 0)
        continue;
}

/* Reads at the pace for ms; false: the end came. */
static bool read_on(const struct scene *s, size_t bytes_a_second, int ms)
{
    static char block[64 << 10];
    for (int passed = 0; passed < ms; passed += 100) {
        poll(NULL, 0, 100);
        for (size_t left = bytes_a_second / 10; left > 0;) {
            ssize_t n = recv(s->theirs, block, left < sizeof block ? left : sizeof block, MSG_DONTWAIT);
            if (n == 0)
                return false;
            if (n < 0)
                break;
            left -= (size_t)n;
        }
        fill(s);
    }
    return true;
}

static unsigned long cut(const struct scene *s)
{
    return metrics_read(&s->metrics.refusals[REFUSED_SLOW_READER]);
}

static void an_answer_that_is_not_read_is_cut(void **state)
{
    struct scene *s = *state;
    watch_stage(s->watch, s->watched, WATCH_SEND);
    fill(s);
    poll(NULL, 0, 4000); /* in the first second the client's own buffers took more than that */
    assert_int_equal(cut(s), 1);
    char block[16 << 10];
    ssize_t n;
    while ((n = recv(s->theirs, block, sizeof block, 0)) > 0)
        continue;
    assert_int_equal(n, 0);
}

static void one_that_is_read_is_not(void **state)
{
    struct scene *s = *state;
    watch_stage(s->watch, s->watched, WATCH_SEND);
    fill(s);
    assert_true(read_on(s, 4 << 20, 4000));
    assert_int_equal(cut(s), 0);
}

static void the_time_in_which_a_piece_is_made_is_not_the_clients(void **state)
{
    struct scene *s = *state;
    watch_stage(s->watch, s->watched, WATCH_STREAM);
    watch_stage(s->watch, s->watched, WATCH_WORK);
    poll(NULL, 0, 2500);
    watch_stage(s->watch, s->watched, WATCH_STREAM);
    poll(NULL, 0, 300);
    assert_int_equal(cut(s), 0);
    poll(NULL, 0, 2500);
    assert_int_equal(cut(s), 1);
}

static void who_has_waited_longest_makes_room(void **state)
{
    struct scene *s = *state;
    int pair[2];
    char byte;
    assert_int_equal(connect_pair(pair), 0);
    struct watched *second = watch_add(s->watch, pair[0]);
    watch_stage(s->watch, s->watched, WATCH_WORK);
    watch_make_room(s->watch);
    assert_false(is_shut(s, 50)); /* it is served */
    assert_int_equal(recv(pair[1], &byte, 1, 0), 0);
    watch_make_room(s->watch); /* nobody is left */
    assert_int_equal(metrics_read(&s->metrics.refusals[REFUSED_CONNECTIONS]), 1);
    watch_remove(s->watch, second);
    close(pair[0]);
    close(pair[1]);
    watch_stage(s->watch, s->watched, WATCH_HEAD);
    watch_make_room(s->watch);
    assert_true(is_shut(s, 50));
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
        TEST(an_answer_that_is_not_read_is_cut), TEST(one_that_is_read_is_not),
        TEST(the_time_in_which_a_piece_is_made_is_not_the_clients), TEST(who_has_waited_longest_makes_room),
        TEST(when_stopping_idle_ones_are_shut_at_once), TEST(when_stopping_a_request_not_read_yet_is_waited_for)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
