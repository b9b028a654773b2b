/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_plan_unknown.c - what is said of filters' values that no article has. */
#include "tests/unit/test_archive.h"

#include "archive/search.h"
#include "archive/select.h"

static void put(struct test_archive *t, const char *id, const char *source, const char *author, const char *lang)
{
    struct article a = {.id = (char *)id, .text = "A mill stood by the weir.", .date = "2019-04-02",
                        .source = (char *)source, .lang = (char *)lang};

    if (strings_add(&a.authors, "Cy Reed", 7) < 0 || strings_add(&a.authors, author, strlen(author)) < 0)
        fail();
    test_archive_put(t, &a);
    strings_free(&a.authors);
}

/* A run, and over it a delta that has another source and in which one article is gone. */
static int setup(void **state)
{
    struct test_archive *t = calloc(1, sizeof *t);
    struct error err;

    if (test_archive_make(t))
        return -1;
    put(t, "a", "Vale (Web)", "Ann Poe", "en-GB");
    put(t, "b", "VALE (web)", "Ann Poe, Bo Ek", "en");
    put(t, "c", "Vale - Comment", "Ann Poe", "en");
    put(t, "d", "The Vale", "Ann Poe", "en");
    put(t, "e", "Vale, gone", "Gone Poe", "en");
    test_archive_commit(t, true);
    put(t, "f", "Öst Vale", "Ann Poe", "en");
    put(t, "g", "The Vale", "Ann Poe", "en");
    if (writer_delete(t->writer, "e", &err) < 0)
        return -1;
    test_archive_commit(t, false);
    test_archive_read(t);
    *state = t;
    return reader_shard_count(t->reader) > 1 ? 0 : -1;
}

static int teardown(void **state)
{
    int rc = test_archive_drop(*state);

    free(*state);
    return rc;
}

/* The warnings of a search, parted by lines; those of select_run are the same. */
static const char *warned(struct test_archive *t, const struct search_filter *filters, size_t count, bool quiet)
{
    const struct search_request request = {.q = "mill", .q_len = 4, .filters = filters, .filter_count = count,
                                           .count = 10, .quiet = quiet};
    struct search_page page;
    struct selection found;
    struct error err;
    const char *all = "";

    if (search_run(t->reader, &request, &t->arena, &page, &err) < 0 ||
        select_run(t->reader, &request, &t->arena, &found, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(page.warning_count, found.warning_count);
    for (size_t i = 0; i < page.warning_count; i++) {
        assert_string_equal(page.warnings[i], found.warnings[i]);
        all = arena_printf(&t->arena, "%s%s%s", all, *all ? "\n" : "", page.warnings[i]);
    }
    return all;
}

static const char *of_one(struct test_archive *t, enum search_facet field, const char *value)
{
    return warned(t, &(struct search_filter){field, false, &value, 1}, 1, false);
}

static void what_an_article_has_is_not_told(void **state)
{
    assert_string_equal(of_one(*state, FACET_SOURCE, "vale  (WEB)"), "");
    assert_string_equal(of_one(*state, FACET_SOURCE, "ost vale"), "");
    assert_string_equal(of_one(*state, FACET_AUTHOR, "Ann Poe, Bo Ek"), "");
    assert_string_equal(of_one(*state, FACET_LANG, "en-gb"), "");
    assert_string_equal(of_one(*state, FACET_LANG, "en"), "");
}

static void what_none_has_is_told_with_what_begins_with_or_holds_it(void **state)
{
    assert_string_equal(of_one(*state, FACET_SOURCE, "zebra"), "no article has the source 'zebra'");
    assert_string_equal(of_one(*state, FACET_LANG, "english"), "no article has the lang 'english'");
    assert_string_equal(of_one(*state, FACET_TAG, " "), "no article has the tag ' '");
    assert_string_equal(of_one(*state, FACET_SOURCE, "ÖST"), "no article has the source 'ÖST'; there is 'Öst Vale'");
    assert_string_equal(of_one(*state, FACET_SOURCE, "WEB"), "no article has the source 'WEB'; there is 'Vale (Web)'");
    assert_string_equal(of_one(*state, FACET_AUTHOR, "bo ek"),
                        "no article has the author 'bo ek'; there is 'Ann Poe, Bo Ek'");
    assert_string_equal(of_one(*state, FACET_AUTHOR, "ann p"),
                        "no article has the author 'ann p'; there are 'Ann Poe' and 'Ann Poe, Bo Ek'");
}

static void the_three_most_frequent_are_told(void **state)
{
    assert_string_equal(of_one(*state, FACET_SOURCE, "vale"),
                        "no article has the source 'vale'; there are 'Vale (Web)', 'The Vale' and 'Vale - Comment'");
}

static void an_article_that_is_gone_has_nothing(void **state)
{
    assert_string_equal(of_one(*state, FACET_AUTHOR, "Gone Poe"), "no article has the author 'Gone Poe'");
    assert_string_equal(of_one(*state, FACET_AUTHOR, "gone"), "no article has the author 'gone'");
}

static void each_value_is_told_once_and_excluded_ones_too(void **state)
{
    const char *some[] = {"the vale", "zebra", "quagga"}, *others[] = {"Zebra", "zebra"};
    const struct search_filter filters[] = {{FACET_SOURCE, false, some, 3}, {FACET_SOURCE, true, others, 2}};

    assert_string_equal(warned(*state, filters, 2, false),
                        "no article has the source 'zebra'\nno article has the source 'quagga'\n"
                        "no article has the source 'Zebra'");
    assert_string_equal(warned(*state, filters, 2, true), "");
}

static void a_long_value_is_told_in_part(void **state)
{
    char value[1024];

    for (size_t i = 0; i < 500; i++)
        memcpy(value + 2 * i, "ö", 3);
    value[0] = value[1] = 'x';
    memmove(value, value + 1, strlen(value));
    const char *told = of_one(*state, FACET_AUTHOR, value);
    assert_in_range(strlen(told), 200, 240);
    assert_string_equal(told + strlen(told) - 6, "ö…'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_article_has_is_not_told),
        cmocka_unit_test(what_none_has_is_told_with_what_begins_with_or_holds_it),
        cmocka_unit_test(the_three_most_frequent_are_told),
        cmocka_unit_test(an_article_that_is_gone_has_nothing),
        cmocka_unit_test(each_value_is_told_once_and_excluded_ones_too),
        cmocka_unit_test(a_long_value_is_told_in_part),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
