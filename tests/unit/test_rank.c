/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_rank.c - which article comes first, and that explanations say why. Each archive is asked as a delta and as a run. */
#include "test_archive.h"
#include "archive/search.h"

#include <math.h>

enum { FILLERS = 150 };

struct scene {
    struct test_archive at;
    struct search_page page;
};

static int open_scene(void **state)
{
    struct scene *s = *state = calloc(1, sizeof *s);

    return s ? test_archive_make(&s->at) : -1;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    int rc = test_archive_drop(&s->at);

    free(s);
    return rc;
}

static void put(struct scene *s, const char *id, const char *date, const char *title, const char *text)
{
    const struct article a = {.id = (char *)id, .date = (char *)date, .title = (char *)title, .text = (char *)text};

    test_archive_put(&s->at, &a);
}

static void commit(struct scene *s, bool run)
{
    test_archive_commit(&s->at, run);
    test_archive_read(&s->at);
}

static void ask(struct scene *s, struct search_request request)
{
    struct error err;

    request.q_len = strlen(request.q);
    request.explain = true;
    if (search_run(s->at.reader, &request, &s->at.arena, &s->page, &err) < 0)
        fail_msg("%s", err.text);
}

/* The ids found, best first, a space behind each. */
static const char *ids(struct scene *s)
{
    const char *all = "";

    for (size_t i = 0; i < s->page.count; i++) {
        struct record_text id = s->page.results[i].record.id;
        all = arena_printf(&s->at.arena, "%s%.*s ", all, (int)id.len, id.data);
    }
    return all;
}

static const char *found(struct scene *s, const char *query)
{
    ask(s, (struct search_request){.q = query, .count = 10});
    return ids(s);
}

static const char *found_any(struct scene *s, const char *query)
{
    ask(s, (struct search_request){.q = query, .count = 10, .match = MATCH_ANY});
    return ids(s);
}

/* As they come: dates rise, so that by docid alone the last would be the first. */
#define FOR_DELTA_AND_RUN(s) for (int run = (commit((s), false), 0); run < 2; run++, commit((s), true))

static void words_that_stand_together_come_first(void **state)
{
    struct scene *s = *state;

    put(s, "together", "2019-01-01", "Notes", "The council of Krell heard that water rates rise. The mayor said so at length in the hall today.");
    put(s, "apart", "2019-01-02", "Notes", "The water of Krell was heard by the council. The mayor said at length today that in the hall rates rise.");
    put(s, "turned", "2019-01-03", "Notes", "The council of Krell heard of rates for water to rise. The mayor said so at length in the hall today.");
    FOR_DELTA_AND_RUN(s) {
        assert_string_equal(found(s, "water rates"), "together turned apart ");
        assert_true(s->page.results[0].explanation->closeness > s->page.results[1].explanation->closeness);
        assert_true(s->page.results[2].explanation->closeness == 0);
    }
}

static void a_phrase_of_the_title_counts_more_than_one_of_the_text(void **state)
{
    struct scene *s = *state;

    put(s, "title", "2019-01-01", "Harbour toll is due", "Boats pay a harbour due, says Moss, and other boats a canal toll, when they come.");
    put(s, "text", "2019-01-02", "Harbour is due a toll", "Boats pay a harbour toll, says Moss, and other boats a canal due, when they come.");
    FOR_DELTA_AND_RUN(s) {
        assert_string_equal(found(s, "harbour toll"), "title text ");
        assert_true(s->page.results[0].explanation->closeness > s->page.results[1].explanation->closeness);
    }
}

/* Said often is said less than named in the title; with half the query there, a quarter of it. */
static void a_title_that_holds_the_query_comes_first(void **state)
{
    struct scene *s = *state;

    put(s, "named", "2019-01-01", "Harbour toll", "It was settled at noon. Krell and the council of Vale were told of it later.");
    put(s, "half", "2019-01-02", "Harbour", "The toll was settled at noon. Krell and the council of Vale were told of it.");
    put(s, "often", "2019-01-03", "Notes", "The harbour toll is a toll of the harbour, a harbour toll for a toll of harbour boats.");
    FOR_DELTA_AND_RUN(s) {
        assert_string_equal(found(s, "harbour toll"), "named often half ");
        double whole = s->page.results[0].explanation->title, half = s->page.results[2].explanation->title;
        assert_true(s->page.results[1].explanation->title == 0 && half > 0);
        assert_true(whole > 3 * half && whole < 9 * half);
        found(s, "toll");
        assert_true(s->page.results[0].explanation->title > 0);
    }
}

