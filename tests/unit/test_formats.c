/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_formats.c - each reader on samples of our own, and what it says of bad ones. */
#include "indexer/formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct article a; /* the last one given */
    int articles, problems;
    char where[256], problem[512];
};

static int keep(void *ctx, struct article *a, const char *where)
{
    struct fixture *f = ctx;
    article_free(&f->a);
    f->a = *a;
    *a = (struct article){0};
    f->articles++;
    snprintf(f->where, sizeof f->where, "%s", where);
    return 0;
}

static void note(void *ctx, const char *where, const char *reason)
{
    struct fixture *f = ctx;
    f->problems++;
    snprintf(f->problem, sizeof f->problem, "%s: %s", where, reason);
}

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    article_free(&((struct fixture *)*state)->a);
    free(*state);
    return 0;
}

static int read_bytes(struct fixture *f, const char *name, const void *bytes, size_t len, struct error *err)
{
    struct sink sink = {f, keep, note};
    struct input *in = input_from_memory(bytes, len, 1 << 20, err);
    if (!in)
        return -1;
    int rc = format_read(in, name, &sink, err);
    input_close(in);
    return rc;
}

static void read_text(struct fixture *f, const char *name, const char *text)
{
    struct error err = {0};
    if (read_bytes(f, name, text, strlen(text), &err))
        fail_msg("%s", err.text);
}

static void text_head_is_recognised_and_paragraphs_kept(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt",
              "Mayor quits\r\n\r\nMayor quits\r\nBy Ann Poe and Bo Roe\r\n3 May 2001\r\n\r\nShe "
              "left\r\nearly.\r\n\r\n\r\nNo one knew.\r\n");
    assert_int_equal(f->articles, 1);
    assert_string_equal(f->a.title, "Mayor quits");
    assert_string_equal(f->a.date, "2001-05-03");
    assert_int_equal(f->a.authors.count, 2);
    assert_string_equal(f->a.authors.at[1], "Bo Roe");
    assert_string_equal(f->a.text, "She left\nearly.\n\nNo one knew.");
}

static void text_sentence_that_begins_with_by_is_no_byline(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt", "Count ends\n\nBy nightfall the count was over.\n");
    assert_int_equal(f->a.authors.count, 0);
    assert_string_equal(f->a.text, "By nightfall the count was over.");
}

static void bad_json_line_is_named_and_the_run_goes_on(void **state)
{
    struct fixture *f = *state;
    read_text(f, "b.jsonl", "{\"title\":\"One\"}\n{\"title\":\n\n{\"title\":\"Two\"}");
    assert_int_equal(f->articles, 2);
    assert_int_equal(f->problems, 1);
    assert_string_equal(f->problem, "b.jsonl:2: is not JSON");
    assert_string_equal(f->where, "b.jsonl:4");
}

static void bad_first_json_line_does_not_lose_the_rest(void **state)
{
    struct fixture *f = *state;
    read_text(f, "b.jsonl", "{\"title\":\"One\n{\"title\":\"Two\"}\n{\"title\":\"Three\"}\n");
    assert_int_equal(f->articles, 2);
    assert_int_equal(f->problems, 1);
}

static void json_object_over_many_lines_and_arrays_are_read(void **state)
{
    struct fixture *f = *state;
    read_text(f, "c", "\xEF\xBB\xBF{\n  \"title\": \"One\",\n  \"text\": \"x\"\n}\n");
    assert_int_equal(f->articles, 1);
    assert_string_equal(f->a.title, "One");
    read_text(f, "d", "[{\"title\":\"Two\"},7,\n{\"title\":\"Three\"}]");
    assert_int_equal(f->articles, 3);
    assert_int_equal(f->problems, 1);
    assert_string_equal(f->where, "d[2]");
}

