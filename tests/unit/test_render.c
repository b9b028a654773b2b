/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_render.c - pages and articles as the JSON of the contract. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "archive/render.h"
#include "archive/stored.h"

#define TEXT(s) {.data = (s), .len = sizeof(s) - 1}

struct scene {
    struct search_filter filters[2];
    struct search_request request;
    struct mark_span title_span, snippet_span;
    struct search_result result;
    struct search_facet_value value;
    struct search_facet_counts facet;
    struct search_page page;
    struct snapshot snapshot;
    struct render_options options;
    cJSON *json;
};

static const char *sources[] = {"guardian"}, *papers[] = {"mail"};

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    s->filters[0] = (struct search_filter){.field = FACET_SOURCE, .values = sources, .count = 1};
    s->filters[1] = (struct search_filter){.field = FACET_SOURCE, .exclude = true, .values = papers, .count = 1};
    s->request = (struct search_request){.q = "tax", .q_len = 3, .filters = s->filters, .filter_count = 2,
                                         .from = {.precision = DATE_MONTH, .year = 2016, .month = 11}};
    s->title_span = (struct mark_span){2, 5};
    s->snippet_span = (struct mark_span){4, 7};
    s->result = (struct search_result){
        .record = {.version = 2, .id = TEXT("a1"), .title = TEXT("A tax & more"), .source = TEXT("guardian"), .date = TEXT("2017-03"),
                   .authors = {TEXT("A. Writer")}, .author_count = 1},
        .score = 11.424242,
        .title = {.text = "A tax & more", .len = 12, .spans = &s->title_span, .span_count = 1},
        .snippet = {.text = "the tax", .len = 7, .spans = &s->snippet_span, .span_count = 1}};
    s->value = (struct search_facet_value){.value = "guardian", .count = 24};
    s->facet = (struct search_facet_counts){.facet = FACET_SOURCE, .values = &s->value, .count = 1,
                                           .other_values = 3, .other_articles = 5};
    s->page = (struct search_page){.understood_as = "tax", .hash = "7c1f9a2e", .total = 37, .total_exact = true,
                                   .results = &s->result, .count = 1, .facets = &s->facet, .facet_count = 1};
    s->snapshot = (struct snapshot){.id = "4f0c-1842", .articles = 412907, .newest = true};
    s->options = (struct render_options){.fields = RESULT_FIELDS_DEFAULT, .page = 1, .per_page = 10, .took_ms = 2.123};
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    cJSON_Delete(s->json);
    free(s);
    return 0;
}

static void expect_text(struct scene *s, const char *expected)
{
    assert_non_null(s->json);
    char *text = cJSON_PrintUnformatted(s->json);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static const cJSON *result_member(struct scene *s, const char *name)
{
    cJSON_Delete(s->json);
    s->json = render_search(&s->request, &s->page, &s->snapshot, &s->options);
    assert_non_null(s->json);
    const cJSON *results = cJSON_GetObjectItemCaseSensitive(s->json, "results");
    return cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(results, 0), name);
}

static void a_page_is_the_answer_that_the_contract_shows(void **state)
{
    struct scene *s = *state;
    s->request.facets = 1u << FACET_SOURCE;
    s->json = render_search(&s->request, &s->page, &s->snapshot, &s->options);
    expect_text(s, "{\"query\":{\"q\":\"tax\",\"understood_as\":\"tax\",\"match\":\"all\",\"from\":\"2016-11\",\"to\":null,"
                   "\"filters\":{\"source\":[\"guardian\",\"-mail\"]},\"collapse\":\"none\",\"hash\":\"7c1f9a2e\"},"
                   "\"snapshot\":{\"id\":\"4f0c-1842\",\"articles\":412907,\"newest\":true},\"total\":37,\"total_exact\":true,"
                   "\"relaxed\":false,\"order_exact\":true,\"page\":1,\"per_page\":10,\"pages\":4,\"next_cursor\":null,\"took_ms\":2.1,"
                   "\"partial\":false,\"warnings\":[],\"did_you_mean\":null,"
                   "\"corrected\":false,\"facets\":{\"source\":[{\"value\":\"guardian\",\"count\":24}]},"
                   "\"facet_others\":{\"source\":{\"values\":3,\"articles\":5}},"
                   "\"results\":[{\"id\":\"a1\",\"url\":null,\"title\":\"A tax & more\","
                   "\"title_html\":\"A <mark>tax</mark> &amp; more\",\"source\":\"guardian\",\"section\":null,"
                   "\"author\":[\"A. Writer\"],\"tags\":[],\"date\":\"2017-03\",\"date_precision\":\"month\","
                   "\"lang\":null,\"score\":11.4242,\"snippet\":\"the <mark>tax</mark>\",\"copies\":null,"
                   "\"version\":2}]}");
}

