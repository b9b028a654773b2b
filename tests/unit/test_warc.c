/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_warc.c - WARC and ARC: which records are pages, and how the bodies that servers sent become pages. */
#include "tests/unit/test_gathered.h"

#include <zlib.h>

#define HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define PAGE "<html><head><title>Page</title></head><body><p>Text of it.</p></body></html>"

/* Appends a record; headers end in CRLF each, or are "". */
static void record_of(struct buffer *b, const char *type, const char *uri, const char *headers, const void *block,
                      size_t len)
{
    buffer_printf(b, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Date: 2018-11-02T18:55:11Z\r\nWARC-Target-URI: %s\r\n%s"
                     "Content-Length: %zu\r\n\r\n", type, uri, headers, len);
    buffer_append(b, block, len);
    buffer_puts(b, "\r\n\r\n");
}

static void record(struct buffer *b, const char *type, const char *uri, const char *block)
{
    record_of(b, type, uri, "", block, strlen(block));
}

static void response(struct buffer *b, const char *block)
{
    record(b, "response", "http://e.example/a", block);
}

static void read_all(struct gathered *g, const char *name, struct buffer *b)
{
    gather_buffer(g, name, b);
    buffer_free(b);
}

static void one(struct gathered *g, const char *block)
{
    struct buffer b = buffer_make(1 << 20);
    response(&b, block);
    read_all(g, "w", &b);
}

