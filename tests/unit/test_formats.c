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
    int articles, problems, warnings;
    char where[256], problem[512], warning[512], record[512];
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

static void note(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct fixture *f = ctx;
    f->problems++;
    snprintf(f->problem, sizeof f->problem, "%s: %s", where, reason);
    snprintf(f->record, sizeof f->record, "%.*s", (int)record.len, record.bytes ? record.bytes : "");
}

static void remark(void *ctx, const char *where, const char *reason)
{
    struct fixture *f = ctx;
    f->warnings++;
    snprintf(f->warning, sizeof f->warning, "%s: %s", where, reason);
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
    const struct sink sink = {.ctx = f, .article = keep, .problem = note, .warning = remark, .keeps_records = true};
    struct input *in = input_from_memory(bytes, len, 1 << 20, err);
    if (!in)
        return -1;
    int rc = format_read(in, name, FORMAT_UNKNOWN, &sink, err);
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

/* A page whose body is before, `count` times what, and behind. */
static void read_page(struct fixture *f, const char *before, const char *what, size_t count, const char *behind)
{
    struct error err = {0};
    struct buffer page = buffer_make(8 << 20);
    buffer_printf(&page, "<html><body>%s", before);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&page, what, (unsigned)i);
    buffer_puts(&page, behind);
    int rc = read_bytes(f, "a.html", page.data, page.len, &err);
    buffer_free(&page);
    assert_int_equal(rc, 0);
}

static void a_tag_of_very_many_attributes_is_refused_at_once(void **state)
{
    struct fixture *f = *state;
    read_page(f, "<p", " a%u", 100000, ">Text.</p>");
    assert_int_equal(f->problems, 1);
    assert_non_null(strstr(f->problem, "attributes"));
    read_page(f, "<p", " a%u='x>'", 2000, ">Text.</p>");
    read_page(f, "<p", " a%u = \"x\"", 2000, ">Text.</p>");
    assert_int_equal(f->problems, 3);
}

static void what_only_looks_like_a_crowded_tag_is_read(void **state)
{
    struct fixture *f = *state;
    read_page(f, "<script>if (i<n) ", "a%u b\n", 2000, "</script><p>Text.</p>");
    read_page(f, "<style>a<b ", "a%u b\n", 2000, "</style><p>Text.</p>");
    read_page(f, "<!-- <b ", "a%u b\n", 2000, "--><p>Text.</p>");
    read_page(f, "<p class='", "a%u b\n", 2000, "'>Text.</p>");
    read_page(f, "", "<p id=a%u class=b>Text.</p>", 2000, "");
    assert_int_equal(f->problems, 0);
    assert_int_equal(f->articles, 5);
}

static void names_of_a_byline_are_parted_as_those_of_json(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt", "Title\nBy Ann Poe, Cy Doe; Bo Roe and Di Noe\n\nText.\n");
    assert_int_equal(f->a.authors.count, 4);
    assert_string_equal(f->a.authors.at[1], "Cy Doe");
    assert_string_equal(f->a.authors.at[2], "Bo Roe");
    assert_string_equal(f->a.authors.at[3], "Di Noe");
}

static void text_sentence_that_begins_with_by_is_no_byline(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt", "Count ends\n\nBy nightfall the count was over.\n");
    assert_int_equal(f->a.authors.count, 0);
    assert_string_equal(f->a.text, "By nightfall the count was over.");
}

static void facts_above_a_text_are_read_by_their_keys(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt", "From ed@v.example Mon Dec 16 23:10:00 2019\nReceived: by v\n with x\nFrom: Ann Poe <ann@v.example>\n"
                          "Subject: Bridge closes\nDate: Mon, 16 Dec 2019 23:10:00 +0000\n\nThe bridge closed.\n\nIt was old.\n");
    assert_string_equal(f->a.title, "Bridge closes");
    assert_string_equal(f->a.date, "2019-12-16T23:10:00Z");
    assert_string_equal(f->a.authors.at[0], "Ann Poe");
    assert_string_equal(f->a.text, "The bridge closed.\n\nIt was old.");
    read_text(f, "a.md", "---\ntitle: \"Bridge: closed\"\ndate: 2019-12-16\ntags:\n - x\n---\n\nThe bridge closed.\n");
    assert_string_equal(f->a.title, "Bridge: closed");
    assert_string_equal(f->a.date, "2019-12-16");
    assert_string_equal(f->a.text, "The bridge closed.");
    read_text(f, "a.txt", "Bridge: a history\nDate: unknown\nThe bridge closed.\n");
    assert_string_equal(f->a.title, "Bridge: a history");
}

