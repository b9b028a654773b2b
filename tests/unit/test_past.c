/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_past.c - an older snapshot is answered as it was: texts that changed, lines that were left out later, groups of
 * copies, and articles that are gone, of which nothing is shown. */
#include "tests/unit/test_archive.h"

#include "archive/docid_article.h"
#include "archive/select.h"
#include "archive/word_freq.h"

static int setup(void **state)
{
    struct test_archive *t = calloc(1, sizeof *t);

    *state = t;
    return t ? test_archive_make(t) : -1;
}

static int teardown(void **state)
{
    int rc = test_archive_drop(*state);

    free(*state);
    return rc;
}

static void put(struct test_archive *t, const char *id, const char *text)
{
    test_archive_put(t, &(struct article){.id = (char *)id, .title = "A title", .source = "The Paper",
                                          .date = "2020-02-03", .text = (char *)text});
}

/* Commits, and remembers what the archive is then. */
static struct snapshot commit(struct test_archive *t, bool run)
{
    test_archive_commit(t, run);
    test_archive_read(t);
    return *reader_snapshot(t->reader);
}

static void show(struct test_archive *t, const struct snapshot *s)
{
    struct error err;

    if (reader_show(t->reader, s->id, strlen(s->id), &err) < 0)
        fail_msg("%s", err.text);
}

static void search(struct test_archive *t, const struct snapshot *s, const char *q, struct search_page *out)
{
    const struct search_request request = {.q = q, .q_len = strlen(q), .count = 10, .snippets = true, .texts = true,
                                           .collapse = COLLAPSE_GROUP};
    struct error err;

    show(t, s);
    if (search_run(t->reader, &request, &t->arena, out, &err) < 0)
        fail_msg("%s", err.text);
}

static uint64_t found(struct test_archive *t, const struct snapshot *s, const char *q)
{
    struct search_page page;

    search(t, s, q, &page);
    assert_string_equal(page.understood_as, q);
    return page.relaxed ? 0 : page.total;
}

static void texts_are_found_as_they_were(void **state)
{
    struct test_archive *t = *state;
    struct search_page page;
    struct error err;

    put(t, "a", "The council spoke of tramways.");
    put(t, "b", "The council spoke of bridges.");
    const struct snapshot first = commit(t, false);
    put(t, "a", "The council spoke of harbours.");
    const struct snapshot second = commit(t, true);
    assert_int_equal(writer_delete(t->writer, "b", &err), 0);
    const struct snapshot third = commit(t, false);
    put(t, "b", "Bridges again.");
    const struct snapshot last = commit(t, true);

    assert_int_equal(found(t, &first, "tramways"), 1);
    assert_int_equal(found(t, &first, "harbours"), 0);
    assert_int_equal(found(t, &first, "bridges"), 1);
    assert_int_equal(found(t, &second, "tramways"), 0);
    assert_int_equal(found(t, &second, "harbours"), 1);
    assert_int_equal(found(t, &third, "bridges"), 0);
    assert_int_equal(found(t, &third, "council"), 1);
    assert_int_equal(found(t, &last, "bridges"), 1);
    search(t, &first, "tramways", &page);
    assert_string_equal(page.results[0].text.data, "The council spoke of tramways.");
    assert_int_equal(page.results[0].record.version, 1);
    assert_int_equal(reader_snapshot(t->reader)->articles, 2);
    assert_false(reader_snapshot(t->reader)->newest);
    search(t, &third, "council", &page);
    assert_int_equal(reader_snapshot(t->reader)->articles, 1);
    search(t, &last, "council", &page);
    assert_true(reader_snapshot(t->reader)->newest);
    test_archive_read(t); /* a refresh shows the newest */
    assert_string_equal(reader_snapshot(t->reader)->id, last.id);
}

