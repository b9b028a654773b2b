/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_record.c - what a result shows survives its packing; a cut record is refused. */
#include "archive/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void is(struct record_text got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.data, want, got.len);
}

static void a_record_comes_back_and_no_part_of_one_does(void **state)
{
    char *authors[] = {"A. Writer", "Zoë Other"};
    struct article a = {
        .id = "herald-1", .title = "Budget falls", .date = "2019-04", .source = "",
        .authors = {authors, 2},
    };
    uint8_t hash[SEGMENT_HASH];
    struct buffer b = buffer_make(4096);
    struct record r;

    (void)state;
    memset(hash, 7, sizeof hash);
    assert_true(record_write(&a, 3, (struct segment_place){1ull << 40, 777}, hash, 5, 0x8000000000000001u, &b));
    assert_true(record_read(b.data, b.len, &r));
    assert_int_equal(r.segment, 3);
    assert_true(r.place.offset == 1ull << 40);
    assert_int_equal(r.place.length, 777);
    assert_int_equal(r.version, 5);
    assert_memory_equal(r.hash, hash, sizeof hash);
    is(r.id, "herald-1");
    is(r.title, "Budget falls");
    is(r.date, "2019-04");
    is(r.source, "");
    assert_non_null(r.source.data);
    assert_null(r.url.data);
    assert_int_equal(r.author_count, 2);
    is(r.authors[1], "Zoë Other");
    assert_int_equal(r.tag_count, 0);

    for (size_t len = 0; len < b.len; len++) {
        char *part = malloc(len + 1); /* its own block, so that ASan sees a read past it */
        assert_non_null(part);
        memcpy(part, b.data, len);
        bool whole = record_read(part, len, &r);
        free(part);
        if (whole)
            fail_msg("the first %zu of %zu bytes passed as a record", len, b.len);
    }
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_record_comes_back_and_no_part_of_one_does)};
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
