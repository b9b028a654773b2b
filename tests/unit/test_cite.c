/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cite.c - names taken apart, keys, permalinks, and entries of bibliographies from odd and hostile articles. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <cjson/cJSON.h>

#include "archive/cite.h"
#include "archive/cite_name.h"
#include "archive/one_line.h"
#include "archive/permalink.h"
#include "archive/text.h"

enum { OUT_MAX = 1 << 20, ACCESSED = 20783 /* 2026-11-26 */ };

static const struct cite_context context = {.base = "https://news.example", .accessed = ACCESSED};

static struct record_text text(const char *s)
{
    return s ? (struct record_text){s, strlen(s)} : (struct record_text){0};
}

/* ---- names ----------------------------------------------------------- */

static const struct {
    const char *given_as;
    const char *split; /* given|particle|family|suffix, or without |: literal; " + " between several. NULL: literal */
} names[] = {
    {"Jane Doe", "Jane||Doe|"},
    {"A. Roe", "A.||Roe|"},
    {"J.K. Rowling", "J.K.||Rowling|"},
    {"JK Rowling", "JK||Rowling|"},
    {"Mary Anne Smith", "Mary Anne||Smith|"},
    {"Doe, Jane", "Jane||Doe|"},
    {"Ferris-Bailey, Ann", "Ann||Ferris-Bailey|"},
    {"Ursula von der Leyen", "Ursula|von der|Leyen|"},
    {"von der Leyen, Ursula", "Ursula|von der|Leyen|"},
    {"Vincent van Gogh", "Vincent|van|Gogh|"},
    {"Mohammed bin Salman", "Mohammed|bin|Salman|"},
    {"Simone de Beauvoir", "Simone|de|Beauvoir|"},
    {"Jan Van der Berg", "Jan|Van der|Berg|"},
    {"Robert De Niro", "Robert||De Niro|"},
    {"Van Hollen, Chris", "Chris||Van Hollen|"},
    {"Van Jones", "Van||Jones|"},
    {"Bashar al-Assad", "Bashar||al-Assad|"},
    {"Matthew d’Ancona", "Matthew||d’Ancona|"},
    {"Fintan O'Toole", "Fintan||O'Toole|"},
    {"Recep Tayyip Erdoğan", "Recep Tayyip||Erdoğan|"},
    {"Élodie Ğ. Öztürk", "Élodie Ğ.||Öztürk|"},
    {"Martin Luther King Jr.", "Martin Luther||King|Jr."},
    {"John Smith, Jr.", "John||Smith|Jr."},
    {"King, Jr., Martin Luther", "Martin Luther||King|Jr."},
    {"King, Martin Luther, III", "Martin Luther||King|III"},
    {"Reuters", NULL},
    {"Staff Writer", NULL},
    {"Associated Press", NULL},
    {"The Guardian", NULL},
    {"Guardian staff", NULL},
    {"Fox News", NULL},
    {"USA TODAY", NULL},
    {"AFP Paris", NULL},
    {"Jane Doe, Political Correspondent", "Jane||Doe|"},
    {"Jane Doe, Richard Roe", "Jane||Doe| + Richard||Roe|"},
    {"Jane Doe, Tom Howell, Jr., Ursula von der Leyen, Associated Press, North America reporter",
     "Jane||Doe| + Tom||Howell|Jr. + Ursula|von der|Leyen| + Associated Press"},
    {"Jane Doe, Tom Howell Jr.,", "Jane||Doe| + Tom||Howell|Jr."},
    {"Associated Press, Jane Doe", NULL},
    {"Jane Doe, Somewhere", NULL},
    {"García Márquez, Gabriel", NULL},
    {"bell hooks", NULL},
    {"One Two Three Four Five", NULL},
    {"jane@example.org", NULL},
    {"Doe {Jane}", NULL},
    {"毛泽东", NULL},
    {",", NULL},
    {"Doe,", NULL},
    {", Jane", NULL},
    {"a, b, c, d", NULL},
    {"Jr.", NULL},
    {"Jr., Jr.", NULL},
    {"van der", NULL},
};

