/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_compare.c - what sets two sets apart is what counting by hand says, wherever the articles lie. */
#include "tests/unit/test_archive.h"
#include "tests/unit/test_dice.h"

#include "archive/compare.h"
#include "archive/log_likelihood.h"
#include "archive/names.h"

#include <math.h>

/* What counts as one word, and its forms: the first is the one that is met most. */
static const struct {
    const char *forms[3];
    bool counts;
} vocabulary[] = {
    {{"harbour", "harbors", "harboured"}, true},
    {{"minister", "ministers", "minister's"}, true},
    {{"budget", "budgets", "budgeted"}, true},
    {{"dredger", "dredgers", "dredger"}, true},
    {{"quay", "quays", "quay"}, true},
    {{"snow", "snows", "snowed"}, true},
    {{"opera", "operas", "opera"}, true},
    {{"copper", "coppers", "copper"}, true},
    {{"COVID-19", "covid", "COVID"}, true},
    {{"ferry", "ferries", "ferried"}, true},
    {{"the", "of", "and"}, false},
    {{"2019", "3.14", "1,000"}, false},
    {{"x", "y", "z"}, false},
    {{"zebra", "zebras", "zebra"}, true},
    {{"moot", "moots", "mooted"}, true},
    {{"tax", "taxes", "taxed"}, true},
};
enum { WORDS = sizeof vocabulary / sizeof vocabulary[0], ARTICLES = 600, LATER = 400, SOURCES = 3, TEXT_WORDS = 14 };

struct kept {
    bool there;
    unsigned source, uses[WORDS];
};

struct bench {
    struct test_archive at;
    struct kept kept[ARTICLES + LATER];
};

static size_t put_word(struct kept *k, char *text, size_t size)
{
    /* Sources differ in what they write of; the last three words are rare. */
    unsigned word = pick(9) ?
                            (pick(3) ? pick(WORDS - 3) : (k->source * 4 + pick(4)) % (WORDS - 3)) : WORDS - 3 + pick(3);
    unsigned form = pick(3) ? 0 : pick(3);

    k->uses[word]++;
    return (size_t)snprintf(text, size, "%s ", vocabulary[word].forms[form]);
}

static void put(struct bench *b, unsigned number)
{
    static char *names[] = {"Vale Post", "Orr Gazette", "Echo"};
    struct kept *k = &b->kept[number];
    char id[16], text[1024], title[256], summary[256], date[16];
    size_t len = 0;

    *k = (struct kept){.there = true, .source = pick(SOURCES)};
    for (unsigned i = 0; i < TEXT_WORDS; i++)
        len += put_word(k, text + len, sizeof text - len);
    snprintf(text + len, sizeof text - len, "q%uq", number);
    put_word(k, title, sizeof title);
    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "2020-%02u-%02u", 1 + pick(12), 1 + pick(28));
    struct article a = {.id = id, .title = title, .text = text, .source = names[k->source],
                        .date = pick(9) ? date : NULL};
    if (pick(2)) {
        a.summary = summary;
        len = put_word(k, summary, sizeof summary);
        snprintf(summary + len, sizeof summary - len, "q%uq", number + 10000);
    } else if (pick(2)) {
        a.summary = text; /* it stands in the text: not counted twice */
    }
    char *authors[] = {"Harbour Opera"}; /* they count for nothing */
    a.authors = (struct strings){authors, pick(2)};
    test_archive_put(&b->at, &a);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct error err;
    char id[16];

    dice_seed(7);
    if (!b || test_archive_make(&b->at))
        return -1;
    for (unsigned i = 0; i < ARTICLES; i++)
        put(b, i);
    for (unsigned i = 0; i < 4; i++) {
        snprintf(id, sizeof id, "tiny%u", i);
        test_archive_put(&b->at, &(struct article){.id = id, .source = "Tiny", .date = "2019",
                                                   .text = i < 2 ? "yak gnu gnu gnu" : i < 3 ? "yak" : "gnat"});
    }
    test_archive_commit(&b->at, true);
    for (unsigned i = 0; i < LATER; i++)
        put(b, ARTICLES - LATER / 2 + i);
    for (unsigned i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "a%u", i * 31);
        b->kept[i * 31].there = false;
        if (writer_delete(b->at.writer, id, &err) < 0)
            return -1;
    }
    test_archive_commit(&b->at, false);
    test_archive_read(&b->at);
    *state = b;
    return reader_shard_count(b->at.reader) > 1 ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    int rc = test_archive_drop(&b->at);

    free(b);
    return rc;
}

