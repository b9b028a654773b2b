/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_boilerplate_learn.c - lines that recur are learned, whichever way the articles come, and what was indexed with
 * them is found by them no longer. */
#include "test_archive.h"

#include "archive/rebuild.h"
#include "archive/search.h"

#define FOOTER "Marrow and barley are why the Lantern asks for your donation today."

struct bench {
    struct test_archive at;
    char snippet[512];
};

static int setup(void **state)
{
    struct bench *b = *state = calloc(1, sizeof *b);

    return b ? test_archive_make(&b->at) : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    int rc = test_archive_drop(&b->at);

    free(b);
    return rc;
}

/* What article i says by itself, and then the line; of the day with that number, undated by 0. */
static void put(struct bench *b, const char *source, size_t i, const char *line, unsigned day)
{
    char id[64], text[512], date[32];
    struct article a = {.id = id, .title = "A day in the Vale", .text = text, .source = (char *)(uintptr_t)source,
                        .date = day ? date : NULL};

    snprintf(id, sizeof id, "%s-%zu", source ? source : "none", i);
    snprintf(text, sizeof text, "The moot heard report number %zu at length.\n\n%s", i, line);
    snprintf(date, sizeof date, "2020-%02u-%02u", day / 28 + 1, day % 28 + 1);
    test_archive_put(&b->at, &a);
}

static void put_many(struct bench *b, const char *source, size_t from, size_t count, const char *line)
{
    for (size_t i = from; i < from + count; i++)
        put(b, source, i, line, (unsigned)i % 300 + 1);
}

struct question {
    struct bench *bench;
    const char *q;
    uint64_t total;
};

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct question *question = ctx;
    struct bench *b = question->bench;
    const struct search_request request = {.q = question->q, .q_len = strlen(question->q), .count = 10,
                                           .snippets = true};
    struct search_page page;

    arena_free(&b->at.arena);
    if (search_run(r, &request, &b->at.arena, &page, err) < 0)
        return -1;
    question->total = page.total;
    b->snippet[0] = '\0';
    if (page.count && page.results[0].snippet.text)
        snprintf(b->snippet, sizeof b->snippet, "%s", page.results[0].snippet.text);
    return 0;
}

static uint64_t finds(struct bench *b, const char *q)
{
    struct question question = {.bench = b, .q = q};
    struct error err;

    test_archive_read(&b->at);
    if (reader_ask(b->at.reader, ask, &question, &err) < 0)
        fail_msg("%s", err.text);
    return question.total;
}

static size_t known(struct bench *b)
{
    test_archive_read(&b->at);
    return reader_boilerplate(b->at.reader)->count;
}

static void in_one_bulk_run(void **state)
{
    struct bench *b = *state;

    put_many(b, "Lantern", 1, 20, FOOTER);
    put_many(b, "Courier", 1, 3, FOOTER); /* another source's few articles keep it */
    test_archive_commit(&b->at, false);
    assert_int_equal(known(b), 1);
    assert_int_equal(finds(b, "donation"), 3);
    assert_int_equal(finds(b, "\"barley are why\""), 3);
    assert_int_equal(finds(b, "report number 7"), 1);
    assert_non_null(strstr(b->snippet, "number 7"));
    assert_null(strstr(b->snippet, "donation"));
}

static void in_a_run_of_more_than_the_delta_takes(void **state)
{
    struct bench *b = *state;

    put_many(b, "Lantern", 1, 1500, "");
    put_many(b, "Lantern", 2000, 20, FOOTER); /* where all lines are no longer kept */
    test_archive_commit(&b->at, false);
    assert_int_equal(known(b), 1);
    assert_int_equal(finds(b, "donation"), 0);
}

static void one_by_one(void **state)
{
    struct bench *b = *state;

    for (size_t i = 1; i <= 20; i++) {
        put(b, "Lantern", i, FOOTER, (unsigned)i);
        test_archive_commit(&b->at, i == 3 || i == 9);
        if (i == 7)
            assert_int_equal(finds(b, "donation"), 7);
    }
    assert_int_equal(known(b), 1);
    assert_int_equal(finds(b, "donation"), 0);
    assert_int_equal(finds(b, "report number"), 20);
}

/* For the first line all that is committed is to be made anew, and it proves the second all the same. */
static void a_footer_of_two_lines_at_once(void **state)
{
    static const char both[] = FOOTER "\nWhoever gives a penny a week is thanked by name.";
    struct bench *b = *state;

    put_many(b, "Lantern", 1, 7, both);
    test_archive_commit(&b->at, true);
    assert_int_equal(known(b), 0);
    put_many(b, "Lantern", 8, 7, both);
    test_archive_commit(&b->at, false);
    assert_int_equal(known(b), 2);
    assert_int_equal(finds(b, "donation"), 0);
    assert_int_equal(finds(b, "\"thanked by name\""), 0);
}

static void in_what_a_run_holds_when_more_come(void **state)
{
    struct bench *b = *state;

    put_many(b, "Lantern", 1, 4, FOOTER);
    put_many(b, "Courier", 1, 1200, "");
    test_archive_commit(&b->at, false);
    assert_int_equal(finds(b, "donation"), 4);
    put_many(b, "Courier", 2000, 1200, "");
    put_many(b, "Lantern", 6, 2, FOOTER);
    test_archive_commit(&b->at, false);
    assert_int_equal(finds(b, "donation"), 6);
    put_many(b, "Lantern", 20, 6, FOOTER);
    test_archive_commit(&b->at, false);
    assert_int_equal(finds(b, "donation"), 0);
    assert_int_equal(known(b), 1);
}