static void a_count_has_no_results_and_no_pages(void **state)
{
    struct scene *s = *state;
    s->json = render_count(&s->request, &s->page, &s->snapshot, &s->options);
    assert_non_null(s->json);
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(s->json, "total")->valueint, 37);
    assert_null(cJSON_GetObjectItemCaseSensitive(s->json, "results"));
    assert_null(cJSON_GetObjectItemCaseSensitive(s->json, "pages"));
    assert_null(cJSON_GetObjectItemCaseSensitive(s->json, "facets"));
}

static void offsets_are_byte_ranges_of_plain_text(void **state)
{
    struct scene *s = *state;
    s->options.highlight = HIGHLIGHT_OFFSETS;
    assert_string_equal(result_member(s, "snippet")->valuestring, "the tax");
    const cJSON *pair = cJSON_GetArrayItem(result_member(s, "snippet_offsets"), 0);
    assert_int_equal(cJSON_GetArrayItem(pair, 0)->valueint, 4);
    assert_int_equal(cJSON_GetArrayItem(pair, 1)->valueint, 7);
    pair = cJSON_GetArrayItem(result_member(s, "title_offsets"), 0);
    assert_int_equal(cJSON_GetArrayItem(pair, 0)->valueint, 2);
}

static void without_highlight_the_snippet_is_plain_and_nothing_is_escaped(void **state)
{
    struct scene *s = *state;
    s->options.highlight = HIGHLIGHT_NONE;
    s->result.snippet = (struct marked){.text = "a < b", .len = 5};
    assert_string_equal(result_member(s, "snippet")->valuestring, "a < b");
    assert_null(result_member(s, "snippet_offsets"));
}

static void only_the_fields_asked_for_are_there(void **state)
{
    struct scene *s = *state;
    s->options.fields = 1u << RESULT_TEXT;
    s->result.text = (struct record_text){"whole", 5};
    assert_string_equal(result_member(s, "text")->valuestring, "whole");
    assert_null(result_member(s, "id"));
}

static void a_text_is_proved_and_led_to_until_it_is_withdrawn(void **state)
{
    struct scene *s = *state;
    assert_null(result_member(s, "content_hash"));
    assert_null(result_member(s, "withdrawn"));
    s->options.fields = 1u << RESULT_CONTENT_HASH | 1u << RESULT_PERMALINK | 1u << RESULT_WITHDRAWN;
    memset(s->result.record.hash, 0xa7, SEGMENT_HASH);
    const char *hash = result_member(s, "content_hash")->valuestring;
    assert_int_equal(strlen(hash), 2 * SEGMENT_HASH);
    assert_int_equal(strspn(hash, "a7"), 2 * SEGMENT_HASH);
    assert_string_equal(result_member(s, "permalink")->valuestring, "/v1/articles/a1?hash=a7a7a7a7a7a7a7a7");
    assert_true(cJSON_IsFalse(result_member(s, "withdrawn")));
    s->result.record.withdrawn = true;
    assert_true(cJSON_IsNull(result_member(s, "content_hash")));
    assert_true(cJSON_IsNull(result_member(s, "permalink")));
    assert_true(cJSON_IsTrue(result_member(s, "withdrawn")));
    s->options.fields = 1u << RESULT_ID;
    assert_true(cJSON_IsTrue(result_member(s, "withdrawn")));
}

static void absent_facts_are_null(void **state)
{
    static const char *const names[] = {"title", "title_html", "snippet", "date", "date_precision", "score"};
    struct scene *s = *state;
    s->result = (struct search_result){.record = {.id = TEXT("a1")}};
    s->request.sort = SORT_NEWEST;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(cJSON_IsNull(result_member(s, names[i])));
}