static void the_form_that_was_typed_comes_before_its_inflections(void **state)
{
    struct scene *s = *state;

    put(s, "other", "2019-01-03", "Notes", "Ministers of the Vale met at noon.");
    put(s, "typed", "2019-01-02", "Notes", "A minister of the Vale met at noon.");
    put(s, "spelt", "2019-01-01", "Notes", "The labor of the Vale began at noon.");
    put(s, "labour", "2019-01-04", "Notes", "The labour of the Vale began at noon.");
    FOR_DELTA_AND_RUN(s) {
        assert_string_equal(found(s, "minister"), "typed other ");
        assert_true(s->page.results[1].score > s->page.results[0].score / 2);
        assert_string_equal(found(s, "ministers"), "other typed ");
        assert_string_equal(found(s, "labor"), "labour spelt "); /* the same word: the newer first */
        assert_true(s->page.results[0].score == s->page.results[1].score);
    }
}

static void a_word_in_the_title_counts_more_and_in_the_summary_a_little(void **state)
{
    struct scene *s = *state;
    struct article a = {.id = "summary", .date = "2019-01-02", .title = "Notes", .summary = "Floods.", .text = "Rain fell on the Vale."};

    test_archive_put(&s->at, &a);
    put(s, "title", "2019-01-01", "Floods", "Rain fell on the Vale. Notes.");
    put(s, "text", "2019-01-03", "Notes", "Rain fell on the Vale. Floods.");
    FOR_DELTA_AND_RUN(s)
        assert_string_equal(found(s, "floods"), "title summary text ");
}

/* One common word, however often it is asked for and said, is not what a long question is about. */
static void one_common_word_does_not_drown_a_long_question(void **state)
{
    struct scene *s = *state;
    char id[24];

    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "noise%d", i);
        put(s, id, "2020", "Council", "Council council council, said the council of the council, and council again.");
    }
    put(s, "right", "2019", "Notes", "The council of Krell closed the ferry and the sluice for repairs.");
    FOR_DELTA_AND_RUN(s) {
        assert_int_equal(strncmp(found_any(s, "council council why did the council close the ferry sluice"), "right ", 6), 0);
        ask(s, (struct search_request){.q = "council council council", .count = 1, .match = MATCH_ANY});
        double thrice = s->page.results[0].score;
        ask(s, (struct search_request){.q = "council", .count = 1, .match = MATCH_ANY});
        assert_true(thrice > 2 * s->page.results[0].score && thrice < 2.6 * s->page.results[0].score);
        assert_int_equal(s->page.results[0].explanation->count, 1);
    }
}

static void stop_words_add_nothing_and_make_no_article_longer(void **state)
{
    struct scene *s = *state;

    put(s, "short", "2019-01-01", "Notes", "Ferry closed.");
    put(s, "padded", "2019-01-02", "Notes", "The ferry was, as we are and they were, closed by them for you.");
    FOR_DELTA_AND_RUN(s) {
        found(s, "the ferry was closed");
        assert_int_equal(s->page.results[0].explanation->count, 2);
        found(s, "ferry");
        assert_true(s->page.results[0].score == s->page.results[1].score);
    }
}

/* ---- feedback ------------------------------------------------------------ */

/* The best articles about reefs also speak of corals; of two that say "reef" once and are as long, one does too. */
static void put_reefs(struct scene *s)
{
    char id[24];

    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "best%d", i);
        put(s, id, "2018", "Reef warming", "The warming reef loses corals: corals bleach where the warming reef is shallow.");
    }
    put(s, "drifted", "2019-01-02", "Notes", "A reef was named in passing, in a speech about trains.");
    put(s, "akin", "2019-01-01", "Notes", "A reef was named in passing, in a speech about corals.");
    for (int i = 0; i < FILLERS; i++) {
        snprintf(id, sizeof id, "filler%d", i);
        put(s, id, "2017", "Notes", "Nothing was said of trains, boats or planes, and warming was not a matter at all in this place.");
    }
}

static size_t place_of(const struct scene *s, const char *id)
{
    for (size_t i = 0; i < s->page.count; i++)
        if (s->page.results[i].record.id.len == strlen(id) && !memcmp(s->page.results[i].record.id.data, id, strlen(id)))
            return i;
    return SIZE_MAX;
}

