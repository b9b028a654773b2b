/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet_agrees.c - phrases and near groups are marked in just those texts in which Xapian finds them. */
#include "test_shim.h"

#include "archive/snippet.h"

enum { TEXTS = 400, WORDS = 9, QUERIES = 120, PARTS_MAX = 4, LETTERS = 4, ARENA_MAX = 8 << 20 };

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 10;
}

static bool is_marked(struct snippet_maker *maker, struct arena *arena, const struct marks *m, const char *text)
{
    struct marked shown;
    assert_true(snippet_title(maker, m, text, strlen(text), arena, &shown));
    return shown.span_count > 0;
}

static void what_is_found_is_marked_and_what_is_marked_is_found(void **state)
{
    struct bench *b = *state;
    static char texts[TEXTS][WORDS * 2 + 1];
    uint32_t seed = 24112016;
    open_writer(b, 0, XAP_CREATE);
    for (int i = 0; i < TEXTS; i++) {
        size_t words = 1 + next_random(&seed) % WORDS;
        for (size_t k = 0; k < words; k++) {
            texts[i][2 * k] = (char)('a' + next_random(&seed) % LETTERS);
            texts[i][2 * k + 1] = k + 1 < words ? ' ' : '\0';
        }
        put_doc(b, 0, (uint32_t)i + 1, texts[i], NULL);
    }
    commit(b, 0);
    open_reader(b, 1);

    struct snippet_maker *maker = snippet_maker_new();
    assert_non_null(maker);
    size_t found = 0;
    for (int q = 0; q < QUERIES; q++) {
        struct arena arena = arena_make(ARENA_MAX);
        struct marks *m = marks_new(&arena);
        assert_non_null(m);
        uint32_t distance = next_random(&seed) % 4;
        bool near = q % 2;
        int unit = marks_unit(m, near ? MARK_NEAR : MARK_PHRASE, MARK_IN_TITLE, distance);
        char terms[PARTS_MAX];
        xap_query parts[PARTS_MAX];
        const xap_query *list[PARTS_MAX];
        size_t count = 2 + next_random(&seed) % (PARTS_MAX - 1);
        for (size_t i = 0; i < count; i++) {
            terms[i] = (char)('a' + next_random(&seed) % LETTERS);
            parts[i] = (xap_query){.op = XAP_TERM, .text = {&terms[i], 1}};
            list[i] = &parts[i];
            assert_true(marks_form(m, unit, (unsigned)i, &terms[i], 1));
        }
        const xap_query query = {.op = near ? XAP_NEAR : XAP_PHRASE,
                                 .window = (uint32_t)count + (near ? distance : 0),
                                 .parts = list,
                                 .count = count};
        const xap_search_options all = {.count = TEXTS, .check_at_least = UINT32_MAX, .order = XAP_BY_DOCID};
        assert_ok(b, xap_search(b->reader, &query, &all, &b->page, &b->err));
        size_t at = 0;
        for (int i = 0; i < TEXTS; i++) {
            bool hit = at < b->page->count && b->page->hits[at].docid == (uint32_t)i + 1;
            at += hit;
            if (is_marked(maker, &arena, m, texts[i]) != hit)
                fail_msg("%s of %.*s, distance %u, is %sfound in '%s'", near ? "near" : "phrase", (int)count, terms,
                         distance, hit ? "" : "not ", texts[i]);
        }
        found += at;
        xap_page_free(b->page);
        b->page = NULL;
        arena_free(&arena);
    }
    snippet_maker_free(maker);
    assert_true(found > 1000); /* else nothing was tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {BENCH_TEST(what_is_found_is_marked_and_what_is_marked_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
