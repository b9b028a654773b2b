/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_starved_writing.c - each function of the shim that makes or changes a database, with every allocation of it
 * failing; the database is as before or as after. */
#include "test_shim_starved.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static xap_status call_writer_open(struct bench *b, struct given *g)
{
    return xap_writer_open(b->path[0], XAP_OPEN, &g->writer, &b->err);
}

static xap_status call_create(struct bench *b, struct given *g)
{
    return xap_writer_open(b->path[2], XAP_CREATE, &g->writer, &b->err);
}

static xap_status call_create_throwaway(struct bench *b, struct given *g)
{
    return xap_writer_open(b->path[2], XAP_CREATE_THROWAWAY, &g->writer, &b->err);
}

static xap_status call_compact(struct bench *b, struct given *g)
{
    const char *paths[2];
    (void)g;
    return xap_compact(two_paths(b, paths), 2, b->path[2], false, true, &b->err);
}

static xap_status call_put(struct bench *b, struct given *g)
{
    (void)g;
    return xap_writer_put(b->writer[0], DOCUMENTS + 1, b->doc, &b->err);
}

static xap_status call_set_metadata(struct bench *b, struct given *g)
{
    (void)g;
    return xap_writer_set_metadata(b->writer[0], text_of("key"), text_of("another value, also long"), &b->err);
}

static xap_status call_add_synonym(struct bench *b, struct given *g)
{
    (void)g;
    return xap_writer_add_synonym(b->writer[0], text_of("alpha"), text_of("alef, and longer than that"), &b->err);
}

static xap_status call_commit(struct bench *b, struct given *g)
{
    (void)g;
    return xap_writer_commit(b->writer[0], &b->err);
}

static xap_status call_close(struct bench *b, struct given *g)
{
    (void)g;
    close_writer(b, 0);
    return XAP_OK;
}

static void remove_third(struct bench *b)
{
    nftw(b->path[2], bench_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Makes a database, opens one for writing, merges two. */
static const struct {
    const char *name;
    call *run;
} makings[] = {CALL(writer_open), CALL(create), CALL(create_throwaway), CALL(compact)};

static void making_survives_every_failing_allocation(void **state)
{
    struct bench *b = *state;

    fill(b, 0);
    fill(b, 1);
    for (size_t i = 0; i < sizeof makings / sizeof *makings; i++) {
        call_well(b, makings[i].run, makings[i].name);
        remove_third(b);
        long before = call_well(b, makings[i].run, makings[i].name);
        for (long at = 1, mode = 0; mode < 2; at++) {
            struct given g = {0};
            xap_status status;
            remove_third(b);
            const long failed = starve(makings[i].run, b, &g, at, mode, &status);
            const bool more = judge(makings[i].name, at, failed, status, &g);
            release(&g);
            if (makings[i].run == call_compact)
                remove_third(b); /* the caller's to do */
            const long after = call_well(b, makings[i].run, makings[i].name);
            if (makings[i].run == call_compact)
                before = after; /* libxapian's Compactor frees nothing of what it had made */
            if (after > before)
                print_error("%s, allocation %ld: %ld pieces are not freed\n", makings[i].name, at, after - before);
            assert_true(after <= before);
            if (!more) {
                mode++;
                at = 0;
            }
        }
    }
}

/* What is called of a writer with changes, and what may be there afterwards. */
static const struct {
    const char *name;
    call *run;
    bool may_commit;
} changes[] = {{"put", call_put, false},
               {"set_metadata", call_set_metadata, false},
               {"add_synonym", call_add_synonym, false},
               {"commit", call_commit, true},
               {"close", call_close, false}};

static uint32_t documents_there(struct bench *b)
{
    open_reader(b, 1);
    const uint32_t count = documents(b, b->reader);
    xap_reader_close(b->reader);
    b->reader = NULL;
    return count;
}

static void restore(struct bench *b)
{
    char command[400];
    snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", b->path[0], b->path[1], b->path[0]);
    assert_int_equal(system(command), 0);
}

/* A writer that has put one document more, and is then starved; at 0: it is not. How many pieces are not freed. */
static long change(struct bench *b, size_t i, long at, bool onwards, bool *more)
{
    struct given g = {0};
    xap_status status;
    const long before = live();

    open_writer(b, 0, XAP_OPEN);
    make_doc(b, "gamma delta epsilon", "v99");
    if (changes[i].run != call_put)
        assert_ok(b, xap_writer_put(b->writer[0], DOCUMENTS + 1, b->doc, &b->err));
    const long failed = starve(changes[i].run, b, &g, at, onwards, &status);
    *more = at && judge(changes[i].name, at, failed, status, &g);
    close_writer(b, 0);
    assert_ok(b, xap_document_clear(b->doc, &b->err));
    return live() - before;
}

/* Whatever became of the change: the database is as before it, or after it if that may be, and whole. */
static void look(struct bench *b, size_t i, long at)
{
    const uint32_t there = documents_there(b);
    xap_bytes report = {0};
    size_t problems = 1;

    if (there != DOCUMENTS && !(changes[i].may_commit && there == DOCUMENTS + 1)) {
        print_error("%s, allocation %ld: %u documents\n", changes[i].name, at, there);
        fail();
    }
    assert_ok(b, xap_check(b->path[0], &problems, &report, &b->err));
    xap_bytes_free(&report);
    assert_int_equal(problems, 0);
    if (there > DOCUMENTS)
        restore(b);
}

/* In a process of its own: where libxapian's commit cannot go back it ends the process, as kill -9 would. */
static bool commit_apart(struct bench *b, size_t i, long at, bool onwards)
{
    bool more;
    const pid_t child = fork();

    assert_true(child >= 0);
    if (!child) {
        const struct rlimit none = {0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGABRT, SIG_DFL);
        fclose(stderr);
        change(b, i, at, onwards, &more);
        _exit(more ? 0 : 3);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) ? WEXITSTATUS(how) == 0 || WEXITSTATUS(how) == 3 : WTERMSIG(how) == SIGABRT);
    const bool starved_once = WIFSIGNALED(how) || WEXITSTATUS(how) == 0;
    sum.faults += starved_once;
    sum.refused += starved_once;
    return starved_once;
}

static void changing_survives_every_failing_allocation(void **state)
{
    struct bench *b = *state;
    bool more;

    fill(b, 0);
    fill(b, 1);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        for (int warm = 0; warm < 2; warm++) {
            change(b, i, 0, false, &more);
            look(b, i, 0);
        }
        for (long at = 1, mode = 0; mode < 2; at++) {
            long leaked = 0;
            if (changes[i].may_commit)
                more = commit_apart(b, i, at, mode);
            else
                leaked = change(b, i, at, mode, &more);
            look(b, i, at);
            if (leaked > 0)
                print_error("%s, allocation %ld: %ld pieces are not freed\n", changes[i].name, at, leaked);
            assert_true(leaked <= 0);
            if (!more) {
                mode++;
                at = 0;
            }
        }
    }
}
int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(making_survives_every_failing_allocation),
        BENCH_TEST(changing_survives_every_failing_allocation),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (!failed)
        print_sum();
    return failed;
}
