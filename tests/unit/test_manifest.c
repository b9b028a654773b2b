/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_manifest.c - a request and its manifest as text, and back; and what is refused of a manifest. */
#include "tests/unit/test_archive.h"

#include "archive/json_put.h"
#include "archive/manifest.h"
#include "archive/request_line.h"

static const char *printed(struct arena *arena, const struct search_request *request)
{
    struct buffer b = buffer_make(REQUEST_LINE_MAX);

    request_line_print(request, &b);
    assert_false(b.failed);
    const char *text = arena_copy(arena, b.data, b.len);
    buffer_free(&b);
    return text;
}

static struct search_request read_line(struct arena *arena, const char *line)
{
    struct search_request request;
    struct error err;

    if (request_line_read(line, arena, NULL, NULL, &request, &err) < 0)
        fail_msg("%s: %s", line, err.text);
    return request;
}

static int setup(void **state)
{
    struct arena *arena = malloc(sizeof *arena);

    if (!arena)
        return -1;
    *arena = arena_make(1 << 20);
    *state = arena;
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    free(*state);
    return 0;
}

static void a_request_prints_as_its_parameters(void **state)
{
    const char *papers[] = {"Vale, Herald", "-x"}, *tags[] = {"tax"};
    const struct search_filter filters[] = {{FACET_SOURCE, false, papers, 2}, {FACET_TAG, true, tags, 1},
                                            {FACET_TAG, true, papers, 2}};
    const struct search_request request = {.q = "\"tax cuts\" a\0&b", .q_len = 15, .match = MATCH_ANY,
                                           .in = FIELD_TITLE, .from = {.precision = DATE_MONTH, .year = 2016, .month = 11},
                                           .filters = filters, .filter_count = 3, .sort = SORT_OLDEST};

    assert_string_equal(printed(*state, &request),
                        "q=%22tax%20cuts%22%20a%00%26b&match=any&in=title&from=2016-11&source=%22Vale%2C%20Herald%22,%22-x%22&"
                        "tag=-tax&tag=-%22Vale%2C%20Herald%22,--x&sort=oldest&collapse=none");
    assert_string_equal(printed(*state, &(struct search_request){.sort = SORT_NEWEST, .collapse = COLLAPSE_GROUP}),
                        "sort=newest&collapse=group");
}

static void what_is_printed_reads_the_same(void **state)
{
    static const char *const lines[] = {
        "sort=newest&collapse=group", "q=&match=all&sort=oldest&collapse=none",
        ("q=a%00%FF%26&match=any&in=author&from=2016&to=2019-12-01T10:00:00Z&source=a,b&source=-c,-d&lang=en"
         "&sort=newest&collapse=group")};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct search_request request = read_line(*state, lines[i]);
        const char *once = printed(*state, &request);
        request = read_line(*state, once);
        assert_string_equal(printed(*state, &request), once);
    }
    struct search_request request = read_line(*state, lines[2]);
    assert_int_equal(request.q_len, 4);
    assert_memory_equal(request.q, "a\0\xff&", 4);
    assert_int_equal(request.filter_count, 3);
    assert_true(request.filters[1].exclude);
    assert_string_equal(request.filters[1].values[1], "d");
}

static void every_value_of_a_filter_reads_as_it_was(void **state)
{
    const char *values[] = {"a, b", "-2+3 cmd", "\"", "\"x\"", "\"a\", \"b\"", "say \"no\"",
                            ",", "-", "--", " c ", "%2C&=+"};
    enum { VALUES = sizeof values / sizeof values[0] };
    const struct search_filter filters[] = {{FACET_AUTHOR, false, values, VALUES}, {FACET_TAG, true, values, VALUES}};
    const struct search_request asked = {.filters = filters, .filter_count = 2, .sort = SORT_NEWEST};
    struct search_request request = read_line(*state, printed(*state, &asked));

    assert_int_equal(request.filter_count, 2);
    for (size_t i = 0; i < 2 * VALUES; i++) {
        const struct search_filter *f = &request.filters[i / VALUES];
        assert_int_equal(f->count, VALUES);
        assert_int_equal(f->exclude, i / VALUES);
        assert_string_equal(f->values[i % VALUES], values[i % VALUES]);
    }
}

