/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_boilerplate.c - the set of lines, a text without them, and when a line is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/boilerplate.h"
#include "archive/boilerplate_rule.h"
#include "archive/boilerplate_tally.h"

enum { SEED = 7 };

static struct boilerplate known(const char *const *lines, size_t count, enum boilerplate_state state)
{
    struct boilerplate b = {0};

    for (size_t i = 0; i < count; i++)
        assert_true(boilerplate_set(&b, &(struct boilerplate_line){
                                            .key = boilerplate_key(SEED, lines[i], strlen(lines[i])), .state = state}));
    return b;
}

static void a_text_loses_the_lines_that_are_known(void **state)
{
    static const char *const lines[] = {"Subscribe now!", "Read more", "All rights reserved."};
    static const struct {
        const char *text, *left;
        size_t keys;
    } cases[] = {
        {"One.\n\nTwo.", "One.\n\nTwo.", 0},
        {"One.\n\nSubscribe now!", "One.", 1},
        {"Subscribe now!\n\nOne.", "One.", 1},
        {"One.\n\nSubscribe now!\n\nTwo.", "One.\n\nTwo.", 1},
        {"One.\nRead more\nTwo.", "One.\nTwo.", 1},
        {"One.\nRead more\n\nTwo.", "One.\n\nTwo.", 1},
        {"One.\n\n  Subscribe \t now! \nAll rights reserved.", "One.", 2},
        {"Read more\n\nOne.\n\nRead more\n\nTwo.\n\nRead more", "One.\n\nTwo.", 1},
        {"Read more", "", 1},
        {"Read more about it", "Read more about it", 0},
        {"", "", 0},
    };
    struct boilerplate b = known(lines, sizeof lines / sizeof *lines, BOILERPLATE_LEARNED);
    struct buffer out = buffer_make(4096), keys = buffer_make(4096);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        size_t len = strlen(text);
        assert_true(boilerplate_strip(&b, BOILERPLATE_NOW, SEED, &text, &len, &out, &keys));
        if (len != strlen(cases[i].left) || memcmp(text, cases[i].left, len) != 0)
            fail_msg("case %zu: '%.*s'", i, (int)len, text);
        assert_int_equal(keys.len / sizeof(uint64_t), cases[i].keys);
    }
    buffer_free(&out);
    buffer_free(&keys);
    boilerplate_free(&b);
}

static bool strips(const struct boilerplate *b, uint64_t seed, const char *text)
{
    struct buffer out = buffer_make(4096);
    size_t len = strlen(text);
    const char *left = text;

    assert_true(boilerplate_strip(b, BOILERPLATE_NOW, seed, &left, &len, &out, NULL));
    buffer_free(&out);
    return left != text;
}

static void a_line_is_its_source_s_and_may_be_dropped(void **state)
{
    static const char *const lines[] = {"Subscribe now!"};
    struct boilerplate b = known(lines, 1, BOILERPLATE_KEPT), dropped = known(lines, 1, BOILERPLATE_DROPPED);

    (void)state;
    assert_true(strips(&b, SEED, "Subscribe now!"));
    assert_false(strips(&b, SEED + 1, "Subscribe now!"));
    assert_false(strips(&dropped, SEED, "Subscribe now!"));
    assert_true(boilerplate_seed("The Lantern", 11) == boilerplate_seed("the  LANTERN", 12));
    assert_true(boilerplate_seed("The Lantern", 11) != boilerplate_seed("The Courier", 11));
    boilerplate_free(&b);
    boilerplate_free(&dropped);
}

static void a_line_that_is_too_long_is_none(void **state)
{
    char line[BOILERPLATE_LINE_MAX + 2];

    (void)state;
    memset(line, 'x', sizeof line);
    assert_true(boilerplate_key(SEED, line, BOILERPLATE_LINE_MAX));
    assert_false(boilerplate_key(SEED, line, BOILERPLATE_LINE_MAX + 1));
    assert_false(boilerplate_key(SEED, " \t ", 3));
}