static void bylines_and_updates_are_told_from_text(void **state)
{
    struct fixture *f = *state;
    read_text(f, "a.txt", "Pont\n\nPar Zo\303\251 L'H\303\251ritier\n16 d\303\251cembre 2019\n\nLe pont ferme.\n");
    assert_string_equal(f->a.authors.at[0], "Zo\303\251 L'H\303\251ritier");
    assert_string_equal(f->a.date, "2019-12-16");
    read_text(f, "a.txt", "Pont\n\nPar ici la sortie du pont\n\nLe pont ferme.\n");
    assert_int_equal(f->a.authors.count, 0);
    read_text(f, "a.txt", "Bridge\n\nUpdated: 17 December 2019\n16 December 2019\n\nThe bridge closed.\n");
    assert_string_equal(f->a.date, "2019-12-16");
    assert_string_equal(f->a.updated, "2019-12-17");
    read_text(f, "a.txt", "Bridge\n\nUpdated: 17 December 2019\n\nThe bridge closed.\n");
    assert_null(f->a.date);
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
    assert_string_equal(f->problem, "d:1: is not a JSON object");
    assert_string_equal(f->where, "d:2");
}

static void break_in_an_array_costs_its_value_alone(void **state)
{
    struct fixture *f = *state;
    read_text(f, "d.json",
              "[{\"title\":\"One\"},\n {\"title\":\n\"Two\"},\n{\"title\" \"Three\"},\n{\"title\":\"Four\"}]");
    assert_int_equal(f->articles, 3);
    assert_string_equal(f->where, "d.json:5");
    assert_string_equal(f->problem, "d.json:4: is not JSON");
    assert_string_equal(f->record, "{\"title\" \"Three\"}");
}

static void bad_record_is_shown_as_it_was_given(void **state)
{
    struct fixture *f = *state;
    read_text(f, "b.jsonl", "{\"title\":\"One\"}\n{\"text\": 7, }\n");
    assert_string_equal(f->record, "{\"text\": 7, }");
    read_text(f, "b.jsonl", "{\"url\": \"x\"}\n");
    assert_string_equal(f->problem, "b.jsonl:1: has neither title nor text");
    assert_string_equal(f->record, "{\"url\": \"x\"}");
}

static void bad_date_is_a_warning_and_the_article_kept(void **state)
{
    struct fixture *f = *state;
    read_text(f, "b.jsonl", "{\"title\":\"One\",\"date\":\"2019-13\"}\n");
    assert_int_equal(f->articles, 1);
    assert_int_equal(f->problems, 0);
    assert_int_equal(f->warnings, 1);
    assert_null(f->a.date);
    assert_int_equal(strncmp(f->warning, "b.jsonl:1: date '2019-13' left out: ", 36), 0);
}

static void nul_bytes_in_a_json_line_are_dropped(void **state)
{
    struct fixture *f = *state;
    struct error err = {0};
    static const char line[] = "{\"title\":\"On\0e\"}\n";
    char bytes[PEEK_BYTES + sizeof line];
    memset(bytes, '\n', PEEK_BYTES); /* past what the format is told by: there NUL means binary */
    bytes[0] = '{';
    memcpy(bytes, "{\"title\":\"First\"}", 17);
    memcpy(bytes + PEEK_BYTES, line, sizeof line);
    assert_int_equal(read_bytes(f, "n.jsonl", bytes, sizeof bytes - 1, &err), 0);
    assert_int_equal(f->articles, 2);
    assert_string_equal(f->a.title, "One");
}

static void nul_escapes_in_json_are_dropped_and_nothing_behind_them(void **state)
{
    struct fixture *f = *state;
    static const char object[] = "{\"id\":\"a\\u0000b\",\"title\":\"One\",\"text\":\"C:\\\\u0000 stays,\\u0000 and the rest.\"}";
    char array[sizeof object + 8];
    read_text(f, "n.jsonl", object);
    assert_string_equal(f->a.id, "ab");
    assert_string_equal(f->a.text, "C:\\u0000 stays, and the rest.");
    snprintf(array, sizeof array, "[\n%s]", object);
    read_text(f, "n.json", array);
    assert_int_equal(f->articles, 2);
    assert_string_equal(f->a.text, "C:\\u0000 stays, and the rest.");
    read_text(f, "n.html", "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":"
                           "\"One\\u0000 two\"}</script></head><body><p>x</p></body></html>");
    assert_string_equal(f->a.title, "One two");
}

