/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pairs.c - a pair that stands in a document is in its signature; most others are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/pairs.h"

enum { DOCUMENTS = PAIRS_WINDOW + 300, EACH = 400 };

struct bench {
    char path[64];
    struct pairs *pairs;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->path, "/tmp/pairs.XXXXXX", sizeof "/tmp/pairs.XXXXXX");
    int fd = mkstemp(b->path);
    close(fd);
    *state = b;
    return fd >= 0 ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    sealed_close(b->pairs);
    unlink(b->path);
    free(b);
    return 0;
}

/* The words of the n-th pair of a document. */
static void pair_of(uint32_t document, uint32_t n, uint32_t *left, uint32_t *right)
{
    uint32_t mixed = (document * EACH + n) * 2654435761u;

    *left = mixed % PAIRS_COMMON;
    *right = mixed / PAIRS_COMMON % PAIRS_COMMON;
}

static bool says(const struct pairs *p, uint32_t document, uint32_t left, uint32_t right)
{
    uint32_t rows[PAIRS_SHARED];
    size_t count = pairs_rows(p, left, right, rows);
    bool all = true;

    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        all = all && pairs_bits(p, document / PAIRS_WINDOW, rows[i])[document % PAIRS_WINDOW / 64] >> document % 64 & 1;
    return all;
}

static void write_some(struct bench *b)
{
    struct pairs_writer *w;
    struct error err;
    uint32_t left, right;

    assert_int_equal(pairs_writer_open(b->path, &w, &err), 0);
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        for (uint32_t n = 0; n < EACH; n++) {
            pair_of(d, n, &left, &right);
            assert_int_equal(pairs_writer_add(w, left, right, &err), 0);
        }
        if (d % 3 == 0)
            assert_int_equal(pairs_writer_add(w, 5, 6, &err), 0);
        assert_int_equal(pairs_writer_add(w, PAIRS_COMMON, 0, &err), 0); /* a rare word: has no row */
        assert_int_equal(pairs_writer_next(w, &err), 0);
    }
    assert_int_equal(pairs_writer_finish(w, &err), 0);
    pairs_writer_close(w);
}

static void every_pair_that_was_added_is_said_and_few_others_are(void **state)
{
    struct bench *b = *state;
    struct error err;
    uint32_t left, right, rows[PAIRS_SHARED];
    size_t wrong = 0;

    write_some(b);
    assert_non_null((b->pairs = sealed_open(&pairs_kind, b->path, true, &err)));
    assert_int_equal(pairs_documents(b->pairs), DOCUMENTS);
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        for (uint32_t n = 0; n < EACH; n++) {
            pair_of(d, n, &left, &right);
            assert_true(says(b->pairs, d, left, right));
        }
        pair_of(d + DOCUMENTS, 1, &left, &right);
        wrong += says(b->pairs, d, left, right);
    }
    /* 400 pairs in two of 3,072 shared rows each, chosen at random: 23 in 100 bits are set, and both of a pair in 5. */
    assert_in_range(wrong, DOCUMENTS * 3 / 100, DOCUMENTS * 8 / 100);
    assert_int_equal(pairs_rows(b->pairs, 5, 6, rows), 1);
    assert_true(rows[0] < PAIRS_EXACT);
    for (uint32_t d = 0; d < DOCUMENTS; d++)
        assert_int_equal(says(b->pairs, d, 5, 6), d % 3 == 0);
    assert_int_equal(pairs_rows(b->pairs, PAIRS_COMMON, 0, rows), 0);
    assert_int_equal(pairs_rows(b->pairs, 0, UINT32_MAX, rows), 0);
}

static void a_file_that_is_cut_or_of_another_kind_is_refused(void **state)
{
    struct bench *b = *state;
    struct error err;

    write_some(b);
    FILE *file = fopen(b->path, "r+");
    fseek(file, -1, SEEK_END);
    long size = ftell(file) + 1;
    fclose(file);
    assert_int_equal(truncate(b->path, size - 8), 0);
    assert_null(sealed_open(&pairs_kind, b->path, false, &err));
    assert_int_equal(err.fault, FAULT_DAMAGED);
    write_some(b);
    file = fopen(b->path, "r+");
    fputc('x', file);
    fclose(file);
    assert_null(sealed_open(&pairs_kind, b->path, false, &err));
    assert_int_equal(err.fault, FAULT_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_pair_that_was_added_is_said_and_few_others_are, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_cut_or_of_another_kind_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
