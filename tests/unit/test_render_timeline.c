/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_render_timeline.c - a timeline's shares, gaps and values, as JSON and as rows that a spreadsheet may open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/json_put.h"
#include "archive/render_timeline.h"

static struct timeline_point points[][3] = {
    {{12, 812}, {0, 0}, {1, 3}}, {{1, 1}, {0, 7}, {2, 3}}, {{4000000000u, 4100000000u}, {1, 4000000000u}, {5, 8}}};

static struct timeline make(struct timeline_series series[1])
{
    const struct date day = {.precision = DATE_DAY, .year = 2016, .month = 11, .day = 30};

    series[0] = (struct timeline_series){.value = "=1+1,\"x\"", .points = points[1], .sum = {3, 11}};
    return (struct timeline){.span = {TIMELINE_DAY, date_first_day(&day), date_first_day(&day) + 2},
                             .intervals = 3,
                             .whole = {.points = points[0], .sum = {13, 815}, .undated = {1, 2}},
                             .series = series,
                             .series_count = 1,
                             .others = {.points = points[2], .sum = {0, 0}},
                             .other_values = 4};
}

static void rows_are_safe_and_have_no_number_where_nothing_is_known(void **state)
{
    struct timeline_series series[1];
    const struct timeline t = make(series);
    struct buffer csv = buffer_make(1 << 16);

    (void)state;
    assert_true(render_timeline_csv(&t, true, &csv));
    assert_string_equal(csv.data, "start,end,value,count,all,share,gap\r\n"
                                  "2016-11-30,2016-11-30,,12,812,0.014778,false\r\n"
                                  "2016-12-01,2016-12-01,,,0,,true\r\n"
                                  "2016-12-02,2016-12-02,,1,3,0.333333,false\r\n"
                                  "2016-11-30,2016-11-30,\"'=1+1,\"\"x\"\"\",1,1,1,false\r\n"
                                  "2016-12-01,2016-12-01,\"'=1+1,\"\"x\"\"\",0,7,0,false\r\n"
                                  "2016-12-02,2016-12-02,\"'=1+1,\"\"x\"\"\",2,3,0.666667,false\r\n"
                                  "2016-11-30,2016-11-30,(others),4000000000,4100000000,0.97561,false\r\n"
                                  "2016-12-01,2016-12-01,(others),1,4000000000,0,false\r\n"
                                  "2016-12-02,2016-12-02,(others),5,8,0.625,false\r\n");
    buffer_free(&csv);
}

static void json_says_the_same(void **state)
{
    struct timeline_series series[1];
    const struct timeline t = make(series);
    const enum search_facet by = FACET_SOURCE;
    scoped(json) cJSON *o = cJSON_CreateObject();

    (void)state;
    assert_true(render_timeline(&t, &by, o));
    scoped(char_ptr) char *text = cJSON_PrintUnformatted(o);
    assert_string_equal(
        text,
        "{\"all\":815,\"share\":0.015951,\"interval\":\"day\",\"imprecise\":{\"count\":0,\"all\":0},"
        "\"undated\":{\"count\":1,\"all\":2},\"intervals\":["
        "{\"start\":\"2016-11-30\",\"end\":\"2016-11-30\",\"count\":12,\"all\":812,\"share\":0.014778,\"gap\":false},"
        "{\"start\":\"2016-12-01\",\"end\":\"2016-12-01\",\"count\":null,\"all\":0,\"share\":null,\"gap\":true},"
        "{\"start\":\"2016-12-02\",\"end\":\"2016-12-02\",\"count\":1,\"all\":3,\"share\":0.333333,\"gap\":false}],"
        "\"by\":\"source\",\"series\":[{\"value\":\"=1+1,\\\"x\\\"\",\"count\":3,\"all\":11,\"share\":0.272727,"
        "\"imprecise\":{\"count\":0,\"all\":0},\"undated\":{\"count\":0,\"all\":0},\"intervals\":["
        "{\"start\":\"2016-11-30\",\"end\":\"2016-11-30\",\"count\":1,\"all\":1,\"share\":1,\"gap\":false},"
        "{\"start\":\"2016-12-01\",\"end\":\"2016-12-01\",\"count\":0,\"all\":7,\"share\":0,\"gap\":false},"
        "{\"start\":\"2016-12-02\",\"end\":\"2016-12-02\",\"count\":2,\"all\":3,\"share\":0.666667,\"gap\":false}]}],"
        "\"others\":{\"values\":4,\"count\":0,\"all\":0,\"share\":null,"
        "\"imprecise\":{\"count\":0,\"all\":0},\"undated\":{\"count\":0,\"all\":0},\"intervals\":["
        "{\"start\":\"2016-11-30\",\"end\":\"2016-11-30\",\"count\":4000000000,\"all\":4100000000,\"share\":0.97561,"
        "\"gap\":false},"
        "{\"start\":\"2016-12-01\",\"end\":\"2016-12-01\",\"count\":1,\"all\":4000000000,\"share\":0,\"gap\":false},"
        "{\"start\":\"2016-12-02\",\"end\":\"2016-12-02\",\"count\":5,\"all\":8,\"share\":0.625,\"gap\":false}]}}");
}

/* The longest rows there can be, as many as there can be. */
static void the_longest_fit(void **state)
{
    scoped(char_ptr) struct timeline_point *most = calloc(TIMELINE_POINTS_MAX, sizeof *most);
    struct timeline t = {.span = {TIMELINE_DAY, 0, TIMELINE_POINTS_MAX - 1}, .intervals = TIMELINE_POINTS_MAX};
    scoped(json) cJSON *o = cJSON_CreateObject();

    (void)state;
    for (size_t i = 0; i < TIMELINE_POINTS_MAX; i++)
        most[i] = (struct timeline_point){UINT32_MAX - 1, UINT32_MAX};
    t.whole.points = most;
    assert_true(render_timeline(&t, NULL, o));
    assert_null(cJSON_GetObjectItemCaseSensitive(o, "series"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_safe_and_have_no_number_where_nothing_is_known),
        cmocka_unit_test(json_says_the_same),
        cmocka_unit_test(the_longest_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