static void windows_1252_is_read_and_said(void **state)
{
    struct fixture *f = *state;
    read_text(f, "w.txt", "Caf\xE9 budget\n\n\x93No comment,\x94 she said. \x81\n");
    assert_string_equal(f->a.title, "Caf\xC3\xA9 budget");
    assert_string_equal(f->a.text, "\xE2\x80\x9CNo comment,\xE2\x80\x9D she said. \xEF\xBF\xBD");
    assert_string_equal(f->warning, "w.txt: is not UTF-8, read as Windows-1252");
    read_text(f, "w.jsonl", "{\"title\":\"Caf\xE9\"}\n");
    assert_string_equal(f->a.title, "Caf\xC3\xA9");
    assert_string_equal(f->warning, "w.jsonl:1: is not UTF-8, read as Windows-1252");
}

static void one_broken_byte_does_not_spoil_a_text_of_utf8(void **state)
{
    struct fixture *f = *state;
    read_text(f, "w.txt", "Caf\xC3\xA9 \xE2\x80\x94 budget\n\nCut \xE2\x80\n");
    assert_string_equal(f->a.title, "Caf\xC3\xA9 \xE2\x80\x94 budget");
    assert_string_equal(f->warning, "w.txt: holds bytes that are not UTF-8, replaced");
}

static void byte_order_marks_are_honoured(void **state)
{
    struct fixture *f = *state;
    struct error err = {0};
    assert_int_equal(read_bytes(f, "u.txt",
                                "\xFF\xFE"
                                "C\0\xE9\0\n\0",
                                8, &err),
                     0);
    assert_string_equal(f->a.title, "C\xC3\xA9");
    assert_int_equal(read_bytes(f, "u.txt",
                                "\xFE\xFF"
                                "\0C\0\xE9\0\n",
                                8, &err),
                     0);
    assert_string_equal(f->a.title, "C\xC3\xA9");
    read_text(f, "u.txt", "\xEF\xBB\xBFPlain\n");
    assert_string_equal(f->a.title, "Plain");
    assert_int_equal(f->warnings, 0);
}

static void second_headline_is_the_summary_and_not_the_text(void **state)
{
    struct fixture *f = *state;
    read_text(f, "s.txt",
              "Odo Marsh confirms he will not stand for the leadership of the Vale Party.\n\n"
              "Odo Marsh MP will not be standing for Vale leadership\n\nHe said so on Monday.\n\nSupport us\n");
    assert_string_equal(f->a.summary, "Odo Marsh MP will not be standing for Vale leadership");
    assert_string_equal(f->a.text, "He said so on Monday.\n\nSupport us");
}