static void words_of_the_best_results_put_what_is_akin_first(void **state)
{
    struct scene *s = *state;

    put_reefs(s);
    FOR_DELTA_AND_RUN(s) {
        ask(s, (struct search_request){.q = "reef warming", .count = 100, .match = MATCH_ANY});
        size_t akin = place_of(s, "akin");
        assert_true(akin < place_of(s, "drifted"));
        assert_true(s->page.results[akin].explanation->feedback > 0);
        assert_int_equal(s->page.total, 20 + 2 + FILLERS);
        ask(s, (struct search_request){.q = "reef", .count = 100, .match = MATCH_ANY}); /* too few matches for a best of them */
        assert_true(place_of(s, "drifted") < place_of(s, "akin"));
        ask(s, (struct search_request){.q = "reef OR warming", .count = 100}); /* not for one who says what is to match */
        assert_true(s->page.results[0].explanation->feedback == 0);
    }
    for (int i = 0; i < 20; i += 2) { /* half of the best are changed: they lie in the delta */
        char id[24];
        snprintf(id, sizeof id, "best%d", i);
        put(s, id, "2018", "Reef warming", "The warming reef loses corals: corals die where the warming reef is shallow.");
    }
    commit(s, false);
    ask(s, (struct search_request){.q = "reef warming", .count = 100, .match = MATCH_ANY});
    assert_true(place_of(s, "akin") < place_of(s, "drifted"));
    double akin = s->page.results[place_of(s, "akin")].explanation->feedback;
    assert_true(akin > 0);
    assert_true(s->page.results[place_of(s, "best0")].explanation->feedback > akin);
    assert_true(s->page.results[place_of(s, "best1")].explanation->feedback > akin);
}

static void a_question_with_a_name_is_not_led_away(void **state)
{
    struct scene *s = *state;
    char id[24];

    put_reefs(s);
    for (int i = 0; i < 5; i++) {
        snprintf(id, sizeof id, "name%d", i);
        put(s, id, "2016", "Notes", "Then the minister Zelmar spoke. It was said that old Zelmar left.");
    }
    FOR_DELTA_AND_RUN(s) {
        ask(s, (struct search_request){.q = "reef warming zelmar", .count = 100, .match = MATCH_ANY});
        assert_true(place_of(s, "drifted") < place_of(s, "akin"));
        for (size_t i = 0; i < s->page.count; i++)
            assert_true(s->page.results[i].explanation->feedback == 0);
    }
}

/* ---- recency --------------------------------------------------------------- */

static void recency_is_light_and_only_when_asked(void **state)
{
    struct scene *s = *state;

    put(s, "old", "2001-05-05", "Ferry closed", "The ferry closed, and the ferry stays closed.");
    put(s, "new", "2019-05-05", "Notes", "A ferry was mentioned in a debate of the council on other matters altogether.");
    put(s, "middle", "2019-04-05", "Ferry closed", "The ferry closed, and the ferry stays closed.");
    put(s, "undated", NULL, "Ferry closed", "The ferry closed, and the ferry stays closed.");
    put(s, "future", "2190-01-01", "Harbour", "It has a date that is a slip.");
    FOR_DELTA_AND_RUN(s) {
        assert_string_equal(found(s, "ferry"), "middle old undated new "); /* equal ones by date */
        double without = s->page.results[0].score;
        ask(s, (struct search_request){.q = "ferry", .count = 10, .recency = 30});
        assert_string_equal(ids(s), "middle old undated new "); /* no age makes up for a title */
        assert_true(fabs(s->page.results[0].explanation->recency - .85) < 1e-9); /* 30 days before the newest */
        assert_true(fabs(s->page.results[2].explanation->recency - .7) < 1e-9);
        assert_true(fabs(s->page.results[3].explanation->recency - 1) < 1e-9);
        assert_true(fabs(s->page.results[0].score - .85 * without) < 1e-9);
    }
}

/* ---- what must hold of any archive ------------------------------------------- */

static uint32_t next_random(uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    return *random >> 8;
}

static void put_at_random(struct scene *s, int count)
{
    static const char *const words[] = {"tax", "taxes", "cut", "cuts", "budget", "river", "the", "of", "bridge", "toll"};
    uint32_t random = 7;
    struct buffer text = buffer_make(2048);
    char id[24], date[16], title[64];

    for (int i = 0; i < count; i++) {
        snprintf(id, sizeof id, "a%d", i);
        snprintf(date, sizeof date, "2019-%02u-%02u", 1 + next_random(&random) % 12, 1 + next_random(&random) % 28);
        snprintf(title, sizeof title, "%s %s", words[next_random(&random) % 10], words[next_random(&random) % 10]);
        buffer_clear(&text);
        for (unsigned k = 0, n = 5 + next_random(&random) % 80; k < n; k++)
            buffer_printf(&text, "%s ", words[next_random(&random) % 10]);
        put(s, id, date, title, text.data);
    }
    buffer_free(&text);
}

static const char *const questions[] = {"tax cuts", "budget river toll", "\"tax cuts\" bridge", "tax OR toll OR river",
                                        "river -budget", "bri* toll", "title:tax cuts", "\"tax toll\"~5", "tax tax budget"};
enum { QUESTIONS = sizeof questions / sizeof *questions };

