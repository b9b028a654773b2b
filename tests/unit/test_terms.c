/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_terms.c - words gathered by term, against a plain count. */
#include "archive/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void every_occurrence_is_counted_once_whatever_the_number_of_terms(void **state)
{
    enum { KINDS = 20000, ROUNDS = 3 };
    static uint32_t positions[ROUNDS];
    struct terms *t = terms_new();
    char term[16];

    (void)state;
    assert_non_null(t);
    for (int again = 0; again < 2; again++) { /* the second article finds nothing of the first */
        terms_clear(t);
        uint32_t position = 0;
        for (int round = 0; round < ROUNDS; round++)
            for (int k = 0; k < KINDS; k++) {
                int len = snprintf(term, sizeof term, "w%d", k * 7);
                assert_int_not_equal(terms_add(t, term, (size_t)len, ++position, 1, k % 2), TERMS_FULL);
            }
        assert_int_not_equal(terms_add(t, "w0", 2, 0, 3, true), TERMS_FULL);
        assert_int_equal(terms_count(t), KINDS);
        for (int k = 0; k < KINDS; k++) {
            const struct term_entry *e = terms_at(t, (size_t)k);
            int len = snprintf(term, sizeof term, "w%d", k * 7);
            assert_int_equal(e->len, len);
            assert_memory_equal(e->term, term, (size_t)len);
            assert_int_equal(e->count, ROUNDS);
            assert_int_equal(e->wdf, k ? ROUNDS : ROUNDS + 3);
            assert_int_equal(e->in_body, k ? k % 2 : 1);
            terms_positions(t, e, positions);
            for (int round = 0; round < ROUNDS; round++)
                assert_int_equal(positions[round], round * KINDS + k + 1);
        }
    }
    terms_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_occurrence_is_counted_once_whatever_the_number_of_terms)};
    return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
