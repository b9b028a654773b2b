/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_confine.c - what a confined process can no longer do, tried in children of this one. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "searchd/confine.h"

enum { WELL, FAILED, NOT_HERE }; /* a child's exit code */

struct scene {
    char dir[64], archive[80], inside[96], outside[96];
};

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    snprintf(s->dir, sizeof s->dir, "/tmp/hustings-XXXXXX");
    if (!mkdtemp(s->dir))
        return -1;
    snprintf(s->archive, sizeof s->archive, "%s/of/a", s->dir);
    snprintf(s->inside, sizeof s->inside, "%s/of/a/file", s->dir);
    snprintf(s->outside, sizeof s->outside, "%s/file", s->dir);
    *state = s;
    int fd = open(s->outside, O_CREAT | O_WRONLY, 0644);
    return fd < 0 ? -1 : close(fd);
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    int failed = system(command);
    free(s);
    return failed;
}

static void make_archive(const struct scene *s)
{
    char command[256];
    snprintf(command, sizeof command, "mkdir -p '%s' && echo x >'%s'", s->archive, s->inside);
    if (system(command))
        exit(FAILED);
}

/* In a child, so that this process keeps its rights. */
static void check_child(struct scene *s, int (*tries)(struct scene *s))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(tries(s));
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_HERE)
        skip();
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), WELL);
}

static bool opens(const char *path, int flags)
{
    int fd = open(path, flags, 0600);
    return fd >= 0 && close(fd) == 0;
}

static int files_alone(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    make_archive(s);
    if (confine_files(s->archive, NULL, &c, &err))
        return FAILED;
    if (!c.files)
        return NOT_HERE;
    return opens(s->inside, O_RDONLY) && !opens(s->outside, O_RDONLY) && !opens("/etc/passwd", O_RDONLY) &&
                   !opens(s->inside, O_WRONLY) && unlink(s->inside) != 0 && !opens("/tmp/hustings-new", O_CREAT | O_WRONLY)
               ? WELL
               : FAILED;
}

static int another_archive(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    char aside[128];
    snprintf(aside, sizeof aside, "%s/of/aside", s->dir);
    make_archive(s);
    if (fork() == 0) { /* which is not confined */
        sleep(1);
        if (rename(s->archive, aside) == 0)
            make_archive(s);
        _exit(0);
    }
    if (confine_files(s->archive, NULL, &c, &err) || wait(NULL) < 0)
        return FAILED;
    return opens(s->inside, O_RDONLY) && (!opens(s->outside, O_RDONLY) || !c.files) ? WELL : FAILED;
}

static int files_that_come_later(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    int ready[2];
    if (pipe(ready))
        return FAILED;
    pid_t other = fork(); /* which is not confined */
    if (other == 0) {
        char byte;
        if (read(ready[0], &byte, 1) == 1)
            make_archive(s);
        _exit(0);
    }
    if (confine_files(s->archive, NULL, &c, &err) || write(ready[1], "x", 1) != 1 || waitpid(other, NULL, 0) != other)
        return FAILED;
    return opens(s->inside, O_RDONLY) && !opens("/etc/passwd", O_RDONLY) == c.files ? WELL : FAILED;
}

static int far_away(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    char far[128];
    snprintf(far, sizeof far, "%s/none/yet/there", s->archive);
    make_archive(s);
    if (confine_files(far, NULL, &c, &err))
        return FAILED;
    return opens(s->inside, O_RDONLY) && !opens("/etc/passwd", O_RDONLY) == c.files ? WELL : FAILED;
}

static int linked_texts(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    char link[128], other[128], below[160], path[160];
    snprintf(link, sizeof link, "%s/text", s->archive);
    snprintf(other, sizeof other, "%s/disk", s->dir);
    snprintf(path, sizeof path, "%s/file", other);
    snprintf(below, sizeof below, "%s/file", link);
    make_archive(s);
    if (mkdir(other, 0755) || symlink(other, link) || !opens(path, O_CREAT | O_WRONLY) ||
        confine_files(s->archive, NULL, &c, &err))
        return FAILED;
    return opens(below, O_RDONLY) && (!opens(s->outside, O_RDONLY) || !c.files) ? WELL : FAILED;
}