static void the_list_is_read_as_it_was_written(void **state)
{
    struct boilerplate b = {0}, again = {0};
    struct buffer out = buffer_make(4096);

    (void)state;
    for (uint64_t i = 1; i <= 5; i++)
        assert_true(boilerplate_set(&b, &(struct boilerplate_line){.key = (i * 7 % 5 + 1) << 60, .state = BOILERPLATE_KEPT,
                                                                   .segment = 1, .place = {i * 1000, 77}}));
    assert_int_equal(b.count, 5);
    assert_true(boilerplate_write(&b, &out));
    assert_true(boilerplate_read(&again, out.data, out.len));
    assert_int_equal(again.count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_true(again.at[i].key == b.at[i].key && again.at[i].state == b.at[i].state);
        assert_true(again.at[i].place.offset == b.at[i].place.offset && again.at[i].place.length == 77);
    }
    assert_false(boilerplate_read(&again, out.data, out.len - 1));
    assert_int_equal(again.count, 0);
    boilerplate_free(&b);
    boilerplate_free(&again);
    buffer_free(&out);
}

static void what_is_needed_of_a_line(void **state)
{
    static const struct {
        const char *line;
        uint64_t days;
        unsigned share;
    } cases[] = {
        {"Copyright 2019 The Lantern, all of it.", 0xF, 0},
        {"Copyright 2019 The Lantern, all of it.", 0x7, 50}, /* within three days */
        {"Right.", 0xFF, 2},
        {"[music]", 0xFF, 2},
        {"Richard Wolf", 0xFF, 10},
        {"Jean-Luc O\xE2\x80\x99Hara", 0xFF, 10},
        {"Richard A. Wolf", 0xFF, 10},
        {"Read more here", 0xFF, 2},
        {"Richard Wolf", 0x3, 50},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct boilerplate_evidence e = {UINT64_MAX, UINT64_MAX, cases[i].days};
        unsigned share = boilerplate_share(cases[i].line, strlen(cases[i].line), &e);
        if (share != cases[i].share)
            fail_msg("case %zu, '%s': %u", i, cases[i].line, share);
    }
    assert_true(boilerplate_recurs(&(struct boilerplate_evidence){0xFF, 0xFF, 0}));
    assert_false(boilerplate_recurs(&(struct boilerplate_evidence){0x7F, 0xFF, 0}));
    assert_false(boilerplate_recurs(&(struct boilerplate_evidence){0xFF, 0x7F, 0}));
}

/* Of 3,000 articles with two lines of their own: past the first thousand only what recurs is kept. */
static void the_tally_keeps_what_recurs(void **state)
{
    struct boilerplate_tally *t = boilerplate_tally_new();
    size_t slots, kept = 0;

    (void)state;
    assert_non_null(t);
    for (uint32_t i = 1; i <= 3000; i++) {
        const uint64_t common = 0xABCDEF0123456789, late = 0x9876543210FEDCBA;
        uint64_t keys[] = {i * UINT64_C(0x9E3779B97F4A7C15), i * UINT64_C(0xC2B2AE3D27D4EB4F), i > 2000 ? late : common};
        const struct boilerplate_article a = {.id = i, .seed = i % 3, .day = (int32_t)i, .keys = keys, .count = 3};
        assert_true(boilerplate_tally_add(t, &a, i));
    }
    const struct boilerplate_count *common = boilerplate_tally_find(t, 0xABCDEF0123456789),
                                   *late = boilerplate_tally_find(t, 0x9876543210FEDCBA);
    assert_non_null(common);
    assert_int_equal(common->articles, 2000);
    assert_int_equal(common->sample, 2000);
    assert_true(boilerplate_recurs(&common->evidence));
    assert_non_null(late);
    assert_int_equal(late->articles, 998); /* two were left to the filter */
    assert_int_equal(boilerplate_tally_source(t, 1), 1000);
    const struct boilerplate_count *at = boilerplate_tally_slots(t, &slots);
    for (size_t i = 0; i < slots; i++)
        kept += at[i].key != 0;
    assert_in_range(kept, 2002, 2020);
    boilerplate_tally_clear(t);
    assert_null(boilerplate_tally_find(t, 0xABCDEF0123456789));
    boilerplate_tally_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_loses_the_lines_that_are_known),
        cmocka_unit_test(a_line_is_its_source_s_and_may_be_dropped),
        cmocka_unit_test(a_line_that_is_too_long_is_none),
        cmocka_unit_test(the_list_is_read_as_it_was_written),
        cmocka_unit_test(what_is_needed_of_a_line),
        cmocka_unit_test(the_tally_keeps_what_recurs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
