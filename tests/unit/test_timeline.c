/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_timeline.c - each interval's counts are what searches of its days find, stories and copies, of all and by
 * value. */
#include "tests/unit/test_stories.h"

#include "archive/timeline.h"

enum { STORIES = 60, ARTICLES = 1100, LATER = 220, WORDS = 8, LIST = 2, NAMES = 5 };

static const char *const sources[] = {"The Herald", "the herald", "Post", "Pöst", "Gazette", "Mail", NULL};
static const char *const authors[] = {"José Pérez", "JOSE PEREZ", "Ann Lee", "Bo Ek", "Cy Reed"};
static const char *const langs[] = {"en", "en-GB", "fr", NULL};

static void put(struct test_archive *t, unsigned number)
{
    char id[16], text[1024], date[24], section[16];
    unsigned story = pick(3) ? 1000 + number : pick(STORIES), form = pick(12), year = 2018 + pick(2);
    struct article a = {.id = id, .text = text, .date = form ? date : NULL, .source = (char *)sources[pick(7)],
                        .lang = (char *)langs[pick(4)], .section = section};

    size_t len = story_text(text, sizeof text, story, WORDS);
    if (pick(2)) /* a copy that is not found by the same words */
        snprintf(text + len, sizeof text - len, "extra");
    snprintf(id, sizeof id, "a%u", number);
    snprintf(section, sizeof section, "part %u", pick(20));
    unsigned month = 1 + pick(12);
    if (year == 2018 && month > 5 && month < 8)
        month = 5; /* gaps */
    if (form == 1)
        snprintf(date, sizeof date, "%u", year);
    else if (form == 2)
        snprintf(date, sizeof date, "%u-%02u", year, month);
    else if (form == 3)
        snprintf(date, sizeof date, "%u-%02u-%02uT%02u:30:00Z", year, month, 1 + pick(28), pick(24));
    else
        snprintf(date, sizeof date, "%u-%02u-%02u", year, month, 1 + pick(28));
    for (unsigned i = pick(LIST + 1); i-- > 0;) {
        const char *one = authors[pick(NAMES)];
        assert_int_equal(strings_add(&a.authors, one, strlen(one)), 0);
    }
    test_archive_put(t, &a);
    strings_free(&a.authors);
}

static int setup(void **state)
{
    struct test_archive *t = stories_begin(state, 13, ARTICLES, put);
    struct error err;

    if (!t)
        return -1;
    test_archive_put(t, &(struct article){.id = "first", .text = "zq1 once", .date = "1990-01-01"}); /* to be hidden */
    test_archive_commit(t, true);
    if (writer_delete(t->writer, "first", &err) < 0)
        return -1;
    return stories_end(t, ARTICLES - LATER / 2, LATER, 20, put);
}

static void run(struct test_archive *t, const struct timeline_request *request, struct timeline *out)
{
    struct error err;

    if (timeline_run(t->reader, request, &t->arena, out, &err) < 0)
        fail_msg("%s", err.text);
}

