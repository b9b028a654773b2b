/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_spelling.c - what a mistyped word may stand for, when that is shown at once, and what is never taken for mistyped. */
#include "test_archive.h"

#include "archive/correct.h"
#include "archive/search.h"
#include "archive/names_seen.h"
#include "archive/slips.h"
#include "archive/spelling.h"

enum { GUESSES = 5, OFTEN = 60, VERY_OFTEN = 1100 };

/* ---- slips ------------------------------------------------------------------- */

static unsigned slips(const char *meant, const char *typed)
{
    static struct sounds sounds;
    struct slips_word m;
    struct slips_typed t;

    sounds_make(&sounds);
    slips_read(meant, strlen(meant), &m);
    slips_start(&sounds, typed, strlen(typed), &t);
    return slips_between(&sounds, &m, &t, 1000);
}

static void what_sounds_the_same_costs_less_than_what_does_not(void **state)
{
    static const struct {
        const char *meant, *alike, *unlike;
    } cases[] = {
        {"graph", "graf", "grav"},         {"knight", "nite", "mite"},       {"bucket", "buket", "buwet"},
        {"scissors", "sissors", "pissors"}, {"portion", "porshun", "porvgun"}, {"ceiling", "cieling", "caoling"},
        {"wrist", "rist", "brist"},         {"lamb", "lam", "lab"},           {"quilt", "kwilt", "kzilt"},
        {"painter", "paintor", "paintpr"}, {"sailor", "sailer", "sailtr"},   {"fudge", "fuge", "fubge"},
        {"letter", "leter", "leyter"},     {"leaf", "leef", "lexf"},         {"taxi", "tacksi", "tambsi"},
        {"house", "hause", "hqzse"},       {"budget", "bugdet", "bupket"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned alike = slips(cases[i].meant, cases[i].alike), unlike = slips(cases[i].meant, cases[i].unlike);
        if (alike >= unlike || alike > 3 * SLIPS_ONE || alike == 0)
            fail_msg("%s: %s %u, %s %u", cases[i].meant, cases[i].alike, alike, cases[i].unlike, unlike);
    }
    assert_int_equal(slips("minister", "minister"), 0);
    assert_true(slips("minister", "minster") < slips("minster", "minister")); /* left out rather than put in */
    assert_true(slips("anna", "bnna") > slips("anna", "anbb") / 2);           /* the first letter is seldom wrong */
}

static void a_bound_cuts_no_cost_below_it(void **state)
{
    static const char *const words[] = {"knight", "nite", "physician", "fizishun", "actual", "akchual", "erdemoğlu", "erdemoglu"};
    static struct sounds sounds;
    (void)state;

    sounds_make(&sounds);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            struct slips_word m;
            struct slips_typed t;
            slips_read(words[i], strlen(words[i]), &m);
            slips_start(&sounds, words[k], strlen(words[k]), &t);
            unsigned all = slips_between(&sounds, &m, &t, 100000);
            for (unsigned most = 10; most < 1000; most += 10) {
                unsigned got = slips_between(&sounds, &m, &t, most);
                if (all < most ? got != all : got < most)
                    fail_msg("%s, %s: %u, and %u below %u", words[i], words[k], all, got, most);
            }
        }
}

/* ---- guesses ----------------------------------------------------------------- */

struct scene {
    struct test_archive at;
};

static void put(struct scene *s, unsigned number, const char *text)
{
    char id[16];
    const struct article a = {.id = id, .title = "Note", .text = (char *)text, .date = "2019-08"};

    snprintf(id, sizeof id, "n%u", number);
    test_archive_put(&s->at, &a);
}

