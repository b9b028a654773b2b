/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_ninjs.c - news items of the three versions of ninjs, and what is withdrawn. */
#include "tests/unit/test_given.h"

static const char first[] =
    "{\"uri\":\"urn:vale:1\",\"type\":\"text\",\"pubstatus\":\"usable\",\"versioncreated\":\"2019-04-02T10:00:00Z\","
    "\"firstcreated\":\"2019-04-01T09:00:00Z\",\"byline\":\"By Ann Poe and Bo Roe\",\"headline\":\"Budget passes\","
    "\"title\":\"BUDGET-2\",\"body_text\":\"One. Two.\",\"body_xhtml\":\"<p>One,<br/>and <b>a</b> "
    "half.</p><script>x</script>"
    "<div>Two &amp; more.</div>\",\"description_text\":\"What it "
    "says.\",\"language\":\"en-GB\",\"copyrightholder\":\"Vale Wire\","
    "\"subject\":[{\"code\":\"1\",\"name\":\"tax, income\"},{\"name\":\"vale\"}],\"urgency\":3}";

static const char second[] =
    "{\"uri\":\"urn:vale:2\",\"versioncreated\":\"2019-04-02T10:00:00Z\",\"by\":\"Cy Doe\","
    "\"headlines\":[{\"role\":\"sub\",\"value\":\"Below\"},{\"role\":\"main\",\"value\":\"Above\"}],"
    "\"bodies\":[{\"role\":\"text\",\"contenttype\":\"text/plain\",\"value\":\"Plain.\"},"
    "{\"contenttype\":\"text/html\",\"value\":\"<body><p>A.</p><p>B.</p></body>\"}],"
    "\"infosources\":[{\"name\":\"Vale Wire\"}],\"subjects\":[{\"name\":\"vale\"}]}";

static const char third[] =
    "{\"uri\":\"urn:vale:3\",\"type\":\"picture\",\"versionCreated\":\"2021-05-26T13:40:18+02:00\",\"pubStatus\":"
    "\"usable\","
    "\"headlines\":[{\"value\":\"A queue\"}],\"descriptions\":[{\"role\":\"text\",\"value\":\"People queue.\"}],"
    "\"infoSources\":[{\"name\":\"Vale Pictures\"}],\"copyrightHolder\":\"Other\"}";

static void keys_of_version_1_are_brought_to_ours(void **state)
{
    struct reading *r = *state;
    read_string(r, "n.json", first);
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a.id, "urn:vale:1");
    assert_string_equal(r->a.title, "Budget passes");
    assert_string_equal(r->a.text, "One,\nand a half.\n\nTwo & more.");
    assert_string_equal(r->a.summary, "What it says.");
    assert_string_equal(r->a.date, "2019-04-01T09:00:00Z");
    assert_string_equal(r->a.updated, "2019-04-02T10:00:00Z");
    assert_string_equal(r->a.source, "Vale Wire");
    assert_string_equal(r->a.lang, "en-GB");
    assert_int_equal(r->a.authors.count, 2);
    assert_string_equal(r->a.authors.at[0], "Ann Poe");
    assert_string_equal(r->a.tags.at[0], "tax, income");
    assert_int_equal(r->a.tags.count, 2);
    assert_int_equal(cJSON_GetObjectItem(r->a.extra, "urgency")->valueint, 3);
    assert_null(cJSON_GetObjectItem(r->a.extra, "body_text"));
}

static void lists_of_versions_2_and_3_are_brought_to_ours(void **state)
{
    struct reading *r = *state;
    read_string(r, "n.json", second);
    assert_string_equal(r->a.title, "Above");
    assert_string_equal(r->a.text, "A.\n\nB.");
    assert_string_equal(r->a.date, "2019-04-02T10:00:00Z");
    assert_null(r->a.updated);
    assert_string_equal(r->a.source, "Vale Wire");
    assert_string_equal(r->a.authors.at[0], "Cy Doe");
    assert_string_equal(r->a.tags.at[0], "vale");
    read_string(r, "n.json", third);
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a.title, "A queue");
    assert_string_equal(r->a.text, "People queue.");
    assert_null(r->a.summary);
    assert_string_equal(r->a.date, "2021-05-26T13:40:18+02:00");
    assert_string_equal(r->a.source, "Vale Pictures");
}

static void what_is_withdrawn_is_left_out_and_said(void **state)
{
    struct reading *r = *state;
    read_string(r, "n.jsonl", "{\"uri\":\"u:1\",\"pubstatus\":\"canceled\",\"headline\":\"One\"}\n"
                              "{\"uri\":\"u:2\",\"pubStatus\":\"withheld\",\"headlines\":[{\"value\":\"Two\"}]}\n"
                              "{\"uri\":\"u:3\",\"pubstatus\":\"usable\",\"headline\":\"Three\"}\n");
    assert_int_equal(r->articles, 1);
    assert_int_equal(r->warnings, 2);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->warning, "n.jsonl:2: left out: its provider withholds it (pubstatus)");
}

static void other_json_with_an_address_is_no_ninjs(void **state)
{
    struct reading *r = *state;
    read_string(r, "n.json", "{\"uri\":\"http://x.test/\",\"title\":\"One\",\"type\":\"NewsArticle\",\"body\":\"b\"}");
    assert_null(r->a.id);
    assert_string_equal(r->a.text, "b");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(r->a.extra, "uri")), "http://x.test/");
}

static void an_item_without_words_is_a_problem(void **state)
{
    struct reading *r = *state;
    read_string(r, "n.json", "{\"uri\":\"urn:vale:4\",\"type\":\"text\"}");
    assert_string_equal(r->problem, "n.json:1: has neither title nor text");
    assert_string_equal(r->record, "{\"uri\":\"urn:vale:4\",\"type\":\"text\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(keys_of_version_1_are_brought_to_ours),
        reading_test(lists_of_versions_2_and_3_are_brought_to_ours),
        reading_test(what_is_withdrawn_is_left_out_and_said),
        reading_test(other_json_with_an_address_is_no_ninjs),
        reading_test(an_item_without_words_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
