/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_worker.c - the unit of retry, faults as answers, and readiness. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "archive/store.h"
#include "searchd/fault.h"
#include "searchd/probe.h"
#include "searchd/worker.h"

struct scene {
    char dir[64];
    struct service service;
    struct worker *worker;
    struct response response;
    unsigned calls, stale; /* how often ask was called, and is to say FAULT_STALE */
};

static const struct request request = {.method = "GET", .path = "/", .id = "r1"};

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    snprintf(s->dir, sizeof s->dir, "/tmp/hustings-XXXXXX");
    if (!mkdtemp(s->dir))
        return -1;
    s->service.archive = s->dir;
    s->worker = worker_open(&s->service);
    s->response = response_make();
    *state = s;
    return s->worker ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];
    worker_close(s->worker);
    response_free(&s->response);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    int failed = system(command);
    free(s);
    return failed;
}

static void make_archive(struct scene *s)
{
    struct writer *w = NULL;
    struct error err = {0};
    enum put_result result;
    struct article a = {.id = "a1", .title = "Budget"};
    int failed =
        writer_open(s->dir, "test", 1000, &w, &err) || writer_put(w, &a, &result, &err) || writer_commit(w, &err);
    writer_close(w);
    assert_int_equal(failed, 0);
}

static int ask(struct reader *r, void *ctx, struct error *err)
{
    (void)r;
    struct scene *s = ctx;
    return ++s->calls > s->stale ? 0 : error_set(err, FAULT_STALE, "a writer overtook it");
}

static void what_a_writer_overtook_is_asked_again_and_counted(void **state)
{
    struct scene *s = *state;
    make_archive(s);
    s->stale = 2;
    assert_true(worker_ask(s->worker, &request, &s->response, ask, s));
    assert_int_equal(s->calls, 3);
    assert_int_equal(metrics_read(&s->service.metrics.retries), 2);
}

static void after_the_last_try_it_is_503_with_retry_after(void **state)
{
    struct scene *s = *state;
    make_archive(s);
    s->stale = 1000;
    assert_false(worker_ask(s->worker, &request, &s->response, ask, s));
    assert_int_equal(s->calls, READER_TRIES);
    assert_int_equal(s->response.status, 503);
    assert_non_null(strstr(s->response.body.data, "\"code\":\"archive_busy\""));
    assert_string_equal(response_get_header(&s->response, "Retry-After"), "1");
}

static void every_fault_is_a_problem_without_the_inner_words(void **state)
{
    struct scene *s = *state;
    for (int f = FAULT_NONE; f <= FAULT_INTERNAL + 1; f++) {
        struct error err = {.fault = (enum fault)f, .text = "DatabaseOpeningError: /srv/archive"};
        fault_answer(&s->response, &request, &err);
        assert_in_range(s->response.status, 400, 503);
        assert_null(strstr(s->response.body.data, "Database"));
        assert_null(strstr(s->response.body.data, "/srv"));
        assert_non_null(strstr(s->response.body.data, fault_code(err.fault)));
        assert_true(s->response.status != 503 || response_get_header(&s->response, "Retry-After"));
    }
}

static void readiness_comes_with_the_archive(void **state)
{
    struct scene *s = *state;
    struct error found = {0};
    struct probe *probe = probe_start(s->dir);
    assert_non_null(probe);
    probe_state(probe, &found);
    enum fault before = found.fault;
    make_archive(s);
    for (int i = 0; i < 50 && found.fault; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        probe_state(probe, &found);
    }
    probe_stop(probe);
    assert_int_equal(before, FAULT_NOT_FOUND);
    assert_int_equal(found.fault, FAULT_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_writer_overtook_is_asked_again_and_counted), TEST(after_the_last_try_it_is_503_with_retry_after),
        TEST(every_fault_is_a_problem_without_the_inner_words), TEST(readiness_comes_with_the_archive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
