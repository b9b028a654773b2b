/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_json_shapes.c - JSON as search engines, databases and APIs write it. */
#include "tests/unit/test_reading.h"

static void hits_of_a_search_engine_are_their_documents(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"took\":3,\"hits\":{\"total\":{\"value\":2},\"hits\":["
                 "{\"_index\":\"news\",\"_id\":\"a1\",\"_score\":1.0,\"_source\":{\"title\":\"One\",\"body\":\"x\"}},\n"
                 "{\"_index\":\"news\",\"_id\":\"a2\",\"_source\":{\"id\":\"own\",\"title\":\"Two\"}}]},\"x\":[1]}");
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->a[0].id, "a1");
    assert_string_equal(r->a[0].text, "x");
    assert_null(r->a[0].extra);
    assert_string_equal(r->a[1].id, "own");
    assert_string_equal(r->where[1], "f:2");
    read_text(r, "{\"_index\":\"n\",\"_id\":\"a3\",\"_source\":{\"title\":\"Three\"}}\n"
                 "{\"_index\":\"n\",\"_id\":\"a4\",\"fields\":{\"title\":[\"Four\"]}}\n");
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a[0].id, "a3");
    assert_string_equal(r->a[1].title, "Four");
}

static void lists_of_agencies_hold_ninjs(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"data\":{\"updated\":\"2019-07-03T04:25:17Z\",\"items\":[{\"meta\":{},\"item\":{\"uri\":\"urn:1\","
                 "\"versioncreated\":\"2019-07-03T04:05:12Z\",\"headline\":\"One\",\"provider\":\"Wire\"}}]}}");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].id, "urn:1");
    assert_string_equal(r->a[0].source, "Wire");
    read_text(r,
              "{\"total\":1,\"item\":[{\"uri\":\"urn:2\",\"headline\":\"Two\",\"body_html\":\"<p>A.</p><p>B.</p>\"}]}");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].text, "A.\n\nB.");
}

/* A first line that breaks off where a value is to come is no layout where the next is an object by itself. */
static void a_first_line_that_breaks_off_costs_no_other(void **state)
{
    struct reading *r = *state;
    char text[9000], words[8001] = {0};

    read_text(r, "{\"id\":\"bad\",\"title\":\n{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n");
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->problems, 1);
    memset(words, 'x', sizeof words - 1);
    snprintf(text, sizeof text,
             "{\"id\":\"bad\",\"title\":\n{\"id\":\"b\",\"text\":\"%s\"}\n{\"id\":\"c\",\"text\":\"y\"}\n", words);
    read_text(r, text);
    assert_int_equal(r->articles, 2);
    read_text(r, "{\"meta\":\n{\n\"k\":1\n},\n\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n");
    assert_int_equal(r->articles, 2);
}

static void orders_of_a_bulk_load_name_the_document_behind(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"index\":{\"_index\":\"n\",\"_id\":\"b1\"}}\n{\"title\":\"One\"}\n"
                 "{\"delete\":{\"_index\":\"n\",\"_id\":\"b2\"}}\n{\"create\":{}}\n"
                 "{\"title\":\"Two\",\"url\":\"http://v.example/2\"}\n");
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->a[0].id, "b1");
    assert_null(r->a[1].id);
}

static void a_list_within_an_object_is_read_one_by_one_however_long(void **state)
{
    enum { ARTICLES = 70000 }; /* of 1 kB: more than an object may have */
    struct reading *r = *state;
    char item[1200], text[1025];
    struct buffer b = buffer_make(128 << 20);

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    buffer_puts(&b, "{\"response\":{\"numFound\":70000,\"docs\":[");
    for (int i = 0; i < ARTICLES; i++) {
        snprintf(item, sizeof item, "%s{\"title\":[\"T %d\"],\n\"text\":\"%s\"}", i ? "," : "", i, text);
        buffer_puts(&b, item);
    }
    buffer_puts(&b, "]}}");
    read_bytes(r, b.data, b.len);
    buffer_free(&b);
    assert_int_equal(r->articles, ARTICLES);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->a[1].title, "T 1");
    assert_string_equal(r->where[1], "f:2");
}

