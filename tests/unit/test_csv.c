/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_csv.c - tables: what they are told by, quotes, rows that are none. */
#include "tests/unit/test_given.h"

static void rows_are_articles_by_the_names_of_the_header(void **state)
{
    struct reading *r = *state;
    read_string(r, "t.csv",
                "\xEF\xBB\xBF_id,Headline,Body,Published At,desk\r\n"
                "7,\"Budget, at last\",\"One \"\"more\"\"\r\nday.\n\nAnd a night.\",2019-04-02,City\r\n");
    assert_int_equal(r->articles, 1);
    assert_int_equal(r->problems + r->warnings, 0);
    assert_string_equal(r->a.id, "7");
    assert_string_equal(r->a.title, "Budget, at last");
    assert_string_equal(r->a.text, "One \"more\"\nday.\n\nAnd a night.");
    assert_string_equal(r->a.date, "2019-04-02");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(r->a.extra, "desk")), "City");
}

static void the_delimiter_is_told_by_the_header(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "title;text;date\nOne, two;And; 2019\n");
    assert_string_equal(r->a.title, "One, two");
    assert_string_equal(r->a.date, "2019");
    read_string(r, "a.tsv", "title\ttext, in full\tdate\nThree\t\t2018\n");
    assert_string_equal(r->a.title, "Three");
    assert_string_equal(r->a.date, "2018");
    read_string(r, "a.csv", "sep=;\ntitle;text\nFour;\"x;y\"\n");
    assert_string_equal(r->a.title, "Four");
    assert_string_equal(r->a.text, "x;y");
    assert_int_equal(r->articles, 3);
}

static void several_authors_and_tags_stand_in_one_cell(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "title,author,tags\nOne,Ann Poe; Bo Roe|Cy Doe,\"tax|budget, late|vale\"\n");
    assert_int_equal(r->a.authors.count, 3);
    assert_string_equal(r->a.authors.at[2], "Cy Doe");
    assert_int_equal(r->a.tags.count, 3);
    assert_string_equal(r->a.tags.at[1], "budget, late");
    read_string(r, "a.csv", "title,author,tags\nTwo,Ann Poe;Bo Roe,tax; budget\n");
    assert_int_equal(r->a.authors.count, 2);
    assert_int_equal(r->a.tags.count, 2);
}

static void a_row_of_too_many_or_few_cells_is_a_problem_with_its_line(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "title,text\nOne,\"a\nb\"\nTwo\n\nThree,c,d\nFour,e,,\n,\nFive,f\n");
    assert_int_equal(r->articles, 3); /* empty cells past the last say nothing */
    assert_int_equal(r->problems, 2);
    assert_string_equal(r->problem, "a.csv:6: has more cells than the header");
    assert_string_equal(r->record, "title,text\nThree,c,d\n");
    assert_string_equal(r->where, "a.csv:9");
}

static void a_quote_that_pairs_with_none_costs_only_its_row(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "title,text,date\n\"One,a,2019\nTwo,\"b, \"\"c\"\"\nd\",2018\nThree,e,2017\n");
    assert_int_equal(r->articles, 3);
    assert_string_equal(r->warning, "a.csv:2: its quotes do not pair and were taken as letters");
    assert_int_equal(r->warnings, 1);
    assert_string_equal(r->a.title, "Three");
    assert_string_equal(r->where, "a.csv:5");
    read_string(r, "a.csv", "title,text\n\"One\nTwo,b\nThree,\"c\n");
    assert_int_equal(r->articles, 5);
    assert_int_equal(r->problems, 1);
    assert_string_equal(r->problem, "a.csv:2: its quotes do not pair: a quote within a cell is written twice");
    assert_string_equal(r->a.text, "\"c");
}

static void quotes_within_a_cell_are_letters(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.tsv", "title\ttext\nA 5\" pipe\tHe said \"no\" to it\n");
    assert_int_equal(r->articles, 1);
    assert_int_equal(r->warnings, 0);
    assert_string_equal(r->a.title, "A 5\" pipe");
}

static void a_header_without_title_or_text_is_refused(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "\nkop,tekst\nOne,a\n");
    assert_int_equal(r->articles, 0);
    assert_int_equal(r->problems, 1);
    assert_non_null(strstr(r->problem, "a.csv:2: its first row names no column 'title' or 'text'"));
    read_string(r, "a.csv", "\n \n");
    assert_string_equal(r->problem, "a.csv: has no text");
}

static void columns_without_a_name_and_the_header_again_are_left_out(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", ",title,text\n0,One,a\n,title,text\n1,Two,b\n");
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a.title, "Two");
    assert_null(r->a.extra);
}