static const char page[] =
    "<!DOCTYPE html><html lang=en-GB><head><title>Turnout up | Gazette</title>"
    "<link rel=canonical href='http://g.test/turnout'><meta property='og:site_name' content='The Gazette'>"
    "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"NewsArticle\"],"
    "\"headline\":\"Turnout up\",\"datePublished\":\"2019-12-13T06:00:00Z\",\"author\":[{\"name\":\"Ann "
    "Poe\"}]}]}</script></head>"
    "<body><nav><ul><li><a href=/>Home</a></li></ul></nav><div><p>Queues formed early at the polling stations.</p>"
    "<figure><p>A queue</p></figure><p>More than <b>two thirds</b> voted, the caf\xC3\xA9 owner said.</p></div>"
    "<aside><p>Read more of this elsewhere and often, in many many words that go on and on and on and on and "
    "on</p></aside>"
    "<footer><p>All rights reserved</p></footer></body></html>";

static void html_page_gives_metadata_and_main_text_only(void **state)
{
    struct fixture *f = *state;
    read_text(f, "e", page);
    assert_int_equal(f->articles, 1);
    assert_string_equal(f->a.title, "Turnout up");
    assert_string_equal(f->a.date, "2019-12-13T06:00:00Z");
    assert_string_equal(f->a.source, "The Gazette");
    assert_string_equal(f->a.url, "http://g.test/turnout");
    assert_string_equal(f->a.lang, "en-GB");
    assert_string_equal(f->a.authors.at[0], "Ann Poe");
    assert_string_equal(f->a.text, "Queues formed early at the polling stations.\n\n"
                                   "More than two thirds voted, the caf\xC3\xA9 owner said.");
}

static void gzip_is_unpacked_on_the_way(void **state)
{
    /* gzip -n of {"title":"One"} */
    static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56,
                                           0x2a, 0xc9, 0x2c, 0xc9, 0x49, 0x55, 0xb2, 0x52, 0xf2, 0xcf, 0x4b, 0x55,
                                           0xaa, 0x05, 0x00, 0xe7, 0xb4, 0x77, 0x44, 0x0f, 0x00, 0x00, 0x00};
    struct fixture *f = *state;
    struct error err = {0};
    assert_int_equal(read_bytes(f, "f.gz", packed, sizeof packed, &err), 0);
    assert_int_equal(f->articles, 1);
    assert_string_equal(f->a.title, "One");
}

static void input_past_its_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    struct error err = {0};
    char *much = malloc(2 << 20);
    assert_non_null(much);
    memset(much, 'a', 2 << 20);
    int rc = read_bytes(f, "g", much, 2 << 20, &err);
    free(much);
    assert_int_equal(rc, -1);
    assert_int_equal(err.fault, FAULT_INVALID);
}

static void empty_input_is_a_problem_and_no_error(void **state)
{
    struct fixture *f = *state;
    read_text(f, "h", "");
    assert_string_equal(f->problem, "h: has no text");
}

static void content_tells_the_format(void **state)
{
    (void)state;
    assert_int_equal(format_detect("{\"a\":1}", 7, "x.txt"), FORMAT_JSON);
    assert_int_equal(format_detect("[update] The vote", 17, "x.txt"), FORMAT_TEXT);
    assert_int_equal(format_detect(" <HTML><body>", 13, "x.txt"), FORMAT_HTML);
    assert_int_equal(format_detect("\x7F"
                                   "ELF\0\1",
                                   6, "x.txt"),
                     FORMAT_UNKNOWN);
    assert_int_equal(format_detect("<?xml version='1.0'?><rss>", 26, "x"), FORMAT_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_head_is_recognised_and_paragraphs_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(text_sentence_that_begins_with_by_is_no_byline, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_json_line_is_named_and_the_run_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_first_json_line_does_not_lose_the_rest, setup, teardown),
        cmocka_unit_test_setup_teardown(json_object_over_many_lines_and_arrays_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(html_page_gives_metadata_and_main_text_only, setup, teardown),
        cmocka_unit_test_setup_teardown(gzip_is_unpacked_on_the_way, setup, teardown),
        cmocka_unit_test_setup_teardown(input_past_its_limit_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(empty_input_is_a_problem_and_no_error, setup, teardown),
        cmocka_unit_test(content_tells_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
