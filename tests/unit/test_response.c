/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_response.c - problems, headers, ETags and gzip, without a socket. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/encode.h"

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

static void a_problem_has_the_members_the_contract_shows(void **state)
{
    struct response *r = *state;
    struct request q = {.id = "r1"};
    struct problem p = {.status = 400, .code = "date_invalid", .title = "The date could not be read", .param = "from",
                        .value = "2016-13", .value_len = 7, .detail = "Month 13 does not exist.", .hint = "Use YYYY."};
    response_problem(r, &q, &p);
    assert_int_equal(r->status, 400);
    assert_string_equal(response_get_header(r, "Content-Type"), "application/problem+json");
    assert_string_equal(r->body.data,
                        "{\"type\":\"/problems/date-invalid\",\"title\":\"The date could not be read\",\"status\":400,"
                        "\"code\":\"date_invalid\",\"param\":\"from\",\"value\":\"2016-13\","
                        "\"detail\":\"Month 13 does not exist.\",\"hint\":\"Use YYYY.\",\"request_id\":\"r1\"}");
}

static void a_header_with_a_line_end_is_never_sent(void **state)
{
    struct response *r = *state;
    response_header(r, "Link", "a\r\nSet-Cookie: b");
    assert_true(response_failed(r));
    assert_null(response_get_header(r, "Link"));
}

static void an_etag_the_client_has_gives_304_without_body(void **state)
{
    struct response *r = *state;
    struct request q = {.if_none_match = "\"x\", W/\"s-1\""};
    buffer_puts(&r->body, "text");
    response_etag(r, "s-1");
    encode_response(&q, r);
    assert_int_equal(r->status, 304);
    assert_int_equal(r->body.len, 0);
}

static void another_etag_gives_the_body(void **state)
{
    struct response *r = *state;
    struct request q = {.if_none_match = "W/\"s-12\""};
    buffer_puts(&r->body, "text");
    response_etag(r, "s-1");
    encode_response(&q, r);
    assert_int_equal(r->status, 200);
    assert_int_equal(r->body.len, 4);
}

static void only_a_large_body_is_gzipped(void **state)
{
    struct response *r = *state;
    struct request q = {.accept_encoding = "br, gzip;q=0.8"};
    while (r->body.len < ENCODE_BYTES_MIN - 1)
        buffer_putc(&r->body, 'a');
    encode_response(&q, r);
    assert_null(response_get_header(r, "Content-Encoding"));
    buffer_putc(&r->body, 'a');
    encode_response(&q, r);
    assert_string_equal(response_get_header(r, "Content-Encoding"), "gzip");
    assert_true(r->body.len < 100);
    assert_memory_equal(r->body.data, "\x1f\x8b", 2);
}

static void accept_encoding_is_read_with_its_weights(void **state)
{
    (void)state;
    assert_true(encode_accepts_gzip("deflate, GZIP"));
    assert_true(encode_accepts_gzip("*"));
    assert_false(encode_accepts_gzip("gzip;q=0, *"));
    assert_false(encode_accepts_gzip("gzip; q=0.0"));
    assert_false(encode_accepts_gzip("br"));
    assert_false(encode_accepts_gzip(NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_problem_has_the_members_the_contract_shows),
                                       TEST(a_header_with_a_line_end_is_never_sent),
                                       TEST(an_etag_the_client_has_gives_304_without_body),
                                       TEST(another_etag_gives_the_body),
                                       TEST(only_a_large_body_is_gzipped),
                                       TEST(accept_encoding_is_read_with_its_weights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