static void *try_in_thread(void *into)
{
    *(int *)into = socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM;
    return NULL;
}

/* Waits for the filter, which must hold for threads that were there before it. */
static void *try_late(void *into)
{
    int *gate = into;
    char byte;
    if (read(gate[0], &byte, 1) == 1)
        try_in_thread(&gate[2]);
    return NULL;
}

static int calls_alone(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    char told[CONFINE_TOLD];
    int gate[3] = {0};
    pthread_t thread;
    make_archive(s);
    if (pipe(gate) || confine_files(s->archive, NULL, &c, &err) || pthread_create(&thread, NULL, try_late, gate) ||
        confine_calls(&c, told, &err))
        return FAILED;
    if (strstr(told, "system calls no"))
        return NOT_HERE;
    bool process = fork() < 0 && errno == EPERM;
    bool program = execl("/bin/true", "true", NULL) < 0 && errno == EPERM;
    bool code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
    bool memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    bool written = opens(s->inside, O_WRONLY) || opens(s->inside, O_RDONLY | O_TRUNC);
    bool traced = syscall(SYS_ptrace, 0, 0, 0, 0) == 0;
    if (write(gate[1], "x", 1) != 1)
        return FAILED;
    pthread_join(thread, NULL);
    return process && program && code && memory && !written && !traced && gate[2] && opens(s->inside, O_RDONLY)
               ? WELL
               : FAILED;
}

static int another_user(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    char told[CONFINE_TOLD];
    if (geteuid() != 0)
        return NOT_HERE;
    make_archive(s);
    if (confine_files(s->archive, "nobody", &c, &err) || confine_calls(&c, told, &err))
        return FAILED;
    return geteuid() != 0 && getuid() != 0 && getegid() != 0 && setuid(0) != 0 ? WELL : FAILED;
}

static int nobody_known(struct scene *s)
{
    struct confinement c;
    struct error err = {0};
    make_archive(s);
    return confine_files(s->archive, "no-such-user-here", &c, &err) == -1 && err.fault == FAULT_INVALID &&
                   strstr(err.text, "no-such-user-here")
               ? WELL
               : FAILED;
}

static void only_the_archive_can_be_opened_and_to_be_read(void **state)
{
    check_child(*state, files_alone);
}

static void an_archive_that_comes_later_can_be_read(void **state)
{
    check_child(*state, files_that_come_later);
}

static void another_archive_moved_into_its_place_can_be_read(void **state)
{
    check_child(*state, another_archive);
}

static void what_links_in_the_archive_lead_to_can_be_read(void **state)
{
    check_child(*state, linked_texts);
}

static void an_archive_without_a_parent_yet_is_waited_for(void **state)
{
    check_child(*state, far_away);
}

static void no_process_socket_code_or_written_file_in_any_thread(void **state)
{
    check_child(*state, calls_alone);
}

static void root_becomes_another_user_for_good(void **state)
{
    check_child(*state, another_user);
}

static void a_user_that_is_not_there_is_named(void **state)
{
    check_child(*state, nobody_known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_archive_can_be_opened_and_to_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(an_archive_that_comes_later_can_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(another_archive_moved_into_its_place_can_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(what_links_in_the_archive_lead_to_can_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(an_archive_without_a_parent_yet_is_waited_for, setup, teardown),
        cmocka_unit_test_setup_teardown(no_process_socket_code_or_written_file_in_any_thread, setup, teardown),
        cmocka_unit_test_setup_teardown(root_becomes_another_user_for_good, setup, teardown),
        cmocka_unit_test_setup_teardown(a_user_that_is_not_there_is_named, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
