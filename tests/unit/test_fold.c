/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_fold.c - many articles become runs; what is replaced in them is hidden; readers see all of it or nothing. */
#include "archive/generation.h"
#include "archive/reader.h"
#include "archive/search.h"
#include "archive/store.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { BULK = 1100 /* over FOLD_PENDING: a run of several shards */ };

struct bench {
    char dir[64];
    struct writer *writer;
    struct reader *reader;
    size_t told;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/fold.XXXXXX", sizeof "/tmp/fold.XXXXXX");
    *state = b;
    return mkdtemp(b->dir) ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];
    writer_close(b->writer);
    reader_close(b->reader);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    int rc = system(command);
    free(b);
    return rc;
}

static void open_writer(struct bench *b)
{
    struct error err;
    if (writer_open(b->dir, "test", 0, &b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static enum put_result put(struct bench *b, int number, const char *word)
{
    char id[16], date[16], text[64];
    snprintf(id, sizeof id, "n%d", number);
    snprintf(date, sizeof date, "20%02d-%02d-%02d", 10 + number % 10, 1 + number % 12, 1 + number % 28);
    snprintf(text, sizeof text, "The %s of number %d.", word, number);
    struct article a = {.id = id, .title = "A title", .date = date, .text = text};
    enum put_result result;
    struct error err;
    if (writer_put(b->writer, &a, &result, &err) < 0)
        fail_msg("%s", err.text);
    return result;
}

static void commit(struct bench *b)
{
    struct error err;
    if (writer_commit(b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static void bulk(struct bench *b, int from, const char *word)
{
    for (int i = 0; i < BULK; i++)
        assert_int_equal(put(b, from + i, word), PUT_ADDED);
    commit(b);
}

/* How many articles have the words, as the reader sees them after refreshing. */
static uint64_t found(struct bench *b, const char *words)
{
    struct arena arena = arena_make(1 << 24);
    struct search_request request = {.q = words, .q_len = strlen(words), .count = 3, .snippets = true};
    struct search_page page;
    struct error err;
    if (!b->reader && reader_open(b->dir, &b->reader, &err) < 0)
        fail_msg("%s", err.text);
    if (reader_refresh(b->reader, NULL, &err) < 0 || search_run(b->reader, &request, &arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    assert_true(page.total_exact);
    assert_true(page.count == (page.total < 3 ? page.total : 3));
    arena_free(&arena);
    return page.total;
}

static unsigned databases(const struct bench *b)
{
    struct generation g;
    assert_int_equal(generation_read(b->dir, &g, NULL), 0);
    return g.database_count;
}

static size_t folders(const struct bench *b)
{
    DIR *dir = opendir(b->dir);
    size_t count = 0;
    for (struct dirent *e; (e = readdir(dir));)
        count += strncmp(e->d_name, "run-", 4) == 0 || strncmp(e->d_name, "delta-", 6) == 0 ||
                 strcmp(e->d_name, "building") == 0;
    closedir(dir);
    return count;
}

static int put_word(char *to, unsigned number)
{
    return snprintf(to, 16, "w%u ", number);
}

static void many_articles_become_a_run_and_stay_known(void **state)
{
    struct bench *b = *state;
    open_writer(b);
    bulk(b, 0, "treaty");
    assert_int_equal(databases(b), 2);
    assert_int_equal(found(b, "treaties"), BULK); /* its forms came with the run */
    assert_int_equal(reader_snapshot(b->reader)->articles, BULK);
    for (int i = 0; i < BULK; i += 100)
        assert_int_equal(put(b, i, "treaty"), PUT_UNCHANGED);
    assert_int_equal(writer_pending(b->writer, NULL), 0);
}

static void an_article_of_a_run_is_replaced_and_deleted_in_a_small_commit(void **state)
{
    struct bench *b = *state;
    struct error err;
    open_writer(b);
    bulk(b, 0, "treaty");
    assert_int_equal(found(b, "treaty"), BULK);

    assert_int_equal(put(b, 7, "accord"), PUT_UPDATED);
    assert_int_equal(writer_delete(b->writer, "n8", &err), 0);
    assert_int_equal(writer_delete(b->writer, "n8", &err), -1);
    commit(b);
    assert_int_equal(databases(b), 2);
    assert_int_equal(found(b, "treaty"), BULK - 2);
    assert_int_equal(found(b, "accord"), 1);
    assert_int_equal(found(b, "id:n8"), 0);
    assert_int_equal(reader_snapshot(b->reader)->articles, BULK - 1);

    writer_close(b->writer); /* and another writer knows it too */
    b->writer = NULL;
    open_writer(b);
    assert_int_equal(put(b, 7, "accord"), PUT_UNCHANGED);
    assert_int_equal(put(b, 8, "treaty"), PUT_ADDED);
    assert_int_equal(writer_delete(b->writer, "n7", &err), 0);
    commit(b);
    assert_int_equal(found(b, "treaty"), BULK - 1);
    assert_int_equal(found(b, "accord"), 0);
}

static void a_fold_takes_the_delta_and_small_runs_in_and_leaves_large_ones(void **state)
{
    struct bench *b = *state;
    open_writer(b);
    for (int i = 0; i < 5; i++) {
        static const unsigned want[] = {2, 3, 4, 2, 3}; /* three stay apart; the fourth finds no room and takes all in */
        bulk(b, i * BULK, "treaty");
        assert_int_equal(databases(b), want[i]);
    }
    assert_int_equal(put(b, 1, "accord"), PUT_UPDATED);
    commit(b);
    for (int i = 0; i < BULK; i++)
        put(b, 2 + i, "accord");
    commit(b); /* neither 3,299 nor 1,100 are at most half of 1,101: they stay, the first with 1,101 hidden among them */
    assert_int_equal(databases(b), 4);
    assert_int_equal(folders(b), 4);
    assert_int_equal(found(b, "accord"), BULK + 1);
    assert_int_equal(found(b, "treaty"), 4 * BULK - 1);
    writer_close(b->writer);
    b->writer = NULL;
    open_writer(b);
    assert_int_equal(found(b, "treaty OR accord"), 5 * BULK);
    for (int i = 0; i < 5 * BULK; i += 50)
        assert_int_equal(put(b, i, i >= 1 && i < BULK + 2 ? "accord" : "treaty"), PUT_UNCHANGED);
}

static void compacting_leaves_one_run_of_what_is_there_and_then_nothing_to_do(void **state)
{
    struct bench *b = *state;
    struct error err;
    bool done = false;
    open_writer(b);
    bulk(b, 0, "treaty");
    put(b, 3, "accord");
    assert_int_equal(writer_delete(b->writer, "n4", &err), 0);
    commit(b);
    put(b, 5, "accord"); /* pending: committed too */
    assert_int_equal(found(b, "accord"), 1);
    assert_int_equal(writer_compact(b->writer, false, &done, &err), 0);
    assert_true(done);
    assert_int_equal(databases(b), 2);
    assert_int_equal(folders(b), 2);
    assert_int_equal(found(b, "accord"), 2);
    assert_int_equal(found(b, "treaty"), BULK - 3);
    assert_int_equal(writer_compact(b->writer, false, &done, &err), 0);
    assert_false(done);
}

/* More words than are put aside at once, on more threads than one, each phrase in its own article. */
static void phrases_of_a_long_run_are_found_where_they_stand(void **state)
{
    struct bench *b = *state;
    struct error err;
    enum { WORDS = 1500, ARTICLES = 1200 };
    char *text = malloc(WORDS * 16 + 128);
    open_writer(b);
    writer_set_build(b->writer, &(struct build_options){.threads = 3});
    for (int i = 0; i < ARTICLES; i++) {
        char id[16], name[32];
        enum put_result result;
        size_t len = 0;
        for (int k = 0; k < WORDS; k++)
            len += (size_t)put_word(text + len, (unsigned)(i * 7 + k * 13) % 4001);
        snprintf(text + len, 128, "signed number%d by hand", i);
        snprintf(id, sizeof id, "p%d", i);
        snprintf(name, sizeof name, "Ada Moss%d", i);
        struct article a = {.id = id, .title = "Grain treaty", .text = text,
                            .authors = {.at = (char *[]){name, "Ben Oak"}, .count = 2}};
        assert_int_equal(writer_put(b->writer, &a, &result, &err), 0);
    }
    free(text);
    commit(b);
    assert_int_equal(databases(b), 2);
    for (int i = 0; i < ARTICLES; i += 97) {
        char query[64];
        snprintf(query, sizeof query, "\"signed number%d by\"", i);
        assert_int_equal(found(b, query), 1);
        snprintf(query, sizeof query, "\"by number%d signed\"~3", i);
        assert_int_equal(found(b, query), 1);
        snprintf(query, sizeof query, "author:\"ada moss%d\"", i);
        assert_int_equal(found(b, query), 1);
        snprintf(query, sizeof query, "\"moss%d ben\"", i); /* two authors are no phrase */
        assert_int_equal(found(b, query), 0);
    }
    assert_int_equal(found(b, "\"signed by\""), 0);
    assert_int_equal(found(b, "title:\"grain treaty\""), ARTICLES);
    assert_int_equal(found(b, "\"hand grain\""), 0); /* text and title are no phrase */
}

static void all_articles_may_be_deleted_again(void **state)
{
    struct bench *b = *state;
    struct error err;
    bool done;
    open_writer(b);
    bulk(b, 0, "treaty");
    for (int i = 0; i < BULK; i++) {
        char id[16];
        snprintf(id, sizeof id, "n%d", i);
        assert_int_equal(writer_delete(b->writer, id, &err), 0);
    }
    commit(b);
    assert_int_equal(found(b, "treaty"), 0);
    assert_int_equal(writer_compact(b->writer, true, &done, &err), 0);
    assert_int_equal(databases(b), 1);
    assert_int_equal(found(b, "treaty"), 0);
    bulk(b, 0, "treaty");
    assert_int_equal(found(b, "treaty"), BULK);
}

/* More articles on one day than it has docids go on in the day before. */
static void a_day_may_hold_more_articles_than_it_has_docids(void **state)
{
    struct bench *b = *state;
    struct error err;
    enum { MANY = 5000 };
    open_writer(b);
    for (int i = 0; i < MANY; i++) {
        char id[16];
        enum put_result result;
        snprintf(id, sizeof id, "d%d", i);
        struct article a = {.id = id, .title = "T", .date = "2015-05-05", .text = "same day"};
        assert_int_equal(writer_put(b->writer, &a, &result, &err), 0);
    }
    commit(b);
    assert_int_equal(found(b, "\"same day\""), MANY);
    assert_int_equal(found(b, "date:2015-05-05"), MANY);
}

static void a_reader_keeps_its_snapshot_until_it_refreshes(void **state)
{
    struct bench *b = *state;
    struct arena arena = arena_make(1 << 24);
    struct search_request request = {.q = "treaty", .q_len = 6, .count = 10, .snippets = true};
    struct search_page page;
    struct error err;
    char before[SNAPSHOT_MAX];

    open_writer(b);
    bulk(b, 0, "treaty");
    assert_int_equal(found(b, "treaty"), BULK);
    snprintf(before, sizeof before, "%s", reader_snapshot(b->reader)->id);
    bulk(b, BULK, "treaty"); /* its run is gone from the folder now */
    assert_int_equal(search_run(b->reader, &request, &arena, &page, &err), 0);
    assert_int_equal(page.total, BULK);
    assert_string_equal(reader_snapshot(b->reader)->id, before);
    assert_int_equal(found(b, "treaty"), 2 * BULK);
    assert_string_not_equal(reader_snapshot(b->reader)->id, before);
    arena_free(&arena);
}

static void what_a_crash_left_is_swept_and_articles_without_index_are_not_cut_off(void **state)
{
    struct bench *b = *state;
    char command[512];
    struct error err;

    open_writer(b);
    put(b, 1, "treaty");
    commit(b);
    writer_close(b->writer);
    b->writer = NULL;
    snprintf(command, sizeof command, "mkdir -p %s/building/shard-0 %s/run-000099 %s/delta-000099", b->dir, b->dir, b->dir);
    assert_int_equal(system(command), 0);
    open_writer(b);
    assert_int_equal(folders(b), 1);
    writer_close(b->writer);
    b->writer = NULL;

    snprintf(command, sizeof command, "mv %s/XAPIANDB %s/kept", b->dir, b->dir);
    assert_int_equal(system(command), 0);
    assert_int_equal(writer_open(b->dir, "test", 0, &b->writer, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    snprintf(command, sizeof command, "mv %s/kept %s/XAPIANDB", b->dir, b->dir);
    assert_int_equal(system(command), 0);
    assert_int_equal(found(b, "treaty"), 1);
}

static void count_told(void *ctx, size_t done, size_t all)
{
    struct bench *b = ctx;
    assert_true(done <= all && done >= b->told);
    b->told = done;
}

static void progress_reaches_the_whole(void **state)
{
    struct bench *b = *state;
    open_writer(b);
    writer_set_build(b->writer, &(struct build_options){.threads = 1, .progress = count_told, .ctx = b});
    bulk(b, 0, "treaty");
    assert_int_equal(b->told, BULK);
}

static int count_record(void *ctx, const struct record *record, struct error *err)
{
    char(*dates)[16] = ctx;
    (void)err;
    assert_true(!(*dates)[0] || strncmp(*dates, record->date.data, record->date.len) >= 0);
    snprintf(*dates, sizeof *dates, "%.*s", (int)record->date.len, record->date.data);
    return 0;
}

static void a_walk_goes_from_the_newest_to_the_oldest_over_runs_and_delta(void **state)
{
    struct bench *b = *state;
    char date[16] = "";
    struct error err;
    open_writer(b);
    bulk(b, 0, "treaty");
    for (int i = 0; i < 50; i++)
        put(b, i * 7, "accord");
    commit(b);
    assert_int_equal(found(b, "accord"), 50);
    assert_int_equal(reader_walk(b->reader, count_record, &date, &err), 0);
    assert_string_equal(date, "2010-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_articles_become_a_run_and_stay_known, setup, teardown),
        cmocka_unit_test_setup_teardown(an_article_of_a_run_is_replaced_and_deleted_in_a_small_commit, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fold_takes_the_delta_and_small_runs_in_and_leaves_large_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(compacting_leaves_one_run_of_what_is_there_and_then_nothing_to_do, setup, teardown),
        cmocka_unit_test_setup_teardown(phrases_of_a_long_run_are_found_where_they_stand, setup, teardown),
        cmocka_unit_test_setup_teardown(all_articles_may_be_deleted_again, setup, teardown),
        cmocka_unit_test_setup_teardown(a_day_may_hold_more_articles_than_it_has_docids, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reader_keeps_its_snapshot_until_it_refreshes, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_crash_left_is_swept_and_articles_without_index_are_not_cut_off, setup, teardown),
        cmocka_unit_test_setup_teardown(progress_reaches_the_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(a_walk_goes_from_the_newest_to_the_oldest_over_runs_and_delta, setup, teardown),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