static uint64_t total_of(struct test_archive *t, struct search_request request)
{
    struct search_page page;
    struct error err;

    request.count = 0;
    if (search_run(t->reader, &request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    return page.relaxed || page.corrected ? 0 : page.total;
}

static struct date day_of(int32_t day)
{
    struct date d = {.precision = DATE_DAY};

    date_from_day(day, &d.year, &d.month, &d.day);
    return d;
}

/* Of copies: every count is the total of a search within the days, minus what is only known to be of the year or month
 * where the interval holds those whole. */
static void intervals_count_what_searches_of_their_days_find(void **state)
{
    struct test_archive *t = *state;

    for (enum timeline_interval i = TIMELINE_WEEK; i <= TIMELINE_DAY; i++) {
        struct search_request search = {.q = "zq1 extra", .q_len = 9};
        const struct timeline_request request = {.search = &search, .interval = i};
        struct timeline line;
        uint64_t sum = 0, all = 0;
        run(t, &request, &line);
        for (size_t k = 0; k < line.intervals; k++) {
            const struct timeline_point *p = &line.whole.points[k];
            struct search_request within = search;
            int32_t first, last;
            timeline_span_days(&line.span, k, &first, &last);
            within.from = day_of(first);
            within.to = day_of(last);
            if (p->all || k % 7 == 0)
                assert_int_equal(p->count, total_of(t, within));
            within.q = NULL;
            if (p->all || k % 7 == 0)
                assert_int_equal(p->all, total_of(t, within));
            sum += p->count;
            all += p->all;
            arena_free(&t->arena);
            run(t, &request, &line);
        }
        const struct timeline_series *w = &line.whole;
        assert_true(w->imprecise.count > 0 && w->undated.count > 0 && w->imprecise.all > w->imprecise.count);
        assert_int_equal(sum + w->imprecise.count + w->undated.count, total_of(t, search));
        assert_int_equal(w->sum.count, total_of(t, search));
        search.q = NULL;
        assert_int_equal(all + w->imprecise.all + w->undated.all, total_of(t, search));
        search.q = "date:none";
        search.q_len = 9;
        assert_int_equal(w->undated.all, total_of(t, search));
        arena_free(&t->arena);
    }
}

/* Years hold what is dated by year alone, months what is dated by month. */
static void an_interval_holds_what_is_precise_enough_for_it(void **state)
{
    struct test_archive *t = *state;
    const struct search_request search = {0};
    struct timeline years, months, days;

    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_YEAR}, &years);
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_MONTH}, &months);
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_DAY}, &days);
    assert_int_equal(years.intervals, 2); /* 1990 is gone */
    assert_int_equal(months.intervals, 24);
    assert_int_equal(years.whole.imprecise.all, 0);
    assert_true(months.whole.imprecise.all > 0);
    assert_true(days.whole.imprecise.all > months.whole.imprecise.all);
    for (int i = 0; i < 2; i++) {
        const struct search_request year = {.from = {.precision = DATE_YEAR, .year = 2018 + i},
                                            .to = {.precision = DATE_YEAR, .year = 2018 + i}};
        assert_int_equal(years.whole.points[i].all, total_of(t, year));
    }
    for (int i = 0; i < 24; i++) {
        const struct date d = {.precision = DATE_MONTH, .year = 2018 + i / 12, .month = i % 12 + 1};
        const struct search_request month = {.from = d, .to = d};
        assert_int_equal(months.whole.points[i].all, total_of(t, month));
        if (i == 5 || i == 6)
            assert_int_equal(months.whole.points[i].all, 0);
    }
    arena_free(&t->arena);
}

static void compare_series(const struct timeline_series *a, const struct timeline_series *b, size_t intervals)
{
    for (size_t i = 0; i < intervals; i++) {
        assert_int_equal(a->points[i].count, b->points[i].count);
        assert_int_equal(a->points[i].all, b->points[i].all);
    }
    assert_memory_equal(&a->imprecise, &b->imprecise, sizeof a->imprecise);
    assert_memory_equal(&a->undated, &b->undated, sizeof a->undated);
    assert_memory_equal(&a->sum, &b->sum, sizeof a->sum);
}

/* Of stories and of copies, by each field; and the others are what a filter for all their values gives. */
static void a_series_is_the_timeline_filtered_by_its_value(void **state)
{
    struct test_archive *t = *state;
    static const enum search_facet fields[] = {FACET_SOURCE, FACET_AUTHOR, FACET_LANG};

    for (unsigned i = 0; i < 12; i++) {
        struct search_request search = {.q = i & 1 ? "zq1 extra" : NULL, .q_len = 9,
                                        .collapse = i & 2 ? COLLAPSE_GROUP : COLLAPSE_NONE};
        struct timeline_request request = {.search = &search, .interval = TIMELINE_MONTH, .has_by = true,
                                           .by = fields[i / 4], .by_limit = 2};
        struct timeline line, all, one;
        run(t, &request, &line);
        assert_int_equal(line.series_count, 2);
        request.by_limit = TIMELINE_BY_MAX;
        run(t, &request, &all);
        assert_int_equal(all.other_values, 0);
        assert_int_equal(all.others.sum.all, 0);
        assert_int_equal(line.other_values, all.series_count - 2);
        const char **rest = arena_alloc(&t->arena, all.series_count * sizeof(char *));
        struct search_filter filter = {.field = request.by, .count = 1};
        search.filters = &filter;
        search.filter_count = 1;
        request.has_by = false;
        for (size_t k = 0; k < all.series_count; k++) {
            filter.values = &all.series[k].value;
            run(t, &request, &one);
            assert_int_equal(one.intervals, all.intervals);
            compare_series(&all.series[k], &one.whole, all.intervals);
            if (k < 2)
                assert_string_equal(line.series[k].value, all.series[k].value);
            else
                rest[k - 2] = all.series[k].value;
        }
        filter.values = rest;
        filter.count = all.series_count - 2;
        run(t, &request, &one);
        compare_series(&line.others, &one.whole, all.intervals);
        arena_free(&t->arena);
    }
}