static int open_with(void **state, unsigned often)
{
    struct scene *s = *state = calloc(1, sizeof *s);
    unsigned count = 0;

    if (!s || test_archive_make(&s->at) < 0)
        return -1;
    while (count < often)
        put(s, count++, "They redo what the physician Larwood said in 2019 of bramley, bramlet, quoins and a lighthouse.");
    if (often > OFTEN)
        test_archive_commit(&s->at, true);
    put(s, count++, "Once a tiler, and Larwod, spoke of bramly, a herb; then Larwod went.");
    test_archive_commit(&s->at, false);
    test_archive_read(&s->at);
    return 0;
}

static int open_scene(void **state)
{
    return open_with(state, OFTEN);
}

static int open_large(void **state)
{
    return open_with(state, VERY_OFTEN);
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    int rc = test_archive_drop(&s->at);

    free(s);
    return rc;
}

static int guesses_within(struct scene *s, const char *word, const struct clock_limit *limit, struct spelling_guess *out)
{
    struct error err;
    int count = spelling_guesses(reader_spelling(s->at.reader), s->at.reader, word, strlen(word), limit, &s->at.arena, out, GUESSES,
                                 &err);

    if (count < 0)
        fail_msg("%s", err.text);
    return count;
}

static int guesses(struct scene *s, const char *word, struct spelling_guess *out)
{
    static const struct clock_limit never;

    return guesses_within(s, word, &never, out);
}

static void the_likeliest_word_comes_first(void **state)
{
    static const char *const cases[][2] = {{"fizician", "physician"}, {"litehous", "lighthouse"}, {"koyns", "quoins"},
                                           {"larrwood", "larwood"},   {"tyler", "tiler"}};
    struct scene *s = *state;
    struct spelling_guess out[GUESSES];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (guesses(s, cases[i][0], out) < 1 || out[0].len != strlen(cases[i][1]) ||
            memcmp(out[0].word, cases[i][1], out[0].len) != 0)
            fail_msg("%s", cases[i][0]);
}

static void numbers_and_names_that_exist_get_no_guess(void **state)
{
    struct scene *s = *state;
    struct spelling_guess out[GUESSES];

    assert_int_equal(guesses(s, "20199", out), 0);
    assert_int_equal(guesses(s, "2o19", out), 0);
    assert_int_equal(guesses(s, "larwood2", out), 0);
    assert_int_equal(guesses(s, "larwood", out), 0);
    assert_int_equal(guesses(s, "larwod", out), 0); /* once, beside a more frequent one */
    assert_true(guesses(s, "larwoof", out) > 0);
}

static void a_limit_that_is_past_ends_the_guessing(void **state)
{
    struct scene *s = *state;
    struct spelling_guess out[GUESSES];
    struct clock_limit limit = {.ms = 1000};

    assert_int_equal(guesses_within(s, "larwoof", &limit, out), 0); /* it began when the machine did */
    clock_gettime(CLOCK_MONOTONIC, &limit.begin);
    limit.ms = 60000;
    assert_true(guesses_within(s, "larwoof", &limit, out) > 0);
}

/* ---- searches ---------------------------------------------------------------- */

static struct search_page searched(struct scene *s, const char *query, double deadline_ms)
{
    const struct search_request request = {.q = query, .q_len = strlen(query), .count = 1, .deadline_ms = deadline_ms};
    struct search_page page;
    struct error err;

