/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_chart.c - a timeline becomes a figure whose bars, words and table say the same, and lead to their dates. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/json_put.h"
#include "searchd/parameters.h"
#include "searchd/web/chart.h"
#include "searchd/web/chart_scale.h"
#include "searchd/web/page_url.h"

enum { OUT_MAX = 4 << 20 };

#define APART "\"imprecise\":{\"count\":0,\"all\":0},\"undated\":{\"count\":0,\"all\":0},"
#define POINT(from, to, count, all)                                                                                 \
    "{\"start\":\"" from "\",\"end\":\"" to "\",\"count\":" count ",\"all\":" all ",\"share\":null,\"gap\":false}"
#define GAP(from, to)                                                                                               \
    "{\"start\":\"" from "\",\"end\":\"" to "\",\"count\":null,\"all\":0,\"share\":null,\"gap\":true}"

static const char months[] =
    "{\"count\":\"stories\",\"total\":51,\"partial\":false,\"interval\":\"month\","
    "\"imprecise\":{\"count\":2,\"all\":5},\"undated\":{\"count\":1,\"all\":9},"
    "\"before\":{\"count\":3,\"all\":4},\"after\":{\"count\":0,\"all\":1},\"intervals\":["
    POINT("2016-10-01", "2016-10-31", "4", "20") "," POINT("2016-11-01", "2016-11-30", "41", "812") ","
    GAP("2016-12-01", "2016-12-31") "," POINT("2017-01-01", "2017-01-31", "0", "7") "]}";

/* The figure for a page's query and an answer, in *out. */
static void draw(const char *query, const char *answer, struct buffer *out)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    scoped(json) cJSON *timeline = cJSON_Parse(answer);
    struct search_params p;
    struct problem problem;

    assert_non_null(timeline);
    assert_int_equal(params_parse(query, strlen(query), PARAMS_PAGE, &arena, &p, &problem), 0);
    *out = buffer_make(OUT_MAX);
    chart_put(out, "./", &p, timeline);
    assert_false(out->failed);
    buffer_putc(out, '\n');
    arena_free(&arena);
}