static void names_are_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct cite_name split[CITE_NAMES_MAX];
        size_t count = cite_names(text(names[i].given_as), split);
        struct buffer got = buffer_make(1024);
        assert_true(count);
        for (size_t k = 0; k < count; k++) {
            const struct cite_name *n = &split[k];
            const struct record_text parts[] = {n->given, n->particle, n->family, n->suffix};
            buffer_puts(&got, k ? " + " : "");
            for (size_t p = 0; p < 4; p++)
                buffer_printf(&got, "%.*s%s", (int)parts[p].len, parts[p].data ? parts[p].data : "",
                              p < 3 && !n->literal ? "|" : "");
        }
        assert_string_equal(got.data, names[i].split ? names[i].split : names[i].given_as);
        buffer_free(&got);
    }
    struct cite_name many[CITE_NAMES_MAX];
    assert_int_equal(cite_names(text(NULL), many), 0);
    char line[11 * (CITE_NAMES_MAX + 1) + 1];
    for (size_t i = 0; i <= CITE_NAMES_MAX; i++)
        snprintf(line + 11 * i, 12, "Jane Roe%c,%s", (char)('a' + i % 26), i == CITE_NAMES_MAX ? "" : " ");
    line[strlen(line) - 1] = '\0';
    assert_int_equal(cite_names(text(line), many), 1);
    assert_true(many[0].literal);
    *strrchr(line, ',') = '\0';
    assert_int_equal(cite_names(text(line), many), CITE_NAMES_MAX);
}

/* ---- lines, permalinks, keys ----------------------------------------- */

static void a_text_is_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {{" a\n\n b\t\r\nc ", "a b c"},
                 {"a\x1b[31mb\x7f", "a [31mb"},
                 {"a\xC2\x85" "b\xE2\x80\xA8" "c", "a b c"},
                 {"\xFF", "\xEF\xBF\xBD"},
                 {"\xEF\xBF\xBF", "\xEF\xBF\xBD"},
                 {"", ""},
                 {"\n \x01", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b = buffer_make(64);
        assert_true(buffer_puts(&b, "") && one_line(cases[i].in, strlen(cases[i].in), &b));
        assert_string_equal(b.data, cases[i].out);
        buffer_free(&b);
    }
}

static struct record sample(void)
{
    struct record r = {.id = text("courier/2019 é?"), .title = text("Minister\n“says” Tax & cuts"),
                       .url = text("https://courier.example/a?b=c&d=%20"), .source = text("Vale Courier"),
                       .section = text("Politics"), .date = text("2019-04-02"), .lang = text("en-GB"),
                       .authors = {text("Jane Doe"), text("Reuters")}, .author_count = 2};
    for (size_t i = 0; i < SEGMENT_HASH; i++)
        r.hash[i] = (uint8_t)(0xA0 + i);
    return r;
}

static void a_permalink_names_id_and_hash(void **state)
{
    (void)state;
    struct record r = sample();
    struct buffer b = buffer_make(OUT_MAX);
    assert_true(permalink_put(r.id, r.hash, &b));
    assert_string_equal(b.data, "/v1/articles/courier%2F2019%20%C3%A9%3F?hash=a0a1a2a3a4a5a6a7");
    buffer_free(&b);
    assert_true(permalink_has(r.hash, "a0a1A2a", 7));
    assert_true(permalink_has(r.hash, "", 0));
    assert_false(permalink_has(r.hash, "a0a2", 4));
    assert_false(permalink_has(r.hash, "a0g", 3));
    char whole[66];
    for (size_t i = 0; i < SEGMENT_HASH; i++)
        snprintf(whole + 2 * i, 3, "%02x", r.hash[i]);
    assert_true(permalink_has(r.hash, whole, 64));
    whole[64] = '0';
    assert_false(permalink_has(r.hash, whole, 65));
}

