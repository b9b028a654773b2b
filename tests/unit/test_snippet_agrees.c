/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet_agrees.c - phrases and near groups are marked in just the texts where trying all places finds them. */
#include "archive/snippet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { TEXTS = 400, WORDS = 9, QUERIES = 120, PARTS_MAX = 4, LETTERS = 4, ARENA_MAX = 8 << 20 };

struct group {
    bool near; /* else a phrase */
    size_t count, window;
    char terms[PARTS_MAX]; /* each a word */
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 10;
}

/* Whether a group's words make it up at these places (proximity.h): one right behind the other; or each at a place of
 * its own, in any order, and all within the window. */
static bool stands(const struct group *g, const size_t places[])
{
    for (size_t i = 0; i < g->count; i++)
        for (size_t k = 0; k < i; k++) {
            size_t apart = places[i] > places[k] ? places[i] - places[k] : places[k] - places[i];
            if (g->near ? apart == 0 || apart >= g->window : places[i] != places[k] + (i - k))
                return false;
        }
    return true;
}

/* Tries every place for the words from one on. */
static bool is_found(const struct group *g, const char *text, size_t from, size_t places[])
{
    if (from >= g->count || from >= PARTS_MAX) /* the latter for gcc, which does not see that count is no more */
        return stands(g, places);
    for (places[from] = 0; places[from] < (strlen(text) + 1) / 2; places[from]++)
        if (text[2 * places[from]] == g->terms[from] && is_found(g, text, from + 1, places))
            return true;
    return false;
}

static bool is_marked(struct snippet_maker *maker, struct arena *arena, const struct marks *m, const char *text)
{
    struct marked shown;
    assert_true(snippet_title(maker, m, text, strlen(text), arena, &shown));
    return shown.span_count > 0;
}

static void what_is_found_is_marked_and_what_is_marked_is_found(void **state)
{
    static char texts[TEXTS][WORDS * 2 + 1];
    uint32_t seed = 24112016;
    (void)state;
    for (int i = 0; i < TEXTS; i++) {
        size_t words = 1 + next_random(&seed) % WORDS;
        for (size_t k = 0; k < words; k++) {
            texts[i][2 * k] = (char)('a' + next_random(&seed) % LETTERS);
            texts[i][2 * k + 1] = k + 1 < words ? ' ' : '\0';
        }
    }

    struct snippet_maker *maker = snippet_maker_new();
    assert_non_null(maker);
    size_t found[2] = {0};
    for (int q = 0; q < QUERIES; q++) {
        struct arena arena = arena_make(ARENA_MAX);
        struct marks *m = marks_new(&arena);
        assert_non_null(m);
        uint32_t distance = next_random(&seed) % 4;
        struct group g = {.near = q % 2};
        int unit = marks_unit(m, g.near ? MARK_NEAR : MARK_PHRASE, MARK_IN_TITLE, distance);
        g.count = 2 + next_random(&seed) % (PARTS_MAX - 1);
        g.window = g.count + distance;
        for (size_t i = 0; i < g.count; i++) {
            g.terms[i] = (char)('a' + next_random(&seed) % LETTERS);
            assert_true(marks_form(m, unit, (unsigned)i, &g.terms[i], 1));
        }
        for (int i = 0; i < TEXTS; i++) {
            size_t places[PARTS_MAX];
            bool hit = is_found(&g, texts[i], 0, places);
            found[g.near] += hit;
            if (is_marked(maker, &arena, m, texts[i]) != hit)
                fail_msg("%s of %.*s, distance %u, is %sfound in '%s'", g.near ? "near" : "phrase", (int)g.count,
                         g.terms, distance, hit ? "" : "not ", texts[i]);
        }
        arena_free(&arena);
    }
    snippet_maker_free(maker);
    assert_true(found[false] > 1000 && found[true] > 1000); /* else nothing was tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_found_is_marked_and_what_is_marked_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