static void what_is_gone_is_counted_and_not_shown(void **state)
{
    struct test_archive *t = *state;
    struct search_page page;
    enum put_result result;
    struct error err;

    put(t, "kept", "The council spoke of tramways.");
    put(t, "deleted", "Deleted words on tramways.");
    put(t, "retracted", "Retracted words on tramways.");
    const struct snapshot before = commit(t, true);
    assert_int_equal(writer_delete(t->writer, "deleted", &err), 0);
    assert_int_equal(writer_retract(t->writer, "retracted", "It was wrong.", &result, &err), 0);
    commit(t, false);
    search(t, &before, "tramways", &page);
    assert_int_equal(page.total, 3);
    for (size_t i = 0; i < page.count; i++) {
        const struct search_result *r = &page.results[i];
        bool kept = r->record.id.len == 4;
        assert_int_equal(r->record.withdrawn, !kept);
        assert_int_equal(r->record.title.data != NULL, kept);
        assert_int_equal(r->record.source.data != NULL, kept);
        assert_int_equal(r->title.text != NULL, kept);
        assert_int_equal(r->text.len > 0, kept);
        assert_int_equal(r->snippet.text != NULL, kept);
    }
    put(t, "deleted", "Its id is somebody's again.");
    put(t, "retracted", "It is corrected.");
    put(t, "kept", "The council spoke of trains.");
    for (int merged = 0; merged < 2; merged++) {
        commit(t, merged);
        search(t, &before, "words tramways", &page);
        assert_int_equal(page.total, 2);
        assert_true(page.results[0].record.withdrawn && page.results[1].record.withdrawn);
        search(t, &before, "council tramways", &page); /* a text that was replaced is shown */
        assert_int_equal(page.total, 1);
        assert_false(page.results[0].record.withdrawn);
        assert_string_equal(page.results[0].text.data, "The council spoke of tramways.");
    }
}

/* A line that is learned later was text before; through merges, too. */
static void lines_left_out_later_were_found_before(void **state)
{
    struct test_archive *t = *state;
    char id[16], text[128], date[16];
    struct error err;
    size_t changed;

    for (int i = 0; i < 12; i++) {
        snprintf(id, sizeof id, "n%d", i);
        snprintf(text, sizeof text, "Story number%d.\nMake a donation to the paper today.", i);
        snprintf(date, sizeof date, "2020-02-%02d", 1 + i);
        test_archive_put(t, &(struct article){.id = id, .title = "A title", .source = "The Paper", .date = date,
                                              .text = text});
        if (i == 1)
            test_archive_commit(t, false);
    }
    assert_int_equal(writer_set_line(t->writer, "The Paper", "Make a donation to the paper today.",
                                     BOILERPLATE_DROPPED, &changed, &err), 0);
    const struct snapshot text_yet = commit(t, false);
    assert_int_equal(found(t, &text_yet, "donation"), 12);
    assert_int_equal(writer_set_line(t->writer, "The Paper", "Make a donation to the paper today.",
                                     BOILERPLATE_KEPT, &changed, &err), 0);
    assert_int_equal(changed, 12);
    const struct snapshot left_out = commit(t, false);
    assert_int_equal(found(t, &left_out, "donation"), 0);
    assert_int_equal(writer_set_line(t->writer, "The Paper", "Make a donation to the paper today.",
                                     BOILERPLATE_DROPPED, &changed, &err), 0);
    const struct snapshot again = commit(t, true);
    for (int merges = 0; merges < 2; merges++) {
        assert_int_equal(found(t, &text_yet, "donation"), 12);
        assert_int_equal(found(t, &text_yet, "\"a donation to the paper\""), 12);
        assert_int_equal(found(t, &left_out, "donation"), 0);
        assert_int_equal(found(t, &left_out, "number7"), 1);
        assert_int_equal(found(t, &again, "donation"), 12);
        put(t, "more", merges ? "More." : "Yet more.");
        commit(t, true);
    }
}

/* Two that were alone are a story and its copy since. */
static void groups_are_as_they_were(void **state)
{
    static const char words[] = "The minister said on Monday that the harbour of the old town would be dredged before "
                                "winter so that the ferries could call there again after nine years of silt and storms.";
    struct test_archive *t = *state;
    char other[512];

    snprintf(other, sizeof other, "%s Reporting by our staff.", words);
    put(t, "a", words);
    const struct snapshot alone = commit(t, true);
    put(t, "b", other);
    const struct snapshot both = commit(t, false);
    for (int merged = 0; merged < 2; merged++) {
        struct search_page page;
        search(t, &both, "dredged", &page);
        assert_int_equal(page.total, 1);
        assert_int_equal(page.results[0].copies, 1);
        search(t, &alone, "dredged", &page);
        assert_int_equal(page.total, 1);
        assert_int_equal(page.results[0].copies, 0);
        put(t, "c", "Of something else.");
        commit(t, true);
    }
}

static uint32_t articles_with(struct test_archive *t, const char *word)
{
    uint32_t fast, exact;
    struct error err;

    assert_int_equal(word_freq(t->reader, (xap_text){word, strlen(word)}, &fast, &err), 0);
    assert_int_equal(term_articles(t->reader, (xap_text){word, strlen(word)}, UINT32_MAX, &exact, &err), 0);
    assert_int_equal(fast, exact);
    return exact;
}

