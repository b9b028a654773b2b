/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet_marks.c - what of a title and a text is marked, and how that looks as HTML. */
#include "test_snippet.h"

static void a_phrase_is_one_mark_and_its_words_elsewhere_are_none(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "tax cuts");
    assert_string_equal(passage(f, "Cuts in tax, no cuts. Then Tax  Cuts came."),
                        "Cuts in tax, no cuts. Then <mark>Tax Cuts</mark> came.");
    assert_int_equal(f->shown.span_count, 1);
}

static void a_phrase_of_one_word_twice_needs_it_twice(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "aye aye sir");
    assert_string_equal(title(f, "Aye sir, aye, aye, aye sir!"), "Aye sir, aye, <mark>aye, aye sir</mark>!");
}

static void a_phrase_is_not_broken_by_the_joined_form_of_a_compound(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PHRASE, ANYWHERE, 0, "rebecca long|longbailey bailey");
    assert_string_equal(title(f, "Rebecca Long-Bailey and Rebecca Long Bailey"),
                        "<mark>Rebecca Long-Bailey</mark> and <mark>Rebecca Long Bailey</mark>");
}

static void a_possessive_is_marked_whole(void **state)
{
    struct fixture *f = *state;
    word(f, "zelensky");
    assert_string_equal(title(f, "Zelensky\xE2\x80\x99s visit, zelensky's aides"),
                        "<mark>Zelensky\xE2\x80\x99s</mark> visit, <mark>zelensky&#39;s</mark> aides");
}

static void accents_and_capitals_stay_as_written(void **state)
{
    struct fixture *f = *state;
    word(f, "fein");
    word(f, "cafe");
    assert_string_equal(passage(f, "SINN F\xC3\x89IN met in a cafe\xCC\x81."),
                        "SINN <mark>F\xC3\x89IN</mark> met in a <mark>cafe\xCC\x81</mark>.");
}

static void a_compound_found_whole_and_by_its_parts_is_one_mark(void **state)
{
    struct fixture *f = *state;
    word(f, "longbailey");
    word(f, "long");
    word(f, "bailey");
    assert_string_equal(title(f, "Long-Bailey, or Bailey"), "<mark>Long-Bailey</mark>, or <mark>Bailey</mark>");
    assert_int_equal(f->shown.span_count, 2);
}

static void every_form_of_a_word_is_marked_and_nothing_like_it(void **state)
{
    struct fixture *f = *state;
    word(f, "minister|ministers");
    assert_string_equal(title(f, "Minister, ministers, ministry"),
                        "<mark>Minister</mark>, <mark>ministers</mark>, ministry");
}

static void a_prefix_marks_the_whole_word_it_begins(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_PREFIX, ANYWHERE, 0, "elect");
    assert_string_equal(title(f, "Elections elect re-elected select"),
                        "<mark>Elections</mark> <mark>elect</mark> re-<mark>elected</mark> select");
}

static void near_words_are_marked_each_when_all_stand_within_the_distance(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_NEAR, ANYWHERE, 2, "tax cuts");
    assert_string_equal(title(f, "cuts a b tax"), "<mark>cuts</mark> a b <mark>tax</mark>");
    assert_string_equal(title(f, "cuts a b c tax"), "cuts a b c tax");
}

static void near_a_word_given_twice_is_two_words(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_NEAR, ANYWHERE, 1, "war war");
    assert_string_equal(title(f, "war is peace"), "war is peace");
    assert_string_equal(title(f, "war is war"), "<mark>war</mark> is <mark>war</mark>");
}

static void units_mark_only_where_they_are_looked_for(void **state)
{
    struct fixture *f = *state;
    add(f, MARK_WORD, MARK_IN_TITLE, 0, "budget");
    add(f, MARK_WORD, MARK_IN_BODY, 0, "vote");
    assert_string_equal(title(f, "budget vote"), "<mark>budget</mark> vote");
    assert_string_equal(passage(f, "budget vote"), "budget <mark>vote</mark>");
}

static void a_title_is_shown_whole_and_as_it_is(void **state)
{
    struct fixture *f = *state;
    word(f, "b");
    assert_string_equal(title(f, "A  b\tc "), "A  <mark>b</mark>\tc ");
    assert_string_equal(title(f, ""), "");
}

static void without_marks_nothing_is_marked(void **state)
{
    struct fixture *f = *state;
    f->marks = NULL;
    assert_string_equal(title(f, "The budget"), "The budget");
    assert_string_equal(passage(f, " The\n\nbudget \n"), "The budget");
}

static void html_of_the_text_comes_out_as_text(void **state)
{
    struct fixture *f = *state;
    word(f, "script");
    assert_string_equal(title(f, "<script>a && \"b\" 'c'</mark>"),
                        "&lt;<mark>script</mark>&gt;a &amp;&amp; &quot;b&quot; &#39;c&#39;&lt;/mark&gt;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_phrase_is_one_mark_and_its_words_elsewhere_are_none),
        TEST(a_phrase_of_one_word_twice_needs_it_twice),
        TEST(a_phrase_is_not_broken_by_the_joined_form_of_a_compound),
        TEST(a_possessive_is_marked_whole),
        TEST(accents_and_capitals_stay_as_written),
        TEST(a_compound_found_whole_and_by_its_parts_is_one_mark),
        TEST(every_form_of_a_word_is_marked_and_nothing_like_it),
        TEST(a_prefix_marks_the_whole_word_it_begins),
        TEST(near_words_are_marked_each_when_all_stand_within_the_distance),
        TEST(near_a_word_given_twice_is_two_words),
        TEST(units_mark_only_where_they_are_looked_for),
        TEST(a_title_is_shown_whole_and_as_it_is),
        TEST(without_marks_nothing_is_marked),
        TEST(html_of_the_text_comes_out_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
