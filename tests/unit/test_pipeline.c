/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pipeline.c - articles arrive in order, bounded, and a stop reaches every thread. */
#include "indexer/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <poll.h>
#include <time.h>

struct fixture {
    unsigned long to_give, stop_at, ticks_max;
    size_t text_bytes;
    bool in_extra; /* the bytes stand in a key we do not know */
    bool waits;    /* the reader waits for input that does not come */
    atomic_ulong given;
    unsigned long put, refused, wrong, ticks;
    atomic_ulong most_ahead;
};

static void read_numbers(void *ctx, struct pipeline *p)
{
    struct fixture *f = ctx;
    for (unsigned long i = 0; i < f->to_give; i++) {
        struct article a = {0};
        char id[24];
        snprintf(id, sizeof id, "%lu", i);
        a.id = strdup(id);
        if (f->text_bytes) {
            /* Every seventh is long, so that packing it takes longer than the next. */
            size_t len = i % 7 ? 10 : f->text_bytes;
            a.text = malloc(len + 1);
            memset(a.text, 'x', len);
            a.text[len] = '\0';
            if (f->in_extra) {
                a.extra = cJSON_CreateObject();
                cJSON_AddStringToObject(a.extra, "unknown", a.text);
                a.text[0] = '\0';
            }
        }
        int rc = pipeline_give(p, &a, id);
        article_free(&a);
        if (rc)
            return;
        f->given++;
    }
    struct pollfd stop = {.fd = pipeline_stop_fd(p), .events = POLLIN};
    if (f->waits)
        poll(&stop, 1, 20000);
}

static int put(void *ctx, struct packed *packed, const char *where)
{
    struct fixture *f = ctx;
    f->wrong += strtoul(packed->id, NULL, 10) != f->put || strcmp(packed->id, where) != 0 || !packed->payload.len;
    f->put++;
    unsigned long given = f->given; /* counted once give has returned: it may still lag behind */
    unsigned long ahead = given > f->put ? given - f->put : 0;
    if (f->text_bytes && ahead > f->most_ahead)
        f->most_ahead = ahead;
    return f->stop_at && f->put == f->stop_at ? -1 : 0;
}

static int refused(void *ctx, const struct article *a, const char *where, const struct error *why)
{
    struct fixture *f = ctx;
    f->wrong += !a->id || strcmp(a->id, where) != 0 || why->fault == FAULT_NONE;
    f->refused++;
    return 0;
}

static int tick(void *ctx)
{
    struct fixture *f = ctx;
    return ++f->ticks == f->ticks_max ? -1 : 0;
}

static int run(struct fixture *f, unsigned threads)
{
    const struct pipeline_work work = {f, read_numbers, NULL, put, refused, tick};
    struct error err = {0};
    return pipeline_run(&work, threads, &err);
}

static void articles_arrive_in_the_order_given_whoever_packs_first(void **state)
{
    struct fixture f = {.to_give = 5000, .text_bytes = 20000};
    (void)state;
    assert_int_equal(run(&f, 4), 0);
    assert_int_equal(f.put, 5000);
    assert_int_equal(f.wrong, 0);
}

static void one_thread_is_enough_and_none_to_give_is_no_error(void **state)
{
    struct fixture f = {.to_give = 100, .text_bytes = 5}, none = {0};
    (void)state;
    assert_int_equal(run(&f, 1), 0);
    assert_int_equal(f.put, 100);
    assert_int_equal(run(&none, 3), 0);
}

static void reader_is_held_back_by_articles_and_by_bytes(void **state)
{
    struct fixture many = {.to_give = 3000, .text_bytes = 1}, large = {.to_give = 60, .text_bytes = 6 << 20};
    struct fixture odd = {.to_give = 60, .text_bytes = 6 << 20, .in_extra = true};
    (void)state;
    assert_int_equal(run(&many, 2), 0);
    assert_true(many.most_ahead <= PIPELINE_ARTICLES);
    assert_int_equal(run(&large, 2), 0);
    /* Of 18 MB each on the way and small ones between, at most two large fit: 21 numbers. */
    assert_true(large.most_ahead <= 21);
    assert_int_equal(large.put, 60);
    assert_int_equal(run(&odd, 2), 0);
    assert_true(odd.most_ahead <= 21);
}

static void stop_from_put_reaches_a_reader_that_waits_for_room(void **state)
{
    struct fixture f = {.to_give = 1000000, .text_bytes = 1, .stop_at = 700};
    (void)state;
    assert_int_equal(run(&f, 2), -1);
    assert_int_equal(f.put, 700);
    assert_true(f.given < 3000);
}

static void stop_from_tick_reaches_a_reader_that_waits_for_input(void **state)
{
    struct fixture f = {.to_give = 3, .text_bytes = 1, .waits = true, .ticks_max = 3};
    struct timespec begin, end;
    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_int_equal(run(&f, 2), -1);
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_true(end.tv_sec - begin.tv_sec < 10);
    assert_int_equal(f.put, 3);
}

static void article_too_large_to_store_is_refused_alone(void **state)
{
    struct fixture f = {.to_give = 9, .text_bytes = SEGMENT_RECORD_MAX + 1};
    (void)state;
    assert_int_equal(run(&f, 2), 0);
    assert_int_equal(f.refused, 2); /* numbers 0 and 7 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_arrive_in_the_order_given_whoever_packs_first),
        cmocka_unit_test(one_thread_is_enough_and_none_to_give_is_no_error),
        cmocka_unit_test(reader_is_held_back_by_articles_and_by_bytes),
        cmocka_unit_test(stop_from_put_reaches_a_reader_that_waits_for_room),
        cmocka_unit_test(stop_from_tick_reaches_a_reader_that_waits_for_input),
        cmocka_unit_test(article_too_large_to_store_is_refused_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
