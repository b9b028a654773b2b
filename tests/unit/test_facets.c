/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_facets.c - a value's count is what a search filtered by it finds, for every value, without the field's own
 * filters. */
#include "tests/unit/test_stories.h"

#include "archive/docid_article.h"
#include "archive/facets.h"
#include "archive/text.h"

enum { STORIES = 60, ARTICLES = 1200, LATER = 250, WORDS = 8, LIST = 3 };

static const char *const sources[] = {"The Herald", "the herald", "THE  HERALD", "Post", "Pöst", "Gazette", NULL};
static const char *const authors[] = {"José Pérez", "JOSE PEREZ", "jose perez", "Ann Lee", "Ann  Lee", "Bo Ek", "Łu", "lu"};
static const char *const tags[] = {"Tax", "tax", "Öl", "ol", "vote", "Vote", "sea", "air", "land", "fire"};
static const char *const langs[] = {"en", "en-GB", "EN-gb", "de-AT", "fr", "zh_TW", NULL, "en-US"};

static void add_some(struct strings *list, const char *const *from, unsigned count)
{
    for (unsigned i = pick(LIST + 1); i-- > 0;) {
        const char *one = from[pick(count)];
        if (strings_add(list, one, strlen(one)) < 0)
            fail();
    }
}

static void put(struct test_archive *t, unsigned number)
{
    char id[16], text[1024], date[16], section[16];
    unsigned story = pick(3) ? 1000 + number : pick(STORIES);
    struct article a = {.id = id, .text = text, .date = pick(9) ? date : NULL, .section = pick(5) ? section : NULL,
                        .source = (char *)sources[pick(7)], .lang = (char *)langs[pick(8)]};

    story_text(text, sizeof text, story, WORDS);
    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "%u-%02u-%02u", 2015 + pick(6), 1 + pick(12), 1 + pick(28));
    snprintf(section, sizeof section, "%s %u", pick(2) ? "Part" : "PART", pick(300)); /* more than are told at first */
    add_some(&a.authors, authors, 8);
    add_some(&a.tags, tags, 10);
    test_archive_put(t, &a);
    strings_free(&a.authors);
    strings_free(&a.tags);
}

static int setup(void **state)
{
    struct test_archive *t = stories_begin(state, 12, ARTICLES, put);

    if (!t)
        return -1;
    test_archive_commit(t, true);
    return stories_end(t, ARTICLES - LATER / 2, LATER, 20, put);
}

/* The facet of a request, and its total. */
static const struct search_facet_counts *ask(struct test_archive *t, const struct search_request *request,
                                             enum search_facet facet, uint64_t *total)
{
    struct search_page page;
    struct error err;