static void pages_are_read_and_all_else_is_counted(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 20);

    record(&b, "warcinfo", "", "software: x\r\n");
    record(&b, "request", "http://e.example/a", "GET /a HTTP/1.1\r\n\r\n");
    response(&b, HTML "\r\n" PAGE);
    record(&b, "response", "http://e.example/b", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n" PAGE);
    record(&b, "response", "http://e.example/c", "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n" PAGE);
    record(&b, "response", "http://e.example/d", "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\n" PAGE);
    record(&b, "response", "http://e.example/e", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG");
    record(&b, "response", "http://e.example/f", "HTTP/1.1 206 Partial\r\nContent-Type: text/html\r\n\r\n" PAGE);
    record(&b, "response", "http://e.example/g", HTML "\r\n");
    record(&b, "revisit", "http://e.example/a", HTML "\r\n");
    record(&b, "metadata", "http://e.example/a", "via: x\r\n");
    record(&b, "response", "dns:e.example", "20181102\ne.example. IN A 192.0.2.1\n");
    record(&b, "resource", "file:///a.png", "PNG");
    record_of(&b, "resource", "http://e.example/h", "Content-Type: text/html\r\n", PAGE, sizeof PAGE - 1);
    read_all(g, "w.warc", &b);
    assert_string_equal(g->articles.data,
                        "w.warc!http://e.example/a|Page|http://e.example/a||2018-11-02T18:55:11Z|Text of it.\n"
                        "w.warc!http://e.example/h|Page|http://e.example/h||2018-11-02T18:55:11Z|Text of it.\n");
    assert_string_equal(g->notes.data,
                        "w.warc: 2 pages read; left out: 1 redirects, 2 errors, 1 of another status than 200, "
                        "2 not HTML, 1 empty, 1 requests, 1 revisits, 2 metadata, 1 DNS and the like\n");
    assert_int_equal(g->problem_count, 0);
}

static void the_page_says_its_address_and_date(void **state)
{
    struct gathered *g = *state;

    one(g, HTML "\r\n<html><head><title>T</title><link rel=canonical href='http://e.example/canon'>"
                "<meta property='article:published_time' content='2016-05-04'></head><body><p>x</p></body></html>");
    assert_has(g->articles, "w!http://e.example/a|T|http://e.example/canon|2016-05-04|2018-11-02T18:55:11Z|");
    one(g, HTML "\r\n<html><head><title>T</title><link rel=canonical href='/rel'></head><body><p>x</p></body></html>");
    assert_has(g->articles, "|T|http://e.example/rel||");
}

static void chunks_are_joined(void **state)
{
    struct gathered *g = *state;

    one(g, HTML "Transfer-Encoding: chunked\r\n\r\n"
                "1b\r\n<html><head><title>Chunks</\r\n18;x=y\r\ntitle></head><body>Text\n"
                "\r\n8\r\n of it.\n\r\n0\r\n\r\n");
    assert_has(g->articles, "|Chunks|");
    assert_has(g->articles, "|Text of it.");
    assert_null(g->warnings.data);
}

static void chunks_that_were_taken_out_before_are_not_looked_for(void **state)
{
    struct gathered *g = *state;

    one(g, HTML "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" PAGE);
    assert_has(g->articles, "|Page|");
    assert_null(g->warnings.data);
}

static void missing_chunks_are_a_warning(void **state)
{
    struct gathered *g = *state;

    one(g, HTML "Transfer-Encoding: chunked\r\n\r\n30\r\n<title>Cut</title><body><p>Text of it and more, more\r\n");
    assert_has(g->articles, "|Cut|");
    assert_has(g->warnings, "w!http://e.example/a: is cut off (its end is missing or damaged), read as far as it goes");
}

/* A page packed by zlib with window, as coding. */
static void packed(struct gathered *g, int window, const char *coding, size_t cut)
{
    unsigned char bytes[1024];
    z_stream z = {.next_in = (Bytef *)PAGE, .avail_in = sizeof PAGE - 1, .next_out = bytes, .avail_out = sizeof bytes};
    struct buffer block = buffer_make(1 << 16), b = buffer_make(1 << 16);

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buffer_printf(&block, HTML "Content-Encoding: %s\r\n\r\n", coding);
    buffer_append(&block, bytes, sizeof bytes - z.avail_out - cut);
    deflateEnd(&z);
    record_of(&b, "response", "http://e.example/a", "", block.data, block.len);
    buffer_free(&block);
    read_all(g, "w", &b);
}

static void bodies_are_unpacked(void **state)
{
    static const char brotli[] =
        "\x1b\x51\x00\x60\x04\xca\x6d\xa9\x2e\x24\x17\xca\xf1\xc1\xd4\x34\x29\x4c\x1c\x3a\x70\xc8\x81\xcb\x89\x0a\x38"
        "\x6b\x1e\x71\xe0\x31\x3c\xce\xdd\x28\xe5\x12\xac\x3a\xa1\x51\xe0\xaa\xfe\x6e\xc5\xc6\x59\xe2\x24\x52\xe7\x8b"
        "\xc7\xb7\x29\x3b\x0d\x4f\xf5\x02";
    struct gathered *g = *state;
    struct buffer block = buffer_make(1 << 16), b = buffer_make(1 << 16);

    packed(g, 15 + 16, "gzip", 0);
    packed(g, 15, "deflate", 0);
    packed(g, -15, "Deflate", 0);
    packed(g, 15 + 16, "identity, x-gzip", 0);
    assert_int_equal(g->count, 4);
    buffer_puts(&block, HTML "Content-Encoding: br\r\n\r\n");
    buffer_append(&block, brotli, sizeof brotli - 1);
    record_of(&b, "response", "http://e.example/b", "", block.data, block.len);
    buffer_free(&block);
    read_all(g, "w", &b);
    assert_has(g->articles, "|Brotli|");
    assert_has(g->articles, "|Sent as brotli.");
    assert_int_equal(g->problem_count, 0);
    assert_null(g->warnings.data);
}

static void bodies_of_unknown_coding_are_counted(void **state)
{
    struct gathered *g = *state;

    packed(g, 15, "compress", 0);
    assert_int_equal(g->count + g->problem_count, 0);
    assert_string_equal(g->notes.data, "w: 0 pages read; left out: 1 packed in an unknown way\n");
}

static void a_body_that_is_not_what_it_says_is_refused(void **state)
{
    struct gathered *g = *state;

    one(g, HTML "Content-Encoding: gzip\r\n\r\nnothing of gzip");
    assert_has(g->problems, "w!http://e.example/a: is packed by HTTP and damaged");
}

static void a_page_that_unpacks_without_end_is_refused(void **state)
{
    struct gathered *g = *state;
    size_t len = DOCUMENT_BYTES_MAX + 1, room = 1 << 20;
    char *page = calloc(1, len);
    unsigned char *bytes = malloc(room);
    struct buffer block = buffer_make(1 << 21), b = buffer_make(1 << 21);

    z_stream z = {.next_in = (Bytef *)page, .avail_in = (uInt)len, .next_out = bytes, .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buffer_puts(&block, HTML "Content-Encoding: gzip\r\n\r\n");
    buffer_append(&block, bytes, room - z.avail_out);
    deflateEnd(&z);
    free(page);
    free(bytes);
    record_of(&b, "response", "http://e.example/a", "", block.data, block.len);
    buffer_free(&block);
    response(&b, HTML "\r\n" PAGE);
    read_all(g, "w", &b);
    assert_has(g->problems, "w!http://e.example/a: unpacks to over 64 MiB");
    assert_int_equal(g->count, 1);
}

static void a_cut_record_is_read_as_far_as_it_goes(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    packed(g, 15 + 16, "gzip", 20);
    assert_has(g->warnings, "is cut off (its end is missing or damaged)");
    record_of(&b, "response", "http://e.example/t", "WARC-Truncated: length\r\n", HTML "\r\n" PAGE,
              sizeof(HTML "\r\n" PAGE) - 1);
    response(&b, HTML "\r\n" PAGE);
    b.len -= 20;
    read_all(g, "w", &b);
    assert_has(g->warnings, "w!http://e.example/t: is cut off (length), read as far as it goes");
    assert_has(g->warnings, "w!http://e.example/a: is cut off (the file ends within it), read as far as it goes");
    assert_int_equal(g->count, 3);
}

static void a_file_that_ends_in_no_page_is_said(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    record(&b, "request", "http://e.example/a", "GET /a HTTP/1.1\r\n\r\n");
    b.len -= 10;
    read_all(g, "w", &b);
    assert_has(g->warnings, "w!record 1: the file ends within this record");
}

static void a_bad_record_costs_only_itself(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    response(&b, HTML "\r\n" PAGE);
    buffer_puts(&b, "garbage\r\nmore garbage\r\n\r\n");
    response(&b, HTML "\r\n" PAGE);
    buffer_puts(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/n\r\n\r\nno length\r\n\r\n");
    response(&b, HTML "\r\n" PAGE);
    buffer_puts(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/l\r\n"
                    "Content-Length: 9223372036854775807\r\n\r\nits length is a lie\r\n\r\n");
    response(&b, HTML "\r\n" PAGE);
    buffer_puts(&b, "WARC/1.0\r\nWARC-Type: resp");
    read_all(g, "w", &b);
    assert_int_equal(g->count, 4);
    assert_int_equal(g->problem_count, 4);
    assert_has(g->problems, "w!record 2: is no record: ");
    assert_has(g->problems, "w!http://e.example/n: has no Content-Length");
    assert_has(g->problems, "w!http://e.example/l: has a Content-Length that is no number of at most 18 digits");
    assert_has(g->problems, "w!record 8: is cut off within its header");
}

static void odd_heads_are_read(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    record(&b, "response", "<http://e.example/wget>", HTML "\r\n" PAGE);
    one(g, "HTTP/1.1 HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" PAGE);
    one(g, "HTTP/1.1 200 OK\ncontent-type:  Text/HTML ; charset=utf-8\n\n" PAGE);
    one(g, "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" PAGE);
    assert_int_equal(g->count, 3);
    read_all(g, "w", &b);
    assert_has(g->articles, "w!http://e.example/wget|Page|http://e.example/wget|");
}

static void the_charset_is_that_of_http(void **state)
{
    struct gathered *g = *state;

    one(g, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-2\"\r\n\r\n<title>\xB3\xF3\x64\xBC</title>");
    assert_has(g->articles, "|\xC5\x82\xC3\xB3\x64\xC5\xBA|"); /* "łódź" */
    one(g, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<title>caf\xC3\xA9 true</title>");
    assert_has(g->articles, "|caf\xC3\xA9 true|");
    one(g, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<title>caf\xE9 \x93x\x94</title>");
    assert_has(g->articles, "|caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D|");
    one(g, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=none-such\r\n\r\n<title>caf\xC3\xA9 unknown</title>");
    assert_has(g->articles, "|caf\xC3\xA9 unknown|");
}

static void arc_line(struct buffer *b, const char *url, const char *type, const char *block)
{
    buffer_printf(b, "%s 192.0.2.1 20140216050221 %s %zu\n%s\n", url, type, strlen(block), block);
}

static void arc_is_read(void **state)
{
    struct gathered *g = *state;
    struct buffer b = buffer_make(1 << 16);

    arc_line(&b, "filedesc://a.arc", "text/plain",
             "1 0 Us\nURL IP-address Archive-date Content-type Archive-length\n\n");
    arc_line(&b, "dns:e.example", "text/dns", "e.example. IN A 192.0.2.1\n");
    arc_line(&b, "http://e.example/a b", "text/html", HTML "\r\n" PAGE);
    buffer_puts(&b, "garbage\n");
    arc_line(&b, "http://e.example/c", "text/html", "HTTP/1.0 302 Found\r\n\r\n");
    buffer_printf(&b, "http://e.example/d 192.0.2.1 20140216050221 text/html 200 - - 1000 a.arc %zu\n%s\n",
                  sizeof PAGE - 1, PAGE);
    read_all(g, "a.arc", &b);
    assert_string_equal(g->articles.data,
                        "a.arc!http://e.example/a b|Page|http://e.example/a b||2014-02-16T05:02:21Z|Text of it.\n"
                        "a.arc!http://e.example/d|Page|http://e.example/d||2014-02-16T05:02:21Z|Text of it.\n");
    assert_has(g->problems, "a.arc!record 4: is no record: ");
    assert_int_equal(g->problem_count, 1);
    assert_has(g->notes, "a.arc: 2 pages read; left out: 1 redirects, 1 metadata, 1 DNS and the like");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gathered_setup, gathered_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_are_read_and_all_else_is_counted),
        TEST(the_page_says_its_address_and_date),
        TEST(chunks_are_joined),
        TEST(chunks_that_were_taken_out_before_are_not_looked_for),
        TEST(missing_chunks_are_a_warning),
        TEST(bodies_are_unpacked),
        TEST(bodies_of_unknown_coding_are_counted),
        TEST(a_body_that_is_not_what_it_says_is_refused),
        TEST(a_page_that_unpacks_without_end_is_refused),
        TEST(a_cut_record_is_read_as_far_as_it_goes),
        TEST(a_file_that_ends_in_no_page_is_said),
        TEST(a_bad_record_costs_only_itself),
        TEST(odd_heads_are_read),
        TEST(the_charset_is_that_of_http),
        TEST(arc_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