static void first_paragraph_that_is_a_sentence_or_all_there_is_stays_text(void **state)
{
    struct fixture *f = *state;
    read_text(f, "s.txt", "Mayor quits over budget\n\nThe mayor quit over the budget.\n\nMore soon.\n");
    assert_null(f->a.summary);
    assert_string_equal(f->a.text, "The mayor quit over the budget.\n\nMore soon.");
    read_text(f, "s.txt", "Mayor quits over budget\n\nMayor quits over city budget\n");
    assert_null(f->a.summary);
    assert_string_equal(f->a.text, "Mayor quits over city budget");
    read_text(f, "s.txt", "Mayor quits over budget\n\nCouncil to meet on Friday night\n\nMore soon.\n");
    assert_null(f->a.summary);
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

static void html_charset_is_the_one_declared_else_utf8(void **state)
{
    struct fixture *f = *state;
    read_text(f, "c.html",
              "<html><head><meta charset=iso-8859-1><title>Caf\xE9</title></head><body><p>x</p></body></html>");
    assert_string_equal(f->a.title, "Caf\xC3\xA9");
    read_text(f, "c.html",
              "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>"
              "<title>\x93Yes\x94</title></head><body><p>x</p></body></html>");
    assert_string_equal(f->a.title, "\xE2\x80\x9CYes\xE2\x80\x9D");
    read_text(f, "c.html", "<html><head><title>Caf\xC3\xA9</title></head><body><p>x</p></body></html>");
    assert_string_equal(f->a.title, "Caf\xC3\xA9");
}

static void html_undeclared_and_not_utf8_is_windows_1252(void **state)
{
    struct fixture *f = *state;
    read_text(f, "c.html", "<html><head><title>Caf\xE9 \x93Yes\x94</title></head><body><p>x</p></body></html>");
    assert_string_equal(f->a.title, "Caf\xC3\xA9 \xE2\x80\x9CYes\xE2\x80\x9D");
}

static void html_json_ld_in_arrays_and_graphs_is_found(void **state)
{
    struct fixture *f = *state;
    read_text(
        f, "l.html",
        "<html><head><script type='application/ld+json'>[{\"@type\":\"Organization\",\"name\":\"G\"},"
        "{\"@graph\":[{\"@type\":\"ReportageNewsArticle\",\"headline\":\"Ann wins\",\"keywords\":[\"vote\",\"vale\"],"
        "\"author\":{\"@type\":\"Person\",\"name\":\"Bo Roe\"},\"publisher\":{\"name\":\"The G\"}}]}]</script>"
        "<meta property=og:title content='Not this'></head><body><p>Text.</p></body></html>");
    assert_string_equal(f->a.title, "Ann wins");
    assert_string_equal(f->a.authors.at[0], "Bo Roe");
    assert_string_equal(f->a.source, "The G");
    assert_int_equal(f->a.tags.count, 2);
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
    assert_int_equal(format_detect("<?xml version='1.0'?><rss>", 26, "x"), FORMAT_FEED);
    assert_int_equal(format_detect("<?xml version='1.0'?><map>", 26, "x"), FORMAT_UNKNOWN);
    assert_int_equal(format_detect("<map><a>1</a></map>", 19, "x.xml"), FORMAT_UNKNOWN);
    assert_int_equal(format_detect("<map> she said", 14, "x.txt"), FORMAT_TEXT);
    assert_int_equal(format_detect("<!-- of nothing -->", 19, "x"), FORMAT_UNKNOWN);
    assert_int_equal(format_detect("<?xml version='1.0'?><!-- a --><html>", 37, "x"), FORMAT_HTML);
    assert_int_equal(format_detect("<nitf><head/><body>", 19, "x"), FORMAT_NITF);
    assert_int_equal(format_detect("%PDF-1.4 and so on", 18, "x.txt"), FORMAT_UNKNOWN);
    assert_int_equal(format_detect("WARC/1.0\r\n", 10, "x"), FORMAT_WARC);
    assert_int_equal(format_detect("<- Back to the vote", 19, "x"), FORMAT_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_head_is_recognised_and_paragraphs_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(names_of_a_byline_are_parted_as_those_of_json, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tag_of_very_many_attributes_is_refused_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_looks_like_a_crowded_tag_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(text_sentence_that_begins_with_by_is_no_byline, setup, teardown),
        cmocka_unit_test_setup_teardown(facts_above_a_text_are_read_by_their_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(bylines_and_updates_are_told_from_text, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_json_line_is_named_and_the_run_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_first_json_line_does_not_lose_the_rest, setup, teardown),
        cmocka_unit_test_setup_teardown(json_object_over_many_lines_and_arrays_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(html_page_gives_metadata_and_main_text_only, setup, teardown),
        cmocka_unit_test_setup_teardown(break_in_an_array_costs_its_value_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_record_is_shown_as_it_was_given, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_date_is_a_warning_and_the_article_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(nul_bytes_in_a_json_line_are_dropped, setup, teardown),
        cmocka_unit_test_setup_teardown(nul_escapes_in_json_are_dropped_and_nothing_behind_them, setup, teardown),
        cmocka_unit_test_setup_teardown(windows_1252_is_read_and_said, setup, teardown),
        cmocka_unit_test_setup_teardown(one_broken_byte_does_not_spoil_a_text_of_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(byte_order_marks_are_honoured, setup, teardown),
        cmocka_unit_test_setup_teardown(second_headline_is_the_summary_and_not_the_text, setup, teardown),
        cmocka_unit_test_setup_teardown(first_paragraph_that_is_a_sentence_or_all_there_is_stays_text, setup, teardown),
        cmocka_unit_test_setup_teardown(html_charset_is_the_one_declared_else_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(html_undeclared_and_not_utf8_is_windows_1252, setup, teardown),
        cmocka_unit_test_setup_teardown(html_json_ld_in_arrays_and_graphs_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(gzip_is_unpacked_on_the_way, setup, teardown),
        cmocka_unit_test_setup_teardown(input_past_its_limit_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(empty_input_is_a_problem_and_no_error, setup, teardown),
        cmocka_unit_test(content_tells_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
