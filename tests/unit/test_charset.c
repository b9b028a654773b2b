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

static void charsets_of_asia_and_of_macintoshes_are_told(void **state)
{
    static const struct {
        const char *name, *text, *title;
    } samples[] = {
        {"CP932",
         "\220}\217\221\212\331\202\360\225\302\215\275\202\326\n\n\216s\213c\211\357\202\315\214\216\227j\223\372\201A\220}\217\221\212\331\202\360\225\302\215\275\202\267\202\351\202\261\202\306\202\360\213\343\221\316\216l\202\305\214\210\202\337\202\275\201B\217t\202\311\211\374\202\337\202\304\214\237\223\242\202\267\202\351\202\306\216s\222\267\202\315\217q\202\327\202\275\201B",
         "図書館を閉鎖へ"},
        {"CP949",
         "\265\265\274\255\260\374 \306\363\274\342\n\n\275\303\300\307\310\270\264\302 \277\371\277\344\300\317 \276\306\310\251 \264\353 \263\335\300\270\267\316 \265\265\274\255\260\374\300\273 \306\363\274\342\307\317\261\342\267\316 \260\341\301\244\307\337\264\331. \272\275\277\241 \264\331\275\303 \260\313\305\344\307\322 \260\315\300\314\266\363\260\355 \275\303\300\345\300\272 \270\273\307\337\264\331.",
         "도서관 폐쇄"},
        {"BIG5-HKSCS",
         "\271\317\256\321\300]\261N\303\366\263\254\n\n\245\253\304\263\267|\254P\264\301\244@\245H\244E\262\274\271\357\245|\262\274\250M\251w\303\366\263\254\271\317\256\321\300]\241C\245\253\252\370\273\241\241A\261N\246b\254K\251u\246A\246\270\274f\304\263\263o\244@\250M\251w\241C",
         "圖書館將關閉"},
        {"GB18030",
         "\315\274\312\351\271\335\275\253\271\330\261\325\n\n\312\320\322\351\273\341\320\307\306\332\322\273\322\324\276\305\306\261\266\324\313\304\306\261\276\366\266\250\271\330\261\325\315\274\312\351\271\335\243\254\276\241\271\334\323\320\276\323\303\361\307\251\312\360\301\313\307\353\324\270\312\351\241\243\312\320\263\244\313\265\243\254\275\253\324\332\264\272\274\276\324\331\264\316\311\363\322\351\241\243",
         "图书馆将关闭"},
        {"WINDOWS-1255",
         "\344\361\364\370\351\351\344 \372\351\361\342\370\n\n\344\356\345\362\366\344 \344\366\341\351\362\344 \341\351\345\355 \371\360\351 \354\361\342\345\370 \340\372 \344\361\364\370\351\351\344. \370\340\371 \344\362\351\370 \340\356\370 \353\351 \344\344\347\354\350\344 \372\351\341\347\357 \371\345\341 \341\340\341\351\341.",
         "הספרייה תיסגר"},
        {"WINDOWS-1256",
         "\307\341\343\337\312\310\311 \323\312\333\341\336\n\n\325\346\312 \307\341\343\314\341\323 \355\346\343 \307\341\307\313\344\355\344 \332\341\354 \305\333\341\307\336 \307\341\343\337\312\310\311. \346\336\307\341 \321\306\355\323 \307\341\310\341\317\355\311 \305\344 \307\341\336\321\307\321 \323\355\332\307\317 \307\341\344\331\321 \335\355\345 \335\355 \307\341\321\310\355\332.",
         "المكتبة ستغلق"},
        {"Mac Roman",
         "Caf\216 r\216form\216\n\nLe ministre a dit que la r\216forme co\236terait cinq milliards d\325euros \210 l\325\203tat, et qu\325elle sera d\216battue \210 l\325\216t\216.",
         "Café réformé"},
    };
    struct reading *r = *state;
    char warning[64];
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        read_string(r, "a.txt", samples[i].text);
        snprintf(warning, sizeof warning, "a.txt: is not UTF-8, read as %s", samples[i].name);
        assert_string_equal(r->warning, warning);
        assert_string_equal(r->a.title, samples[i].title);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(undeclared_charsets_are_told_by_the_bytes),
        reading_test(the_euro_sign_tells_iso_8859_15),
        reading_test(a_name_or_two_in_english_are_no_other_charset),
        reading_test(lines_of_a_file_tell_together),
        reading_test(charsets_of_asia_and_of_macintoshes_are_told),
        reading_test(html_that_declares_nothing_is_told_too),
        reading_test(bytes_that_are_no_text_are_no_utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
