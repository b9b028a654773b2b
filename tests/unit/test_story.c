/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_story.c - which texts are near, what they share, and which keys find them. */
#include "archive/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_MAX = 8192 };

static struct story of(const char *text)
{
    struct story s = {0};

    assert_true(story_read(&s, text, strlen(text)) && story_index(&s));
    return s;
}

static bool near(const char *one, const char *other)
{
    struct story a = of(one), b = of(other);
    bool is = story_near(&a, &b);

    assert_int_equal(is, story_near(&b, &a));
    story_free(&a);
    story_free(&b);
    return is;
}

/* The words w0, w1 and so on, from `from` to end - 1, of which every `changed`th is another (0: none). */
static const char *words(char text[TEXT_MAX], unsigned from, unsigned end, unsigned changed)
{
    size_t len = 0;

    *text = '\0';
    for (unsigned i = from; i < end; i++)
        len += (size_t)snprintf(text + len, TEXT_MAX - len, changed && i % changed == 0 ? "x%u " : "w%u ", i);
    return text;
}

static void edited_and_cut_texts_are_near_and_others_are_not(void **state)
{
    char a[TEXT_MAX], b[TEXT_MAX];

    (void)state;
    assert_true(near(words(a, 0, 200, 0), words(b, 0, 200, 0)));
    assert_true(near(words(a, 0, 200, 0), words(b, 0, 200, 10)));
    assert_false(near(words(a, 0, 200, 0), words(b, 0, 200, 4)));
    assert_true(near(words(a, 0, 200, 0), words(b, 0, 50, 0)));
    assert_false(near(words(a, 0, 200, 0), words(b, 0, 35, 0))); /* a note that long stories quote */
    assert_true(near(words(a, 0, 200, 0), words(b, 30, 230, 0)));
    assert_false(near(words(a, 0, 200, 0), words(b, 100, 300, 0)));
}

static void short_texts_must_be_the_same_and_stubs_are_nobodys_copy(void **state)
{
    char a[TEXT_MAX], b[TEXT_MAX];

    (void)state;
    assert_true(near(words(a, 0, 15, 0), words(b, 0, 15, 0)));
    assert_false(near(words(a, 0, 16, 0), words(b, 0, 15, 0)));
    assert_false(near(words(a, 0, 11, 0), words(b, 0, 11, 0)));
    assert_false(near("", ""));
}

static void writing_makes_no_difference(void **state)
{
    (void)state;
    assert_true(near("The moot’s barges — all of them — sank; “nobody” knew why the\u00a0pilots had left",
                     "the moot's BARGES, all of them, sank: \"nobody\" knew why the pilots had le\u00adft"));
    assert_true(near("市议会今天通过了新的预算案，部长说。", "市议会今天通过了新的预算案 部长说"));
    assert_false(near("市议会今天通过了新的预算案，部长说。", "市议会今天通过了新的预算案，总理说。"));
}

static void shares_count_words_in_common_runs(void **state)
{
    char text[TEXT_MAX];
    struct story whole, part;

    (void)state;
    whole = of(words(text, 0, 100, 0));
    part = of(words(text, 0, 60, 0));
    assert_true(story_share(&part, &whole) == 1);
    assert_true(story_share(&whole, &part) == 0.6);
    story_free(&whole);
    story_free(&part);
}

static void a_copy_cut_to_a_third_shares_a_key(void **state)
{
    char text[TEXT_MAX];
    unsigned found = 0;

    (void)state;
    for (unsigned i = 0; i < 100; i++) {
        struct story whole = of(words(text, i * 1000, i * 1000 + 300, 0));
        struct story part = of(words(text, i * 1000, i * 1000 + 100, 0));
        struct sketch a, b;
        story_sketch(&whole, &a);
        story_sketch(&part, &b);
        for (unsigned k = 1; k < a.count; k++)
            assert_true(a.at[k - 1] < a.at[k]);
        assert_true(sketch_may_be_near(&a, &b));
        const struct story_keys x = sketch_keys(&a), y = sketch_keys(&b);
        bool shares = false;
        for (unsigned k = 0; k < x.count; k++)
            for (unsigned n = 0; n < y.count; n++)
                shares = shares || x.at[k] == y.at[n];
        found += shares;
        story_free(&whole);
        story_free(&part);
    }
    assert_true(found >= 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edited_and_cut_texts_are_near_and_others_are_not),
        cmocka_unit_test(short_texts_must_be_the_same_and_stubs_are_nobodys_copy),
        cmocka_unit_test(writing_makes_no_difference),
        cmocka_unit_test(shares_count_words_in_common_runs),
        cmocka_unit_test(a_copy_cut_to_a_third_shares_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