static void without_a_source_by_its_site(void **state)
{
    struct bench *b = *state;

    for (size_t i = 1; i <= 20; i++) {
        char id[16], text[256], url[64];
        struct article a = {.id = id, .text = text, .url = url};
        snprintf(id, sizeof id, "u%zu", i);
        snprintf(text, sizeof text, "Number %zu was drawn.\n\n" FOOTER, i);
        snprintf(url, sizeof url, "https://%s.example/%zu", i <= 15 ? "lantern" : "courier", i);
        test_archive_put(&b->at, &a);
    }
    test_archive_commit(&b->at, false);
    assert_int_equal(known(b), 1);
    assert_int_equal(finds(b, "donation"), 5); /* undated, but under all of that site's articles */
}

/* Articles under new ids, a line that is all that is said, few days, names and short words: none is learned. */
static void not_what_is_said(void **state)
{
    struct bench *b = *state;

    for (size_t i = 1; i <= 20; i++) {
        char id[16];
        struct article a = {.id = id, .title = "Same", .source = "Lantern",
                            .text = "A copied story.\n\n" FOOTER, .date = i % 2 ? "2019-01-01" : "2018-05-05"};
        snprintf(id, sizeof id, "c%zu", i);
        test_archive_put(&b->at, &a);
    }
    test_archive_commit(&b->at, false);
    for (size_t i = 1; i <= 20; i++) {
        char id[16];
        struct article a = {.id = id, .title = "Alone", .source = "Lantern", .text = FOOTER, .date = "2017-01-01"};
        snprintf(id, sizeof id, "d%zu", i);
        test_archive_put(&b->at, &a);
    }
    test_archive_commit(&b->at, false);
    put_many(b, "Wire", 100, 300, "");
    for (size_t i = 1; i <= 20; i++) {
        put(b, "Wire", i, "The bridge is shut again until the spring.", (unsigned)i % 3 + 1);
        put(b, "Wire", 1000 + i, "Orla Finch", (unsigned)i);
    }
    for (size_t i = 1; i <= 3; i++)
        put(b, "Wire", 2000 + i, "Quite.", (unsigned)i);
    test_archive_commit(&b->at, false);
    assert_int_equal(known(b), 0);
    assert_int_equal(finds(b, "donation"), 40);
    assert_int_equal(finds(b, "orla finch"), 20);
}

static void set_line(struct bench *b, enum boilerplate_state how, size_t changed)
{
    struct error err;
    size_t got;

    if (writer_set_line(b->at.writer, "lantern", FOOTER, how, &got, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(got, changed);
    test_archive_commit(&b->at, false);
}

static void the_archivist_has_the_last_word(void **state)
{
    struct bench *b = *state;
    struct error err;
    size_t changed;

    put_many(b, "Lantern", 1, 20, FOOTER);
    test_archive_commit(&b->at, true);
    set_line(b, BOILERPLATE_DROPPED, 20);
    assert_int_equal(finds(b, "donation"), 20);
    put_many(b, "Lantern", 30, 20, FOOTER);
    test_archive_commit(&b->at, false);
    assert_int_equal(finds(b, "donation"), 40); /* and it is not learned again */
    set_line(b, BOILERPLATE_KEPT, 40);
    assert_int_equal(finds(b, "donation"), 0);
    set_line(b, BOILERPLATE_KEPT, 0);
    put(b, "Lantern", 60, FOOTER, 7);
    test_archive_commit(&b->at, true);
    assert_int_equal(finds(b, "donation"), 0);
    assert_int_equal(writer_set_line(b->at.writer, "Lantern", "  ", BOILERPLATE_KEPT, &changed, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
}

static void tell_nothing(void *ctx, const char *wrong)
{
    (void)ctx, (void)wrong;
}

static void tell_progress(void *ctx, uint64_t bytes, uint64_t all, uint64_t records)
{
    (void)ctx, (void)bytes, (void)all, (void)records;
}

static void a_rebuild_knows_what_was_learned_and_said(void **state)
{
    struct bench *b = *state;
    const struct rebuild_options options = {.damage = tell_nothing, .reading = tell_progress};
    struct rebuilt rebuilt;
    struct error err;

    for (size_t i = 1; i <= 20; i++) {
        put(b, "Lantern", i, FOOTER, (unsigned)i);
        put(b, "Courier", i, "Tell us what you think of the marsh road, by post.", (unsigned)i);
        test_archive_commit(&b->at, false);
    }
    set_line(b, BOILERPLATE_DROPPED, 20);
    writer_close(b->at.writer);
    b->at.writer = NULL;
    if (archive_rebuild(b->at.dir, 0, &options, &rebuilt, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(rebuilt.articles, 40);
    assert_int_equal(known(b), 2);
    assert_int_equal(finds(b, "donation"), 20);
    assert_int_equal(finds(b, "marsh road"), 0);
    assert_int_equal(finds(b, "report number"), 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_one_bulk_run, setup, teardown),
        cmocka_unit_test_setup_teardown(in_a_run_of_more_than_the_delta_takes, setup, teardown),
        cmocka_unit_test_setup_teardown(one_by_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_footer_of_two_lines_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(in_what_a_run_holds_when_more_come, setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_source_by_its_site, setup, teardown),
        cmocka_unit_test_setup_teardown(not_what_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(the_archivist_has_the_last_word, setup, teardown),
        cmocka_unit_test_setup_teardown(a_rebuild_knows_what_was_learned_and_said, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
