/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_queue.c - jobs are done once and in turns, refused when there are too many, and none is lost at the end. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <sched.h>
#include <semaphore.h>

#include "searchd/queue.h"

struct scene;
struct job {
    struct scene *scene;
    uint64_t owner;
};

struct scene {
    struct queue *queue;
    struct job jobs[200];
    size_t pushed;
    uint64_t owners[200]; /* of the jobs done, in their order */
    atomic_int opened, closed, begun, done;
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
    struct scene *s = worker;
    s->owners[atomic_fetch_add(&s->begun, 1)] = ((struct job *)job)->owner;
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
    return queue_open(2, QUEUE_JOBS_PER_WORKER, &calls, &s->queue, NULL);
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

/* A job of that owner; what it drops is told. */
static bool push_for(struct scene *s, struct job *job, uint64_t owner, void **dropped)
{
    *job = (struct job){.scene = s, .owner = owner};
    return queue_push(s->queue, job, owner, dropped);
}

static bool push(struct scene *s, uint64_t owner)
{
    void *dropped;
    bool taken = push_for(s, &s->jobs[s->pushed], owner, &dropped);
    s->pushed += taken;
    assert_null(dropped);
    return taken;
}

static void a_full_queue_refuses_at_once(void **state)
{
    struct scene *s = *state;
    size_t taken = 0;
    while (taken < 1000 && push(s, 1))
        taken++;
    /* Two may have left it for the workers, who wait at the gate. */
    assert_in_range(taken, 2 * QUEUE_JOBS_PER_WORKER, 2 * QUEUE_JOBS_PER_WORKER + 2);
}

static void draining_does_every_job_taken_and_takes_no_more(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 40; i++)
        assert_true(push(s, 1));
    for (int i = 0; i < 40; i++)
        sem_post(&s->gate);
    queue_drain(s->queue);
    assert_int_equal(atomic_load(&s->done), 40);
    assert_int_equal(atomic_load(&s->opened), 2);
    assert_int_equal(atomic_load(&s->closed), 2);
    assert_false(push(s, 1));
}

/* Both workers wait at the gate, with a job each. */
static void fill_workers(struct scene *s)
{
    push(s, 7);
    push(s, 7);
    while (atomic_load(&s->begun) < 2)
        sched_yield();
}

static void who_asks_little_does_not_wait_for_who_asks_much(void **state)
{
    struct scene *s = *state;
    fill_workers(s);
    for (int i = 0; i < 20; i++)
        push(s, 7);
    push(s, 8);
    push(s, 9);
    push(s, 8);
    for (int i = 0; i < 30; i++)
        sem_post(&s->gate);
    queue_drain(s->queue);
    size_t first = 0, second = 0, other = 0;
    for (size_t i = 0; i < 25; i++) {
        if (s->owners[i] == 8)
            *(first ? &second : &first) = i;
        else if (s->owners[i] == 9)
            other = i;
    }
    assert_in_range(first, 2, 5); /* two workers, and so many that they may overtake each other */
    assert_in_range(other, 2, 6);
    assert_in_range(second, 4, 8);
}

static void a_full_queue_drops_the_last_of_whom_most_wait(void **state)
{
    struct scene *s = *state;
    struct job *other = &s->jobs[198], *same = &s->jobs[199]; /* run when the test is over */
    void *dropped;
    fill_workers(s);
    while (queue_depth(s->queue) < 2 * QUEUE_JOBS_PER_WORKER)
        push(s, 7);
    assert_true(push_for(s, other, 8, &dropped));
    assert_ptr_equal(dropped, &s->jobs[s->pushed - 1]);
    assert_false(push_for(s, same, 7, &dropped));
    assert_null(dropped);
}

static void no_workers_or_too_many_are_refused(void **state)
{
    (void)state;
    struct queue_calls calls = {.run = run};
    struct queue *queue = NULL;
    struct error err;
    assert_int_equal(queue_open(0, 1, &calls, &queue, &err), -1);
    assert_int_equal(queue_open(QUEUE_WORKERS_MAX + 1, 1, &calls, &queue, &err), -1);
    assert_null(queue);
}

/* A worker that was short of memory as it began. */
struct short_of {
    int fails; /* so often */
    sem_t ran;
    void *with;
};

static void *open_at_last(void *context)
{
    struct short_of *s = context;
    return s->fails-- > 0 ? NULL : s;
}

static void run_with(void *job, void *worker)
{
    struct short_of *s = job;
    s->with = worker;
    sem_post(&s->ran);
}

static void a_worker_that_could_not_begin_tries_again(void **state)
{
    struct short_of s = {.fails = 2};
    struct queue_calls calls = {.open = open_at_last, .run = run_with, .context = &s};
    struct queue *queue;
    void *dropped;
    (void)state;
    sem_init(&s.ran, 0, 0);
    assert_int_equal(queue_open(1, 1, &calls, &queue, NULL), 0);
    for (int i = 0; i < 2; i++) { /* it fails as it begins, and before the first job */
        assert_true(queue_push(queue, &s, 0, &dropped));
        sem_wait(&s.ran);
        assert_ptr_equal(s.with, i ? &s : NULL);
    }
    queue_free(queue);
    sem_destroy(&s.ran);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_full_queue_refuses_at_once),
                                       TEST(draining_does_every_job_taken_and_takes_no_more),
                                       TEST(who_asks_little_does_not_wait_for_who_asks_much),
                                       TEST(a_full_queue_drops_the_last_of_whom_most_wait),
                                       TEST(no_workers_or_too_many_are_refused),
                                       cmocka_unit_test(a_worker_that_could_not_begin_tries_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