static size_t count_of(const struct buffer *out, const char *wanted)
{
    size_t count = 0;
    for (const char *at = out->data; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

static void expect(const struct buffer *out, const char *wanted)
{
    if (strstr(out->data, wanted))
        return;
    print_error("%s\nis not in\n%s\n", wanted, out->data);
    fail();
}

static void a_bar_leads_to_its_dates_and_says_its_figures(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=tax+cuts&source=vox&sort=newest&page=3", months, &out);
    expect(&out, "<a href=\"./?q=tax+cuts&amp;source=vox&amp;sort=newest&amp;from=2016-11&amp;to=2016-11\" "
                 "tabindex=\"-1\" data-from=\"2016-11\" data-to=\"2016-11\">"
                 "<title>November 2016: 41 of 812 articles (5.0%)</title>");
    expect(&out, "data-base=\"./?q=tax+cuts&amp;source=vox&amp;sort=newest\"");
    assert_int_equal(count_of(&out, "<rect class=\"bar\""), 2);
    buffer_free(&out);
}

/* Of the answer's own dates nothing is a whole month here. */
static void a_part_of_an_interval_has_days(void **state)
{
    static const char parts[] = "{\"total\":3,\"interval\":\"month\"," APART "\"intervals\":["
                                POINT("2016-10-24", "2016-10-31", "2", "20") ","
                                POINT("2016-11-01", "2016-11-04", "1", "12") "]}";
    static const char weeks[] = "{\"total\":3,\"interval\":\"week\"," APART "\"intervals\":["
                                POINT("2016-11-01", "2016-11-06", "2", "20") ","
                                POINT("2016-11-07", "2016-11-13", "1", "12") "]}";
    struct buffer out;

    (void)state;
    draw("q=tax&from=2016-10-24&to=2016-11-04", parts, &out);
    expect(&out, "from=2016-10-24&amp;to=2016-10-31\"");
    expect(&out, "<title>24 October 2016 – 31 October 2016: 2 of 20 articles (10.0%)</title>");
    expect(&out, "<a class=\"chart-all\" href=\"./?q=tax\" rel=\"nofollow\" data-key=\"chart:all\">All years</a>");
    buffer_free(&out);
    draw("q=tax", weeks, &out);
    expect(&out, "<title>1 November 2016 – 6 November 2016: ");
    expect(&out, "from=2016-11-07&amp;to=2016-11-13\"");
    expect(&out, "<title>week from 7 November 2016: ");
    assert_int_equal(count_of(&out, "chart-all"), 0);
    buffer_free(&out);
}

static void a_gap_is_no_zero(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=tax", months, &out);
    expect(&out, "<title>December 2016: no articles at all</title><rect class=\"gap\"");
    expect(&out, "<title>January 2017: 0 of 7 articles (0%)</title><rect class=\"place\"");
    expect(&out, ">December 2016</a></th><td colspan=\"3\" class=\"unknown\">no articles at all</td>");
    expect(&out, ">January 2017</a></th><td>0</td><td>7</td><td>0%</td>");
    expect(&out, "Hatched: the archive has no article of that time.");
    expect(&out, "<pattern id=\"chart-gap\"");
    buffer_free(&out);
    draw("q=tax&tag=x", months, &out);
    expect(&out, "Hatched: no article of that time passes the filters.");
    buffer_free(&out);
}

static void rows_of_the_table_are_the_bars(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=tax", months, &out);
    assert_int_equal(count_of(&out, "<title>"), 4);
    assert_int_equal(count_of(&out, "<tr><th scope=\"row\"><a href=\"./?q=tax&amp;from="), 4);
    expect(&out, "<a href=\"./?q=tax&amp;from=2016-11&amp;to=2016-11\" rel=\"nofollow\">November 2016</a></th>"
                 "<td>41</td><td>812</td><td>5.0%</td></tr>");
    expect(&out, "<caption>Articles found by month; copies of one story count once</caption>");
    expect(&out, "href=\"./v1/timeline?interval=auto&amp;format=csv&amp;q=tax\"");
    buffer_free(&out);
}

static void words_say_the_peak_and_what_is_not_drawn(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=tax", months, &out);
    expect(&out, "<p class=\"chart-words\">45 articles from October 2016 to January 2017, the largest share in October "
                 "2016: 4 of 20 articles (20.0%). Not drawn: <a href=\"./?q=tax&amp;to=2016-09-30\" rel=\"nofollow\">"
                 "3 articles</a> from long before. 1 article without a date. "
                 "2 articles whose date is not known as precisely.");
    buffer_free(&out);
    draw("q=tax&chart=count", months, &out);
    expect(&out, ", most in November 2016: 41 of 812 articles (5.0%).");
    assert_int_equal(count_of(&out, "The time limit"), 0);
    buffer_free(&out);
    draw("q=tax", "{\"total\":1,\"partial\":true,\"interval\":\"day\"," APART "\"intervals\":["
                  POINT("2016-11-09", "2016-11-09", "1", "2") "]}", &out);
    expect(&out, "<p class=\"chart-words\">1 article of 9 November 2016. "
                 "The time limit was met: not all were counted.");
    buffer_free(&out);
}

/* The highest bar is the largest share, or the most articles. */
static void bars_are_shares_or_counts(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=tax", months, &out);
    expect(&out, "<h2 id=\"chart-title\">Share of all articles by month</h2>");
    expect(&out, "<a href=\"./?q=tax\" rel=\"nofollow\" data-key=\"chart:share\" aria-current=\"true\">Share</a>");
    expect(&out, "<a href=\"./?q=tax&amp;chart=count\" rel=\"nofollow\" data-key=\"chart:count\">Count</a>");
    expect(&out, "dy=\".35em\">20%</text></svg>");
    expect(&out, "y=\"0.00%\" width=\"8.000%\" height=\"100.00%\"/></a>\n<a href=\"./?q=tax&amp;from=2016-11");
    buffer_free(&out);
    draw("q=tax&chart=count", months, &out);
    expect(&out, "<h2 id=\"chart-title\">Articles by month</h2>");
    expect(&out, "data-key=\"chart:count\" aria-current=\"true\">Count</a>");
    expect(&out, "dy=\".35em\">60</text></svg>");
    expect(&out, "height=\"68.33%\"/></a>\n<a href=\"./?q=tax&amp;chart=count&amp;from=2016-12");
    buffer_free(&out);
}

static void of_everything_there_is_no_share(void **state)
{
    static const char all[] = "{\"count\":\"copies\",\"total\":14,\"interval\":\"year\"," APART "\"intervals\":["
                              POINT("2015-01-01", "2015-12-31", "7", "7") ","
                              POINT("2016-01-01", "2016-12-31", "7", "7") "]}";
    struct buffer out;

    (void)state;
    draw("", all, &out);
    expect(&out, "<h2 id=\"chart-title\">Articles by year</h2>");
    assert_int_equal(count_of(&out, "chart-modes"), 0);
    expect(&out, "data-base=\"./\"");
    expect(&out, "<a href=\"./?from=2016&amp;to=2016\" tabindex=\"-1\" data-from=\"2016\" data-to=\"2016\">"
                 "<title>2016: 7 articles</title>");
    expect(&out, ">14 articles from 2015 to 2016, most in 2015: 7 articles.</p>"); /* the first of equals */
    expect(&out, "by year; copies of one story count each</caption>");
    expect(&out, "<th scope=\"col\">Found</th></tr></thead>");
    expect(&out, ">2016</a></th><td>7</td></tr>");
    buffer_free(&out);
}

static void one_article_among_thousands_is_seen(void **state)
{
    static const char uneven[] = "{\"total\":9001,\"interval\":\"year\"," APART "\"intervals\":["
                                 POINT("2016-01-01", "2016-12-31", "1", "20000") ","
                                 POINT("2017-01-01", "2017-12-31", "9000", "20000") "]}";
    struct buffer out;

    (void)state;
    draw("q=tax", uneven, &out);
    expect(&out, "height=\"1.00%\"/>");
    expect(&out, "<title>2016: 1 of 20,000 articles (under 0.01%)</title>");
    buffer_free(&out);
}

/* Of each byte of the query, nothing is markup, nor more of an address than a value. */
static void a_hostile_query_stays_a_value(void **state)
{
    struct buffer out;

    (void)state;
    draw("q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%26from%3D1%23&tag=%22%3E%3Cimg%20src%3Dx%3E'", months, &out);
    assert_int_equal(count_of(&out, "<script"), 0);
    assert_int_equal(count_of(&out, "<img"), 0);
    expect(&out, "href=\"./?q=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%26from%3D1%23&amp;tag=");
    buffer_free(&out);
    draw("q=tax", "{\"total\":1,\"interval\":\"day\"," APART "\"intervals\":[{\"start\":\"<b>\",\"end\":\"x\"}]}",
         &out);
    assert_string_equal(out.data, "\n");
    buffer_free(&out);
    draw("q=tax", "{\"total\":1,\"interval\":\"<b>\",\"intervals\":[]}", &out);
    assert_string_equal(out.data, "\n");
    buffer_free(&out);
}

static void nothing_is_drawn_of_nothing(void **state)
{
    static const char none[] = "{\"total\":0,\"interval\":\"year\"," APART "\"intervals\":["
                               POINT("2016-01-01", "2016-12-31", "0", "20") "]}";
    static const char undated[] = "{\"total\":2,\"interval\":\"day\",\"imprecise\":{\"count\":0,\"all\":0},"
                                  "\"undated\":{\"count\":2,\"all\":2},\"intervals\":[]}";
    struct buffer out;

    (void)state;
    draw("q=tax", none, &out);
    assert_string_equal(out.data, "\n");
    buffer_free(&out);
    draw("q=tax&from=2016&to=2016", none, &out); /* the way back to all years is there */
    expect(&out, "All years</a>");
    expect(&out, "0 articles of 2016.");
    assert_int_equal(count_of(&out, "<svg"), 0);
    buffer_free(&out);
    draw("q=tax", undated, &out);
    expect(&out, "<p class=\"chart-words\"> 2 articles without a date.</p>");
    assert_int_equal(count_of(&out, "<svg"), 0);
    assert_int_equal(count_of(&out, "<table"), 0);
    buffer_free(&out);
}

/* Years from 1 on, as many as nobody can read in a drawing. */
static void too_many_bars_are_words(void **state)
{
    struct buffer json = buffer_make(OUT_MAX), out;

    (void)state;
    buffer_puts(&json, "{\"total\":9999,\"interval\":\"year\"," APART "\"intervals\":[");
    for (int year = 1; year <= 9999; year++)
        buffer_printf(&json, "%s{\"start\":\"%04d-01-01\",\"end\":\"%04d-12-31\",\"count\":1,\"all\":1}",
                      year > 1 ? "," : "", year, year);
    buffer_puts(&json, "]}");
    draw("q=tax", json.data, &out);
    expect(&out, "9,999 articles from 1 to 9999, ");
    expect(&out, "Too many years to draw");
    assert_int_equal(count_of(&out, "<svg"), 0);
    assert_true(out.len < 2000);
    buffer_free(&out);
    buffer_free(&json);
}

/* Where the page shows another query's articles, so does the chart. */
static void it_is_of_the_articles_that_are_shown(void **state)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    scoped(json) cJSON *found = cJSON_Parse("{\"did_you_mean\":\"tax AND cuts\",\"corrected\":true,\"relaxed\":true}");
    scoped(json) cJSON *other = cJSON_Parse("{\"did_you_mean\":\"tax AND cuts\",\"corrected\":false}");
    struct search_params p, as_found;
    struct problem problem;

    (void)state;
    assert_int_equal(params_parse("q=taxx", 6, PARAMS_PAGE, &arena, &p, &problem), 0);
    as_found = chart_params(&p, found);
    assert_string_equal(as_found.search.q, "tax AND cuts");
    assert_int_equal(as_found.search.q_len, 12);
    assert_int_equal(as_found.search.match, MATCH_ANY);
    as_found = chart_params(&p, other);
    assert_string_equal(as_found.search.q, "taxx");
    assert_int_equal(as_found.search.match, MATCH_ALL);
    arena_free(&arena);
}

static void lines_are_at_round_numbers(void **state)
{
    static const struct {
        double max;
        bool counts;
        double step;
        unsigned steps;
        const char *top;
    } scales[] = {
        {1, true, 1, 1, "1"},         {2, true, 1, 2, "2"},           {3, true, 1, 3, "3"},
        {4, true, 2, 2, "4"},         {7, true, 5, 2, "10"},          {41, true, 20, 3, "60"},
        {812, true, 500, 2, "1,000"}, {300, true, 100, 3, "300"},     {1000000, true, 500000, 2, "1,000,000"},
        {1, false, 0.5, 2, "100%"},   {0.22, false, 0.1, 3, "30%"},   {0.05, false, 0.02, 3, "6%"},
        {0.3, false, 0.1, 3, "30%"},  {0.012, false, 0.005, 3, "1.5%"}, {0.0005, false, 0.0002, 3, "0.06%"},
        {1e-7, false, 0.0001, 1, "0.01%"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        struct chart_scale s = chart_scale_of(scales[i].max, scales[i].counts);
        struct buffer top = buffer_make(64);
        assert_true(fabs(s.step / scales[i].step - 1) < 1e-6);
        assert_int_equal(s.steps, scales[i].steps);
        chart_scale_label(&top, &s, s.steps, scales[i].counts);
        assert_string_equal(top.data, scales[i].top);
        buffer_free(&top);
    }
}

/* The labels under count intervals from a day on, those for wide charts alone in parentheses. */
static void labels_of(enum timeline_interval interval, const char *from, size_t count, char *out, size_t size)
{
    scoped(char_ptr) struct chart_bar *bars = calloc(count, sizeof *bars);
    struct chart c = {.interval = interval, .bars = bars, .count = count};
    struct date d;
    char label[CHART_LABEL_MAX];
    bool narrow;
    size_t len = 0;

    assert_true(bars && date_parse_iso(from, strlen(from), &d, NULL));
    for (size_t i = 0; i < count; i++) {
        int32_t first, day = i ? bars[i - 1].last + 1 : date_first_day(&d);
        bars[i].first = day;
        timeline_whole(interval, day, &first, &bars[i].last);
    }
    const struct chart_labels labels = chart_labels_of(&c);
    for (size_t i = 0; i < count; i++)
        if (chart_label(&c, &labels, i, label, &narrow))
            len += (size_t)snprintf(out + len, size - len, narrow ? " %s" : " (%s)", label);
}

static void labels_keep_apart(void **state)
{
    static const struct {
        enum timeline_interval interval;
        const char *from;
        size_t count;
        const char *labels;
    } axes[] = {
        {TIMELINE_MONTH, "2012-04-01", 100, " (2013) 2014 (2015) 2016 (2017) 2018 (2019) 2020"},
        {TIMELINE_MONTH, "2014-04-01", 75, " 2015 2016 2017 2018 2019 2020"},
        {TIMELINE_MONTH, "2016-03-01", 10, " (Mar 2016) Apr 2016 (May) (Jun) Jul (Aug) (Sep) Oct (Nov) (Dec)"},
        {TIMELINE_MONTH, "2014-01-01", 36, " 2014 (Jul) 2015 (Jul) 2016 (Jul)"},
        {TIMELINE_WEEK, "2016-01-01", 53, " 2016 (Mar) (May) Jul (Sep) (Nov)"},
        {TIMELINE_WEEK, "2016-01-11", 30, " (Feb 2016) Mar 2016 (Apr) May (Jun) Jul"},
        {TIMELINE_DAY, "2016-11-01", 30, " 1 Nov 8 Nov 15 Nov 22 Nov"},
        {TIMELINE_DAY, "2016-11-09", 1, " 9 Nov"},
        {TIMELINE_DAY, "2016-11-09", 5, " 9 Nov (10 Nov) 11 Nov (12 Nov) 13 Nov"},
        {TIMELINE_YEAR, "2012-01-01", 9, " 2012 (2013) 2014 (2015) 2016 (2017) 2018 (2019) 2020"},
        {TIMELINE_YEAR, "1900-01-01", 121, " 1900 1920 1940 1960 1980 2000"},
        {TIMELINE_YEAR, "1521-01-01", 500, " (1550) 1600 (1650) 1700 (1750) 1800 (1850) 1900 (1950)"},
    };
    char got[512];

    (void)state;
    for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++) {
        memset(got, 0, sizeof got);
        labels_of(axes[i].interval, axes[i].from, axes[i].count, got, sizeof got);
        assert_string_equal(got, axes[i].labels);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_leads_to_its_dates_and_says_its_figures),
        cmocka_unit_test(a_part_of_an_interval_has_days),
        cmocka_unit_test(a_gap_is_no_zero),
        cmocka_unit_test(rows_of_the_table_are_the_bars),
        cmocka_unit_test(words_say_the_peak_and_what_is_not_drawn),
        cmocka_unit_test(bars_are_shares_or_counts),
        cmocka_unit_test(of_everything_there_is_no_share),
        cmocka_unit_test(one_article_among_thousands_is_seen),
        cmocka_unit_test(a_hostile_query_stays_a_value),
        cmocka_unit_test(nothing_is_drawn_of_nothing),
        cmocka_unit_test(too_many_bars_are_words),
        cmocka_unit_test(it_is_of_the_articles_that_are_shown),
        cmocka_unit_test(lines_are_at_round_numbers),
        cmocka_unit_test(labels_keep_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
