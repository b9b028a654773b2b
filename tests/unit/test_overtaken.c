/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_overtaken.c - a reader meets every moment of a writer that switches generations all the time, and is not misled. */
#include "archive/reader.h"
#include "archive/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

enum { SECONDS = 2 };

/* Stands between libxapian and the kernel: what on_open names runs once, right before a file of that name is opened. */
static struct {
    const char *name;
    void (*run)(void *ctx);
    void *ctx;
} on_open;

static int open_at(const char *path, int flags, mode_t mode)
{
    if (on_open.name && strstr(path, on_open.name)) {
        on_open.name = NULL;
        on_open.run(on_open.ctx);
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(path, flags, mode);
}

struct bench {
    char dir[64];
    struct reader *reader;
    pid_t child;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/taken.XXXXXX", sizeof "/tmp/taken.XXXXXX");
    *state = b;
    return mkdtemp(b->dir) ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];
    if (b->child > 0) {
        kill(b->child, SIGKILL);
        waitpid(b->child, NULL, 0);
    }
    reader_close(b->reader);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    int rc = system(command);
    free(b);
    return rc;
}

static bool put(struct writer *w, const char *id, char *text)
{
    struct article a = {.id = (char *)(uintptr_t)id, .title = "A title", .date = "2020-02-03", .text = text};
    enum put_result result;
    return writer_put(w, &a, &result, NULL) == 0;
}

/* "fixed" is there from the first commit on; "moving" is in the delta, then in a run, then in the delta again. */
static bool write_once(struct writer *w, unsigned n)
{
    char text[64];
    bool done;
    struct error err = {0};
    snprintf(text, sizeof text, "Moving word number %u.", n);
    if (put(w, "moving", text) && writer_commit(w, &err) == 0 && writer_compact(w, false, &done, &err) == 0)
        return true;
    fprintf(stderr, "%s\n", err.text);
    return false;
}

static void write_for_ever(const char *dir)
{
    struct writer *w;
    if (writer_open(dir, "test", 0, &w, NULL) < 0)
        _exit(1);
    for (unsigned n = 1; write_once(w, n); n++)
        ;
    _exit(1);
}

static void write_first(struct bench *b)
{
    struct writer *w;
    struct error err;
    assert_int_equal(writer_open(b->dir, "test", 0, &w, &err), 0);
    assert_true(put(w, "fixed", "Fixed words."));
    assert_true(write_once(w, 0));
    writer_close(w);
}

static void start(struct bench *b)
{
    write_first(b);
    b->child = fork();
    if (b->child == 0)
        write_for_ever(b->dir);
    assert_true(b->child > 0);
}

static int look(struct reader *r, void *ctx, struct error *err)
{
    struct buffer b = buffer_make(1 << 20);
    struct record record;
    struct segment_record stored;
    int rc = reader_snapshot(r)->articles == 2 ? 0 : error_set(err, FAULT_INTERNAL, "%u articles", reader_snapshot(r)->articles);
    (void)ctx;
    if (rc == 0)
        rc = reader_find(r, "fixed", &b, &record, NULL, err);
    if (rc == 0)
        rc = reader_find(r, "moving", &b, &record, NULL, err);
    if (rc == 0) {
        struct buffer text = buffer_make(1 << 20);
        rc = reader_stored(r, &record, true, &text, &stored, err);
        buffer_free(&text);
    }
    buffer_free(&b);
    return rc;
}

static void overtake(void *ctx)
{
    struct bench *b = ctx;
    struct writer *w;
    struct error err;
    assert_int_equal(writer_open(b->dir, "test", 0, &w, &err), 0);
    assert_true(write_once(w, 1));
    writer_close(w);
}

static void a_switch_while_a_reader_looks_for_news_is_seen_as_one(void **state)
{
    struct bench *b = *state;
    struct error err = {0};

    write_first(b);
    assert_int_equal(reader_open(b->dir, &b->reader, &err), 0);
    on_open.run = overtake;
    on_open.ctx = b;
    on_open.name = "/iamglass"; /* refresh has looked at the generation and now asks the databases */
    if (reader_ask(b->reader, look, NULL, &err) < 0)
        fail_msg("fault %d, %s", err.fault, err.text);
    assert_null(on_open.name);
}

static void a_switch_while_a_reader_opens_is_seen_as_one(void **state)
{
    struct bench *b = *state;
    static const char *const moments[] = {"/iamglass", "/postlist.glass", "/position.glass", "/docdata.glass"};
    struct error err = {0};

    write_first(b);
    on_open.run = overtake;
    on_open.ctx = b;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        on_open.name = moments[i];
        if (reader_open(b->dir, &b->reader, &err) < 0 || look(b->reader, NULL, &err) < 0)
            fail_msg("%s: fault %d, %s", moments[i], err.fault, err.text);
        assert_null(on_open.name);
        reader_close(b->reader);
        b->reader = NULL;
    }
}

static unsigned open_files(void)
{
    DIR *dir = opendir("/proc/self/fd");
    unsigned n = 0;
    while (dir && readdir(dir))
        n++;
    closedir(dir);
    return n;
}

static void no_request_fails_or_misses_an_article_while_generations_are_switched(void **state)
{
    struct bench *b = *state;
    struct error err = {0};
    unsigned asked = 0, stale = 0;
    char first[SNAPSHOT_MAX];

    start(b);
    assert_int_equal(reader_open(b->dir, &b->reader, &err), 0);
    memcpy(first, reader_snapshot(b->reader)->id, sizeof first);
    for (time_t end = time(NULL) + SECONDS; time(NULL) < end; asked++) {
        err = (struct error){0};
        if (reader_ask(b->reader, look, NULL, &err) == 0)
            continue;
        if (err.fault != FAULT_STALE) /* four times overtaken: searchd says 503, try again */
            fail_msg("request %u: fault %d, %s", asked, err.fault, err.text);
        stale++;
    }
    assert_int_equal(waitpid(b->child, NULL, WNOHANG), 0);
    assert_true(asked > 100);
    assert_true(stale <= asked / 100);
    assert_string_not_equal(first, reader_snapshot(b->reader)->id);
    assert_true(open_files() < 40); /* two databases of eight files at most, and our own */
}

static void every_opening_succeeds_while_generations_are_switched(void **state)
{
    struct bench *b = *state;
    struct error err = {0};

    start(b);
    for (time_t end = time(NULL) + SECONDS; time(NULL) < end;) {
        if (reader_open(b->dir, &b->reader, &err) < 0)
            fail_msg("fault %d, %s", err.fault, err.text);
        if (look(b->reader, NULL, &err) < 0 && err.fault != FAULT_STALE)
            fail_msg("fault %d, %s", err.fault, err.text);
        reader_close(b->reader);
        b->reader = NULL;
    }
    assert_int_equal(waitpid(b->child, NULL, WNOHANG), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_switch_while_a_reader_looks_for_news_is_seen_as_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_switch_while_a_reader_opens_is_seen_as_one, setup, teardown),
        cmocka_unit_test_setup_teardown(no_request_fails_or_misses_an_article_while_generations_are_switched, setup, teardown),
        cmocka_unit_test_setup_teardown(every_opening_succeeds_while_generations_are_switched, setup, teardown),
    };
    return cmocka_run_group_tests_name("overtaken", tests, NULL, NULL);
}