static void an_article_with_a_list_in_it_is_one(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"id\":\"1\",\"data\":[{\"name\":\"x\"}],\"title\":\"One\",\"text\":\"y\"}\n"
                 "{\"id\":\"2\",\"articles\":[{\"title\":\"of others\"}],\"title\":\"Two\",\"text\":\"y\"}\n");
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a[0].title, "One");
    read_text(r, "{\"id\":\"1\",\"title\":\"One\",\"text\":\"y\",\"articles\":[{\"title\":\"of others\"}]}\n"
                 "{\"id\":\"2\",\"data\":[{\"name\":\"x\"}],\"title\":\"Two\",\"text\":\"y\"}\n");
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a[1].id, "2");
}

static void objects_may_follow_each_other_in_any_layout(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"title\":\"One\"}{\"title\":\"Two\"} {\"title\":\"Three\"}\n{\"title\":\"Four\"}\n");
    assert_int_equal(r->articles, 4);
    read_text(r, "{\n\"title\":\"One\"\n}\n{\n\"title\":\"Two } \\\" {\"\n}\n[{\"title\":\"Three\"}]\n");
    assert_int_equal(r->articles, 3);
    assert_string_equal(r->a[1].title, "Two } \" {");
    assert_string_equal(r->where[2], "f:7");
    assert_int_equal(r->problems, 0);
}

static void a_list_that_breaks_off_gives_what_came_before(void **state)
{
    struct reading *r = *state;
    read_text(r, "[{\"title\":\"One\"},\n{\"title\":\"Two\"");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->problem, "f:2: is not JSON from here on: it ends within a list");
    read_text(r, "[{\"title\":\"One\"},\n,{\"title\":\"Two\"}]");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->problem, "f:2: is not JSON from here on: no value stands here");
    read_text(r, "[{\"title\":\"One\"} {\"title\":\"Two\"}]");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->problem, "f:1: is not JSON from here on: neither ',' nor ']' follows");
}

static void the_guardian_and_the_new_york_times_are_understood(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"response\":{\"status\":\"ok\",\"results\":[{\"id\":\"politics/1\",\"sectionName\":\"Politics\","
                 "\"webPublicationDate\":\"2019-12-16T23:10:00Z\",\"webTitle\":\"One\",\n"
                 "\"webUrl\":\"https://g.example/1\","
                 "\"fields\":{\"byline\":\"Ann Poe\",\"body\":\"<p>A &amp; b.</p><p>C.</p>\",\n"
                 "\"bodyText\":\"A & b. C.\"},"
                 "\"tags\":[{\"type\":\"keyword\",\"webTitle\":\"Libraries\"},\n"
                 "{\"type\":\"contributor\",\"webTitle\":\"Ann Poe\"}]}]}}");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "One");
    assert_string_equal(r->a[0].text, "A & b.\n\nC.");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00Z");
    assert_string_equal(r->a[0].section, "Politics");
    assert_string_equal(r->a[0].authors.at[0], "Ann Poe");
    assert_int_equal(r->a[0].tags.count, 1);
    assert_null(r->a[0].extra);
    read_text(r, "{\"response\":{\"docs\":[{\"headline\":{\"main\":\"Two\",\"kicker\":null},\n"
                 "\"lead_paragraph\":\"Text.\","
                 "\"pub_date\":\"2019-12-16T23:10:00+0000\",\"byline\":{\"original\":\"By Ann Poe and Bo Roe\"},"
                 "\"keywords\":[{\"name\":\"subject\",\"value\":\"Libraries\"}],\"section_name\":\"Metro\"}]}}");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "Two");
    assert_string_equal(r->a[0].text, "Text.");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00Z");
    assert_int_equal(r->a[0].authors.count, 2);
    assert_string_equal(r->a[0].tags.at[0], "Libraries");
}

