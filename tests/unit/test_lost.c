/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_lost.c - files that are cut off while they are mapped: a search that meets it says so, and is not wrong. */
#include "archive/mapped.h"
#include "archive/search.h"
#include "archive/store.h"

#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

enum { ARTICLES = 1500 };

struct bench {
    char dir[64], run[128];
};

static int setup(void **state)
{
    static struct bench b;
    struct writer *w;
    struct error err;
    glob_t found;
    char pattern[96];

    b = (struct bench){.dir = "/tmp/lost.XXXXXX"};
    *state = &b;
    if (!mkdtemp(b.dir) || writer_open(b.dir, "test", 0, &w, &err) < 0)
        return -1;
    for (unsigned i = 0; i < ARTICLES; i++) {
        char id[16], text[256], date[16];
        enum put_result result;
        snprintf(id, sizeof id, "n%u", i);
        snprintf(date, sizeof date, "%u-05-%02u", 1990 + i % 30, 1 + i % 28);
        snprintf(text, sizeof text, "In house %u Mayor Ada Marsh of the Vale noted first: \"It is long enough\". Market %u.",
                 i, i % 7);
        struct article a = {.id = id, .title = "A note of the market", .source = "Vale Herald", .date = date, .text = text};
        if (writer_put(w, &a, &result, &err) < 0)
            return -1;
    }
    int rc = writer_commit(w, &err);
    writer_close(w);
    snprintf(pattern, sizeof pattern, "%s/run-*", b.dir);
    if (rc < 0 || glob(pattern, 0, NULL, &found) != 0)
        return -1;
    snprintf(b.run, sizeof b.run, "%s", found.gl_pathv[0]);
    globfree(&found);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];

    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    return system(command);
}

struct asked {
    const struct search_request *request;
    uint64_t total, hash;
};

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct asked *a = ctx;
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    struct search_page page;
    int rc = search_run(r, a->request, &arena, &page, err);

    a->total = a->hash = 0;
    if (rc == 0) {
        a->total = page.total;
        for (size_t i = 0; i < page.count; i++)
            for (size_t k = 0; k < page.results[i].record.id.len; k++)
                a->hash = a->hash * 31 + (uint8_t)page.results[i].record.id.data[k];
        for (size_t i = 0; i < page.facet_count; i++)
            for (size_t k = 0; k < page.facets[i].count; k++)
                a->hash = a->hash * 31 + page.facets[i].values[k].count;
    }
    arena_free(&arena);
    return rc;
}

static struct buffer read_file(const char *path)
{
    struct buffer b = buffer_make(1 << 28);
    FILE *file = fopen(path, "re");
    char piece[4096];

    for (size_t got; file && (got = fread(piece, 1, sizeof piece, file)) > 0;)
        buffer_append(&b, piece, got);
    if (file)
        fclose(file);
    return b;
}

static void write_file(const char *path, const struct buffer *b)
{
    FILE *file = fopen(path, "r+e");

    assert_non_null(file);
    assert_int_equal(fwrite(b->data, 1, b->len, file), b->len);
    assert_int_equal(fclose(file), 0);
}

static const char *source[] = {"Vale Herald"};
static const struct search_filter filter = {.field = FACET_SOURCE, .values = source, .count = 1};
static const struct search_request requests[] = {
    {.q = "market"},
    {.q = "market", .sort = SORT_OLDEST},
    {.q = "market", .collapse = COLLAPSE_GROUP, .explain = true, .recency = 365},
    {.q = "\"ada marsh\""},
    {.q = "\"of the vale\""},
    {.q = "mayor NEAR first"},
    {.q = "said:long"},
    {.q = "title:market -missing"},
    {.q = "mar*", .facets = (1u << FACET_COUNT) - 1},
    {.q = "houss", .sort = SORT_NEWEST},
    {.q = "market", .filters = &filter, .filter_count = 1, .sort = SORT_NEWEST},
    {.q = "\"noted first\"", .from = {.year = 2001, .precision = DATE_YEAR}, .facets = 1u << FACET_YEAR},
    {.facets = 1u << FACET_SOURCE},
};
enum { REQUESTS = sizeof requests / sizeof *requests };