/* Its total is a search's; a story that is found is one of those that there are, where it stands among them. */
static void stories_count_once_and_never_more_than_there_are(void **state)
{
    struct test_archive *t = *state;
    struct search_request search = {.q = "extra zq3", .q_len = 9, .collapse = COLLAPSE_GROUP}, copies = search;
    struct timeline stories, all;
    uint64_t sum = 0;

    copies.collapse = COLLAPSE_NONE;
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_DAY}, &stories);
    run(t, &(struct timeline_request){.search = &copies, .interval = TIMELINE_DAY}, &all);
    assert_int_equal(stories.whole.sum.count, total_of(t, search));
    assert_int_equal(all.whole.sum.count, total_of(t, copies));
    assert_true(stories.whole.sum.count < all.whole.sum.count);
    search.q = NULL;
    assert_int_equal(stories.whole.sum.all, total_of(t, search));
    for (size_t i = 0; i < stories.intervals; i++) {
        assert_true(stories.whole.points[i].count <= stories.whole.points[i].all);
        /* What was printed that day, stories or not, is no gap the other way round. */
        assert_true(stories.whole.points[i].all <= all.whole.points[i].all);
        sum += stories.whole.points[i].count;
    }
    assert_true(sum > 0);
    arena_free(&t->arena);
}

/* All results of a request. */
static struct search_page page_of(struct test_archive *t, struct search_request request)
{
    struct search_page page;
    struct error err;

    request.count = SEARCH_WINDOW;
    request.sort = SORT_NEWEST;
    if (search_run(t->reader, &request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    return page;
}

static bool same_story(const struct record *a, const struct record *b)
{
    return a->group ? a->group >> 1 == b->group >> 1
                    : a->id.len == b->id.len && memcmp(a->id.data, b->id.data, a->id.len) == 0;
}

/* Which interval it is counted in; intervals: in none. */
static size_t interval_of(const struct timeline *line, const struct record *r)
{
    struct date d;

    if (!r->date.data || !date_parse_iso(r->date.data, r->date.len, &d, NULL) || d.precision < DATE_DAY)
        return line->intervals;
    return timeline_span_of(&line->span, date_first_day(&d));
}

/* Where a collapsed search shows it; and as found when any of its copies is. */
static void a_story_is_counted_where_a_search_shows_it(void **state)
{
    struct test_archive *t = *state;
    const char *herald = "the herald";
    const struct search_filter filter = {.field = FACET_SOURCE, .values = &herald, .count = 1};

    for (size_t filters = 0; filters < 2; filters++) {
        struct search_request search = {.q = "extra zq3", .q_len = 9, .collapse = COLLAPSE_GROUP,
                                        .filters = &filter, .filter_count = filters}, all = search, copies = search;
        struct timeline line;
        all.q = NULL;
        copies.collapse = COLLAPSE_NONE;
        run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_DAY}, &line);
        struct search_page shown = page_of(t, all), found = page_of(t, copies);
        struct timeline_point *points = arena_alloc(&t->arena, (line.intervals + 1) * sizeof *points);
        size_t grouped = 0;
        for (size_t i = 0; i < shown.count; i++) {
            const struct record *r = &shown.results[i].record;
            struct timeline_point *p = &points[interval_of(&line, r)];
            size_t k = 0;
            while (k < found.count && !same_story(r, &found.results[k].record))
                k++;
            p->all++;
            p->count += k < found.count;
            grouped += r->group && k < found.count;
        }
        assert_true(grouped > 5);
        for (size_t i = 0; i < line.intervals; i++) {
            assert_int_equal(line.whole.points[i].all, points[i].all);
            assert_int_equal(line.whole.points[i].count, points[i].count);
        }
        arena_free(&t->arena);
    }
}

static void dates_clip_it_and_what_is_not_there_is_a_gap(void **state)
{
    struct test_archive *t = *state;
    struct search_request search = {.from = {.precision = DATE_DAY, .year = 2017, .month = 12, .day = 31},
                                    .to = {.precision = DATE_MONTH, .year = 2018, .month = 1}};
    struct timeline line;
    int32_t first, last;

    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_WEEK}, &line);
    assert_int_equal(line.intervals, 6); /* Sunday; five weeks from Monday the first, the last of three days */
    assert_int_equal(line.whole.points[0].all, 0);
    timeline_span_days(&line.span, 0, &first, &last);
    assert_int_equal(first, last);
    timeline_span_days(&line.span, 5, &first, &last);
    assert_int_equal(last - first + 1, 3);
    assert_int_equal(line.whole.sum.all, total_of(t, search));
    search.from.precision = DATE_NONE; /* from the archive's first month on, whole */
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_MONTH}, &line);
    assert_int_equal(line.intervals, 1);
    search.to.year = 2030;
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_YEAR}, &line);
    assert_int_equal(line.intervals, 13);
    assert_int_equal(line.whole.points[12].all, 0);
    search.from = (struct date){.precision = DATE_YEAR, .year = 2025};
    search.to.precision = DATE_NONE;
    run(t, &(struct timeline_request){.search = &search, .interval = TIMELINE_YEAR}, &line);
    assert_int_equal(line.intervals, 0);
    arena_free(&t->arena);
}

