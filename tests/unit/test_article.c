/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_article.c - keys and aliases, what is kept, and ids made for articles without one. */
#include "archive/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct article a, b;
    cJSON *json;
    char warning[256];
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    article_free(&f->a);
    article_free(&f->b);
    cJSON_Delete(f->json);
    free(f);
    return 0;
}

static int read_json(struct fixture *f, struct article *out, const char *text)
{
    struct error err = {0};
    cJSON_Delete(f->json);
    f->json = cJSON_Parse(text);
    assert_non_null(f->json);
    return article_from_json(f->json, out, f->warning, &err);
}

static void aliases_reach_their_keys(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        read_json(f, &f->a,
                  "{\"_id\":7,\"headline\":\" Vote \",\"articleBody\":[\"One.\",\"Two.\"],"
                  "\"pubDate\":\"Mon, 16 Dec 2019 23:10:00 GMT\",\"publisher\":{\"name\":\"The Gazette\"},"
                  "\"byline\":\"By Ann Poe and Bo Roe\",\"keywords\":\"polls, turnout\",\"link\":\"http://x.test/1\"}"),
        0);
    assert_string_equal(f->a.id, "7");
    assert_string_equal(f->a.title, "Vote");
    assert_string_equal(f->a.text, "One.\n\nTwo.");
    assert_string_equal(f->a.date, "2019-12-16T23:10:00Z");
    assert_string_equal(f->a.source, "The Gazette");
    assert_int_equal(f->a.authors.count, 2);
    assert_string_equal(f->a.authors.at[1], "Bo Roe");
    assert_int_equal(f->a.tags.count, 2);
    assert_string_equal(f->a.tags.at[1], "turnout");
    assert_string_equal(f->a.url, "http://x.test/1");
    assert_null(f->a.extra);
}

static void unknown_keys_and_lists_survive_the_round_trip(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        read_json(f, &f->a, "{\"id\":\"a\",\"title\":\"T\",\"text\":\"x\",\"desk\":{\"n\":[1,2]},\"tags\":[\"a, b\"]}"),
        0);
    cJSON *canonical = article_to_json(&f->a, 1);
    cJSON_Delete(f->json);
    f->json = canonical;
    assert_non_null(cJSON_GetObjectItem(canonical, "desk"));
    assert_int_equal(article_from_json(canonical, &f->b, f->warning, NULL), 0);
    assert_int_equal(f->b.tags.count, 1);
    assert_string_equal(f->b.tags.at[0], "a, b");
    assert_string_equal(f->b.text, "x");
}

static void unknown_keys_are_kept_as_utf8_whatever_their_bytes_were(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a,
                               "{\"title\":\"T\",\"d\xff\":{\"\xc3\":[\"a\xe9z\",1]},\"kept\":\"a\\u0001\","
                               "\"tit\xedle\":1}"),
                     0);
    char *text = cJSON_PrintUnformatted(f->a.extra);
    assert_string_equal(text, "{\"d\xEF\xBF\xBD\":{\"\xEF\xBF\xBD\":[\"a\xEF\xBF\xBDz\",1]},"
                              "\"kept\":\"a\\u0001\",\"tit\xEF\xBF\xBDle\":1}");
    free(text);
}

static void authors_that_were_stored_are_the_same_authors_when_read_again(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a,
                               "{\"title\":\"T\",\"author\":\"By A. Doe; By By B. Roe and\\nC and \\nD\","
                               "\"tags\":\"a,\\n b\"}"),
                     0);
    assert_int_equal(f->a.authors.count, 3);
    assert_string_equal(f->a.authors.at[1], "B. Roe and\nC");
    assert_string_equal(f->a.authors.at[2], "D");
    cJSON *canonical = article_to_json(&f->a, 1);
    cJSON_Delete(f->json);
    f->json = canonical;
    assert_int_equal(article_from_json(canonical, &f->b, f->warning, NULL), 0);
    assert_int_equal(f->b.authors.count, f->a.authors.count);
    for (size_t i = 0; i < f->a.authors.count; i++)
        assert_string_equal(f->b.authors.at[i], f->a.authors.at[i]);
    assert_int_equal(f->b.tags.count, 2);
    assert_string_equal(f->b.tags.at[1], "b");
}