static void keys_tell_articles_apart(void **state)
{
    (void)state;
    char a[CITE_KEY_MAX], b[CITE_KEY_MAX];
    struct record r = sample();
    assert_true(cite_key(&r, a));
    assert_int_equal(strncmp(a, "doe2019minister-", 16), 0);
    assert_int_equal(strlen(a), 22);
    r.id = text("another");
    assert_true(cite_key(&r, b));
    assert_string_not_equal(a, b);
    r.hash[0] = 1; /* another version has the same key */
    assert_true(cite_key(&r, a));
    assert_string_equal(a, b);
    r.authors[0] = text("Ursula Müller-Øst");
    r.title = text("What they say of the vote");
    assert_true(cite_key(&r, b));
    assert_int_equal(strncmp(b, "mullerost2019vote-", 18), 0);
    r.author_count = 0;
    r.title = text("A of It");
    r.date = text(NULL);
    assert_true(cite_key(&r, b));
    assert_int_equal(strncmp(b, "valecouriera-", 13), 0);
    r = (struct record){.id = text("x"), .title = text("毛泽东")};
    assert_true(cite_key(&r, b));
    assert_int_equal(strncmp(b, "article-", 8), 0);
    r.date = text("2019-04");
    assert_true(cite_key(&r, b));
    assert_int_equal(strncmp(b, "article2019-", 12), 0);
    char longest[101];
    memset(longest, 'x', 100);
    longest[100] = '\0';
    r = (struct record){.id = text("x"), .title = text(longest), .source = text(longest), .date = text("2019")};
    assert_true(cite_key(&r, b));
    assert_int_equal(strlen(b), 20 + 4 + 20 + 7);
}

/* ---- entries --------------------------------------------------------- */

static char *entry(enum cite_format format, const struct record *r)
{
    struct buffer b = buffer_make(OUT_MAX);
    assert_true(cite_put(format, r, &context, &b));
    return buffer_take(&b);
}

#define HEX "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"

static void a_whole_entry_of_each_form(void **state)
{
    (void)state;
    struct record r = sample();
    char *bibtex = entry(CITE_BIBTEX, &r), *ris = entry(CITE_RIS, &r), *csl = entry(CITE_CSL, &r);
    char key[CITE_KEY_MAX], want[2048];
    assert_true(cite_key(&r, key));
    snprintf(want, sizeof want,
             "@article{%s,\n  journal = {Vale Courier},\n  entrysubtype = {newspaper},\n"
             "  author = {Doe, Jane and {Reuters}},\n  title = {Minister “says” {Tax} \\& cuts},\n"
             "  year = {2019},\n  month = apr,\n  date = {2019-04-02},\n"
             "  url = {https://courier.example/a?b=c&d=%%20},\n"
             "  urldate = {2026-11-26},\n  language = {en-GB},\n"
             "  note = {Archived at https://news.example/v1/articles/courier\\%%2F2019\\%%20\\%%C3\\%%A9\\%%3F"
             "?hash=a0a1a2a3a4a5a6a7, SHA-256 " HEX "}\n}\n",
             key);
    assert_string_equal(bibtex, want);
    snprintf(want, sizeof want,
             "TY  - NEWS\r\nID  - %s\r\nAU  - Doe, Jane\r\nAU  - Reuters\r\nTI  - Minister “says” Tax & cuts\r\n"
             "T2  - Vale Courier\r\nSE  - Politics\r\nPY  - 2019\r\nDA  - 2019/04/02/\r\nY2  - 2026/11/26/\r\n"
             "LA  - en-GB\r\nUR  - https://courier.example/a?b=c&d=%%20\r\n"
             "AV  - https://news.example/v1/articles/courier%%2F2019%%20%%C3%%A9%%3F?hash=a0a1a2a3a4a5a6a7\r\n"
             "N1  - SHA-256 " HEX "\r\nER  - \r\n",
             key);
    assert_string_equal(ris, want);
    snprintf(want, sizeof want,
             "{\"id\":\"%s\",\"type\":\"article-newspaper\",\"author\":[{\"family\":\"Doe\",\"given\":\"Jane\"},"
             "{\"literal\":\"Reuters\"}],\"title\":\"Minister “says” Tax & cuts\",\"container-title\":\"Vale Courier\","
             "\"section\":\"Politics\",\"issued\":{\"date-parts\":[[2019,4,2]]},"
             "\"accessed\":{\"date-parts\":[[2026,11,26]]},"
             "\"language\":\"en-GB\",\"URL\":\"https://courier.example/a?b=c&d=%%20\",\"archive_location\":"
             "\"https://news.example/v1/articles/courier%%2F2019%%20%%C3%%A9%%3F?hash=a0a1a2a3a4a5a6a7\","
             "\"note\":\"SHA-256 " HEX "\"}",
             key);
    assert_string_equal(csl, want);
    free(bibtex);
    free(ris);
    free(csl);
}

