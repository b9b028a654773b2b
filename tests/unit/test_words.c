/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_words.c - the analyser against tests/cases/words.cases, and stems. */
#include "archive/stem.h"
#include "archive/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

enum { LINE_MAX_BYTES = 4096 };

struct fixture {
    struct words *words;
    struct stemmer *stemmer;
    FILE *cases;
    struct buffer shown;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->words = words_new();
    f->stemmer = stemmer_new("en");
    f->shown = buffer_make(1 << 16);
    *state = f;
    return f->words && f->stemmer ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    words_free(f->words);
    stemmer_free(f->stemmer);
    if (f->cases)
        fclose(f->cases);
    buffer_free(&f->shown);
    free(f);
    return 0;
}

/* Words as "term@position", + before a joined one, = before a bigram. */
static const char *analysed(struct fixture *f, const char *text)
{
    struct word word;
    buffer_clear(&f->shown);
    buffer_puts(&f->shown, "");
    words_start(f->words, text, strlen(text));
    while (words_next(f->words, &word))
        buffer_printf(&f->shown, "%s%s%.*s@%u", f->shown.len ? " " : "",
                      word.kind == WORD_JOINED ? "+" : word.kind == WORD_CJK ? "=" : "", (int)word.len, word.term,
                      word.position);
    return f->shown.data;
}

static void every_case_gives_its_words(void **state)
{
    struct fixture *f = *state;
    f->cases = fopen(CASES_DIR "/words.cases", "r");
    assert_non_null(f->cases);
    char text[LINE_MAX_BYTES], expected[LINE_MAX_BYTES];
    int count = 0;
    while (fgets(text, sizeof text, f->cases)) {
        text[strcspn(text, "\n")] = '\0';
        if (!*text || *text == '#')
            continue;
        assert_non_null(fgets(expected, sizeof expected, f->cases));
        expected[strcspn(expected, "\n")] = '\0';
        assert_string_equal(analysed(f, text), expected);
        count++;
    }
    assert_true(count >= 30);
}

static void a_word_of_any_length_is_read_whatever_stands_behind_it(void **state)
{
    static const char letters[] = "AbcdefghijklmNopqrstuvwxyZ0aBcdefgh9jklmnopqrStuvwxyzabcdefghijklmnop";
    static const char folded[] = "abcdefghijklmnopqrstuvwxyz0abcdefgh9jklmnopqrstuvwxyzabcdefghijklmnop";
    static const char *const behind[] = {"", " ", ".", "@", "[", "`", "{", "\n", " next words of it", "\xE2\x80\x94"};
    struct fixture *f = *state;
    for (size_t len = 1; len <= WORD_MAX + 1; len++)
        for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
            struct buffer text = buffer_make(256);
            struct word word;
            buffer_append(&text, letters, len);
            buffer_puts(&text, behind[i]);
            words_start(f->words, text.data, text.len);
            bool read = words_next(f->words, &word) && word.start == 0;
            bool right = read && word.len == len && word.end == len && memcmp(word.term, folded, len) == 0;
            buffer_free(&text);
            assert_int_equal(read, len <= WORD_MAX);
            assert_int_equal(right, len <= WORD_MAX);
        }
}

static void a_word_spans_its_possessive(void **state)
{
    struct fixture *f = *state;
    struct word word;
    words_start(f->words, "in Corbyn\xE2\x80\x99s view", 20);
    assert_true(words_next(f->words, &word));
    assert_true(words_next(f->words, &word));
    assert_int_equal(word.start, 3);
    assert_int_equal(word.end, 13);
}

static void a_compound_says_how_many_parts_follow(void **state)
{
    struct fixture *f = *state;
    struct word word;
    words_start(f->words, "Long-Bailey", 11);
    assert_true(words_next(f->words, &word));
    assert_int_equal(word.kind, WORD_JOINED);
    assert_int_equal(word.parts, 2);
    assert_int_equal(word.end, 11);
}

static void a_word_over_the_limit_is_left_out(void **state)
{
    struct fixture *f = *state;
    char text[100];
    memset(text, 'a', sizeof text);
    struct word word;
    words_start(f->words, text, WORD_MAX);
    assert_true(words_next(f->words, &word));
    assert_int_equal(word.len, WORD_MAX);
    words_start(f->words, text, WORD_MAX + 1);
    assert_false(words_next(f->words, &word));
}

