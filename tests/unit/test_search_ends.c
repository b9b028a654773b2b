/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_search_ends.c - the oldest and the newest of what a search finds are the ends of its list by date. */
#include "tests/unit/test_stories.h"

#include "archive/search_ends.h"
#include "archive/search_facets.h"

enum { ARTICLES = 500, LATER = 120, WORDS = 8 };

static void put(struct test_archive *t, unsigned number)
{
    static char *sources[] = {"Vale Post", "vale  post", "Orr Gazette", "Écho", "echo", NULL};
    char id[16], text[256], date[16];

    snprintf(id, sizeof id, "a%u", number);
    snprintf(text, sizeof text, "zq%u zq%u article number n%u", pick(WORDS), pick(WORDS), number);
    snprintf(date, sizeof date, pick(4) ? "2020-%02u-%02u" : "2020", 1 + pick(12), 1 + pick(28));
    test_archive_put(t, &(struct article){.id = id, .text = text, .date = pick(9) ? date : NULL,
                                          .source = sources[pick(6)]});
}

static int setup(void **state)
{
    struct test_archive *t = stories_begin(state, 3, ARTICLES, put);

    if (!t)
        return -1;
    test_archive_put(t, &(struct article){.id = "some", .text = "only the undated say wombat"});
    test_archive_put(t, &(struct article){.id = "dated", .text = "the numbat sleeps", .date = "2001-02-03",
                                          .source = "Orr Gazette"});
    test_archive_commit(t, true);
    return stories_end(t, ARTICLES - LATER / 2, LATER, 20, put);
}

static struct search_page search(struct test_archive *t, const struct search_request *request)
{
    struct search_page page;
    struct error err;

    if (search_run(t->reader, request, &t->arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    return page;
}

static struct search_ends ends_of(struct test_archive *t, const char *q, enum search_facet by)
{
    const struct search_request request = {.q = q, .q_len = strlen(q), .collapse = COLLAPSE_GROUP};
    struct search_ends ends;
    struct error err;

    if (search_ends(t->reader, &request, by, &t->arena, &ends, &err) < 0)
        fail_msg("%s", err.text);
    return ends;
}

static bool same(const struct record *a, const struct record *b)
{
    return a->place.offset == b->place.offset && a->segment == b->segment;
}

static void the_ends_are_those_of_the_list(void **state)
{
    struct test_archive *t = *state;

    for (unsigned word = 0; word <= WORDS; word++) {
        char q[16] = "*";
        if (word < WORDS)
            snprintf(q, sizeof q, "zq%u", word);
        struct search_request request = {.q = q, .q_len = strlen(q), .collapse = COLLAPSE_GROUP,
                                         .count = SEARCH_WINDOW, .sort = SORT_OLDEST};
        struct search_page oldest = search(t, &request);
        request.sort = SORT_NEWEST;
        struct search_page newest = search(t, &request);
        struct search_ends ends = ends_of(t, q, FACET_SOURCE);

        assert_true(oldest.count > 50);
        assert_true(same(ends.first, &oldest.results[0].record));
        assert_true(same(ends.last, &newest.results[0].record));
        assert_int_equal(ends.first_count, 3);
        /* Each is the first of its name in the list, and they come in its order. */
        size_t at = 0;
        for (size_t i = 0; i < oldest.count && at < ends.first_count; i++)
            at += same(&ends.firsts[at], &oldest.results[i].record);
        assert_int_equal(at, 3);
        for (size_t k = 0; k < 3; k++) {
            struct record_text name = ends.firsts[k].source;
            for (size_t i = 0; !same(&ends.firsts[k], &oldest.results[i].record); i++) {
                struct record_text other = oldest.results[i].record.source;
                if (other.data && (other.data[0] | 0x20) == (name.data[0] | 0x20))
                    fail_msg("%.*s has an older article", (int)name.len, name.data);
            }
        }
        arena_free(&t->arena);
    }
}

static void the_undated_are_neither(void **state)
{
    struct test_archive *t = *state;
    struct search_ends ends = ends_of(t, "wombat", FACET_SOURCE);

    assert_null(ends.first);
    assert_null(ends.last);
    assert_int_equal(ends.first_count, 0);
    ends = ends_of(t, "wombat OR numbat", FACET_COUNT);
    assert_memory_equal(ends.first->id.data, "dated", 5);
    assert_memory_equal(ends.last->id.data, "dated", 5);
    assert_null(ends.firsts);
    arena_free(&t->arena);
}

static void what_finds_nothing_has_none(void **state)
{
    static const char *const queries[] = {"numbat quagga", "quagga"}; /* a search would find "numbat" for the first */
    struct test_archive *t = *state;

    for (int i = 0; i < 2; i++) {
        struct search_ends ends = ends_of(t, queries[i], FACET_SOURCE);
        assert_null(ends.first);
        assert_int_equal(ends.first_count, 0);
    }
    arena_free(&t->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ends_are_those_of_the_list),
        cmocka_unit_test(the_undated_are_neither),
        cmocka_unit_test(what_finds_nothing_has_none),
    };
    return cmocka_run_group_tests(tests, setup, stories_teardown);
}