static void has(enum cite_format format, const struct record *r, const char *part, bool wanted)
{
    char *all = entry(format, r);
    if (!strstr(all, part) == wanted)
        fail_msg("%s '%s' in: %s", wanted ? "no" : "a", part, all);
    free(all);
}

static void dates_are_told_to_their_precision(void **state)
{
    (void)state;
    static const struct {
        const char *date, *bibtex, *ris, *csl;
    } cases[] = {
        {"2016", "year = {2016},\n  urldate", "PY  - 2016\r\nDA  - 2016///\r\n",
         "\"issued\":{\"date-parts\":[[2016]]}"},
        {"2016-11", "year = {2016},\n  month = nov,\n  urldate", "DA  - 2016/11//\r\n", "[[2016,11]]}"},
        {"2016-11-04", "month = nov,\n  date = {2016-11-04}", "DA  - 2016/11/04/\r\n", "[[2016,11,4]]}"},
        {"2016-11-04T23:30:00-05:00", "date = {2016-11-04}", "DA  - 2016/11/04/\r\n", "[[2016,11,4]]}"},
        {"0987-01-02", "year = {0987}", "PY  - 0987", "[[987,1,2]]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record r = {.id = text("x"), .date = text(cases[i].date)};
        has(CITE_BIBTEX, &r, cases[i].bibtex, true);
        has(CITE_RIS, &r, cases[i].ris, true);
        has(CITE_CSL, &r, cases[i].csl, true);
    }
}

static void what_is_not_there_is_left_out(void **state)
{
    (void)state;
    struct record r = {.id = text("x"), .title = text(" \n"), .authors = {text("\t")}, .author_count = 1,
                       .date = text("soon")};
    static const char *const bibtex[] = {"author", "title", "journal", "entrysubtype", "year", "month", " date",
                                         "  url ", "language"};
    static const char *const ris[] = {"AU  -", "TI  -", "T2  -", "SE  -", "PY  -", "DA  -", "LA  -", "UR  -"};
    static const char *const csl[] = {"author", "title", "section", "issued", "language", "URL"};
    for (size_t i = 0; i < sizeof bibtex / sizeof *bibtex; i++)
        has(CITE_BIBTEX, &r, bibtex[i], false);
    for (size_t i = 0; i < sizeof ris / sizeof *ris; i++)
        has(CITE_RIS, &r, ris[i], false);
    for (size_t i = 0; i < sizeof csl / sizeof *csl; i++)
        has(CITE_CSL, &r, csl[i], false);
    has(CITE_BIBTEX, &r, "@misc{article-", true);
}

static void of_what_is_withdrawn_that_is_told(void **state)
{
    (void)state;
    struct record r = {.id = text("x"), .withdrawn = true};
    has(CITE_BIBTEX, &r, "note = {Archived at https://news.example/v1/articles/x, withdrawn from the archive}", true);
    has(CITE_RIS, &r, "AV  - https://news.example/v1/articles/x\r\nN1  - withdrawn from the archive\r\n", true);
    has(CITE_CSL, &r, "\"note\":\"withdrawn from the archive\"}", true);
}

static void bibtex_is_escaped_and_keeps_capitals(void **state)
{
    (void)state;
    static const struct {
        const char *title, *written;
    } cases[] = {
        {"100% of #1 & $5_a^b~c\\d",
         "100\\% of \\#1 \\& \\$5\\_a\\textasciicircum{}b\\textasciitilde{}c\\textbackslash{}d"},
        {"a {b} {} c", "a \\{b\\} \\{\\} c"},
        {"F{oo B}ar", "F\\{oo {B\\}ar}"},
        {"a } b { c", "a \\textbraceright{} b \\textbraceleft{} c"},
        {"Moot meets in Vale", "Moot meets in {Vale}"},
        {"NATO meets", "{NATO} meets"},
        {"iPhone taxed", "{iPhone} taxed"},
        {"“Élan” of AT&T’s", "{“Élan”} of {AT\\&T’s}"},
        {"(U.S.) votes: 'No'", "({U.S}.) votes: '{No}'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record r = {.id = text("x"), .title = text(cases[i].title)};
        char want[256];
        snprintf(want, sizeof want, "title = {%s}", cases[i].written);
        has(CITE_BIBTEX, &r, want, true);
    }
    struct record r = {.id = text("x"), .url = text("https://a.example/}{\\\"%25_&#~"), .source = text("R & R"),
                       .authors = {text("Ursula von der Leyen"), text("A} and {B")}, .author_count = 2};
    has(CITE_BIBTEX, &r, "url = {https://a.example/%7D%7B%5C%22%25_&#~}", true);
    has(CITE_BIBTEX, &r, "author = {von der Leyen, Ursula and {A\\textbraceright{} and \\textbraceleft{}B}}", true);
    has(CITE_BIBTEX, &r, "journal = {R \\& R}", true);
}

static void no_value_forges_another(void **state)
{
    (void)state;
    struct record r = sample();
    r.title = text("a\r\nER  - \r\nTY  - BOOK\x1b\x07 \"},{\"id\":\"\\");
    r.source = text("b\nAU  - C");
    char *ris = entry(CITE_RIS, &r), *csl = entry(CITE_CSL, &r), *bibtex = entry(CITE_BIBTEX, &r);
    const char *line = ris;
    for (size_t lines = 0; *line; line = strstr(line, "\r\n") + 2, lines++)
        assert_int_equal(strncmp(line, "TY  - ", 6) == 0, lines == 0);
    assert_null(strstr(ris, "\nAU  - C"));
    cJSON *parsed = cJSON_Parse(csl);
    assert_string_equal(cJSON_GetObjectItem(parsed, "title")->valuestring, "a ER - TY - BOOK \"},{\"id\":\"\\");
    cJSON_Delete(parsed);
    assert_true(text_is_clean(csl, strlen(csl)) && text_is_clean(bibtex, strlen(bibtex)));
    size_t depth = 0;
    for (const char *c = bibtex; *c; c++) {
        depth += *c == '{';
        depth -= *c == '}';
        assert_true(depth < 10 && (depth || c < strchr(bibtex, '{') || strlen(c) <= 2));
    }
    assert_int_equal(depth, 0);
    free(ris);
    free(csl);
    free(bibtex);
}

static void a_comma_in_a_whole_name_parts_nothing_in_ris(void **state)
{
    (void)state;
    struct record r = {.id = text("x"), .authors = {text("Moot, Dale & Sons, printers")}, .author_count = 1};
    has(CITE_RIS, &r, "AU  - Moot; Dale & Sons; printers\r\n", true);
    has(CITE_CSL, &r, "[{\"literal\":\"Moot, Dale & Sons, printers\"}]", true);
}

static void an_earlier_text_is_cited_likewise(void **state)
{
    (void)state;
    char *authors[] = {(char *)"Jane Doe", (char *)"Reuters"};
    const struct article a = {.id = (char *)"courier/2019 é?", .title = (char *)"Minister\n“says” Tax & cuts",
                              .url = (char *)"https://courier.example/a?b=c&d=%20", .source = (char *)"Vale Courier",
                              .section = (char *)"Politics", .date = (char *)"2019-04-02", .lang = (char *)"en-GB",
                              .authors = {authors, 2}};
    struct record r = sample(), again = cite_record(&a, r.hash);
    for (enum cite_format f = 0; f < CITE_FORMAT_COUNT; f++) {
        char *one = entry(f, &r), *other = entry(f, &again);
        assert_string_equal(one, other);
        free(one);
        free(other);
    }
}

static void too_much_is_said(void **state)
{
    (void)state;
    struct record r = sample();
    for (enum cite_format f = 0; f < CITE_FORMAT_COUNT; f++) {
        struct buffer small = buffer_make(100);
        assert_false(cite_put(f, &r, &context, &small));
        buffer_free(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_taken_apart),
        cmocka_unit_test(a_text_is_one_line),
        cmocka_unit_test(a_permalink_names_id_and_hash),
        cmocka_unit_test(keys_tell_articles_apart),
        cmocka_unit_test(a_whole_entry_of_each_form),
        cmocka_unit_test(dates_are_told_to_their_precision),
        cmocka_unit_test(what_is_not_there_is_left_out),
        cmocka_unit_test(of_what_is_withdrawn_that_is_told),
        cmocka_unit_test(bibtex_is_escaped_and_keeps_capitals),
        cmocka_unit_test(no_value_forges_another),
        cmocka_unit_test(a_comma_in_a_whole_name_parts_nothing_in_ris),
        cmocka_unit_test(an_earlier_text_is_cited_likewise),
        cmocka_unit_test(too_much_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
