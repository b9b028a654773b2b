/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_response.c - problems, headers, ETags and compression, without a socket. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

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
    encode_revalidate(&q, r);
    assert_int_equal(r->status, 304);
    assert_int_equal(r->body.len, 0);
}

static void another_etag_gives_the_body(void **state)
{
    struct response *r = *state;
    struct request q = {.if_none_match = "W/\"s-12\""};
    buffer_puts(&r->body, "text");
    response_etag(r, "s-1");
    encode_revalidate(&q, r);
    assert_int_equal(r->status, 200);
    assert_int_equal(r->body.len, 4);
}

static void fill(struct response *r, size_t len)
{
    buffer_clear(&r->body);
    while (r->body.len < len)
        buffer_printf(&r->body, "%zu Budget passes in the Vale. ", r->body.len * 7919);
    r->body.len = len;
}

/* The body as the client would read it, into out. */
static size_t unpack(const struct response *r, enum encoding encoding, char *out, size_t room)
{
    if (encoding == ENCODING_ZSTD)
        return ZSTD_decompress(out, room, r->body.data, r->body.len);
    z_stream z = {.next_in = (Bytef *)r->body.data, .avail_in = (uInt)r->body.len, .next_out = (Bytef *)out,
                  .avail_out = (uInt)room};
    int done = inflateInit2(&z, 15 + 16) == Z_OK ? inflate(&z, Z_FINISH) : Z_ERRNO;
    inflateEnd(&z);
    return done == Z_STREAM_END ? z.total_out : 0;
}

static void a_body_under_1024_bytes_goes_out_plain(void **state)
{
    struct response *r = *state;
    struct request q = {.accept_encoding = "gzip, zstd"};
    struct encoder *encoder = encoder_new();
    fill(r, ENCODE_BYTES_MIN - 1);
    assert_int_equal(encode_compress(encoder, &q, r), ENCODING_PLAIN);
    assert_null(response_get_header(r, "Content-Encoding"));
    fill(r, ENCODE_BYTES_MIN);
    assert_int_equal(encode_compress(encoder, &q, r), ENCODING_ZSTD);
    encoder_free(encoder);
}

static void bodies_of_every_size_come_out_of_one_encoder_as_they_went_in(void **state)
{
    struct response *r = *state;
    struct encoder *encoder = encoder_new();
    static const size_t sizes[] = {500000, 1024, 8000, 70000, 1024};
    static char out[500000];
    for (enum encoding e = ENCODING_GZIP; e < ENCODING_COUNT; e++) {
        struct request q = {.accept_encoding = encoding_name(e)};
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            response_free(r);
            fill(r, sizes[i]);
            char *plain = malloc(sizes[i]);
            assert_non_null(plain);
            memcpy(plain, r->body.data, sizes[i]);
            assert_int_equal(encode_compress(encoder, &q, r), e);
            assert_string_equal(response_get_header(r, "Content-Encoding"), encoding_name(e));
            assert_true(r->body.len < sizes[i]);
            assert_int_equal(unpack(r, e, out, sizeof out), sizes[i]);
            assert_memory_equal(out, plain, sizes[i]);
            free(plain);
        }
    }
    encoder_free(encoder);
}

static void what_does_not_get_smaller_goes_out_as_it_is(void **state)
{
    struct response *r = *state;
    struct encoder *encoder = encoder_new();
    static const char *const accepted[] = {"gzip", "zstd"};
    uint32_t noise = 1;
    while (r->body.len < 2000)
        buffer_putc(&r->body, (char)((noise = noise * 1664525 + 1013904223) >> 24));
    for (size_t i = 0; i < 2; i++) {
        struct request q = {.accept_encoding = accepted[i]};
        assert_int_equal(encode_compress(encoder, &q, r), ENCODING_PLAIN);
        assert_int_equal(r->body.len, 2000);
        assert_null(response_get_header(r, "Content-Encoding"));
    }
    encoder_free(encoder);
}

static void without_an_encoder_the_body_goes_out_plain(void **state)
{
    struct response *r = *state;
    struct request q = {.accept_encoding = "gzip"};
    fill(r, 5000);
    assert_int_equal(encode_compress(NULL, &q, r), ENCODING_PLAIN);
    assert_int_equal(r->body.len, 5000);
}

static void accept_encoding_is_read_with_its_weights(void **state)
{
    (void)state;
    assert_int_equal(encode_choice("deflate, GZIP"), ENCODING_GZIP);
    assert_int_equal(encode_choice("gzip, deflate, br, zstd"), ENCODING_ZSTD);
    assert_int_equal(encode_choice("gzip, zstd;q=0.5"), ENCODING_GZIP);
    assert_int_equal(encode_choice("gzip;q=0.2, zstd;q=0.5"), ENCODING_ZSTD);
    assert_int_equal(encode_choice("*"), ENCODING_ZSTD);
    assert_int_equal(encode_choice("zstd;q=0, *"), ENCODING_GZIP);
    assert_int_equal(encode_choice("gzip;q=0, zstd;q=0, *"), ENCODING_PLAIN);
    assert_int_equal(encode_choice("gzip; q=0.0"), ENCODING_PLAIN);
    assert_int_equal(encode_choice("gzip;q=nan"), ENCODING_PLAIN);
    assert_int_equal(encode_choice("br"), ENCODING_PLAIN);
    assert_int_equal(encode_choice(""), ENCODING_PLAIN);
    assert_int_equal(encode_choice(NULL), ENCODING_PLAIN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_problem_has_the_members_the_contract_shows),
                                       TEST(a_header_with_a_line_end_is_never_sent),
                                       TEST(an_etag_the_client_has_gives_304_without_body),
                                       TEST(another_etag_gives_the_body),
                                       TEST(a_body_under_1024_bytes_goes_out_plain),
                                       TEST(bodies_of_every_size_come_out_of_one_encoder_as_they_went_in),
                                       TEST(what_does_not_get_smaller_goes_out_as_it_is),
                                       TEST(without_an_encoder_the_body_goes_out_plain),
                                       TEST(accept_encoding_is_read_with_its_weights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