static struct compare_request request_of(const char *q, const char *a, const char *b)
{
    return (struct compare_request){.search = {.q = q, .q_len = q ? strlen(q) : 0, .collapse = COLLAPSE_NONE},
                                    .side = {a, b}, .side_len = {strlen(a), strlen(b)}, .limit = COMPARE_LIMIT_MAX};
}

static struct comparison compare(struct test_archive *t, const struct compare_request *request)
{
    struct comparison out;
    struct error err;
    char hash[9];

    if (compare_run(t->reader, request, &t->arena, &out, &err) < 0 ||
        compare_identify(request, &t->arena, hash, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(hash, out.hash);
    return out;
}

/* A row of what is expected, as bits of sources say which articles are in a set. */
struct expected {
    unsigned articles[2], all[2], both;
    uint64_t uses[2];
    double g2;
};

static struct expected count_by_hand(const struct bench *b, unsigned word, const unsigned sources[2], bool zebra)
{
    struct expected e = {0};

    for (unsigned i = 0; i < ARTICLES + LATER; i++) {
        const struct kept *k = &b->kept[i];
        unsigned in = 0;
        if (!k->there || (zebra && !k->uses[13]))
            continue;
        for (unsigned side = 0; side < 2; side++) {
            if (!(sources[side] & 1u << k->source))
                continue;
            in++;
            e.all[side]++;
            e.articles[side] += k->uses[word] > 0;
            e.uses[side] += k->uses[word];
        }
        e.both += in == 2;
    }
    double share = (double)(e.articles[0] + e.articles[1]) / (e.all[0] + e.all[1]);
    for (unsigned side = 0; side < 2 && share > 0 && share < 1; side++) {
        double has = e.articles[side], has_not = e.all[side] - e.articles[side];
        e.g2 += has > 0 ? 2 * has * log(has / (e.all[side] * share)) : 0;
        e.g2 += has_not > 0 ? 2 * has_not * log(has_not / (e.all[side] * (1 - share))) : 0;
    }
    return e;
}

static const struct compare_word *find(const struct compare_side *side, const char *form)
{
    for (size_t i = 0; i < side->word_count; i++)
        for (size_t k = 0; k < side->words[i].form_count; k++)
            if (strcmp(side->words[i].forms[k], form) == 0)
                return &side->words[i];
    return NULL;
}

static void check(struct bench *b, const char *q, const char *const sides[2], const unsigned sources[2])
{
    const struct compare_request request = request_of(q, sides[0], sides[1]);
    struct comparison c = compare(&b->at, &request);
    size_t listed = 0;

    for (unsigned word = 0; word < WORDS; word++) {
        struct expected e = count_by_hand(b, word, sources, q != NULL);
        const char *form = word == 8 ? "covid" : vocabulary[word].forms[0];
        unsigned side = e.articles[0] * (double)e.all[1] < e.articles[1] * (double)e.all[0];
        bool wanted = vocabulary[word].counts && e.g2 >= 10.83 && e.articles[side] >= 3 && !(q && word == 13);
        const struct compare_word *found = find(&c.side[side], form);
        assert_int_equal(c.side[0].articles, e.all[0]);
        assert_int_equal(c.side[1].articles, e.all[1]);
        assert_int_equal(c.side[1].counted, e.all[1]);
        assert_int_equal(c.both, e.both);
        assert_null(find(&c.side[!side], form));
        if ((found != NULL) != wanted)
            fail_msg("'%s' is%s listed: %u of %u, %u of %u, %f", form, wanted ? " not" : "", e.articles[0], e.all[0],
                     e.articles[1], e.all[1], e.g2);
        if (!wanted)
            continue;
        listed++;
        for (unsigned k = 0; k < 2; k++) {
            assert_int_equal(found->articles[k], e.articles[k]);
            assert_int_equal(found->occurrences[k], e.uses[k]);
        }
        assert_true(fabs(found->log_likelihood - e.g2) < 1e-6);
        assert_string_equal(found->forms[0], form);
        assert_true(strcasecmp(found->word, form) == 0);
    }
    assert_int_equal(c.side[0].word_count + c.side[1].word_count, listed);
    for (unsigned side = 0; side < 2; side++)
        for (size_t i = 1; i < c.side[side].word_count; i++)
            assert_true(c.side[side].words[i - 1].log_likelihood >= c.side[side].words[i].log_likelihood);
    assert_false(c.sampled);
    assert_false(c.partial);
    arena_free(&b->at.arena);
}

static void counts_are_those_made_by_hand(void **state)
{
    static const char *const names[] = {"source:\"vale post\"", "source:\"orr gazette\"", "source:echo",
                                        "source:echo OR source:\"vale post\""};
    static const unsigned sources[] = {1, 2, 4, 5};

    for (unsigned a = 0; a < 4; a++) {
        for (unsigned b = 0; b < 4; b++) {
            check(*state, NULL, (const char *const[]){names[a], names[b]}, (const unsigned[]){sources[a], sources[b]});
            check(*state, "zebra", (const char *const[]){names[a], names[b]},
                  (const unsigned[]){sources[a], sources[b]});
        }
    }
}

/* Whatever is delta and what is run, and where a run's names are known: the same, but for capitals. */
static void it_does_not_matter_where_articles_lie(void **state)
{
    struct bench *b = *state;
    const struct compare_request request = request_of("-moot", "source:echo", "-source:echo");
    struct comparison before = compare(&b->at, &request), after;

    assert_true(before.side[0].word_count > 0 && before.side[1].word_count > 0);
    test_archive_commit(&b->at, true);
    test_archive_read(&b->at);
    for (size_t i = 0; i < reader_shard_count(b->at.reader); i++)
        assert_true(reader_shard(b->at.reader, i)->forward || !reader_shard(b->at.reader, i)->documents);
    after = compare(&b->at, &request);
    for (unsigned side = 0; side < 2; side++) {
        assert_int_equal(before.side[side].word_count, after.side[side].word_count);
        for (size_t i = 0; i < after.side[side].word_count; i++) {
            const struct compare_word *x = &before.side[side].words[i], *y = &after.side[side].words[i];
            assert_string_equal(x->forms[0], y->forms[0]);
            assert_memory_equal(x->articles, y->articles, sizeof x->articles);
            assert_memory_equal(x->occurrences, y->occurrences, sizeof x->occurrences);
        }
    }
    arena_free(&b->at.arena);
}

static void words_that_were_asked_for_are_left_out(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of("copper OR -dredger", "source:echo AND (harbours OR NOT operas)",
                                                "source:\"vale post\" AND (fer* OR snow)");
    struct comparison c = compare(&b->at, &request);
    static const char *const asked[] = {"copper", "dredger", "harbour", "opera", "ferry", "snow"};

    assert_true(c.side[0].word_count + c.side[1].word_count > 0);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        for (unsigned side = 0; side < 2; side++)
            assert_null(find(&c.side[side], asked[i]));
    assert_string_equal(c.side[0].understood_as,
                        "(copper OR NOT dredger) AND source:echo AND (harbours OR NOT operas)");
    arena_free(&b->at.arena);
}

static void of_large_sets_some_articles_of_all_times_are_read(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of(NULL, "source:echo", "-source:echo");
    struct comparison whole = compare(&b->at, &request);

    request.counted_max = 100;
    struct comparison c = compare(&b->at, &request);
    assert_true(c.sampled);
    assert_false(c.partial);
    for (unsigned side = 0; side < 2; side++) {
        assert_int_equal(c.side[side].articles, whole.side[side].articles);
        assert_int_equal(c.side[side].counted, 100);
    }
    /* Shares stay about what they are. */
    const struct compare_word *some = &c.side[0].words[0];
    const struct compare_word *all = find(&whole.side[0], some->forms[0]);
    assert_non_null(all);
    assert_true(fabs(some->articles[0] / 100.0 - (double)all->articles[0] / (double)whole.side[0].counted) < 0.15);
    arena_free(&b->at.arena);
}

static void a_deadline_gives_what_was_counted_by_then(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of(NULL, "source:echo", "-source:echo");

    request.search.deadline_ms = 0.0001;
    struct comparison c = compare(&b->at, &request);
    assert_true(c.partial);
    assert_true(c.side[0].counted < c.side[0].articles || !c.side[0].articles);
    arena_free(&b->at.arena);
}

static void the_limit_is_of_each_set(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of(NULL, "source:echo", "source:\"vale post\"");
    struct comparison whole = compare(&b->at, &request);

    request.limit = 2;
    struct comparison c = compare(&b->at, &request);
    assert_int_equal(c.side[0].word_count, 2);
    assert_int_equal(c.side[1].word_count, 2);
    assert_string_equal(c.side[0].words[1].word, whole.side[0].words[1].word);
    arena_free(&b->at.arena);
}

static void what_two_articles_have_is_no_habit(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of(NULL, "source:tiny", "-source:tiny");
    struct comparison c = compare(&b->at, &request);

    assert_int_equal(c.side[0].word_count, 1);
    assert_string_equal(c.side[0].words[0].word, "yak");
    assert_int_equal(c.side[0].words[0].articles[0], 3);
    assert_true(log_likelihood(2, 4, 0, ARTICLES) > LOG_LIKELIHOOD_P001);
    arena_free(&b->at.arena);
}

static void an_empty_set_has_no_words(void **state)
{
    struct bench *b = *state;
    struct compare_request request = request_of(NULL, "source:nobody", "*");
    struct comparison c = compare(&b->at, &request);

    assert_int_equal(c.side[0].articles, 0);
    assert_int_equal(c.side[0].word_count + c.side[1].word_count, 0);
    arena_free(&b->at.arena);
}

/* ---- the statistic ------------------------------------------------------ */

/* Bigrams of Dunning 1993, table 1: -2 log lambda; counts of AB, A without B, B without A, and neither. */
static void dunnings_own_table_comes_out(void **state)
{
    static const double rows[][5] = {
        {270.72, 110, 2442, 111, 29114}, {263.90, 29, 13, 123, 31612}, {256.84, 31, 23, 139, 31584},
        {167.23, 10, 0, 3, 31764},       {157.21, 76, 104, 2476, 29121}, {157.03, 16, 16, 51, 31694},
        {146.80, 9, 0, 5, 31763},        {115.02, 16, 0, 865, 30896},  {104.53, 10, 9, 41, 31717},
        {100.96, 8, 2, 27, 31740},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double *r = rows[i];
        double g2 = log_likelihood(r[1], r[1] + r[2], r[3], r[3] + r[4]);
        if (fabs(g2 - r[0]) >= 0.005)
            fail_msg("row %zu: %f instead of %f", i, g2, r[0]);
        assert_true(log_likelihood(r[3], r[3] + r[4], r[1], r[1] + r[2]) - g2 < 1e-6);
    }
    assert_true(log_likelihood(5, 10, 50, 100) < 1e-9);
    assert_true(log_likelihood(0, 0, 5, 10) == 0);
    assert_true(log_likelihood(10, 10, 5, 5) == 0);
    assert_true(log_likelihood(0, 10, 0, 5) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dunnings_own_table_comes_out),
        cmocka_unit_test(counts_are_those_made_by_hand),
        cmocka_unit_test(words_that_were_asked_for_are_left_out),
        cmocka_unit_test(of_large_sets_some_articles_of_all_times_are_read),
        cmocka_unit_test(a_deadline_gives_what_was_counted_by_then),
        cmocka_unit_test(the_limit_is_of_each_set),
        cmocka_unit_test(what_two_articles_have_is_no_habit),
        cmocka_unit_test(an_empty_set_has_no_words),
        cmocka_unit_test(it_does_not_matter_where_articles_lie),
        cmocka_unit_test(counts_are_those_made_by_hand),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
