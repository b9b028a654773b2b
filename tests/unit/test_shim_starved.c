/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_starved.c - each function of the shim, with the n-th allocation failing, and with all from the n-th on, for every n
 * until it needs no more: XAP_NO_MEMORY and no exception, nothing leaks, and with memory it works. */
#include "test_shim.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/support/starved.h"

enum { DOCUMENTS = 40, LOST_MAX = 100000 };

static struct {
    unsigned long faults, refused, survived, ended;
} sum;

/* What a call gave. On failure it is to be as it was. */
struct given {
    xap_reader *reader;
    xap_writer *writer;
    xap_document *doc;
    xap_terms terms;
    xap_bytes bytes, more;
    xap_postings postings;
    size_t count, taken;
    uint32_t number, last, docids[64];
    uint64_t revision;
    double length;
    bool changed;
    char uuid[37];
};

/* What is called, on b, whose reader or writer is open. */
typedef xap_status call(struct bench *b, struct given *g);

static void release(struct given *g)
{
    xap_reader_close(g->reader);
    xap_writer_close(g->writer);
    xap_document_free(g->doc);
    xap_terms_free(&g->terms);
    xap_bytes_free(&g->bytes);
    xap_bytes_free(&g->more);
    xap_postings_free(&g->postings);
}

static long live(void)
{
    return atomic_load(&starved()->live);
}

/* Runs it with that allocation failing; how many did. */
static long starve(call *run, struct bench *b, struct given *g, long at, bool onwards, xap_status *status)
{
    struct starved *s = starved();

    atomic_store(&s->onwards, onwards);
    atomic_store(&s->count, 0);
    atomic_store(&s->failed, 0);
    atomic_store(&s->at, at);
    *status = run(b, g);
    atomic_store(&s->at, 0);
    return atomic_load(&s->failed);
}

/* False: it needs no more than at allocations. */
static bool judge(const char *name, long at, long failed, xap_status status, const struct given *g)
{
    const struct given nothing = {0};

    if (!failed) {
        assert_int_equal(status, XAP_OK);
        return false;
    }
    sum.faults++;
    if (status == XAP_OK) {
        sum.survived++;
        return true;
    }
    sum.refused++;
    if (status != XAP_NO_MEMORY || memcmp(g, &nothing, offsetof(struct given, taken)) != 0 || at > LOST_MAX) {
        print_error("%s, allocation %ld: status %d\n", name, at, status);
        fail();
    }
    return true;
}

/* ---- reading ---------------------------------------------------------- */

static void fill(struct bench *b, int i)
{
    open_writer(b, i, XAP_CREATE);
    for (uint32_t docid = 1; docid <= DOCUMENTS; docid++) {
        char text[96], value[16];
        snprintf(text, sizeof text, "alpha beta word%u other%u", docid, docid % 7);
        snprintf(value, sizeof value, "v%02u", docid);
        put_doc(b, i, docid, text, value);
    }
    assert_ok(b, xap_writer_set_metadata(b->writer[i], text_of("key"), text_of("a value of some length"), &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[i], text_of("alpha"), text_of("first of all the letters"), &b->err));
    commit(b, i);
    close_writer(b, i);
}

static const char *const *two_paths(struct bench *b, const char *paths[2])
{
    paths[0] = b->path[0];
    paths[1] = b->path[1];
    return paths;
}

static xap_status call_open(struct bench *b, struct given *g)
{
    const char *paths[2];
    return xap_reader_open(two_paths(b, paths), 2, &g->reader, &b->err);
}

static xap_status call_reopen(struct bench *b, struct given *g)
{
    return xap_reader_reopen(b->reader, &g->changed, &b->err);
}

static xap_status call_shard(struct bench *b, struct given *g)
{
    return xap_reader_shard(b->reader, 1, g->uuid, &g->revision, &b->err);
}

static xap_status call_documents(struct bench *b, struct given *g)
{
    return xap_reader_documents(b->reader, &g->number, &g->last, &b->err);
}

static xap_status call_average_length(struct bench *b, struct given *g)
{
    return xap_reader_average_length(b->reader, &g->length, &b->err);
}

static xap_status call_hide(struct bench *b, struct given *g)
{
    static const uint32_t docids[] = {2, 3, 5, 7};
    (void)g;
    return xap_reader_hide(b->reader, 0, docids, 4, &b->err);
}

static xap_status call_term_freq(struct bench *b, struct given *g)
{
    return xap_reader_term_freq(b->reader, text_of("alpha but longer than a short string"), &g->number, &b->err);
}

static xap_status call_postings(struct bench *b, struct given *g)
{
    return xap_reader_postings(b->reader, text_of("alpha"), 3, g->docids, 64, &g->count, &b->err);
}

static xap_status call_docids(struct bench *b, struct given *g)
{
    return xap_reader_docids(b->reader, 3, g->docids, 64, &g->count, &b->err);
}

static xap_status call_shard_postings(struct bench *b, struct given *g)
{
    return xap_shard_postings(b->reader, 1, text_of("beta"), &g->postings, &b->err);
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct given *g = ctx;
    (void)index;
    g->taken += value.len;
    return true;
}

static xap_status call_shard_values(struct bench *b, struct given *g)
{
    static const uint32_t docids[] = {1, 9, 17, 40};
    return xap_shard_values(b->reader, 1, 0, docids, 4, take_value, g, &b->err);
}

