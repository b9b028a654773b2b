/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_walk.c - which files of a folder are read, and in which order. */
#include "indexer/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char dir[64];
    char seen[1024], problems[1024];
    uint64_t bytes;
    int stop_after;
};

static void make(const struct fixture *f, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static int setup(void **state)
{
    static const char *const folders[] = {"b", "b/deep", ".git", "archive"};
    struct fixture *f = calloc(1, sizeof *f);
    char path[256];
    *state = f;
    snprintf(f->dir, sizeof f->dir, "/tmp/walk-XXXXXX");
    if (!mkdtemp(f->dir))
        return -1;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", f->dir, folders[i]);
        mkdir(path, 0755);
    }
    make(f, "c", "333");
    make(f, "a", "1");
    make(f, "b/deep/x", "22");
    make(f, ".hidden", "no");
    make(f, ".git/config", "no");
    make(f, "archive/lock", "no");
    snprintf(path, sizeof path, "%s/b/up", f->dir);
    return symlink("..", path);
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    int rc = system(command);
    free(f);
    return rc;
}

static int file(void *ctx, const char *path, const char *root, uint64_t bytes)
{
    struct fixture *f = ctx;
    (void)root;
    const char *name = strncmp(path, f->dir, strlen(f->dir)) == 0 ? path + strlen(f->dir) : path;
    snprintf(f->seen + strlen(f->seen), sizeof f->seen - strlen(f->seen), "%s ", name);
    f->bytes += bytes;
    return f->stop_after && --f->stop_after == 0 ? 7 : 0;
}

static void problem(void *ctx, const char *path, const char *reason)
{
    struct fixture *f = ctx;
    (void)path;
    snprintf(f->problems + strlen(f->problems), sizeof f->problems - strlen(f->problems), "%s. ", reason);
}

static int walk(struct fixture *f, const char *name)
{
    char path[128], archive[128];
    snprintf(path, sizeof path, "%s%s", name[0] == '-' ? "" : f->dir, name);
    snprintf(archive, sizeof archive, "%s/archive", f->dir);
    char *const paths[] = {path};
    const char *const leave_out[] = {archive, NULL};
    const struct walk_options options = {.ctx = f, .file = file, .problem = problem, .leave_out = leave_out};
    struct error err = {0};
    f->seen[0] = f->problems[0] = '\0';
    return walk_paths(paths, 1, &options, &err);
}

static void folder_is_walked_by_name_without_hidden_files_loops_and_the_archive(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(walk(f, ""), 0);
    assert_string_equal(f->seen, "/a /b/deep/x /c ");
    assert_string_equal(f->problems, "");
    assert_int_equal(f->bytes, 6);
}

static void what_is_named_itself_is_read_though_hidden(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(walk(f, "/.hidden"), 0);
    assert_string_equal(f->seen, "/.hidden ");
    assert_int_equal(walk(f, "-"), 0);
    assert_string_equal(f->seen, "- ");
}

static void missing_file_is_a_problem_and_no_error(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(walk(f, "/nothing"), 0);
    assert_string_equal(f->problems, "No such file or directory. ");
}

/* Who may put a link into a folder that is read would otherwise have anything read by it. */
static void links_are_followed_only_to_what_was_named(void **state)
{
    struct fixture *f = *state;
    char path[128], to[128];
    snprintf(path, sizeof path, "%s/b/deep/out", f->dir);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    snprintf(path, sizeof path, "%s/b/deep/root", f->dir);
    assert_int_equal(symlink("/", path), 0);
    snprintf(path, sizeof path, "%s/b/deep/side", f->dir);
    assert_int_equal(symlink("../../c", path), 0);
    snprintf(to, sizeof to, "%s-beside", f->dir);
    snprintf(path, sizeof path, "%s/b/deep/beside", f->dir);
    assert_int_equal(symlink(to, path), 0);
    assert_int_equal(mkdir(to, 0755), 0); /* a name that begins as the folder's does is not below it */
    assert_int_equal(walk(f, ""), 0);
    assert_int_equal(rmdir(to), 0);
    assert_string_equal(f->seen, "/a /b/deep/side /b/deep/x /c ");
    assert_non_null(strstr(f->problems, "is a link to '/etc/hostname', outside of what was named, and not read"));
    assert_non_null(strstr(f->problems, "is a link to '/', "));
    assert_non_null(strstr(f->problems, "-beside', "));
    assert_int_equal(walk(f, "/b"), 0);
    assert_string_equal(f->seen, "/b/deep/x ");
    assert_int_equal(walk(f, "/b/deep/side"), 0);
    assert_string_equal(f->seen, "/b/deep/side ");
}