static void a_line_that_is_none_is_refused(void **state)
{
    static const char *const lines[] = {"page=2", "sort=best", "match=", "from=2016-13", "in=summary", "collapse",
                                        "source=-a,b", "source=", "source=-", "source=a%00b", "recency=5"};
    struct search_request request;
    struct error err;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        err.fault = FAULT_NONE;
        assert_int_equal(request_line_read(lines[i], *state, NULL, NULL, &request, &err), -1);
        assert_int_equal(err.fault, FAULT_INVALID);
    }
}

/* ---- manifests ------------------------------------------------------- */

static struct manifest an_example(void)
{
    struct manifest m = {.request = {.q = "tax", .q_len = 3, .sort = SORT_OLDEST, .collapse = COLLAPSE_GROUP},
                         .after = "a 1", .limit = 500, .understood_as = "tax[=levy]",
                         .snapshot = {.id = "4f0c-18", .articles = 900}, .made = "2026-11-26T01:02:03Z", .program = "hustings 0"};
    struct manifest_ids ids;
    struct arena arena = arena_make(1 << 16);

    manifest_ids_begin(&ids);
    manifest_ids_add(&ids, "a2", 2);
    manifest_ids_add(&ids, "a3", 2);
    manifest_ids_end(&ids, &m);
    assert_int_equal(search_identify(&m.request, &arena, m.hash, NULL), 0);
    arena_free(&arena);
    return m;
}

static void the_sum_is_that_of_lines(void **state)
{
    struct manifest m = an_example();

    (void)state;
    /* printf 'a2\na3\n' | sha256sum */
    assert_string_equal(m.sha256, "c9079fbc0b3073c125073ad8f6175e30cb2e7067e6a2463a591e50f7dd70af3f");
    assert_int_equal(m.count, 2);
}

static void a_manifest_reads_as_it_was_written(void **state)
{
    struct manifest m = an_example(), again;
    scoped(json) cJSON *json = manifest_render(&m);
    struct error err;

    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(json, "parameters")),
                        "q=tax&match=all&sort=oldest&collapse=group&after=a%201&limit=500");
    if (manifest_read(json, *state, &again, &err) < 0)
        fail_msg("%s", err.text);
    scoped(json) cJSON *back = manifest_render(&again);
    assert_true(cJSON_Compare(json, back, true));
}

/* Each member, replaced by value, makes it none; value NULL: removed. */
static void refuses(struct arena *arena, const char *name, cJSON *value, const char *why)
{
    struct manifest m = an_example(), out;
    scoped(json) cJSON *json = manifest_render(&m);
    struct error err = {0};

    if (value)
        cJSON_ReplaceItemInObject(json, name, value);
    else
        cJSON_DeleteItemFromObject(json, name);
    assert_int_equal(manifest_read(json, arena, &out, &err), -1);
    if (!strstr(err.text, why))
        fail_msg("%s: %s", name, err.text);
}

static void what_was_changed_is_said(void **state)
{
    refuses(*state, "sha256", cJSON_CreateString("abc"), "sha256");
    refuses(*state, "sha256", NULL, "\"sha256\" is missing");
    refuses(*state, "count", cJSON_CreateNumber(-1), "count");
    refuses(*state, "count", cJSON_CreateNumber(1.5), "count");
    refuses(*state, "snapshot", cJSON_CreateString(""), "snapshot");
    refuses(*state, "order", cJSON_CreateString("newest"), "order");
    refuses(*state, "query", cJSON_CreateString("tax"), "query");
    refuses(*state, "parameters", cJSON_CreateString("q=tax&match=any&sort=oldest&collapse=group"), "\"match\"");
    refuses(*state, "parameters", cJSON_CreateString("q=tax&match=all&in=title&sort=oldest&collapse=group"), "\"hash\"");
    refuses(*state, "parameters", cJSON_CreateString("q=taxes&match=all&sort=oldest&collapse=group"), "\"q\"");
    refuses(*state, "parameters", cJSON_CreateString("q=tax&limit=x"), "limit=x");
    refuses(*state, "parameters", cJSON_CreateString("q=tax"), "no order by date");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_prints_as_its_parameters), TEST(what_is_printed_reads_the_same),
        TEST(every_value_of_a_filter_reads_as_it_was),
        TEST(a_line_that_is_none_is_refused), TEST(the_sum_is_that_of_lines),
        TEST(a_manifest_reads_as_it_was_written), TEST(what_was_changed_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