    if (search_run(s->at.reader, &request, &s->at.arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    return page;
}

static void only_a_sure_guess_is_searched_for_at_once(void **state)
{
    static const struct {
        const char *query, *meant;
        bool corrected;
    } cases[] = {
        {"larwoof", "larwood", true},   {"reddo", "redo", true}, /* of few letters: one likely slip */
        {"erdo", "redo", false},        /* at the first letter */
        {"rego", "redo", false},        /* no likely slip */
        {"tyler", "tiler", false},      /* for a word that few articles have */
        {"bramlex", "bramlet", false},  /* or bramley */
        {"larwoof bramlex", NULL, false}, {"lightmobze", "lighthouse", false}, /* far away */
    };
    struct scene *s = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_page page = searched(s, cases[i].query, 0);
        if (!page.did_you_mean || page.corrected != cases[i].corrected || (page.total > 0) != cases[i].corrected)
            fail_msg("%s: %s", cases[i].query, page.did_you_mean ? page.did_you_mean : "nothing meant");
        if (cases[i].meant && memcmp(page.did_you_mean, cases[i].meant, strlen(cases[i].meant) - 1) != 0)
            fail_msg("%s: %s", cases[i].query, page.did_you_mean);
    }
}

static void a_word_that_exists_is_kept_where_nothing_has_all(void **state)
{
    struct scene *s = *state;

    assert_null(searched(s, "larwod bramley", 0).did_you_mean);
    assert_null(searched(s, "bramly physician", 0).did_you_mean);
    assert_null(searched(s, "\"larwod bramley\"", 0).did_you_mean);
}

/* Also where another is a thousand times as frequent. */
static void a_name_that_exists_is_kept_and_a_rare_word_is_not_replaced_at_once(void **state)
{
    struct scene *s = *state;
    struct spelling_guess out[GUESSES];

    assert_true(guesses(s, "larwod", out) > 0 && guesses(s, "bramly", out) > 0);
    assert_false(out[0].near);
    assert_null(searched(s, "larwod physician", 0).did_you_mean);
    struct search_page page = searched(s, "bramly physician", 0);
    assert_string_equal(page.did_you_mean, "bramley AND physician");
    assert_false(page.corrected);
    page = searched(s, "bramly", 0); /* one article has it: that is the answer, and the question beside it */
    assert_int_equal(page.total, 1);
    assert_string_equal(page.did_you_mean, "bramley");
    assert_false(page.corrected);
    page = searched(s, "larwod", 0);
    assert_int_equal(page.total, 1);
    assert_null(page.did_you_mean);
}

/* Which no list of names tells of a word that one article among thousands has. */
static void what_an_article_writes_with_a_capital_is_a_name(void **state)
{
    static const struct {
        const char *word;
        bool name;
    } cases[] = {{"larwod", true}, {"once", true}, {"bramly", false}, {"herb", false}, {"nowhere", false}};
    struct scene *s = *state;
    struct error err;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool name;
        assert_int_equal(names_seen(s->at.reader, (xap_text){cases[i].word, strlen(cases[i].word)}, &s->at.arena, &name, &err), 0);
        assert_int_equal(name, cases[i].name);
    }
}

static void a_request_that_is_late_gets_no_guess_and_is_partial(void **state)
{
    static const struct clock_limit late = {.ms = 1};
    struct scene *s = *state;
    struct correction meant;
    struct query query;
    struct error err;

    assert_int_equal(query_parse("larwoof", 7, MATCH_ALL, &s->at.arena, &query, &err), 0);
    assert_int_equal(correct_query(s->at.reader, &query, &late, &s->at.arena, &meant, &err), 0);
    assert_true(meant.late);
    assert_null(meant.text);
    struct search_page page = searched(s, "larwoof", 1e-6);
    assert_true(page.partial);
    assert_null(page.did_you_mean);
    assert_false(searched(s, "larwoof", 60000).partial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_sounds_the_same_costs_less_than_what_does_not),
        cmocka_unit_test(a_bound_cuts_no_cost_below_it),
        cmocka_unit_test_setup_teardown(the_likeliest_word_comes_first, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(numbers_and_names_that_exist_get_no_guess, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_limit_that_is_past_ends_the_guessing, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(only_a_sure_guess_is_searched_for_at_once, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_word_that_exists_is_kept_where_nothing_has_all, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_name_that_exists_is_kept_and_a_rare_word_is_not_replaced_at_once, open_large,
                                        close_scene),
        cmocka_unit_test_setup_teardown(what_an_article_writes_with_a_capital_is_a_name, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_request_that_is_late_gets_no_guess_and_is_partial, open_scene, close_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