static void any_bytes_are_walked_to_the_end(void **state)
{
    struct fixture *f = *state;
    unsigned seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1103515245U + 12345U;
            text[i] = (seed >> 16 & 1) ? (char)(seed >> 20) : "aB1.,'-&s/ "[(seed >> 20) % 11];
        }
        struct word word;
        uint32_t last = 0;
        words_start(f->words, text, sizeof text);
        while (words_next(f->words, &word)) {
            assert_true(word.len > 0 && word.len <= WORD_MAX);
            assert_true(word.start < word.end && word.end <= sizeof text);
            assert_true(word.position >= last);
            last = word.position;
        }
    }
}

static void us_is_no_stop_word_and_the_is(void **state)
{
    (void)state;
    assert_true(word_is_stop("the", 3));
    assert_true(word_is_stop("a", 1));
    assert_true(word_is_stop("your", 4));
    assert_false(word_is_stop("us", 2));
    assert_false(word_is_stop("tax", 3));
    assert_false(word_is_stop("", 0));
}

/* A query's canonical text and the index hold words as the analyser gave them: read again they must be the same. */
static void a_word_of_any_letter_is_the_same_word_again(void **state)
{
    struct fixture *f = *state;
    struct words *again = words_new();
    int32_t wrong = 0;
    for (int32_t code = 0x80; code < 0x110000 && !wrong; code++) {
        if (code >= 0xD800 && code < 0xE000)
            continue;
        struct word first, second;
        char text[8] = "a";
        size_t len = 1 + (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)text + 1);
        words_start(f->words, text, len);
        while (words_next(f->words, &first)) {
            words_start(again, first.term, first.len);
            if (!words_next(again, &second) || second.len != first.len ||
                memcmp(second.term, first.term, first.len) != 0 || words_next(again, &second))
                wrong = code;
        }
    }
    words_free(again);
    if (wrong)
        fail_msg("U+%04X", (unsigned)wrong);
}

static void words_of_one_stem_come_together(void **state)
{
    struct fixture *f = *state;
    static const char *const pairs[][2] = {
        {"labour", "labor"}, {"organised", "organizing"}, {"analysed", "analyzes"}, {"mps", "mp"},
        {"ministers", "minister"}, {"defence", "defenses"}, {"centre", "centers"}, {"programme", "programs"},
        {"privatisation", "privatization"}, {"councillors", "councilor"}, {"ngos", "ngo"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t a_len, b_len;
        char a[WORD_MAX + 8];
        const char *stem = stemmer_stem(f->stemmer, pairs[i][0], strlen(pairs[i][0]), &a_len);
        memcpy(a, stem, a_len);
        stem = stemmer_stem(f->stemmer, pairs[i][1], strlen(pairs[i][1]), &b_len);
        assert_int_equal(a_len, b_len);
        assert_memory_equal(a, stem, a_len);
    }
}

static void words_that_are_the_same_in_america_stay(void **state)
{
    (void)state;
    static const char *const same[] = {"advise", "rising", "promised", "chequers", "enterprise", "paris",
                                       "otherwise", "raised", "crises", "programmer", "our", "x", ""};
    char out[WORD_MAX + 8];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_int_equal(spelling_us(same[i], strlen(same[i]), out), strlen(same[i]));
        assert_memory_equal(out, same[i], strlen(same[i]));
    }
}

static void a_language_without_stemmer_leaves_words_alone(void **state)
{
    (void)state;
    struct stemmer *s = stemmer_new("xx");
    size_t len = 0;
    bool same = s && stemmer_stem(s, "ministers", 9, &len) && len == 9;
    stemmer_free(s);
    assert_true(same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_case_gives_its_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_of_any_length_is_read_whatever_stands_behind_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_spans_its_possessive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_compound_says_how_many_parts_follow, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_over_the_limit_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_bytes_are_walked_to_the_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_of_any_letter_is_the_same_word_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_of_one_stem_come_together, set_up, tear_down),
        cmocka_unit_test(us_is_no_stop_word_and_the_is),
        cmocka_unit_test(words_that_are_the_same_in_america_stay),
        cmocka_unit_test(a_language_without_stemmer_leaves_words_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