/* An article that was often changed is one; what only deleted ones have is not what may have been meant. */
static void words_are_counted_in_what_is_there(void **state)
{
    struct test_archive *t = *state;
    char text[128];
    struct search_page page;
    struct error err;

    put(t, "other", "Bridges and harbours.");
    for (int i = 0; i < 20; i++) {
        snprintf(text, sizeof text, "The dirigible was seen at %d o'clock.", i);
        put(t, "blog", text);
        test_archive_commit(t, i == 10);
    }
    put(t, "gone", "A trombonist played.");
    put(t, "more", "A trombonist played again.");
    const struct snapshot before = commit(t, true);
    assert_int_equal(articles_with(t, "dirigible"), 1);
    assert_int_equal(articles_with(t, "trombonist"), 2);
    search(t, &before, "trombonsit", &page);
    assert_non_null(page.did_you_mean);
    assert_int_equal(writer_delete(t->writer, "gone", &err), 0);
    assert_int_equal(writer_delete(t->writer, "more", &err), 0);
    for (int merged = 0; merged < 2; merged++) {
        const struct snapshot now = commit(t, merged);
        assert_int_equal(articles_with(t, "trombonist"), 0);
        search(t, &now, "trombonsit", &page);
        assert_null(page.did_you_mean);
        show(t, &before);
        assert_int_equal(articles_with(t, "trombonist"), 2);
    }
}

/* Who asks for the newest by an id with other synonyms is warned, and nobody after. */
static void only_snapshots_that_were_are_shown(void **state)
{
    struct test_archive *t = *state;
    struct error err;

    put(t, "a", "The council spoke of tramways.");
    const struct snapshot s = commit(t, false);
    static const char *const wrong[] = {"", "x", "-1", "%.8s", "%.8s-", "%.8s-x", "%.8s-9", "%.8s-1-", "%.8s-1-zzzzzzzz",
                                        "%.8s-1x", "%.8s-01", "%.8s--1", "%.8s- 1", "00000000-1", "%.8s-99999999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char id[64];
        snprintf(id, sizeof id, wrong[i], s.id);
        if (reader_show(t->reader, id, strlen(id), &err) != -1 || err.fault != FAULT_INVALID)
            fail_msg("'%s' was taken for a snapshot", id);
    }
    assert_int_equal(found(t, &s, "tramways"), 1);
    assert_false(reader_snapshot(t->reader)->other_synonyms);
    char other[SNAPSHOT_MAX + 10];
    snprintf(other, sizeof other, "%s-0123abcd", s.id);
    assert_int_equal(reader_show(t->reader, other, strlen(other), &err), 0);
    assert_true(reader_snapshot(t->reader)->other_synonyms);
    test_archive_read(t);
    assert_false(reader_snapshot(t->reader)->other_synonyms);
}

static void since_a_snapshot_is_what_came_later(void **state)
{
    struct test_archive *t = *state;
    const struct search_request everything = {0};
    struct selection all;
    struct error err;

    put(t, "a", "One.");
    put(t, "b", "Two.");
    const struct snapshot s = commit(t, true);
    put(t, "b", "Two, changed.");
    put(t, "c", "Three.");
    for (int merged = 0; merged < 2; merged++) {
        commit(t, merged);
        if (select_run(t->reader, &everything, &t->arena, &all, &err) < 0)
            fail_msg("%s", err.text);
        assert_int_equal(all.total, 3);
        assert_int_equal(selection_since(&all, s.commit, &err), 0);
        assert_int_equal(all.total, 2);
        struct selection_walk walk;
        selection_walk_start(&walk, &all, false, 0);
        for (uint32_t docid; (docid = selection_walk_next(&walk, NULL));) {
            struct record record;
            assert_int_equal(docid_record(t->reader, docid, &t->arena, &record, &err), 0);
            assert_memory_not_equal(record.id.data, "a", 1);
        }
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(texts_are_found_as_they_were),   TEST(what_is_gone_is_counted_and_not_shown),
        TEST(groups_are_as_they_were),        TEST(lines_left_out_later_were_found_before),
        TEST(words_are_counted_in_what_is_there),
        TEST(only_snapshots_that_were_are_shown), TEST(since_a_snapshot_is_what_came_later),
    };
    return cmocka_run_group_tests_name("past", tests, NULL, NULL);
}
