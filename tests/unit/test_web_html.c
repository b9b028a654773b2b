/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_web_html.c - what goes into a page as text stays text, and addresses say what a view is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "searchd/parameters.h"
#include "searchd/web/ask_api.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

static void expect(struct buffer *b, const char *text)
{
    assert_false(b->failed);
    assert_string_equal(b->data, text);
    buffer_clear(b);
}

static void a_value_is_escaped_and_the_literal_is_not(void **state)
{
    (void)state;
    struct buffer b = buffer_make(1000);
    html(&b, "<a title=\"%s\">%s</a>%%%d %u %.2f", "\"><script>'&", "a\x01<b>\xff", -3, 4u, 1.239);
    expect(&b, "<a title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">a&lt;b&gt;\xef\xbf\xbd</a>%-3 4 1.24");
    html(&b, "<b>%s</b>", api_text(NULL, "absent"));
    expect(&b, "<b></b>");
    html(&b, "%zu", (size_t)1);
    assert_true(b.failed);
    buffer_clear(&b);
    html_text(&b, "a\0<b", 4);
    expect(&b, "a&lt;b");
    buffer_free(&b);
}

static void marks_are_the_only_markup_of_a_marked_line(void **state)
{
    static const char *const cases[][2] = {
        {"a <mark>b</mark> &amp; &lt;c&gt; &#39;&quot;", "a <mark>b</mark> &amp; &lt;c&gt; &#39;&quot;"},
        {"<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"},
        {"<mark onclick=x>a</mark>", "&lt;mark onclick=x&gt;a&lt;/mark&gt;"},
        {"a</mark>b<mark>c", "a&lt;/mark&gt;b<mark>c</mark>"},
        {"<mark>a<mark>b</mark>", "<mark>a&lt;mark&gt;b</mark>"},
        {"&copy; & &#60;b", "&amp;copy; &amp; &amp;#60;b"},
        {"", NULL},
    };
    (void)state;
    struct buffer b = buffer_make(1000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        html_marked(&b, cases[i][0]);
        if (cases[i][1])
            expect(&b, cases[i][1]);
    }
    html_marked(&b, NULL);
    assert_int_equal(b.len, 0);
    buffer_free(&b);
}

static void counts_have_their_thousands_apart(void **state)
{
    static const struct { double count; const char *text; } cases[] = {
        {0, "0"}, {999, "999"}, {1000, "1,000"}, {37554, "37,554"}, {123456789, "123,456,789"}};
    (void)state;
    struct buffer b = buffer_make(100);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        html_count(&b, cases[i].count);
        expect(&b, cases[i].text);
    }
    buffer_free(&b);
}

static void a_link_leads_to_the_web_alone(void **state)
{
    (void)state;
    assert_non_null(html_link_target("https://a.example/x"));
    assert_non_null(html_link_target("HTTP://a.example/x"));
    assert_null(html_link_target("javascript:alert(1)"));
    assert_null(html_link_target(" https://a.example"));
    assert_null(html_link_target("data:text/html,x"));
    assert_null(html_link_target("//a.example"));
    assert_null(html_link_target(NULL));
}

static void a_date_is_said_as_precisely_as_it_is_known(void **state)
{
    static const char *const cases[][2] = {{"2017", "2017"}, {"2017-03", "March 2017"}, {"2017-03-02", "2 March 2017"},
                                           {"2017-03-02T23:30:00-05:00", "2 March 2017"}, {"<soon>", "&lt;soon&gt;"}};
    (void)state;
    struct buffer b = buffer_make(200);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        html_date_words(&b, cases[i][0]);
        expect(&b, cases[i][1]);
    }
    html_date(&b, "2017-03");
    expect(&b, "<time datetime=\"2017-03\">March 2017</time>");
    buffer_free(&b);
}

/* What a query string means, as an address again. */
static void check_address(const char *query, unsigned parts, const char *address)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params p;
    struct problem problem;
    struct buffer b = buffer_make(PAGE_URL_MAX);
    assert_int_equal(params_parse(query, strlen(query), PARAMS_PAGE, &arena, &p, &problem), 0);
    page_url_put(&b, "./", &p, parts);
    expect(&b, address);
    buffer_free(&b);
    arena_free(&arena);
}

