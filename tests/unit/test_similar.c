/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_similar.c - articles like an article, from the delta and from runs. */
#include "test_archive.h"

#include "archive/similar.h"



struct bench {
    struct test_archive at;
    struct similar_page page;
};

/* The story of a harbour, its copies, what goes on about it, and what has nothing to do with it. */
#define HARBOUR                                                                                                        \
    "The harbour of Port Caddock was closed on Monday after a dredger sank at its mouth. Nobody was hurt. The "        \
    "harbourmaster, Oda Quill, said that ferries would sail from Eskmouth until divers had raised the dredger, which " \
    "may take until the spring. Fishermen asked the ministry for help, since the quays of Eskmouth are too small."
static const struct {
    const char *id, *title, *text, *source, *date;
} stories[] = {
    {"harbour", "Dredger sinks and closes harbour", HARBOUR, "Courier", "2020-02-03"},
    {"copy", "Port Caddock harbour shut by sunken dredger", "From our wires. " HARBOUR, "Gazette", "2020-02-03"},
    {"cut", "Harbour closed", "The harbour of Port Caddock was closed on Monday after a dredger sank at its mouth. "
     "Nobody was hurt. The harbourmaster, Oda Quill, said that ferries would sail from Eskmouth until divers had "
     "raised the dredger, which may take until the spring.", "Mail", "2020-02-04"},
    {"raised", "Divers raise the dredger at last", "Divers raised the dredger from the mouth of the harbour of Port "
     "Caddock on Friday. Ferries will sail again next week, said Oda Quill, the harbourmaster, who thanked Eskmouth "
     "for the use of its quays. The dredger's owner must pay for it.", "Courier", "2020-04-10"},
    {"raised-again", "Divers raise dredger at last, harbour of Port Caddock free",
     "Divers raised the dredger from the mouth of the harbour of Port Caddock on Friday. Ferries will sail again next week, said Oda Quill, the harbourmaster, who thanked Eskmouth "
     "for the use of its quays. The dredger's owner must pay for it. Nobody was hurt when it sank in February.",
     "Mail", "2020-04-11"},
    {"fishermen", "Fishermen angry with ministry", "Fishermen of Port Caddock marched to the ministry to ask for help. "
     "Their harbour is closed, and the quays of Eskmouth are full of ferries, they said.", "Gazette", "2020-02-20"},
    {"opera", "Opera house to have a new roof", "The roof of the opera house leaks, and the orchestra plays under "
     "umbrellas. The council voted for copper.", "Courier", "2020-03-01"},
    {"roof", "Copper price delays roof", "Copper costs twice what it did, and the council wonders whether the opera "
     "house must have a roof of it.", "Gazette", "2020-06-01"},
    {"schools", "Schools open late", "Snow kept teachers at home.", "Courier", "2020-01-10"},
    {"snow", "Snow in the hills", "Snow fell for a week, and teachers skied to their schools.", "Mail", "2020-01-12"},
    {"title-only", "Dredger of Port Caddock sold", NULL, "Mail", "2021-01-01"},
};
enum { STORIES = sizeof stories / sizeof stories[0] };

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

static void store(struct bench *b, size_t from, size_t end, bool run)
{
    for (size_t i = from; i < end; i++) {
        const struct article a = {.id = (char *)stories[i].id, .title = (char *)stories[i].title,
                                  .text = (char *)stories[i].text, .source = (char *)stories[i].source,
                                  .date = (char *)stories[i].date};
        test_archive_put(&b->at, &a);
    }
    test_archive_commit(&b->at, run);
}

static void store_all(struct bench *b, size_t in_run)
{
    if (in_run)
        store(b, 0, in_run, true);
    if (in_run < STORIES)
        store(b, in_run, STORIES, false);
    test_archive_read(&b->at);
}

/* One article more, into the delta. */
static void add(struct bench *b, const struct article *a)
{
    test_archive_put(&b->at, a);
    test_archive_commit(&b->at, false);
    test_archive_read(&b->at);
}

/* The ids of what is like id, in order, by space. */
static const char *ask(struct bench *b, const char *id, const struct search_request *request)
{
    struct error err = {0};
    char *list = arena_copy(&b->at.arena, "", 0);
    if (similar_run(b->at.reader, id, request, &b->at.arena, &b->page, &err) < 0)
        return err.fault == FAULT_NOT_FOUND ? "not found" : "failed";
    for (size_t i = 0; i < b->page.found.count; i++) {
        struct record_text found = b->page.found.results[i].record.id;
        list = arena_printf(&b->at.arena, "%s%s%.*s", list, i ? " " : "", (int)found.len, found.data);
    }
    return list;
}

static const char *like(struct bench *b, const char *id)
{
    const struct search_request request = {.count = 10, .snippets = true, .marks = true};
    return ask(b, id, &request);
}