static void nul_and_control_characters_are_dropped(void **state)
{
    struct reading *r = *state;
    char bytes[PEEK_BYTES + 64];
    int len = snprintf(bytes, sizeof bytes, "title,text\nOne,%04000d\n", 0);
    memcpy(bytes + PEEK_BYTES, "\nT\0wo,a\1b\n", 10); /* past what the format is told by: there NUL means binary */
    memset(bytes + len, '\n', PEEK_BYTES - (size_t)len);
    read_bytes(r, "a.csv", bytes, PEEK_BYTES + 10);
    assert_int_equal(r->articles, 2);
    assert_string_equal(r->a.title, "Two");
    assert_string_equal(r->a.text, "ab");
}

static void content_tells_a_table_and_leaves_texts_alone(void **state)
{
    (void)state;
    static const char table[] = "title,date,tags\nOne,2019,a\n", quoted[] = "date\ttext\n2019\t\"One\n",
                      text[] = "Title, text and date\n\nThe house agreed, late.\n",
                      prose[] = "Name, text\n\nIt was said.\n", other[] = "kop,tekst\nOne,a\n";
    assert_int_equal(format_detect(table, sizeof table - 1, "stdin"), FORMAT_CSV);
    assert_int_equal(format_detect(quoted, sizeof quoted - 1, "stdin"), FORMAT_CSV);
    assert_int_equal(format_detect(text, sizeof text - 1, "stdin"), FORMAT_TEXT);
    assert_int_equal(format_detect(prose, sizeof prose - 1, "stdin"), FORMAT_TEXT);
    assert_int_equal(format_detect(other, sizeof other - 1, "a.txt"), FORMAT_TEXT);
    assert_int_equal(format_detect(other, sizeof other - 1, "a.CSV"), FORMAT_CSV);
    assert_int_equal(format_detect("{\"a\":1}", 7, "a.csv"), FORMAT_JSON);
    assert_int_equal(format_named("csv"), FORMAT_CSV);
}

static void a_row_that_never_ends_is_left_out_and_memory_bounded(void **state)
{
    struct reading *r = *state;
    struct buffer b = buffer_make(128 << 20);
    buffer_puts(&b, "title,text\n\"One,a\n");
    for (int i = 0; i < 1 << 18; i++)
        buffer_puts(&b, "Two,b, and c: a line of 64 bytes, so that all come to over 16 mebi\n");
    buffer_puts(&b, "Last,z\n");
    read_bytes(r, "a.csv", b.data, b.len);
    buffer_free(&b);
    assert_int_equal(r->articles, 2); /* "One by its own line, and the last */
    assert_string_equal(r->a.title, "Last");
    assert_int_equal(r->problems, 1 << 18);
}

static void lines_of_an_old_macintosh_and_bars_are_told(void **state)
{
    struct reading *r = *state;
    static const char mac[] = "title,date,text\rOne,16.12.2019,\"a\rb, c\"\rTwo,1957,d\r";
    assert_int_equal(format_detect(mac, sizeof mac - 1, "stdin"), FORMAT_CSV);
    read_string(r, "a.csv", mac);
    assert_int_equal(r->articles, 2);
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->a.title, "Two");
    assert_string_equal(r->where, "a.csv:4");
    read_string(r, "a.csv", "title|date|text\nOne|1957|\"a|b, c; d\"\n");
    assert_int_equal(r->articles, 3);
    assert_string_equal(r->a.text, "a|b, c; d");
}

static void columns_may_have_the_names_of_other_systems(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.csv", "Stories ID,Publish Date,Title,Main Text,media_name\n1,2019-12-16 23:10:00,One,"
                            "<p>A &amp; b.</p><p>C.</p>,Gazette\n");
    assert_int_equal(r->articles, 1);
    assert_string_equal(r->a.date, "2019-12-16T23:10:00Z");
    assert_string_equal(r->a.text, "A & b.\n\nC.");
    assert_string_equal(r->a.source, "Gazette");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(rows_are_articles_by_the_names_of_the_header),
        reading_test(the_delimiter_is_told_by_the_header),
        reading_test(several_authors_and_tags_stand_in_one_cell),
        reading_test(a_row_of_too_many_or_few_cells_is_a_problem_with_its_line),
        reading_test(a_quote_that_pairs_with_none_costs_only_its_row),
        reading_test(quotes_within_a_cell_are_letters),
        reading_test(a_header_without_title_or_text_is_refused),
        reading_test(columns_without_a_name_and_the_header_again_are_left_out),
        reading_test(nul_and_control_characters_are_dropped),
        reading_test(content_tells_a_table_and_leaves_texts_alone),
        reading_test(lines_of_an_old_macintosh_and_bars_are_told),
        reading_test(columns_may_have_the_names_of_other_systems),
        reading_test(a_row_that_never_ends_is_left_out_and_memory_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
