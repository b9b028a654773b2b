/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_query.c - the query language against tests/cases/parse.cases. */
#include "archive/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_MAX_BYTES = 4096, ARENA_MAX = 1 << 20 };

struct fixture {
    struct arena arena;
    FILE *cases;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f)
        f->arena = arena_make(ARENA_MAX);
    *state = f;
    return f ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(&f->arena);
    if (f->cases)
        fclose(f->cases);
    free(f);
    return 0;
}

static struct query parsed(struct fixture *f, const char *text, size_t len, enum query_match match)
{
    struct query q;
    struct error err = {0};
    if (query_parse(text, len, match, &f->arena, &q, &err))
        fail_msg("'%.*s': %s", (int)len, text, err.text);
    return q;
}

static bool read_line(FILE *file, char line[LINE_MAX_BYTES])
{
    if (!fgets(line, LINE_MAX_BYTES, file))
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

/* Three lines: the query ("any:" before it for match=any), what is understood, how many warnings. */
static void every_case_is_understood_and_its_text_parses_to_itself(void **state)
{
    struct fixture *f = *state;
    f->cases = fopen(CASES_DIR "/parse.cases", "r");
    assert_non_null(f->cases);
    char text[LINE_MAX_BYTES], expected[LINE_MAX_BYTES], warnings[LINE_MAX_BYTES];
    int count = 0;
    while (read_line(f->cases, text)) {
        if (!*text || *text == '#')
            continue;
        assert_true(read_line(f->cases, expected) && read_line(f->cases, warnings));
        bool any = strncmp(text, "any:", 4) == 0;
        const char *query = any ? text + 4 : text;
        struct query q = parsed(f, query, strlen(query), any ? MATCH_ANY : MATCH_ALL);
        assert_string_equal(q.understood_as, expected);
        if (q.warning_count != strtoul(warnings, NULL, 10))
            fail_msg("'%s' gave %zu warnings, not %s", query, q.warning_count, warnings);
        struct query again = parsed(f, expected, strlen(expected), any ? MATCH_ANY : MATCH_ALL);
        assert_string_equal(again.understood_as, expected);
        arena_free(&f->arena);
        count++;
    }
    assert_true(count >= 60);
}

static void an_empty_query_is_everything(void **state)
{
    struct query q = parsed(*state, " \n", 2, MATCH_ALL);
    assert_int_equal(q.root->kind, QUERY_ALL);
    assert_int_equal(q.warning_count, 0);
}

static void a_query_without_words_is_nothing(void **state)
{
    assert_int_equal(parsed(*state, "?!", 2, MATCH_ALL).root->kind, QUERY_NONE);
}

static void a_compound_has_the_joined_form_first(void **state)
{
    struct query q = parsed(*state, "Long-Bailey", 11, MATCH_ALL);
    assert_int_equal(q.root->kind, QUERY_WORD);
    assert_int_equal(q.root->word_count, 3);
    assert_string_equal(q.root->words[0].term, "longbailey");
    assert_string_equal(q.root->words[2].term, "bailey");
}

static void one_quoted_word_stays_a_phrase(void **state)
{
    struct query q = parsed(*state, "\"Ministers\"", 11, MATCH_ALL);
    assert_int_equal(q.root->kind, QUERY_PHRASE);
    assert_string_equal(q.root->words[0].term, "ministers");
}

static void a_phrase_keeps_and_marks_its_stop_words(void **state)
{
    struct query q = parsed(*state, "\"the tax\"", 9, MATCH_ALL);
    assert_int_equal(q.root->word_count, 2);
    assert_true(q.root->words[0].stop);
    assert_false(q.root->words[1].stop);
}

static void too_many_words_or_bytes_are_refused(void **state)
{
    struct fixture *f = *state;
    char text[QUERY_BYTES_MAX + 1];
    struct query q = {0};
    struct error err = {0};
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 ? ' ' : 'x';
    assert_int_equal(query_parse(text, 2 * QUERY_WORDS_MAX, MATCH_ALL, &f->arena, &q, &err), 0);
    assert_int_equal(q.root->part_count, QUERY_WORDS_MAX);
    assert_int_equal(query_parse(text, 2 * QUERY_WORDS_MAX + 1, MATCH_ALL, &f->arena, &q, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
    assert_int_equal(query_parse(text, QUERY_BYTES_MAX + 1, MATCH_ALL, &f->arena, &q, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
}

static void one_word_too_many_behind_a_minus_is_the_askers_mistake_too(void **state)
{
    struct fixture *f = *state;
    char text[2 * QUERY_WORDS_MAX + 8];
    struct query q = {0};
    struct error err = {0};
    size_t len = 0;
    for (size_t i = 0; i + 1 < QUERY_WORDS_MAX; i++, len += 2)
        memcpy(text + len, "x ", 2);
    memcpy(text + len, "-a,b", 4);
    assert_int_equal(query_parse(text, len + 2, MATCH_ALL, &f->arena, &q, &err), 0);
    assert_int_equal(query_parse(text, len + 4, MATCH_ALL, &f->arena, &q, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
}

static void brackets_however_deep_are_survived(void **state)
{
    char text[QUERY_BYTES_MAX];
    memset(text, '(', sizeof text);
    text[999] = 'x';
    memset(text + 1000, ')', sizeof text - 1000);
    text[sizeof text - 1] = ' ';
    struct query q = parsed(*state, text, sizeof text, MATCH_ALL);
    assert_string_equal(q.understood_as, "x");
    assert_int_equal(q.warning_count, 1);
}

static void a_full_arena_is_an_error_of_memory(void **state)
{
    (void)state;
    struct arena small = arena_make(64);
    struct query q = {0};
    struct error err = {0};
    int result = query_parse("a b c d e", 9, MATCH_ALL, &small, &q, &err);
    arena_free(&small);
    assert_int_equal(result, -1);
    assert_int_equal(err.fault, FAULT_MEMORY);
}

static void random_queries_are_never_errors_and_print_to_themselves(void **state)
{
    struct fixture *f = *state;
    static const char *const pieces[] = {"tax", " ", " ", "(", ")", "\"", " AND ", " OR ", "NOT ", "-", "*", ":", "title:",
        "source:", "date:", "2016", "..", "~3", "the ", "\xC3\xA9", "\xE2\x80\x99s", "\xFF", "\\", "O'B", ".", "U.S.",
        "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", "id:", "none", "/", ",", "1,000", "\xEF\xB7\xBA", "\xC7\xB0"};
    unsigned seed = 11;
    for (int round = 0; round < 5000; round++) {
        char text[400];
        size_t len = 0;
        for (int i = 0; i < 25; i++) {
            seed = seed * 1103515245U + 12345U;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        enum query_match match = round % 2 ? MATCH_ANY : MATCH_ALL;
        struct query q = parsed(f, text, len, match);
        struct query again = parsed(f, q.understood_as, strlen(q.understood_as), match);
        if (strcmp(again.understood_as, q.understood_as) != 0)
            fail_msg("'%.*s': '%s' parses as '%s'", (int)len, text, q.understood_as, again.understood_as);
        arena_free(&f->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_case_is_understood_and_its_text_parses_to_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_query_is_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_query_without_words_is_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_compound_has_the_joined_form_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_quoted_word_stays_a_phrase, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_phrase_keeps_and_marks_its_stop_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_words_or_bytes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_word_too_many_behind_a_minus_is_the_askers_mistake_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(brackets_however_deep_are_survived, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_queries_are_never_errors_and_print_to_themselves, set_up, tear_down),
        cmocka_unit_test(a_full_arena_is_an_error_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
