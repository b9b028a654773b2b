/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shingles.c - which texts count as the same story. */
#include "archive/shingles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS_MAX = 400, TEXT_BYTES = 16 * WORDS_MAX, ARENA_MAX = 1 << 22 };

struct bench {
    struct words *words;
    struct arena arena;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    b->words = words_new();
    b->arena = arena_make(ARENA_MAX);
    *state = b;
    return b->words ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    words_free(b->words);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static struct shingles of(struct bench *b, const char *text)
{
    struct shingles s;
    assert_true(shingles_make(b->words, text, strlen(text), &b->arena, &s));
    return s;
}

/* count words, each standing once in all of them: from `from` on, the words of story 0 are w0, w1 and so on. */
static const char *story(struct bench *b, unsigned from, unsigned count)
{
    char *text = arena_alloc(&b->arena, TEXT_BYTES);
    size_t len = 0;
    assert_non_null(text);
    for (unsigned i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, TEXT_BYTES - len, "w%u ", from + i);
    return text;
}

static const char *both(struct bench *b, const char *one, const char *other)
{
    const char *text = arena_printf(&b->arena, "%s\n\n%s", one, other);
    assert_non_null(text);
    return text;
}

static bool near(struct bench *b, const char *one, const char *other)
{
    struct shingles x = of(b, one), y = of(b, other);
    assert_int_equal(shingles_near(&x, &y), shingles_near(&y, &x));
    return shingles_near(&x, &y);
}

static void shingles_are_counted_once_and_shared_ones_told(void **state)
{
    struct bench *b = *state;
    struct shingles all = of(b, story(b, 0, 100)), part = of(b, story(b, 50, 100));
    assert_int_equal(all.count, 97);
    assert_int_equal(of(b, both(b, story(b, 0, 100), story(b, 0, 100))).count, 97 + 3);
    assert_int_equal(shingles_shared(&all, &part), 47);
    assert_int_equal(shingles_shared(&part, &all), 47);
    assert_int_equal(of(b, "one two").count, 1);
    assert_int_equal(of(b, " ... ").count, 0);
}

static void case_accents_possessives_and_paragraphs_make_no_difference(void **state)
{
    struct bench *b = *state;
    struct shingles x = of(b, "The Café’s owner said: “No.”\n\nShe left.");
    struct shingles y = of(b, "the cafe owner said no she left");
    assert_int_equal(shingles_shared(&x, &y), x.count);
    assert_int_equal(x.count, y.count);
}

static void an_edited_a_cut_and_a_longer_copy_are_near(void **state)
{
    struct bench *b = *state;
    const char *wire = story(b, 0, 300);
    assert_true(near(b, wire, wire));
    assert_true(near(b, wire, both(b, "Our correspondents report", wire)));
    assert_true(near(b, wire, both(b, story(b, 0, 150), story(b, 160, 140)))); /* ten words gone */
    assert_true(near(b, wire, story(b, 0, 60)));                                /* the first paragraph */
    assert_true(near(b, wire, both(b, wire, story(b, 1000, 90))));
}

static void a_follow_up_that_repeats_the_background_is_another_story(void **state)
{
    struct bench *b = *state;
    const char *background = story(b, 0, 150);
    assert_false(near(b, both(b, story(b, 1000, 150), background), both(b, story(b, 2000, 150), background)));
    assert_false(near(b, both(b, story(b, 1000, 30), background), both(b, story(b, 2000, 200), background)));
    assert_false(near(b, story(b, 0, 300), story(b, 1000, 300)));
}

static void short_texts_must_be_the_same(void **state)
{
    struct bench *b = *state;
    assert_true(near(b, "Read the whole story in the print edition.", "read the whole story in the PRINT edition"));
    assert_false(near(b, "Read the whole story in the print edition.",
                      both(b, "Read the whole story in the print edition.", story(b, 0, 100))));
    assert_false(near(b, "", ""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(shingles_are_counted_once_and_shared_ones_told),
                                       TEST(case_accents_possessives_and_paragraphs_make_no_difference),
                                       TEST(an_edited_a_cut_and_a_longer_copy_are_near),
                                       TEST(a_follow_up_that_repeats_the_background_is_another_story),
                                       TEST(short_texts_must_be_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
