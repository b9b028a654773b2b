/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_lock.c - a second writer is told who holds the archive; a dead one holds nothing. */
#include "archive/lock.h"
#include "archive/scoped.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <cmocka.h>

static int setup(void **state)
{
    char *dir = strdup("/tmp/lock.XXXXXX");
    *state = dir;
    return dir && mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
    char path[64];
    snprintf(path, sizeof path, "%s/lock", (char *)*state);
    unlink(path);
    rmdir(*state);
    free(*state);
    return 0;
}

static void a_second_writer_is_told_who_holds_the_archive(void **state)
{
    struct error err = {0};
    int first = -1, second = -1;
    char pid[32];

    assert_int_equal(lock_take(*state, "add", 0, &first, &err), 0);
    assert_int_equal(lock_take(*state, "compact", 120, &second, &err), -1);
    assert_int_equal(err.fault, FAULT_LOCKED);
    snprintf(pid, sizeof pid, "pid %ld, add", (long)getpid());
    assert_non_null(strstr(err.text, pid));
    assert_int_equal(second, -1);
    close(first);
    assert_int_equal(lock_take(*state, "compact", 0, &second, &err), 0);
    close(second);
}

static void a_killed_writer_holds_nothing(void **state)
{
    struct error err;
    int ready[2], fd = -1;

    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char ok = (char)(lock_take(*state, "add", 0, &fd, NULL) == 0);
        if (write(ready[1], &ok, 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    char ok = 0;
    assert_int_equal(read(ready[0], &ok, 1), 1);
    assert_int_equal(ok, 1);
    assert_int_equal(lock_take(*state, "add", 0, &fd, &err), -1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(lock_take(*state, "add", 0, &fd, &err), 0);
    close(fd);
    close(ready[0]);
    close(ready[1]);
}

/* Where one may mount, a read-only file system over the same folder; else the system says why it cannot be tried. */
static void through_a_read_only_mount_it_is_shared(void **state)
{
    const char *dir = *state;
    struct error err = {0};
    char below[64];
    int writer = -1, one = -1, two = -1;

    snprintf(below, sizeof below, "%s.ro", dir);
    assert_int_equal(mkdir(below, 0755), 0);
    if (mount(dir, below, NULL, MS_BIND, NULL) < 0 ||
        mount(NULL, below, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) < 0) {
        print_message("no file system can be mounted here: %s\n", strerror(errno));
        umount(below);
        rmdir(below);
        skip();
    }
    int none = lock_take_to_read(below, "backup", 0, &one, &err);
    int made = lock_take(dir, "add", 0, &writer, &err);
    int beside = lock_take_to_read(below, "backup", 0, &one, &err);
    struct error held = err;
    close(writer);
    int first = lock_take_to_read(below, "backup", 0, &one, &err);
    int second = lock_take_to_read(below, "check", 0, &two, &err);
    int write_there = lock_take(below, "add", 0, &writer, NULL);
    int write_here = lock_take(dir, "add", 0, &writer, &err);
    close(one);
    close(two);
    int after = lock_take(dir, "add", 0, &writer, NULL);
    close(writer);
    umount(below);
    rmdir(below);
    assert_int_equal(none, 0);
    assert_int_equal(made, 0);
    assert_int_equal(beside, -1);
    assert_non_null(strstr(held.text, "held by another writer (pid "));
    assert_int_equal(first, 0);
    assert_int_equal(second, 0);
    assert_int_equal(write_there, -1);
    assert_int_equal(write_here, -1);
    assert_int_equal(err.fault, FAULT_LOCKED);
    assert_non_null(strstr(err.text, "is being read through a read-only mount"));
    assert_int_equal(after, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_who_holds_the_archive, setup, teardown),
        cmocka_unit_test_setup_teardown(a_killed_writer_holds_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(through_a_read_only_mount_it_is_shared, setup, teardown),
    };
    return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