    if (facets_run(t->reader, request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    *total = page.total;
    for (size_t i = 0; i < page.facet_count; i++)
        if (page.facets[i].facet == facet)
            return &page.facets[i];
    fail();
    return NULL;
}

static uint64_t total_of(struct test_archive *t, struct search_request request)
{
    struct search_page page;
    struct error err;

    request.count = request.facets = 0;
    if (search_run(t->reader, &request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    return page.relaxed || page.corrected ? 0 : page.total;
}

static struct search_request asking(const char *q, uint32_t facets)
{
    return (struct search_request){.q = q, .q_len = q ? strlen(q) : 0, .facets = facets,
                                   .facet_limit = SEARCH_FACET_VALUES_MAX};
}

/* With another field's filter and without, for a word and for everything. */
static void every_value_counts_what_its_filter_finds(void **state)
{
    struct test_archive *t = *state;
    const char *herald = "the herald", *value;
    const struct search_filter of_herald = {.field = FACET_SOURCE, .values = &herald, .count = 1};
    size_t told = 0;

    for (unsigned i = 0; i < 4 * FACET_YEAR; i++) {
        enum search_facet facet = (enum search_facet)(i / 4);
        struct search_request request = asking(i & 1 ? "zq1" : NULL, 1u << facet);
        struct search_filter filters[2] = {of_herald, {.field = facet, .values = &value, .count = 1}};
        size_t others = i & 2 && facet != FACET_SOURCE;
        uint64_t total;
        request.filters = filters;
        request.filter_count = others;
        const struct search_facet_counts *counts = ask(t, &request, facet, &total);
        assert_true(counts->count > 2);
        assert_int_equal(counts->other_values, 0);
        assert_int_equal(counts->other_articles, 0);
        filters[others] = (struct search_filter){.field = facet, .values = &value, .count = 1};
        request.filter_count = others + 1;
        for (size_t k = 0; k < counts->count; k++, told++) {
            value = counts->values[k].value;
            assert_int_equal(counts->values[k].count, total_of(t, request));
            if (k && counts->values[k - 1].count < counts->values[k].count)
                fail_msg("%s: %s comes too late", search_facet_name(facet), value);
        }
        arena_free(&t->arena);
    }
    assert_true(told > 500);
}

static void years_count_what_their_days_hold(void **state)
{
    struct test_archive *t = *state;
    struct search_request request = asking("zq1", 1u << FACET_YEAR);
    uint64_t total;
    const struct search_facet_counts *counts = ask(t, &request, FACET_YEAR, &total);

    assert_int_equal(counts->count, 6);
    for (size_t i = 0; i < counts->count; i++) {
        request.from = request.to = (struct date){.precision = DATE_YEAR, .year = atoi(counts->values[i].value)};
        assert_int_equal(counts->values[i].count, total_of(t, request));
    }
    arena_free(&t->arena);
}

/* Of every article by itself, as the archive tells it. */
struct brute {
    struct test_archive *t;
    struct tally {
        char folded[64], spelling[64];
        unsigned articles;
    } at[64];
    size_t count;
};

static struct tally *tally_of(struct brute *b, const char *folded, const char *spelling)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->at[i].folded, folded) == 0 && strcmp(b->at[i].spelling, spelling) == 0)
            return &b->at[i];
    assert_true(b->count < 64);
    snprintf(b->at[b->count].folded, 64, "%s", folded);
    snprintf(b->at[b->count].spelling, 64, "%s", spelling);
    return &b->at[b->count++];
}

static int count_record(void *ctx, const struct record *record, struct error *err)
{
    struct brute *b = ctx;
    struct tally *seen[2 * LIST];
    size_t count = 0;

    (void)err;
    for (size_t i = 0; i < record->author_count; i++) {
        struct buffer folded = buffer_make(256);
        char spelling[64];
        assert_true(text_fold(record->authors[i].data, record->authors[i].len, &folded));
        snprintf(spelling, sizeof spelling, "%.*s", (int)record->authors[i].len, record->authors[i].data);
        struct tally *tallies[] = {tally_of(b, folded.data, ""), tally_of(b, folded.data, spelling)};
        for (size_t k = 0; k < 2; k++) {
            size_t had = 0;
            while (had < count && seen[had] != tallies[k])
                had++;
            if (had == count) {
                seen[count++] = tallies[k];
                tallies[k]->articles++;
            }
        }
        buffer_free(&folded);
    }
    return 0;
}

static void spellings_are_joined_and_the_most_frequent_is_shown(void **state)
{
    struct test_archive *t = *state;
    static struct brute b;
    struct search_request request = asking(NULL, 1u << FACET_AUTHOR);
    struct error err;
    uint64_t total;
    size_t joined = 0;

    b = (struct brute){.t = t};
    if (reader_walk(t->reader, count_record, &b, &err) < 0)
        fail_msg("%s", err.text);
    const struct search_facet_counts *counts = ask(t, &request, FACET_AUTHOR, &total);
    assert_int_equal(counts->count, 4);
    for (size_t i = 0; i < counts->count; i++) {
        const struct search_facet_value *v = &counts->values[i];
        const char *folded = v->term.data + 2; /* XA */
        const struct tally *best = NULL;
        for (size_t k = 0; k < b.count; k++) {
            const struct tally *one = &b.at[k];
            if (strcmp(one->folded, folded) != 0 || !*one->spelling)
                continue;
            if (!best || one->articles > best->articles ||
                (one->articles == best->articles && strcmp(one->spelling, best->spelling) < 0))
                best = one;
        }
        assert_non_null(best);
        assert_string_equal(v->value, best->spelling);
        assert_int_equal(v->count, tally_of(&b, folded, "")->articles);
        joined += best->articles < v->count;
    }
    assert_int_equal(joined, 3); /* all but Bo Ek */
    arena_free(&t->arena);
}

/* What is cut off is told: how many values, and how many articles have one of them. */
static void what_is_not_told_is_counted(void **state)
{
    struct test_archive *t = *state;
    static const enum search_facet facets[] = {FACET_SECTION, FACET_TAG, FACET_LANG};

    for (size_t i = 0; i < 3; i++) {
        enum search_facet facet = facets[i];
        struct search_request request = asking(NULL, 1u << facet);
        uint64_t total, first;
        struct search_facet_counts all = *ask(t, &request, facet, &total);
        request.facet_limit = 2;
        struct search_facet_counts few = *ask(t, &request, facet, &first);
        assert_int_equal(few.count, 2);
        assert_int_equal(first, total);
        for (size_t k = 0; k < 2; k++)
            assert_string_equal(few.values[k].value, all.values[k].value);
        assert_int_equal(few.other_values, all.count - 2);
        const char **rest = arena_alloc(&t->arena, all.count * sizeof(char *));
        for (size_t k = 2; k < all.count; k++)
            rest[k - 2] = all.values[k].value;
        const struct search_filter filter = {.field = facet, .values = rest, .count = all.count - 2};
        request.filters = &filter;
        request.filter_count = 1;
        assert_int_equal(few.other_articles, total_of(t, request));
        request.filter_count = 0;
        request.facet_limit = 0; /* as many as a search tells */
        size_t usual = ask(t, &request, facet, &total)->count;
        assert_int_equal(usual, all.count < SEARCH_FACET_VALUES ? all.count : SEARCH_FACET_VALUES);
        arena_free(&t->arena);
    }
}

static uint32_t count_in(const struct search_facet_counts *counts, const char *term)
{
    for (size_t i = 0; i < counts->count; i++)
        if (counts->values[i].term.len == strlen(term) && memcmp(counts->values[i].term.data, term, strlen(term)) == 0)
            return counts->values[i].count;
    return 0;
}

static void own_filters_do_not_reduce_a_field_and_all_others_do(void **state)
{
    struct test_archive *t = *state;
    const char *herald = "the herald", *post = "post", *tax = "tax";
    struct search_filter filters[] = {{.field = FACET_SOURCE, .values = &herald, .count = 1},
                                      {.field = FACET_TAG, .values = &tax, .count = 1},
                                      {.field = FACET_SOURCE, .values = &post, .count = 1, .exclude = true}};
    struct search_request request = asking("zq1", 1u << FACET_SOURCE | 1u << FACET_TAG | 1u << FACET_LANG);
    struct search_request alone = request;
    uint64_t total;

    request.filters = filters;
    request.filter_count = 2;
    alone.filters = &filters[1];
    alone.filter_count = 1;
    struct search_facet_counts both = *ask(t, &request, FACET_SOURCE, &total);
    assert_int_equal(total, total_of(t, request));
    assert_true(both.count > 2);
    assert_int_equal(count_in(&both, "XSthe herald"), total);
    assert_int_equal(count_in(&both, "XSpost"), count_in(ask(t, &alone, FACET_SOURCE, &total), "XSpost"));
    alone.filters = &filters[0];
    assert_int_equal(count_in(ask(t, &request, FACET_TAG, &total), "XTsea"),
                     count_in(ask(t, &alone, FACET_TAG, &total), "XTsea"));
    assert_int_equal(count_in(ask(t, &request, FACET_LANG, &total), "XLen"),
                     count_in(ask(t, &request, FACET_LANG, &total), "XLen"));
    request.filter_count = 3; /* what must not be is not there */
    both = *ask(t, &request, FACET_SOURCE, &total);
    assert_int_equal(count_in(&both, "XSpost"), 0);
    assert_int_equal(count_in(&both, "XSthe herald"), total);
    arena_free(&t->arena);
}

/* A search tells the same, of all articles, also where its results are collapsed. */
static void a_search_tells_the_same_facets(void **state)
{
    struct test_archive *t = *state;
    const char *herald = "the herald";
    const struct search_filter filter = {.field = FACET_SOURCE, .values = &herald, .count = 1};
    struct search_request request = asking("zq1", (1u << FACET_COUNT) - 1);
    struct search_page page, facets;
    struct error err;

    request.filters = &filter;
    request.filter_count = 1;
    if (facets_run(t->reader, &request, &t->arena, &facets, &err) < 0)
        fail_msg("%s", err.text);
    request.collapse = COLLAPSE_GROUP;
    request.count = 10;
    if (search_run(t->reader, &request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    assert_true(page.total < facets.total);
    assert_int_equal(page.facet_count, FACET_COUNT);
    for (size_t i = 0; i < FACET_COUNT; i++) {
        assert_int_equal(page.facets[i].count, facets.facets[i].count);
        for (size_t k = 0; k < page.facets[i].count; k++) {
            assert_string_equal(page.facets[i].values[k].value, facets.facets[i].values[k].value);
            assert_int_equal(page.facets[i].values[k].count, facets.facets[i].values[k].count);
        }
    }
    arena_free(&t->arena);
}

static void stories_count_each_group_once(void **state)
{
    struct test_archive *t = *state;
    struct search_request request = asking(NULL, 1u << FACET_YEAR);
    uint64_t articles, stories, sum = 0;

    ask(t, &request, FACET_YEAR, &articles);
    request.collapse = COLLAPSE_GROUP;
    const struct search_facet_counts *counts = ask(t, &request, FACET_YEAR, &stories);
    for (size_t i = 0; i < counts->count; i++)
        sum += counts->values[i].count;
    assert_true(stories < articles);
    assert_true(sum <= stories && sum > stories / 2);
    assert_int_equal(stories, total_of(t, request));
    arena_free(&t->arena);
}

/* As often as each other: the first by its bytes is shown, and values come by how they fold. */
static void equals_have_an_order(void **state)
{
    static const char *const same[] = {"beta", "Alpha", "BETA", "ALPHA", "Beta"};
    const struct search_request request = asking(NULL, 1u << FACET_SOURCE);
    struct test_archive t;
    uint64_t total;

    (void)state;
    assert_int_equal(test_archive_make(&t), 0);
    for (size_t i = 0; i < 10; i++) {
        char id[8];
        snprintf(id, sizeof id, "a%zu", i);
        test_archive_put(&t, &(struct article){.id = id, .text = "zq1", .source = (char *)same[i % 5]});
        test_archive_commit(&t, i == 6); /* some in a run */
    }
    test_archive_put(&t, &(struct article){.id = "b", .text = "zq1", .source = "alpha"});
    test_archive_put(&t, &(struct article){.id = "c", .text = "zq1", .source = "alpha"});
    test_archive_commit(&t, false);
    test_archive_read(&t);
    const struct search_facet_counts *counts = ask(&t, &request, FACET_SOURCE, &total);
    assert_int_equal(counts->count, 2);
    assert_string_equal(counts->values[0].value, "ALPHA"); /* before beta, of which there are as many */
    assert_int_equal(counts->values[0].count, 6);
    assert_string_equal(counts->values[1].value, "BETA");
    assert_int_equal(counts->values[1].count, 6);
    test_archive_drop(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_counts_what_its_filter_finds),
        cmocka_unit_test(years_count_what_their_days_hold),
        cmocka_unit_test(spellings_are_joined_and_the_most_frequent_is_shown),
        cmocka_unit_test(what_is_not_told_is_counted),
        cmocka_unit_test(own_filters_do_not_reduce_a_field_and_all_others_do),
        cmocka_unit_test(a_search_tells_the_same_facets),
        cmocka_unit_test(stories_count_each_group_once),
        cmocka_unit_test(equals_have_an_order),
    };
    return cmocka_run_group_tests(tests, setup, stories_teardown);
}