/* fd of the file at name below the folder, found there; -1 with f->problems. */
static int open_found(struct fixture *f, const char *name)
{
    char path[128], reason[WALK_REASON_MAX];
    snprintf(path, sizeof path, "%s%s", f->dir, name);
    int fd = walk_open(path, f->dir, NULL, 0, reason);
    snprintf(f->problems, sizeof f->problems, "%.200s", fd < 0 ? reason : "");
    return fd;
}

/* Between the look and the opening; each is found as a file first. */
static void what_became_another_is_not_opened(void **state)
{
    struct fixture *f = *state;
    char path[128], to[128];
    int fd = open_found(f, "/b/deep/x");
    assert_true(fd >= 0);
    close(fd);

    snprintf(path, sizeof path, "%s/a", f->dir);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_int_equal(open_found(f, "/a"), -1);
    assert_non_null(strstr(f->problems, "is a link to '/etc/hostname', outside"));

    snprintf(path, sizeof path, "%s/c", f->dir);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_int_equal(open_found(f, "/c"), -1); /* at once */
    assert_non_null(strstr(f->problems, "is no file"));

    snprintf(path, sizeof path, "%s/b", f->dir); /* a folder on the way */
    snprintf(to, sizeof to, "%s-moved", f->dir);
    assert_int_equal(rename(path, to), 0);
    assert_int_equal(symlink(to, path), 0);
    assert_int_equal(open_found(f, "/b/deep/x"), -1);
    assert_non_null(strstr(f->problems, "-moved/deep/x', outside"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rename(to, path), 0);
    assert_int_equal(open_found(f, "/nothing"), -1);
    assert_non_null(strstr(f->problems, "No such file"));
}

static void pipe_in_a_folder_is_passed_over(void **state)
{
    struct fixture *f = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/b/fifo", f->dir);
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_int_equal(walk(f, "/b"), 0);
    assert_null(strstr(f->seen, "fifo"));
    assert_int_equal(walk(f, "/b/fifo"), 0);
    assert_string_equal(f->seen, "/b/fifo ");
}

static void stop_ends_the_walk_with_its_own_value(void **state)
{
    struct fixture *f = *state;
    f->stop_after = 2;
    assert_int_equal(walk(f, ""), 7);
    assert_string_equal(f->seen, "/a /b/deep/x ");
}

/* /proc/PID/fd leads to files that are deleted, and to another's. */
static void links_to_what_has_no_name_are_not_followed(void **state)
{
    struct fixture *f = *state;
    char path[128], to[64];
    snprintf(path, sizeof path, "%s/secret", f->dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "secret", 6), 6);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/b/deep/fd", f->dir);
    snprintf(to, sizeof to, "/proc/%d/fd/%d", (int)getpid(), fd);
    assert_int_equal(symlink(to, path), 0);
    assert_int_equal(walk(f, "/b"), 0);
    close(fd);
    assert_string_equal(f->seen, "/b/deep/x ");
    assert_non_null(strstr(f->problems, "is a link to what has no name"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folder_is_walked_by_name_without_hidden_files_loops_and_the_archive, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_named_itself_is_read_though_hidden, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_file_is_a_problem_and_no_error, setup, teardown),
        cmocka_unit_test_setup_teardown(links_are_followed_only_to_what_was_named, setup, teardown),
        cmocka_unit_test_setup_teardown(links_to_what_has_no_name_are_not_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_became_another_is_not_opened, setup, teardown),
        cmocka_unit_test_setup_teardown(pipe_in_a_folder_is_passed_over, setup, teardown),
        cmocka_unit_test_setup_teardown(stop_ends_the_walk_with_its_own_value, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