static void weights_add_up_to_the_score(void **state)
{
    struct scene *s = *state;

    put_at_random(s, 300);
    FOR_DELTA_AND_RUN(s) {
        for (size_t i = 0; i < 4 * QUESTIONS; i++) {
            ask(s, (struct search_request){.q = questions[i % QUESTIONS], .count = 20, .recency = i % 2 ? 90 : 0,
                                           .match = i / 2 % 2 ? MATCH_ANY : MATCH_ALL});
            assert_true(s->page.count > 0);
            for (size_t k = 0; k < s->page.count; k++) {
                const struct search_result *result = &s->page.results[k];
                const struct search_explanation *e = result->explanation;
                double sum = e->closeness + e->title + e->feedback;
                for (size_t w = 0; w < e->count; w++) {
                    sum += e->words[w].weight;
                    assert_true(e->words[w].weight > 0 && e->words[w].occurrences > 0 && e->words[w].form_count > 0);
                    assert_true(e->words[w].in_title || e->words[w].in_body);
                }
                if (!(e->count > 0 && fabs(sum * e->recency - result->score) < 1e-9 * result->score + 1e-12))
                    fail_msg("%s: %.*s: %.12g * %g is not %.12g, run %d", questions[i % QUESTIONS], (int)result->record.id.len, result->record.id.data, sum, e->recency, result->score, run);
            }
        }
    }
}

/* Short pages look at fewer articles, and must not show it; pages one after the other are one list. */
static void a_page_is_a_part_of_the_whole_order(void **state)
{
    struct scene *s = *state;

    put_at_random(s, 400);
    FOR_DELTA_AND_RUN(s) {
        for (size_t i = 0; i < 2 * QUESTIONS; i++) {
            struct search_request request = {.q = questions[i % QUESTIONS], .count = 100, .match = i % 2 ? MATCH_ANY : MATCH_ALL};
            ask(s, request);
            const char *first = ids(s);
            request.first = 100;
            ask(s, request);
            const char *whole = arena_printf(&s->at.arena, "%s%s", first, ids(s));
            request.count = 7;
            for (request.first = 0; request.first < 140; request.first += 7) {
                ask(s, request);
                const char *part = ids(s);
                assert_true(strncmp(whole, part, strlen(part)) == 0);
                whole += strlen(part);
            }
        }
    }
}

static void where_nothing_is_found_it_says_what_hindered(void **state)
{
    struct scene *s = *state;
    const char *const sources[] = {"courier"};
    const struct search_filter filter = {FACET_SOURCE, false, (const char **)sources, 1};

    put(s, "one", "2019-01-01", "Notes", "The ferry closed in Krell.");
    put(s, "two", "2020-01-01", "Notes", "The sluice closed in Krell.");
    commit(s, false);
    assert_string_equal(found(s, "ferry sluice krell"), "two one "); /* relaxed: any of them */
    assert_int_equal(s->page.without_count, 3);
    assert_string_equal(s->page.without[0].part, "ferry");
    assert_int_equal(s->page.without[0].total, 1);
    assert_int_equal(s->page.without[1].total, 1);
    assert_string_equal(s->page.without[2].part, "krell");
    assert_int_equal(s->page.without[2].total, 0);
    struct search_request request = {.q = "ferry", .count = 10, .filters = &filter, .filter_count = 1};
    assert_int_equal(date_parse_iso("2019", 4, &request.from, NULL), 1);
    ask(s, request);
    assert_int_equal(s->page.without_count, 2);
    assert_string_equal(s->page.without[0].part, "source=courier");
    assert_int_equal(s->page.without[0].total, 1);
    assert_string_equal(s->page.without[1].part, "from=2019");
    assert_int_equal(s->page.without[1].total, 0);
    found(s, "krell");
    assert_int_equal(s->page.without_count, 0);
}

int main(void)
{
#define RANK_TEST(f) cmocka_unit_test_setup_teardown(f, open_scene, close_scene)
    const struct CMUnitTest tests[] = {
        RANK_TEST(words_that_stand_together_come_first),
        RANK_TEST(a_phrase_of_the_title_counts_more_than_one_of_the_text),
        RANK_TEST(a_title_that_holds_the_query_comes_first),
        RANK_TEST(the_form_that_was_typed_comes_before_its_inflections),
        RANK_TEST(a_word_in_the_title_counts_more_and_in_the_summary_a_little),
        RANK_TEST(one_common_word_does_not_drown_a_long_question),
        RANK_TEST(stop_words_add_nothing_and_make_no_article_longer),
        RANK_TEST(words_of_the_best_results_put_what_is_akin_first),
        RANK_TEST(a_question_with_a_name_is_not_led_away),
        RANK_TEST(recency_is_light_and_only_when_asked),
        RANK_TEST(weights_add_up_to_the_score),
        RANK_TEST(a_page_is_a_part_of_the_whole_order),
        RANK_TEST(where_nothing_is_found_it_says_what_hindered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
