/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_route.c - paths and methods find their handler, or the right refusal. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/route.h"

static void handler(struct request *request, struct response *response, void *worker)
{
    (void)request;
    (void)response;
    (void)worker;
}

static const struct route table[] = {
    {.method = "GET", .path = "/", .handler = handler},
    {.method = "GET", .path = "/v1/search", .handler = handler, .takes = 1, .lets = 2},
    {.method = "GET", .path = "/v1/articles/*/similar", .handler = handler},
    {.method = "GET", .path = "/v1/articles/", .handler = handler},
    {.path = NULL}};

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

static void a_path_finds_its_row_and_the_rest_stays_encoded(void **state)
{
    struct request q = {.method = "HEAD", .path = "/v1/articles/a%2Fb"};
    assert_ptr_equal(route_find_in(table, &q, *state), &table[3]);
    assert_string_equal(q.rest, "a%2Fb");
    assert_int_equal(q.rest_len, 5);
    q.path = "/";
    assert_ptr_equal(route_find_in(table, &q, *state), &table[0]);
}

static void a_request_has_the_parameters_of_its_route(void **state)
{
    struct request q = {.method = "GET", .path = "/v1/search"};
    assert_ptr_equal(route_find_in(table, &q, *state), &table[1]);
    assert_int_equal(q.takes, 3);
}

static void a_star_takes_what_is_between_two_slashes(void **state)
{
    struct request q = {.method = "GET", .path = "/v1/articles/a%2Fb/similar"};
    assert_ptr_equal(route_find_in(table, &q, *state), &table[2]);
    assert_int_equal(q.rest_len, 5);
    assert_memory_equal(q.rest, "a%2Fb/", 6);
    static const char *const others[] = {"/v1/articles//similar", "/v1/articles/a/b/similar", "/v1/articles/a/similar/",
                                         "/v1/articles/a/similars", "/v1/articles/similar"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        q.path = others[i];
        assert_ptr_equal(route_find_in(table, &q, *state), &table[3]);
        assert_string_equal(q.rest, others[i] + strlen("/v1/articles/"));
    }
}

static void an_unknown_path_is_404(void **state)
{
    static const char *const paths[] = {"/v1/searches", "/v1/articles/", "/v1", "*", "/v1/search/"};
    struct response *r = *state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct request q = {.method = "GET", .path = paths[i]};
        assert_null(route_find_in(table, &q, r));
        assert_int_equal(r->status, 404);
    }
}

static void another_method_on_a_known_path_is_405_with_allow(void **state)
{
    struct response *r = *state;
    struct request q = {.method = "DELETE", .path = "/v1/search"};
    assert_null(route_find_in(table, &q, r));
    assert_int_equal(r->status, 405);
    assert_string_equal(response_get_header(r, "allow"), "GET, HEAD, OPTIONS");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_path_finds_its_row_and_the_rest_stays_encoded),
                                       TEST(a_request_has_the_parameters_of_its_route),
                                       TEST(a_star_takes_what_is_between_two_slashes),
                                       TEST(an_unknown_path_is_404),
                                       TEST(another_method_on_a_known_path_is_405_with_allow)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