static void pages_end_where_paging_does(void **state)
{
    struct scene *s = *state;
    s->page.total = 412907;
    result_member(s, "id");
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(s->json, "pages")->valueint, 1000);
    s->page.total = 0;
    result_member(s, "id");
    assert_int_equal(cJSON_GetObjectItemCaseSensitive(s->json, "pages")->valueint, 0);
}

static void a_query_of_any_bytes_is_told_back_as_clean_text(void **state)
{
    struct scene *s = *state;
    s->request.q = "a\0\xff";
    s->request.q_len = 3;
    result_member(s, "id");
    const cJSON *query = cJSON_GetObjectItemCaseSensitive(s->json, "query");
    assert_string_equal(cJSON_GetObjectItemCaseSensitive(query, "q")->valuestring, "a\xef\xbf\xbd");
}

static void a_time_limit_that_was_met_is_warned_of(void **state)
{
    struct scene *s = *state;
    static const char *const given[] = {"the unknown parameter 'x' was ignored"};
    s->page.partial = true;
    s->options.warnings = given;
    s->options.warning_count = 1;
    result_member(s, "id");
    const cJSON *warnings = cJSON_GetObjectItemCaseSensitive(s->json, "warnings");
    assert_int_equal(cJSON_GetArraySize(warnings), 2);
    assert_non_null(strstr(cJSON_GetArrayItem(warnings, 0)->valuestring, "time limit"));
    assert_true(cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(s->json, "partial")));
}

static void an_article_is_its_facts_its_text_and_its_hash(void **state)
{
    struct scene *s = *state;
    static const char head[] = "{\"id\":\"a1\",\"title\":\"T\",\"date\":\"2019-04\",\"authors\":[\"A. Writer\"],\"mood\":[1]}";
    struct segment_record stored = {.kind = SEGMENT_ARTICLE, .head = head, .head_len = sizeof head - 1,
                                    .text = "Body.trailing", .text_len = 5, .hash = {0xab, 0x01},
                                    .link = {.version = 3}};
    s->json = render_article(&stored);
    expect_text(s, "{\"id\":\"a1\",\"url\":null,\"title\":\"T\",\"source\":null,\"section\":null,\"author\":[\"A. Writer\"],"
                   "\"tags\":[],\"date\":\"2019-04\",\"date_precision\":\"month\",\"updated\":null,\"lang\":null,"
                   "\"summary\":null,\"credit\":null,\"text\":\"Body.\",\"content_hash\":"
                   "\"ab01000000000000000000000000000000000000000000000000000000000000\",\"version\":3,"
                   "\"mood\":[1]}");
}

static void an_article_added_again_from_its_own_json_is_the_same(void **state)
{
    struct scene *s = *state;
    static const char head[] = "{\"id\":\"a1\",\"title\":\"T\",\"date\":\"2019-04\",\"authors\":[\"A. Writer\"],\"mood\":[1]}";
    struct segment_record stored = {.kind = SEGMENT_ARTICLE, .head = head, .head_len = sizeof head - 1,
                                    .text = "Body.", .text_len = 5};
    struct buffer payload = buffer_make(4096);
    struct article a;
    size_t head_len;
    s->json = render_article(&stored);
    assert_int_equal(article_from_json(s->json, &a, NULL, NULL), 0);
    assert_int_equal(stored_write(&a, &payload, &head_len, NULL), 0);
    assert_int_equal(head_len, sizeof head - 1);
    assert_memory_equal(payload.data, head, head_len);
    assert_string_equal(payload.data + head_len, "Body.");
    buffer_free(&payload);
    article_free(&a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_page_is_the_answer_that_the_contract_shows),
                                       TEST(a_count_has_no_results_and_no_pages),
                                       TEST(offsets_are_byte_ranges_of_plain_text),
                                       TEST(without_highlight_the_snippet_is_plain_and_nothing_is_escaped),
                                       TEST(only_the_fields_asked_for_are_there),
                                       TEST(a_text_is_proved_and_led_to_until_it_is_withdrawn),
                                       TEST(absent_facts_are_null),
                                       TEST(pages_end_where_paging_does),
                                       TEST(a_query_of_any_bytes_is_told_back_as_clean_text),
                                       TEST(a_time_limit_that_was_met_is_warned_of),
                                       TEST(an_article_is_its_facts_its_text_and_its_hash),
                                       TEST(an_article_added_again_from_its_own_json_is_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