static bool has(const char *list, const char *id)
{
    size_t len = strlen(id);
    for (const char *at = list; (at = strstr(at, id)); at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

static void expect_harbour(struct bench *b)
{
    const char *list = like(b, "harbour");
    assert_true(has(list, "raised")); /* of two copies the first */
    assert_false(has(list, "raised-again"));
    assert_true(has(list, "fishermen"));
    assert_false(has(list, "harbour") || has(list, "copy") || has(list, "cut"));
    assert_false(has(list, "opera") || has(list, "roof") || has(list, "snow") || has(list, "schools"));
    list = like(b, "opera");
    assert_string_equal(list, "roof");
}

static void copies_of_the_story_are_left_out_and_what_follows_it_is_shown_in_the_delta(void **state)
{
    store_all(*state, 0);
    expect_harbour(*state);
}

static void and_in_a_run(void **state)
{
    store_all(*state, STORIES);
    expect_harbour(*state);
}

static void and_when_copies_lie_apart(void **state)
{
    store_all(*state, 4);
    expect_harbour(*state);
}

static void the_words_are_the_articles_own_without_stop_words_and_figures(void **state)
{
    struct bench *b = *state;
    bool dredger = false;
    store_all(b, 4);
    like(b, "harbour");
    const struct similar_terms *words = &b->page.terms;
    assert_true(words->count > 5 && words->count <= SIMILAR_TERMS);
    for (size_t i = 0; i < words->count; i++) {
        dredger |= strcmp(words->at[i].data, "dredger") == 0 && i < 3; /* in the title, and often */
        assert_false(word_is_stop(words->at[i].data, words->at[i].len));
        assert_string_not_equal(words->at[i].data, "wires"); /* of another text */
    }
    assert_true(dredger);
    like(b, "snow");
    for (size_t i = 0; i < words->count; i++)
        assert_string_not_equal(words->at[i].data, "skied"); /* no other article has it */
}

static void results_have_score_snippet_and_no_marks(void **state)
{
    struct bench *b = *state;
    store_all(b, 4);
    like(b, "fishermen");
    const struct search_result *r = b->page.found.results;
    assert_true(b->page.found.count >= 2);
    assert_true(r[0].score >= r[1].score && r[1].score > 0);
    assert_true(strncmp(r[0].snippet.text, r[0].record.title.data, r[0].record.title.len) != 0);
    assert_int_equal(r[0].snippet.span_count + r[0].title.span_count, 0);
}

static void filters_dates_and_the_count_hold(void **state)
{
    struct bench *b = *state;
    const char *mail[] = {"mail"};
    const struct search_filter only = {FACET_SOURCE, false, mail, 1}, never = {FACET_SOURCE, true, mail, 1};
    struct search_request request = {.count = 10, .filters = &only, .filter_count = 1};
    store_all(b, 4);
    assert_true(has(ask(b, "harbour", &request), "raised-again"));
    assert_false(has(ask(b, "harbour", &request), "fishermen"));
    request.filters = &never;
    assert_true(has(ask(b, "harbour", &request), "raised"));
    request.filter_count = 0;
    request.count = 1;
    assert_false(strchr(ask(b, "harbour", &request), ' '));
    request.count = 10;
    assert_int_equal(date_parse_iso("2020-02", 7, &request.to, NULL), true);
    assert_string_equal(ask(b, "harbour", &request), "fishermen");
}

static void an_unknown_id_is_not_found_and_a_lonely_article_has_none_like_it(void **state)
{
    struct bench *b = *state;
    struct article lonely = {.id = "lonely", .title = "Xylophone", .text = "Quizzical zithers jingled."};
    store_all(b, 4);
    assert_string_equal(like(b, "nobody"), "not found");
    add(b, &lonely);
    assert_string_equal(like(b, "lonely"), "");
    assert_int_equal(b->page.terms.count, 0);
}

static void an_article_without_text_is_compared_by_its_title(void **state)
{
    struct bench *b = *state;
    store_all(b, 4);
    assert_true(has(like(b, "title-only"), "harbour") || has(like(b, "title-only"), "copy"));
}

static void an_article_whose_text_has_no_words_is_not_like_itself(void **state)
{
    struct bench *b = *state;
    struct article bare = {.id = "bare", .title = "Dredger of Eskmouth", .text = "* * *"};
    store_all(b, 4);
    add(b, &bare);
    const char *list = like(b, "bare");
    assert_true(has(list, "title-only"));
    assert_false(has(list, "bare"));
}

static void what_shares_one_of_many_words_is_not_like_it(void **state)
{
    struct bench *b = *state;
    struct article near_nothing = {.id = "owner", .title = "Owner", .text = "An owner was found."};
    store_all(b, 4);
    add(b, &near_nothing);
    assert_false(has(like(b, "raised"), "owner"));
    assert_true(has(like(b, "owner"), "raised") || has(like(b, "owner"), "raised-again"));
}

/* A millionth of a millisecond: over before it begins. */
static void a_deadline_that_is_over_gives_a_partial_page(void **state)
{
    struct bench *b = *state;
    const struct search_request request = {.count = 10, .deadline_ms = 1e-6};
    store_all(b, 4);
    assert_string_not_equal(ask(b, "harbour", &request), "failed");
    assert_true(b->page.found.partial);
    assert_true(b->page.found.count <= 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(copies_of_the_story_are_left_out_and_what_follows_it_is_shown_in_the_delta),
        TEST(and_in_a_run),
        TEST(and_when_copies_lie_apart),
        TEST(the_words_are_the_articles_own_without_stop_words_and_figures),
        TEST(results_have_score_snippet_and_no_marks),
        TEST(filters_dates_and_the_count_hold),
        TEST(an_unknown_id_is_not_found_and_a_lonely_article_has_none_like_it),
        TEST(an_article_without_text_is_compared_by_its_title),
        TEST(an_article_whose_text_has_no_words_is_not_like_itself),
        TEST(what_shares_one_of_many_words_is_not_like_it),
        TEST(a_deadline_that_is_over_gives_a_partial_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
