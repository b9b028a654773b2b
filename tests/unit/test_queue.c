/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_queue.c - jobs are done once, refused when there are too many, and none is lost at the end. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <semaphore.h>

#include "searchd/queue.h"

struct scene {
    struct queue *queue;
    atomic_int opened, closed, done;
    sem_t gate; /* each job passes it once */
};

static void *open_worker(void *context)
{
    struct scene *s = context;
    atomic_fetch_add(&s->opened, 1);
    return s;
}

static void close_worker(void *worker)
{
    struct scene *s = worker;
    atomic_fetch_add(&s->closed, 1);
}

static void run(void *job, void *worker)
{
    (void)job;
    struct scene *s = worker;
    sem_wait(&s->gate);
    atomic_fetch_add(&s->done, 1);
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    sem_init(&s->gate, 0, 0);
    struct queue_calls calls = {.open = open_worker, .close = close_worker, .run = run, .context = s};
    *state = s;
    return queue_open(2, &calls, &s->queue, NULL);
}

static int teardown(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 200; i++)
        sem_post(&s->gate);
    queue_free(s->queue);
    sem_destroy(&s->gate);
    free(s);
    return 0;
}

static void a_full_queue_refuses_at_once(void **state)
{
    struct scene *s = *state;
    size_t taken = 0;
    while (taken < 1000 && queue_push(s->queue, s))
        taken++;
    /* Two may have left it for the workers, who wait at the gate. */
    assert_in_range(taken, 2 * QUEUE_JOBS_PER_WORKER, 2 * QUEUE_JOBS_PER_WORKER + 2);
}

static void draining_does_every_job_taken_and_takes_no_more(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 40; i++)
        assert_true(queue_push(s->queue, s));
    for (int i = 0; i < 40; i++)
        sem_post(&s->gate);
    queue_drain(s->queue);
    assert_int_equal(atomic_load(&s->done), 40);
    assert_int_equal(atomic_load(&s->opened), 2);
    assert_int_equal(atomic_load(&s->closed), 2);
    assert_false(queue_push(s->queue, s));
}

static void no_workers_or_too_many_are_refused(void **state)
{
    (void)state;
    struct queue_calls calls = {.run = run};
    struct queue *queue = NULL;
    struct error err;
    assert_int_equal(queue_open(0, &calls, &queue, &err), -1);
    assert_int_equal(queue_open(QUEUE_WORKERS_MAX + 1, &calls, &queue, &err), -1);
    assert_null(queue);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_full_queue_refuses_at_once),
                                       TEST(draining_does_every_job_taken_and_takes_no_more),
                                       TEST(no_workers_or_too_many_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