static void bad_date_is_dropped_and_named(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"date\":\"16/13/2019\"}"), 0);
    assert_null(f->a.date);
    assert_non_null(strstr(f->warning, "16/13/2019"));
    article_free(&f->a);
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"date\":\"9999-12-31\"}"), 0);
    assert_null(f->a.date); /* no search would find it by that date, and it would be the oldest of all */
    assert_non_null(strstr(f->warning, "1600 to 2199"));
}

static void date_that_needs_an_order_is_handed_on(void **state)
{
    struct fixture *f = *state;
    const char *why = NULL;
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"date\":\"06/12/2019\",\"updated\":\"16/12/2019\"}"), 0);
    assert_null(f->a.date);
    assert_string_equal(f->warning, "");
    assert_string_equal(f->a.numeric_date, "06/12/2019");
    assert_string_equal(f->a.updated, "2019-12-16");
    assert_string_equal(f->a.numeric_updated, "16/12/2019"); /* it shows the order */
    f->a.date = article_date_ordered(f->a.numeric_date, DATE_ORDER_DMY, &why);
    assert_string_equal(f->a.date, "2019-12-06");
    assert_null(article_date_ordered("06/12/0019", DATE_ORDER_DMY, &why));
    assert_non_null(why);
}

static void object_without_title_and_text_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a, "{\"id\":\"a\",\"text\":\"  \"}"), -1);
}

static void id_that_is_a_number_is_exact_or_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"id\":9007199254740991}"), 0);
    assert_string_equal(f->a.id, "9007199254740991");
    article_free(&f->a);
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"id\":1234567890123456789}"), -1);
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"_id\":-1e400}"), -1);
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"id\":\"1234567890123456789\"}"), 0);
}

static void made_ids_are_steady_and_differ(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"url\":\"http://x.test/1\"}"), 0);
    assert_int_equal(read_json(f, &f->b, "{\"title\":\"Other\",\"url\":\"http://x.test/1\"}"), 0);
    assert_int_equal(article_ensure_id(&f->a, NULL), 0);
    assert_int_equal(article_ensure_id(&f->b, NULL), 0);
    assert_string_equal(f->a.id, f->b.id);
    assert_int_equal(strlen(f->a.id), 22);
    assert_memory_equal(f->a.id, "u-", 2);
    article_free(&f->a);
    article_free(&f->b);
    assert_int_equal(read_json(f, &f->a, "{\"title\":\"T\",\"date\":\"2016\"}"), 0);
    assert_int_equal(read_json(f, &f->b, "{\"title\":\"T\",\"date\":\"2017\"}"), 0);
    assert_int_equal(article_ensure_id(&f->a, NULL), 0);
    assert_int_equal(article_ensure_id(&f->b, NULL), 0);
    assert_memory_equal(f->a.id, "t-", 2);
    assert_string_not_equal(f->a.id, f->b.id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(aliases_reach_their_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_keys_and_lists_survive_the_round_trip, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_keys_are_kept_as_utf8_whatever_their_bytes_were, setup, teardown),
        cmocka_unit_test_setup_teardown(authors_that_were_stored_are_the_same_authors_when_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_date_is_dropped_and_named, setup, teardown),
        cmocka_unit_test_setup_teardown(date_that_needs_an_order_is_handed_on, setup, teardown),
        cmocka_unit_test_setup_teardown(object_without_title_and_text_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(made_ids_are_steady_and_differ, setup, teardown),
        cmocka_unit_test_setup_teardown(id_that_is_a_number_is_exact_or_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
