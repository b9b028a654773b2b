/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_watched.c - what a watched folder remembers of its files, and when one that arrived is ready. */
#include "indexer/watch_arrivals.h"
#include "indexer/watch_taken.h"
#include "indexer/watch_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

struct fixture {
    char dir[64];
    struct taken *taken;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    snprintf(f->dir, sizeof f->dir, "/tmp/watched-XXXXXX");
    return mkdtemp(f->dir) ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    taken_close(f->taken);
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    free(f);
    return system(command);
}

static void open_taken(struct fixture *f)
{
    struct error err = {0};
    taken_close(f->taken);
    f->taken = NULL;
    if (taken_open(f->dir, "/in", &f->taken, &err) < 0)
        fail_msg("%s", err.text);
}

static void save(struct fixture *f)
{
    struct error err = {0};
    if (taken_save(f->taken, &err) < 0)
        fail_msg("%s", err.text);
}

static const struct stamp one = {.size = 1, .inode = 2, .seconds = -3, .nanoseconds = 4};
static const struct stamp two = {.size = UINT64_MAX, .inode = UINT64_MAX, .seconds = INT64_MAX, .nanoseconds = 999999999};

static void what_was_taken_is_known_after_a_restart(void **state)
{
    static const char *const paths[] = {"/in/a", "/in/ b", "/in/c\td\ne\\f", "/in/g/h\\n", "/in/\377"};
    struct fixture *f = *state;
    bool unreadable = true;

    open_taken(f);
    for (size_t i = 0; i < 5; i++)
        assert_true(taken_put(f->taken, paths[i], i % 2 ? &two : &one, i == 3));
    save(f);
    assert_true(taken_put(f->taken, "/in/a", &two, false)); /* it changed, and was taken again */
    assert_true(taken_put(f->taken, "/in/not saved", &two, false));
    save(f);
    assert_true(taken_put(f->taken, "/in/lost", &two, false));
    open_taken(f);
    assert_int_equal(taken_count(f->taken), 6);
    assert_true(taken_has(f->taken, paths[0], &two, &unreadable));
    assert_false(unreadable);
    assert_false(taken_has(f->taken, paths[0], &one, NULL));
    for (size_t i = 1; i < 5; i++) {
        assert_true(taken_has(f->taken, paths[i], i % 2 ? &two : &one, &unreadable));
        assert_int_equal(unreadable, i == 3);
    }
    assert_false(taken_has(f->taken, "/in/lost", &two, NULL));
}

static void what_a_scan_did_not_see_is_forgotten(void **state)
{
    struct fixture *f = *state;

    open_taken(f);
    for (char path[] = "/in/a"; path[4] <= 'z'; path[4]++)
        assert_true(taken_put(f->taken, path, &one, false));
    save(f);
    taken_scan_begin(f->taken);
    taken_mark(f->taken, "/in/c");
    taken_mark(f->taken, "/in/unknown");
    taken_put(f->taken, "/in/new", &one, false);
    taken_scan_end(f->taken);
    save(f);
    taken_forget(f->taken, "/in/never there");
    assert_int_equal(taken_count(f->taken), 2);
    assert_true(taken_has(f->taken, "/in/c", &one, NULL));
}

/* Of a file that changes all the time only what counts is kept. */
static void the_state_stays_small(void **state)
{
    struct fixture *f = *state;
    char command[128];

    open_taken(f);
    for (int i = 0; i < 30; i++) {
        for (int j = 0; j < 1000; j++) {
            const struct stamp s = {.size = (uint64_t)(i * 1000 + j)};
            assert_true(taken_put(f->taken, "/in/a", &s, false));
            if (j % 100 == 0)
                save(f);
        }
        save(f);
    }
    snprintf(command, sizeof command, "test $(cat %s/watched/*/taken | wc -l) -lt 11000", f->dir);
    assert_int_equal(system(command), 0);
    open_taken(f);
    assert_true(taken_has(f->taken, "/in/a", &(struct stamp){.size = 29999}, NULL));
}

static void put_bytes(const struct fixture *f, const char *bytes)
{
    char command[256];
    snprintf(command, sizeof command, "printf '%s' >>$(ls -d %s/watched/*)/taken", bytes, f->dir);
    assert_int_equal(system(command), 0);
}

static void a_line_that_was_cut_off_costs_itself(void **state)
{
    struct fixture *f = *state;

    open_taken(f);
    assert_true(taken_put(f->taken, "/in/a", &one, false));
    save(f);
    taken_close(f->taken);
    f->taken = NULL;
    put_bytes(f, "no line\\n12\\t34.5\\t6\\tr\\tcut");
    open_taken(f);
    assert_int_equal(taken_count(f->taken), 1);
    assert_true(taken_put(f->taken, "/in/b", &one, false));
    save(f);
    open_taken(f);
    assert_int_equal(taken_count(f->taken), 2);
}

static void make(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static struct stamp stamp_at(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return stamp_of(&st);
}

static void a_file_is_ready_when_closed_or_settled(void **state)
{
    const struct fixture *f = *state;
    char closed[96], seen[96], open_still[96];
    struct arrivals a;
    size_t count;

    snprintf(closed, sizeof closed, "%s/closed", f->dir);
    snprintf(seen, sizeof seen, "%s/seen", f->dir);
    snprintf(open_still, sizeof open_still, "%s/open", f->dir);
    make(closed, "1");
    make(seen, "1");
    int fd = open(open_still, O_WRONLY | O_CREAT, 0644);
    arrivals_init(&a, 3);
    const struct stamp s[] = {stamp_at(closed), stamp_at(seen), stamp_at(open_still)};
    assert_true(arrivals_note(&a, closed, &s[0], true, 10));
    assert_true(arrivals_note(&a, seen, &s[1], false, 10));
    assert_true(arrivals_note(&a, open_still, &s[2], true, 10));
    assert_true(arrivals_due(&a, 10) == 0);
    arrivals_settle(&a, 10);
    assert_int_equal(a.ready_count, 1);
    assert_true(arrivals_due(&a, 10) == 3);
    make(seen, "it grew");
    arrivals_settle(&a, 13); /* it changed: anew */
    assert_int_equal(a.ready_count, 1);
    arrivals_settle(&a, 16);
    assert_int_equal(a.ready_count, 2);
    close(fd);
    arrivals_settle(&a, 19);
    assert_int_equal(a.ready_count, 3);
    struct arrival **ready = arrivals_ready(&a, &count);
    assert_int_equal(count, 3);
    make(closed, "and this too");
    unlink(open_still);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(arrivals_still(&a, ready[i], 20), i == 2); /* seen is the youngest */
    free(ready);
    assert_int_equal(a.ready_count, 1);
    assert_int_equal(a.settling_count, 1);
    arrivals_forget(&a, closed);
    arrivals_forget(&a, closed);
    assert_int_equal(a.settling_count, 0);
    arrivals_free(&a);
}

static void unfinished_names(void **state)
{
    (void)state;
    assert_true(watch_is_partial(".x.jsonl.8Hq2"));
    assert_true(watch_is_partial("x.jsonl.part"));
    assert_true(watch_is_partial("X.TMP"));
    assert_true(watch_is_partial("x~"));
    assert_false(watch_is_partial("tmp"));
    assert_false(watch_is_partial("x.part.jsonl"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_taken_is_known_after_a_restart), TEST(what_a_scan_did_not_see_is_forgotten),
        TEST(the_state_stays_small),                   TEST(a_line_that_was_cut_off_costs_itself),
        TEST(a_file_is_ready_when_closed_or_settled),  cmocka_unit_test(unfinished_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