static void too_many_intervals_are_refused_with_those_that_fit(void **state)
{
    struct test_archive *t = *state;
    const struct search_request search = {.from = {.precision = DATE_YEAR, .year = 1900},
                                          .to = {.precision = DATE_YEAR, .year = 2019}};
    const struct search_request few = {.from = {.precision = DATE_YEAR, .year = 2000},
                                       .to = {.precision = DATE_YEAR, .year = 2019}};
    struct timeline_request request = {.search = &search, .interval = TIMELINE_DAY};
    struct timeline line;
    struct error err;

    assert_int_equal(timeline_run(t->reader, &request, &t->arena, &line, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
    assert_string_equal(err.text, "There would be 43829; at most 10000 are told. Use interval=week.");
    assert_int_equal(line.intervals, 43829);
    request = (struct timeline_request){.search = &few, .interval = TIMELINE_DAY, .has_by = true, .by = FACET_SECTION,
                                        .by_limit = TIMELINE_BY_MAX};
    assert_int_equal(timeline_run(t->reader, &request, &t->arena, &line, &err), -1);
    assert_string_equal(err.text, "There would be 22 series of 7305 days; at most 100000 counts are told. Use "
                                  "interval=week, or fewer by by_limit.");
    request.by_limit = 10;
    run(t, &request, &line);
    assert_int_equal(line.intervals, 7305);
    arena_free(&t->arena);
}

/* An archive of nothing. */
static void nothing_has_no_intervals(void **state)
{
    struct test_archive t;
    struct search_request search = {0};
    struct timeline line;

    (void)state;
    assert_int_equal(test_archive_make(&t), 0);
    test_archive_put(&t, &(struct article){.id = "a", .text = "zq1", .date = "1990"});
    test_archive_commit(&t, false);
    test_archive_read(&t);
    run(&t, &(struct timeline_request){.search = &search, .interval = TIMELINE_DAY, .has_by = true}, &line);
    assert_int_equal(line.intervals, 0);
    assert_int_equal(line.whole.imprecise.all, 1);
    assert_int_equal(line.series_count, 0);
    run(&t, &(struct timeline_request){.search = &search, .interval = TIMELINE_YEAR}, &line);
    assert_int_equal(line.intervals, 1);
    search.from = search.to = (struct date){.precision = DATE_MONTH, .year = 1991, .month = 2};
    run(&t, &(struct timeline_request){.search = &search, .interval = TIMELINE_DAY}, &line);
    assert_int_equal(line.intervals, 28); /* gaps, but those that were asked */
    test_archive_drop(&t);
}

static void weeks_begin_on_monday_on_both_sides_of_1970(void **state)
{
    const struct date monday = {.precision = DATE_DAY, .year = 2020, .month = 12, .day = 28};
    int32_t first, last, day = date_first_day(&monday);

    (void)state;
    for (int i = 0; i < 7; i++) {
        timeline_whole(TIMELINE_WEEK, day + i, &first, &last);
        assert_int_equal(first, day);
        assert_int_equal(last, day + 6);
        timeline_whole(TIMELINE_WEEK, day - 7 * 9000 + i, &first, &last);
        assert_int_equal(first, day - 7 * 9000);
    }
    timeline_whole(TIMELINE_MONTH, day, &first, &last);
    assert_int_equal(last - first, 30);
    timeline_whole(TIMELINE_YEAR, day, &first, &last);
    assert_int_equal(last - first, 365);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_count_what_searches_of_their_days_find),
        cmocka_unit_test(an_interval_holds_what_is_precise_enough_for_it),
        cmocka_unit_test(a_series_is_the_timeline_filtered_by_its_value),
        cmocka_unit_test(stories_count_once_and_never_more_than_there_are),
        cmocka_unit_test(a_story_is_counted_where_a_search_shows_it),
        cmocka_unit_test(dates_clip_it_and_what_is_not_there_is_a_gap),
        cmocka_unit_test(too_many_intervals_are_refused_with_those_that_fit),
        cmocka_unit_test(nothing_has_no_intervals),
        cmocka_unit_test(weeks_begin_on_monday_on_both_sides_of_1970),
    };
    return cmocka_run_group_tests(tests, setup, stories_teardown);
}