static void a_view_has_one_address(void **state)
{
    static const struct { const char *query; unsigned parts; const char *address; } cases[] = {
        {"", PAGE_LIST, "./"},
        {"q=tax%20cuts&match=all&page=3&collapse=group&sort=relevance&utm=1", PAGE_LIST, "./?q=tax+cuts"},
        {"page=3&q=a&per_page=20", PAGE_LIST | PAGE_PLACE, "./?q=a&per_page=20&page=3"},
        {"source=Vale+Herald,%22Poe,+Ann%22&source=-x&in=title&q=%22a%26b%22+%2B%23", PAGE_LIST,
         "./?q=%22a%26b%22+%2B%23&in=title&source=Vale+Herald,%22Poe,+Ann%22&source=-x"},
        {"from-date=2016-11&to=2017&q=a&collapse=none&match=any", PAGE_LIST,
         "./?q=a&match=any&collapse=none&from=2016-11&to=2017"},
        {"sort=newest", PAGE_LIST, "./"},
        {"sort=newest&q=a", PAGE_LIST, "./?q=a&sort=newest"},
        {"sort=oldest", PAGE_LIST, "./?sort=oldest"},
        {"sort=oldest&q=a&from=2016&page=2&source=b", PAGE_FOUND, "./?q=a&source=b&from=2016"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_address(cases[i].query, cases[i].parts, cases[i].address);
}

/* The address after field=value was chosen, or taken off. */
static void check_toggle(const char *query, enum search_facet field, const char *value, bool had, const char *address)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params p, there;
    struct problem problem;
    struct buffer b = buffer_make(PAGE_URL_MAX);
    assert_int_equal(params_parse(query, strlen(query), PARAMS_PAGE, &arena, &p, &problem), 0);
    assert_int_equal(page_url_has(&p, field, value), had);
    assert_true(page_url_toggle(&p, field, value, &arena, &there));
    page_url_put(&b, "./", &there, PAGE_LIST);
    expect(&b, address);
    buffer_free(&b);
    arena_free(&arena);
}

static void a_facets_value_is_added_or_taken_off(void **state)
{
    (void)state;
    check_toggle("q=a", FACET_SOURCE, "Vox", false, "./?q=a&source=Vox");
    check_toggle("source=vox", FACET_SOURCE, "Vox", true, "./");
    check_toggle("source=vox&q=a", FACET_SOURCE, "NPR", false, "./?q=a&source=vox,NPR");
    check_toggle("source=vox,npr,bbc", FACET_SOURCE, "NPR", true, "./?source=vox,bbc");
    check_toggle("source=-vox", FACET_SOURCE, "Vox", false, "./?source=-vox&source=Vox");
    check_toggle("author=vox", FACET_SOURCE, "Vox", false, "./?author=vox&source=Vox");
    check_toggle("author=%C3%89lise+Mor", FACET_AUTHOR, "elise mor", true, "./");
    check_toggle("", FACET_AUTHOR, "Poe, Ann", false, "./?author=%22Poe,+Ann%22");
}

static void an_articles_address_keeps_the_view_and_holds_any_id(void **state)
{
    (void)state;
    static const char query[] = "q=a+b&page=2&source=vox";
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params p;
    struct problem problem;
    struct buffer b = buffer_make(PAGE_URL_MAX);
    assert_int_equal(params_parse(query, strlen(query), PARAMS_PAGE, &arena, &p, &problem), 0);
    page_url_article(&b, "../", "x/y?z#\xc3\xa9", &p);
    expect(&b, "../a/x%2Fy%3Fz%23%C3%A9?q=a+b&source=vox&page=2");
    buffer_free(&b);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_escaped_and_the_literal_is_not),
        cmocka_unit_test(marks_are_the_only_markup_of_a_marked_line),
        cmocka_unit_test(counts_have_their_thousands_apart),
        cmocka_unit_test(a_link_leads_to_the_web_alone),
        cmocka_unit_test(a_date_is_said_as_precisely_as_it_is_known),
        cmocka_unit_test(a_view_has_one_address),
        cmocka_unit_test(a_facets_value_is_added_or_taken_off),
        cmocka_unit_test(an_articles_address_keeps_the_view_and_holds_any_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
