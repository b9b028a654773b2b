/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_name_finder.c - which names a text has, and how its words are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/name_finder.h"

struct bench {
    struct words *words;
    struct name_finder finder;
    char found[4096];
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    b->words = words_new();
    *state = b;
    return b->words ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    name_finder_free(&b->finder);
    words_free(b->words);
    free(b);
    return 0;
}

/* "key=text|key=text", a "~" before those that begin a sentence. */
static const char *names_of(struct bench *b, const char *text)
{
    struct word w;
    enum name_casing casing;
    size_t count, len = 0;

    name_finder_clear(&b->finder);
    name_finder_start(&b->finder, text, strlen(text));
    words_start(b->words, text, strlen(text));
    while (words_next(b->words, &w))
        if (name_finder_wants(&b->finder, &w))
            assert_true(name_finder_take(&b->finder, &w, &casing));
    assert_true(name_finder_finish(&b->finder));
    const struct found_name *names = name_finder_names(&b->finder, &count);
    b->found[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(b->found + len, sizeof b->found - len, "%s%s%.*s=%.*s", i ? "|" : "", names[i].inside ? "" : "~",
                                (int)names[i].key_len, names[i].key, (int)names[i].text_len, names[i].text);
    return b->found;
}

static void a_run_of_capitalised_words_is_a_name(void **state)
{
    assert_string_equal(names_of(*state, "They saw Rebecca Long Bailey there."), "rebecca long bailey=Rebecca Long Bailey");
    assert_string_equal(names_of(*state, "a vote of House of Lords members"), "house of lords=House of Lords");
    assert_string_equal(names_of(*state, "the mayor, Charles de la Tour, left"), "charles de la tour=Charles de la Tour");
    assert_string_equal(names_of(*state, "by Donald J. Trump and others"), "donald j trump=Donald J. Trump");
    assert_string_equal(names_of(*state, "with Sinn F\xC3\xA9in in office"),
                        "fein=F\xC3\xA9in|sinn fein=Sinn F\xC3\xA9in");
}

static void what_only_begins_a_sentence_is_told_as_such(void **state)
{
    assert_string_equal(names_of(*state, "Jeremy Corbyn spoke. Yesterday Theresa May did."),
                        "~jeremy corbyn=Jeremy Corbyn|~yesterday theresa may=Yesterday Theresa May");
    assert_string_equal(names_of(*state, "The White House said."), "white house=White House");
    assert_string_equal(names_of(*state, "He met Mr. Ivan Doe. Sen. Jo Roe left."), "ivan doe=Ivan Doe|jo roe=Jo Roe");
}

static void possessives_commas_and_lines_end_a_name(void **state)
{
    assert_string_equal(names_of(*state, "in Ada Moss's Vale Herald"), "ada moss=Ada Moss|vale herald=Vale Herald");
    assert_string_equal(names_of(*state, "in Ada Moss\xE2\x80\x99s house"), "ada moss=Ada Moss");
    assert_string_equal(names_of(*state, "with Ada Moss, Ben Oak"), "ada moss=Ada Moss|ben oak=Ben Oak");
    assert_string_equal(names_of(*state, "with Ada\nMoss"), "");
}

static void too_many_words_or_shouting_are_no_name(void **state)
{
    assert_string_equal(names_of(*state, "the One Two Three Four Five six"), "");
    assert_string_equal(names_of(*state, "see BREAKING NEWS TODAY now"), "");
    assert_string_equal(names_of(*state, "many a UK MP said"), "uk mp=UK MP");
}

static void a_word_is_a_name_where_its_letters_do_not_say_how_it_is_written(void **state)
{
    assert_string_equal(names_of(*state, "that McConnell and Brexit and NATO were"), "mcconnell=McConnell");
    assert_string_equal(names_of(*state, "the spread of COVID-19 was"), "covid 19=COVID-19");
    assert_string_equal(names_of(*state, "saw Rebecca Long-Bailey's car"), "rebecca long bailey=Rebecca Long-Bailey");
    assert_string_equal(names_of(*state, "told O'Reilly so"), "o reilly=O'Reilly");
    assert_string_equal(names_of(*state, "a Trump-backed plan, R-Ky, anti-Trump votes"), "");
}

static struct found_name only_name(struct bench *b, const char *text)
{
    size_t count;

    names_of(b, text);
    const struct found_name *names = name_finder_names(&b->finder, &count);
    assert_int_equal(count, 1);
    return names[0];
}

static void contexts_are_those_next_to_it(void **state)
{
    struct found_name here = only_name(*state, "One thing. Follow the work of Ada Moss on the wire tonight. Another.");
    struct found_name same = only_name(*state, "Other things.\nFollow the work of Ada Moss on the wire tonight, or later.");
    struct found_name other = only_name(*state, "One thing. Follow the life of Ada Moss on the line tonight.");

    assert_int_equal(same.before, here.before);
    assert_int_equal(same.behind, here.behind);
    assert_int_not_equal(other.before, here.before);
    assert_int_not_equal(other.behind, here.behind);
    assert_int_equal(only_name(*state, "so Ada Moss is").before, 0);
}

static void casing_is_told_within_sentences_only(void **state)
{
    struct bench *b = *state;
    static const char text[] = "Minister said Brexit and NATO";
    static const enum name_casing expected[] = {CASING_NONE, CASING_CAPITAL, CASING_UPPER};
    struct word w;
    size_t at = 0;

    name_finder_clear(&b->finder);
    name_finder_start(&b->finder, text, strlen(text));
    words_start(b->words, text, strlen(text));
    while (words_next(b->words, &w)) {
        enum name_casing casing;
        if (!name_finder_wants(&b->finder, &w))
            continue;
        assert_true(name_finder_take(&b->finder, &w, &casing));
        assert_int_equal(casing, expected[at++]);
    }
    assert_int_equal(at, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_of_capitalised_words_is_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_begins_a_sentence_is_told_as_such, setup, teardown),
        cmocka_unit_test_setup_teardown(possessives_commas_and_lines_end_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_words_or_shouting_are_no_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_word_is_a_name_where_its_letters_do_not_say_how_it_is_written, setup, teardown),
        cmocka_unit_test_setup_teardown(contexts_are_those_next_to_it, setup, teardown),
        cmocka_unit_test_setup_teardown(casing_is_told_within_sentences_only, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
