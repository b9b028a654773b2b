/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_page_link.c - the addresses of the pages before and after. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/page_link.h"

static int setup(void **state)
{
    struct response *r = malloc(sizeof *r);
    if (!r)
        return -1;
    *r = response_make();
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    response_free(*state);
    free(*state);
    return 0;
}

static void link_to(struct response *r, const char *query, uint32_t first, uint32_t per_page, uint64_t total)
{
    struct request request = {.path = "/v1/search", .query = query, .query_len = strlen(query)};
    struct search_params p = {.search.first = first, .render = {.per_page = per_page, .window = SEARCH_WINDOW}};
    p.by_offset = strstr(query, "offset=");
    response_free(r);
    page_links(&request, r, &p, total);
}

static void a_page_links_to_both_its_neighbours(void **state)
{
    struct response *r = *state;
    link_to(r, "q=tax&page=2", 10, 10, 25);
    assert_string_equal(response_get_header(r, "Link"), "</v1/search?q=tax&page=1>; rel=\"prev\", "
                                                        "</v1/search?q=tax&page=3>; rel=\"next\"");
}

static void who_asked_by_offset_is_told_offsets(void **state)
{
    struct response *r = *state;
    link_to(r, "offset=4&limit=10", 4, 10, 25);
    assert_string_equal(response_get_header(r, "Link"), "</v1/search?limit=10&offset=0>; rel=\"prev\", "
                                                        "</v1/search?limit=10&offset=14>; rel=\"next\"");
}

static void there_is_no_page_past_the_results_or_past_where_paging_ends(void **state)
{
    struct response *r = *state;
    link_to(r, "", 0, 10, 10);
    assert_null(response_get_header(r, "Link"));
    link_to(r, "page=100&per_page=100", 9900, 100, 1000000);
    assert_null(strstr(response_get_header(r, "Link"), "next"));
}

static void link_by_cursor(struct response *r, const char *query, const char *cursor, uint32_t first, uint64_t total)
{
    struct request request = {.path = "/v1/search", .query = query, .query_len = strlen(query)};
    const struct search_params p = {
        .search.first = first,
        .render = {.per_page = 100, .window = SEARCH_WINDOW, .next_cursor = "abc-_"},
        .cursor = cursor};
    response_free(r);
    page_links(&request, r, &p, total);
}

static void where_pages_end_and_by_cursor_the_next_is_by_cursor(void **state)
{
    struct response *r = *state;
    link_by_cursor(r, "page=100&q=tax&per_page=100", NULL, 9900, 1000000);
    assert_string_equal(response_get_header(r, "Link"), "</v1/search?q=tax&per_page=100&page=99>; rel=\"prev\", "
                                                        "</v1/search?q=tax&per_page=100&cursor=abc-_>; rel=\"next\"");
    link_by_cursor(r, "page=99&q=tax&per_page=100", NULL, 9800, 1000000);
    assert_non_null(strstr(response_get_header(r, "Link"), "&page=100>; rel=\"next\""));
    link_by_cursor(r, "cursor=old&q=tax", "old", 0, 1000000);
    assert_string_equal(response_get_header(r, "Link"), "</v1/search?q=tax&cursor=abc-_>; rel=\"next\"");
}

static void whatever_was_typed_cannot_break_out_of_the_link(void **state)
{
    struct response *r = *state;
    link_to(r, "q=a>;rel=\"x\"\xc3\xa4\x7f", 0, 10, 20);
    assert_string_equal(response_get_header(r, "Link"),
                        "</v1/search?q=a%3E;rel=%22x%22%C3%A4%7F&page=2>; rel=\"next\"");
}

static void a_page_written_in_escapes_is_replaced_too(void **state)
{
    struct response *r = *state;
    link_to(r, "%70%61%67%65=1&q=a", 0, 10, 20);
    assert_string_equal(response_get_header(r, "Link"), "</v1/search?q=a&page=2>; rel=\"next\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_links_to_both_its_neighbours), TEST(who_asked_by_offset_is_told_offsets),
        TEST(there_is_no_page_past_the_results_or_past_where_paging_ends),
        TEST(where_pages_end_and_by_cursor_the_next_is_by_cursor),
        TEST(whatever_was_typed_cannot_break_out_of_the_link), TEST(a_page_written_in_escapes_is_replaced_too)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