static void wordpress_and_json_feed_are_understood(void **state)
{
    struct reading *r = *state;
    read_text(r, "[{\"id\":7,\"date\":\"2019-12-16T18:10:00\",\"date_gmt\":\"2019-12-16T23:10:00\",\"author\":1,"
                 "\"title\":{\"rendered\":\"Mayor&#8217;s vote\"},\n"
                 "\"content\":{\"rendered\":\"<p>A.</p>\\n<p>B.</p>\"}}]");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].title, "Mayor\xE2\x80\x99s vote");
    assert_string_equal(r->a[0].text, "A.\n\nB.");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00Z");
    assert_int_equal(r->a[0].authors.count, 0);
    read_text(r, "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Gazette\",\"items\":[{\"id\":\"1\","
                 "\"title\":\"One\",\"content_html\":\"<p>A.</p>\",\"date_published\":\"2019-12-16T23:10:00Z\"}]}");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a[0].source, "Gazette");
    assert_string_equal(r->a[0].text, "A.");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00Z");
}

static void values_of_mongodb_and_clocks_are_dates(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"_id\":{\"$oid\":\"5df7\"},\"title\":\"One\",\"date\":{\"$date\":\"2019-12-16T23:10:00Z\"}}\n"
                 "{\"title\":\"Two\",\"date\":{\"$date\":{\"$numberLong\":\"1576537800000\"}}}\n"
                 "{\"title\":\"Three\",\"published\":1576537800}\n{\"title\":\"Four\",\"date\":1957}\n");
    assert_int_equal(r->articles, 4);
    assert_string_equal(r->a[0].id, "5df7");
    assert_string_equal(r->a[0].date, "2019-12-16T23:10:00Z");
    assert_string_equal(r->a[1].date, "2019-12-16T23:10:00Z");
    assert_string_equal(r->a[2].date, "2019-12-16T23:10:00Z");
    assert_string_equal(r->a[3].date, "1957");
}

static void a_text_of_html_becomes_its_paragraphs(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"title\":\"One\",\"text\":\"<p>A <b>b</b>.</p><script>x</script><p>C.</p>\"}\n"
                 "{\"title\":\"Two\",\"text\":\"<unclear> she said, 5 < 6 & 7 > 3\"}\n"
                 "{\"title\":\"Three\",\"text\":\"<p>kept</p>\",\"hustings\":{\"version\":1}}\n");
    assert_string_equal(r->a[0].text, "A b.\n\nC.");
    assert_string_equal(r->a[1].text, "<unclear> she said, 5 < 6 & 7 > 3");
    assert_string_equal(r->a[2].text, "<p>kept</p>"); /* as it was stored */
}

static void our_own_keys_come_before_others(void **state)
{
    struct reading *r = *state;
    read_text(r, "{\"title\":\"One\",\"webTitle\":\"Other\",\"date\":\"2019\",\"pub_date\":\"2018\",\"text\":\"x\"}");
    assert_string_equal(r->a[0].title, "One");
    assert_string_equal(r->a[0].date, "2019");
    assert_string_equal(cJSON_GetObjectItem(r->a[0].extra, "webTitle")->valuestring, "Other");
    read_text(r, "{\"title\":null,\"webTitle\":\"Other\",\"date\":\"\",\"pub_date\":\"2018\"}");
    assert_string_equal(r->a[0].title, "Other");
    assert_string_equal(r->a[0].date, "2018");
}

#define test(f) cmocka_unit_test_setup_teardown(f, reading_setup, reading_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(hits_of_a_search_engine_are_their_documents),
        test(lists_of_agencies_hold_ninjs),
        test(a_first_line_that_breaks_off_costs_no_other),
        test(orders_of_a_bulk_load_name_the_document_behind),
        test(a_list_within_an_object_is_read_one_by_one_however_long),
        test(an_article_with_a_list_in_it_is_one),
        test(objects_may_follow_each_other_in_any_layout),
        test(a_list_that_breaks_off_gives_what_came_before),
        test(the_guardian_and_the_new_york_times_are_understood),
        test(wordpress_and_json_feed_are_understood),
        test(values_of_mongodb_and_clocks_are_dates),
        test(a_text_of_html_becomes_its_paragraphs),
        test(our_own_keys_come_before_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
