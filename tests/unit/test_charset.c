/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_charset.c - texts of charsets that nothing declares. */
#include "tests/unit/test_given.h"

#include <iconv.h>

static const char *const french =
    "Le ministre a déclaré que le budget était adopté après une longue séance. Les députés ont voté.";
static const char *const polish =
    "Minister powiedział w piątek, że budżet na przyszły rok zostanie przyjęty. Źródła milczą.";
static const char *const russian =
    "Министр заявил в пятницу, что бюджет на следующий год будет принят. Оппозиция внесла поправки.";
static const char *const greek =
    "Ο υπουργός δήλωσε την Παρασκευή ότι ο προϋπολογισμός για το επόμενο έτος θα εγκριθεί.";
static const char *const turkish =
    "Bakan cuma günü gelecek yılın bütçesinin kabul edileceğini söyledi. Şimdilik açıklama yok.";
static const char *const english =
    "The minister said “no” to Zoë and to the café’s owner. The house agreed to hear the rest tomorrow.";

/* The text in that charset, in b. */
static void encode(const char *text, const char *charset, struct buffer *b)
{
    char bytes[4096], *from = (char *)text, *to = bytes;
    size_t left = strlen(text), room = sizeof bytes;
    iconv_t cd = iconv_open(charset, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &from, &left, &to, &room), 0);
    iconv_close(cd);
    buffer_append(b, bytes, sizeof bytes - room);
}

static void undeclared_charsets_are_told_by_the_bytes(void **state)
{
    static const struct {
        const char *const *text, *charset, *told;
    } cases[] = {
        {&french, "WINDOWS-1252", "Windows-1252"}, {&french, "ISO-8859-15", "Windows-1252"}, /* the same bytes */
        {&english, "WINDOWS-1252", "Windows-1252"}, {&polish, "ISO-8859-2", "ISO-8859-2"},
        {&polish, "WINDOWS-1250", "WINDOWS-1250"}, {&russian, "ISO-8859-5", "ISO-8859-5"},
        {&russian, "KOI8-R", "KOI8-R"},            {&russian, "WINDOWS-1251", "WINDOWS-1251"},
        {&greek, "ISO-8859-7", "ISO-8859-7"},      {&turkish, "ISO-8859-9", "ISO-8859-9"},
        {&russian, "UTF-16LE", "UTF-16"},          {&french, "UTF-16BE", "UTF-16"},
        {&greek, "UTF-16BE", "UTF-16"},
    };
    struct reading *r = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b = buffer_make(4096);
        encode(*cases[i].text, cases[i].charset, &b);
        read_bytes(r, "a.txt", b.data, b.len);
        buffer_free(&b);
        if (strcmp(r->a.title, *cases[i].text) != 0)
            fail_msg("%s: '%s'", cases[i].charset, r->a.title);
        if (!strstr(r->warning, cases[i].told))
            fail_msg("%s was told as: %s", cases[i].charset, r->warning);
    }
}

static void the_euro_sign_tells_iso_8859_15(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.txt", "Le budget, 3 \xA4, adopt\xE9\n");
    assert_string_equal(r->a.title, "Le budget, 3 €, adopté");
    read_string(r, "a.txt", "Le budget, 3 \x80, adopt\xE9\n");
    assert_string_equal(r->a.title, "Le budget, 3 €, adopté");
}

static void a_name_or_two_in_english_are_no_other_charset(void **state)
{
    struct reading *r = *state;
    read_string(r, "a.txt",
                "Mr Mu\xF1oz met Zo\xEB at \x93"
                "Caf\xE9 Ren\xE9\x94, the house was told on Friday evening\n");
    assert_string_equal(r->a.title, "Mr Muñoz met Zoë at “Café René”, the house was told on Friday evening");
}

static void lines_of_a_file_tell_together(void **state)
{
    struct reading *r = *state;
    struct buffer b = buffer_make(8192);
    buffer_puts(&b, "{\"title\":\"");
    encode("Łódź", "ISO-8859-2", &b); /* alone it would be nothing to tell by */
    buffer_puts(&b, "\"}\n{\"title\":\"");
    encode(polish, "ISO-8859-2", &b);
    buffer_puts(&b, "\"}\n{\"title\":\"");
    encode("Kraków, środa", "ISO-8859-2", &b);
    buffer_puts(&b, "\"}\n");
    read_bytes(r, "a.jsonl", b.data, b.len);
    assert_int_equal(r->articles, 3);
    assert_string_equal(r->a.title, "Kraków, środa");
    assert_int_equal(r->warnings, 1); /* once for the file */
    assert_string_equal(r->warning, "a.jsonl:1: is not UTF-8, read as ISO-8859-2");
    buffer_clear(&b);
    buffer_puts(&b, "title,text\n");
    encode("Łódź", "ISO-8859-2", &b);
    buffer_puts(&b, ",\"");
    encode(polish, "ISO-8859-2", &b);
    buffer_puts(&b, "\"\n");
    read_bytes(r, "a.csv", b.data, b.len);
    assert_string_equal(r->a.title, "Łódź");
    assert_string_equal(r->a.text, polish);
    buffer_free(&b);
}

static void html_that_declares_nothing_is_told_too(void **state)
{
    struct reading *r = *state;
    struct buffer b = buffer_make(8192);
    buffer_puts(&b, "<html><head><title>");
    encode(russian, "KOI8-R", &b);
    buffer_puts(&b, "</title></head><body><p>");
    encode(russian, "KOI8-R", &b);
    buffer_puts(&b, "</p></body></html>");
    read_bytes(r, "a.html", b.data, b.len);
    buffer_free(&b);
    assert_string_equal(r->a.title, russian);
}

static void bytes_that_are_no_text_are_no_utf16(void **state)
{
    static const char code[] = "\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0", few[] = "a\0b\0c\0",
                      controls[] = "\1\0\2\0\3\0\4\0\5\0\6\0\7\0\10\0a\0";
    (void)state;
    assert_int_equal(format_detect(code, sizeof code - 1, "a"), FORMAT_UNKNOWN);
    struct reading *r = *state;
    read_bytes(r, "a", code, sizeof code - 1);
    read_bytes(r, "a", few, sizeof few - 1);
    read_bytes(r, "a", controls, sizeof controls - 1);
    assert_int_equal(r->articles, 0);
    assert_int_equal(r->problems, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(undeclared_charsets_are_told_by_the_bytes),
        reading_test(the_euro_sign_tells_iso_8859_15),
        reading_test(a_name_or_two_in_english_are_no_other_charset),
        reading_test(lines_of_a_file_tell_together),
        reading_test(html_that_declares_nothing_is_told_too),
        reading_test(bytes_that_are_no_text_are_no_utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