/* The map of each file at each request. cut_to: bytes that are left of it. */
static unsigned cut_all(const struct bench *b, off_t cut_to)
{
    static const char *const files[] = {"forward", "blocks", "columns", "pairs", "names"};
    unsigned told = 0;

    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", b->run, files[f]);
        struct buffer whole = read_file(path);
        off_t left = (off_t)whole.len < cut_to ? (off_t)whole.len : cut_to;
        for (size_t i = 0; i < REQUESTS; i++) {
            struct search_request request = requests[i];
            struct asked good = {.request = &request}, now = {.request = &request};
            struct reader *r;
            struct error err = {0};
            request.q_len = request.q ? strlen(request.q) : 0;
            request.count = 20;
            request.snippets = request.marks = true;
            assert_int_equal(reader_open(b->dir, &r, &err), 0);
            assert_int_equal(reader_ask(r, ask, &good, &err), 0);
            assert_int_equal(truncate(path, left), 0);
            unsigned losses = mapped_losses();
            if (reader_ask(r, ask, &now, &err) < 0) {
                assert_int_equal(err.fault, FAULT_DAMAGED);
                assert_non_null(strstr(err.text, files[f]));
                assert_true(mapped_losses() > losses);
                told++;
            } else { /* it needs nothing of what is gone */
                assert_true(now.total == good.total && now.hash == good.hash);
            }
            write_file(path, &whole);
            assert_int_equal(reader_ask(r, ask, &now, &err), 0);
            assert_true(now.total == good.total && now.hash == good.hash);
            reader_close(r);
        }
        buffer_free(&whole);
    }
    return told;
}

static void cut_whole(void **state)
{
    mapped_catch(); /* cmocka has a handler of its own in each test */
    assert_true(cut_all(*state, 0) > REQUESTS);
}

static void cut_behind_a_page(void **state)
{
    mapped_catch(); /* cmocka has a handler of its own in each test */
    assert_true(cut_all(*state, 4096) > REQUESTS / 2);
}

/* One map of two of the same file is lost, and its place used again. */
static void one_of_two(void **state)
{
    mapped_catch(); /* cmocka has a handler of its own in each test */
    char path[96];
    (void)state;

    snprintf(path, sizeof path, "/tmp/lost.XXXXXX");
    int fd = mkstemp(path);
    assert_int_equal(ftruncate(fd, 8192), 0);
    assert_int_equal(pwrite(fd, "x", 1, 4096), 1);
    struct mapped *a = mapped_open(fd, 8192), *b = mapped_open(fd, 8192);
    assert_int_equal(mapped_bytes(a)[4096], 'x');
    assert_int_equal(ftruncate(fd, 4096), 0);
    assert_int_equal(mapped_bytes(a)[4096], 0);
    assert_true(mapped_is_lost(a) && !mapped_is_lost(b));
    mapped_close(a);
    assert_int_equal(ftruncate(fd, 8192), 0);
    struct mapped *c = mapped_open(fd, 8192);
    assert_true(c == a && !mapped_is_lost(c));
    mapped_close(b);
    mapped_close(c);
    close(fd);
    unlink(path);
}

/* What is no map of ours ends the program, as before. */
static void elsewhere(void **state)
{
    mapped_catch(); /* cmocka has a handler of its own in each test */
    (void)state;
    pid_t child = fork();
    int status;

    if (child == 0) {
        raise(SIGBUS);
        raise(SIGBUS);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_two),
        cmocka_unit_test(elsewhere),
        cmocka_unit_test(cut_whole),
        cmocka_unit_test(cut_behind_a_page),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