static bool take_term(void *ctx, xap_text term, uint32_t freq)
{
    return take_value(ctx, freq, term);
}

static xap_status call_shard_terms(struct bench *b, struct given *g)
{
    return xap_shard_terms(b->reader, 0, 2, take_term, g, &b->err);
}

static xap_status call_terms(struct bench *b, struct given *g)
{
    return xap_reader_terms(b->reader, text_of("word"), text_of("word1"), 20, &g->terms, &b->err);
}

static xap_status call_document_terms(struct bench *b, struct given *g)
{
    return xap_reader_document_terms(b->reader, 7, text_of("b"), &g->terms, &b->err);
}

static xap_status call_positions(struct bench *b, struct given *g)
{
    return xap_reader_positions(b->reader, 0, 7, text_of("beta"), g->docids, 64, &g->count, &b->err);
}

static xap_status call_data(struct bench *b, struct given *g)
{
    return xap_reader_data(b->reader, 7, &g->bytes, &b->err);
}

static xap_status call_value_bounds(struct bench *b, struct given *g)
{
    return xap_reader_value_bounds(b->reader, 0, &g->bytes, &g->more, &b->err);
}

static xap_status call_synonyms(struct bench *b, struct given *g)
{
    return xap_reader_synonyms(b->reader, text_of("alpha"), &g->terms, &b->err);
}

static xap_status call_metadata(struct bench *b, struct given *g)
{
    return xap_reader_metadata(b->reader, 1, text_of("key"), &g->bytes, &b->err);
}

static xap_status call_check(struct bench *b, struct given *g)
{
    size_t problems = 0;
    xap_status status = xap_check(b->path[0], &problems, &g->bytes, &b->err);
    assert_int_equal(problems, 0);
    return status;
}

/* ---- documents --------------------------------------------------------- */

static xap_status call_document_new(struct bench *b, struct given *g)
{
    return xap_document_new(&g->doc, &b->err);
}

static xap_status call_document_clear(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_clear(b->doc, &b->err);
}

static xap_status call_add_term(struct bench *b, struct given *g)
{
    static const uint32_t positions[] = {9, 4, 6, 1};
    (void)g;
    return xap_document_add_term(b->doc, text_of("a term that is longer than fifteen bytes"), positions, 4, 4, &b->err);
}

static xap_status call_add_boolean(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_add_boolean(b->doc, text_of("Qa name that is longer than fifteen bytes"), &b->err);
}

static xap_status call_set_value(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_set_value(b->doc, 3, text_of("a value that is longer than fifteen bytes"), &b->err);
}

static xap_status call_set_data(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_set_data(b->doc, text_of("data that is longer than fifteen bytes"), &b->err);
}

#define CALL(f) {#f, call_##f}
static const struct {
    const char *name;
    call *run;
} readings[] = {CALL(open),          CALL(reopen),        CALL(shard),         CALL(documents),    CALL(average_length),
                CALL(hide),          CALL(term_freq),     CALL(postings),      CALL(docids),       CALL(shard_postings),
                CALL(shard_values),  CALL(shard_terms),   CALL(terms),         CALL(document_terms), CALL(positions),
                CALL(data),          CALL(value_bounds),  CALL(synonyms),      CALL(metadata),     CALL(check),
                CALL(document_new),  CALL(document_clear), CALL(add_term),     CALL(add_boolean),  CALL(set_value),
                CALL(set_data)};

/* With memory it works, and all of it is freed again. */
static long call_well(struct bench *b, call *run, const char *name)
{
    struct given g = {0};
    const xap_status status = run(b, &g);

    if (status)
        print_error("%s: %d: %s\n", name, status, b->err.text);
    assert_int_equal(status, XAP_OK);
    release(&g);
    return live();
}

static void reading_survives_every_failing_allocation(void **state)
{
    struct bench *b = *state;

    fill(b, 0);
    fill(b, 1);
    open_reader(b, 2);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        call_well(b, readings[i].run, readings[i].name);
        const long before = call_well(b, readings[i].run, readings[i].name);
        for (long at = 1, mode = 0; mode < 2; at++) {
            struct given g = {0};
            xap_status status;
            const long failed = starve(readings[i].run, b, &g, at, mode, &status);
            const bool more = judge(readings[i].name, at, failed, status, &g);
            release(&g);
            const long after = call_well(b, readings[i].run, readings[i].name);
            if (after > before)
                print_error("%s, allocation %ld: %ld pieces are not freed\n", readings[i].name, at, after - before);
            assert_true(after <= before);
            if (!more) {
                mode++;
                at = 0;
            }
        }
    }
}

/* ---- writing ----------------------------------------------------------- */

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
    sum.ended += WIFSIGNALED(how);
    sum.faults += !WIFEXITED(how) || WEXITSTATUS(how) == 0;
    sum.refused += WIFEXITED(how) && WEXITSTATUS(how) == 0;
    return !WIFEXITED(how) || WEXITSTATUS(how) == 0;
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
        BENCH_TEST(reading_survives_every_failing_allocation),
        BENCH_TEST(making_survives_every_failing_allocation),
        BENCH_TEST(changing_survives_every_failing_allocation),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    print_message("%lu faults injected, %lu survived, %lu refused, libxapian ended the process %lu times\n", sum.faults,
                  sum.survived, sum.refused, sum.ended);
    return failed;
}
