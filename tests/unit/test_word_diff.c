/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_word_diff.c - what is told as same, removed and added gives both texts back, and no more than need be. */
#include "archive/word_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* "=same -removed +added" */
static void changes(const char *a, const char *b, const char *want)
{
    struct arena arena = arena_make(64 << 20);
    struct word_diff d;
    struct error err;
    char got[512] = "";

    assert_int_equal(word_diff(a, strlen(a), b, strlen(b), &arena, &d, &err), 0);
    assert_true(d.shortest);
    for (size_t i = 0; i < d.count; i++) {
        size_t len = strlen(got);
        snprintf(got + len, sizeof got - len, "%c%.*s|", "=-+"[d.at[i].kind], (int)d.at[i].len, d.at[i].text);
    }
    assert_string_equal(got, want);
    arena_free(&arena);
}

static void changes_are_told_by_word(void **state)
{
    (void)state;
    changes("", "", "");
    changes("", "one", "+one|");
    changes("one two", "", "-one two|");
    changes("one two", "one two", "=one two|");
    changes("one two three", "one 2 three", "=one |-two |+2 |=three|");
    changes("a b c a b b a", "c b a b a c", "-a b |=c |+b |=a b |-b |=a |+c|");
    changes("said Mr Moss.", "said Ms Moss on Monday.", "=said |-Mr Moss.|+Ms Moss on Monday.|");
    changes(" lead in", "lead in", "=lead in|");
}

static void a_paragraph_that_is_added_changes_nothing_before_it_and_a_new_break_is_a_change(void **state)
{
    (void)state;
    changes("It was so.", "It was so.\n\nCorrection: it was not.", "=It was so.\n\n|+Correction: it was not.|");
    changes("It was. So it went.", "It was.\n\nSo it went.", "=It was.\n\n|-So |+So |=it went.|");
}

/* Random texts of few words: both come back, and not one word more is changed than the longest common part leaves. */
static void both_texts_come_back_with_the_fewest_changes(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 300; round++) {
        char texts[2][128], first[128] = "", second[128] = "";
        int counts[2], common[40][40] = {{0}}, changed = 0;
        for (int t = 0; t < 2; t++) {
            counts[t] = rand() % 30;
            for (int i = 0; i < counts[t]; i++)
                memcpy(texts[t] + 2 * i, (char[]){"abcd"[rand() % 4], ' '}, 2);
            texts[t][2 * counts[t]] = '\0';
        }
        for (int i = counts[0] - 1; i >= 0; i--)
            for (int j = counts[1] - 1; j >= 0; j--)
                common[i][j] = texts[0][2 * i] == texts[1][2 * j]          ? common[i + 1][j + 1] + 1
                               : common[i + 1][j] > common[i][j + 1] ? common[i + 1][j]
                                                                     : common[i][j + 1];
        struct arena arena = arena_make(1 << 20);
        struct word_diff d;
        assert_int_equal(word_diff(texts[0], strlen(texts[0]), texts[1], strlen(texts[1]), &arena, &d, NULL), 0);
        for (size_t i = 0; i < d.count; i++) {
            if (d.at[i].kind != CHANGE_ADDED)
                strncat(first, d.at[i].text, d.at[i].len);
            if (d.at[i].kind != CHANGE_REMOVED)
                strncat(second, d.at[i].text, d.at[i].len);
            changed += d.at[i].kind == CHANGE_SAME ? 0 : (int)d.at[i].len / 2;
        }
        assert_string_equal(first, texts[0]);
        assert_string_equal(second, texts[1]);
        assert_int_equal(changed, counts[0] + counts[1] - 2 * common[0][0]);
        arena_free(&arena);
    }
}

static void texts_that_differ_too_much_or_are_too_long_are_told_as_one_change(void **state)
{
    size_t words = WORD_DIFF_WORDS_MAX + 10, len = 0;
    char *a = malloc(words * 8), *b = malloc(words * 8);
    struct arena arena = arena_make(64 << 20);
    struct word_diff d;

    (void)state;
    assert_non_null(a);
    assert_non_null(b);
    for (size_t i = 0; i < 3000; i++, len += 8) {
        snprintf(a + len, 9, "a%06zu ", i);
        snprintf(b + len, 9, "b%06zu ", i);
    }
    memcpy(a, "start   ", 8);
    memcpy(b, "start   ", 8);
    assert_int_equal(word_diff(a, len, b, len, &arena, &d, NULL), 0);
    assert_false(d.shortest);
    assert_int_equal(d.count, 3); /* what stands before the first change is the same */
    assert_int_equal(d.at[0].kind, CHANGE_SAME);
    assert_int_equal(d.at[1].len, len - 8);
    for (size_t i = 0; i < words; i++)
        memcpy(a + 2 * i, "x ", 2);
    assert_int_equal(word_diff(a, 2 * words, "x", 1, &arena, &d, NULL), 0);
    assert_false(d.shortest);
    assert_int_equal(d.count, 2);
    assert_int_equal(d.at[0].len, 2 * words);
    arena_free(&arena);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_told_by_word),
        cmocka_unit_test(a_paragraph_that_is_added_changes_nothing_before_it_and_a_new_break_is_a_change),
        cmocka_unit_test(both_texts_come_back_with_the_fewest_changes),
        cmocka_unit_test(texts_that_differ_too_much_or_are_too_long_are_told_as_one_change),
    };
    return cmocka_run_group_tests_name("word_diff", tests, NULL, NULL);
}
