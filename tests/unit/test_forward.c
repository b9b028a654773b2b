/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_forward.c - codes of words, the file of them, and how bytes and neighbours are found. */
#include "archive/byte_find.h"
#include "archive/forward.h"
#include "archive/forward_file.h"
#include "archive/proximity.h"
#include "archive/quoted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct bench {
    char path[64], pairs_path[80];
    struct lexicon *words;
    struct forward *forward;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->path, "/tmp/forward.XXXXXX", sizeof "/tmp/forward.XXXXXX");
    int fd = mkstemp(b->path);
    close(fd);
    snprintf(b->pairs_path, sizeof b->pairs_path, "%s.pairs", b->path);
    b->words = lexicon_new();
    *state = b;
    return fd >= 0 && b->words ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    sealed_close(b->forward);
    lexicon_free(b->words);
    unlink(b->path);
    unlink(b->pairs_path);
    free(b);
    return 0;
}

static void every_code_reads_as_its_number_and_begins_as_no_code_goes_on(void **state)
{
    static const uint32_t numbers[] = {0, 1, 111, 112, 113, 2159, 2160, 67695, 67696, 3213423, 3213424, 60000000};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        uint8_t code[FORWARD_CODE_MAX];
        uint32_t got = 0;
        size_t len = forward_code(numbers[i], code);
        assert_ptr_equal(forward_next(code, code + len, &got), code + len);
        assert_int_equal(got, numbers[i]);
        assert_in_range(code[0], FORWARD_WORD_FIRST, 0xBF);
        for (size_t k = 1; k < len; k++)
            assert_in_range(code[k], 0xC0, 0xFF);
    }
    uint8_t mark = FORWARD_TITLE;
    uint32_t got;
    forward_next(&mark, &mark + 1, &got);
    assert_int_equal(got, FORWARD_MARK(FORWARD_TITLE));
}

static void codes_are_decoded_at_once_as_one_by_one(void **state)
{
    enum { CODES = 3000 };
    static uint8_t bytes[CODES * FORWARD_CODE_MAX + 8]; /* a sealed file goes on for 8 */
    static uint32_t numbers[sizeof bytes];
    uint32_t seed = 5, number;
    size_t len = 0, i = 0;

    (void)state;
    for (size_t k = 0; k < CODES; k++) {
        seed = seed * 1664525 + 1013904223;
        if (k % 17 == 3)
            bytes[len++] = (uint8_t)(FORWARD_TEXT + seed % 3);
        else
            len += forward_code(seed >> 6 >> seed % 24, bytes + len);
    }
    size_t count = forward_decode(bytes, bytes + len, numbers);
    assert_int_equal(count, CODES);
    for (const uint8_t *at = bytes; at < bytes + len; i++) {
        at = forward_next(at, bytes + len, &number);
        assert_int_equal(numbers[i], number);
    }
    assert_int_equal(i, count);
    assert_int_equal(forward_decode(bytes, bytes, numbers), 0);
}

static void codes_get_longer_as_words_get_rarer(void **state)
{
    uint8_t code[FORWARD_CODE_MAX];
    size_t last = 1;
    (void)state;
    for (uint32_t n = 0; n < 4000000; n += 97) {
        size_t len = forward_code(n, code);
        assert_true(len >= last);
        last = len;
    }
}

static uint32_t word(struct bench *b, const char *text, uint64_t uses)
{
    uint32_t number = lexicon_add(b->words, 0, text, strlen(text));
    lexicon_at(b->words, number)->uses = uses;
    return number;
}

static void write_two(struct bench *b)
{
    struct forward_writer *w;
    struct error err;
    uint32_t rare = word(b, "rare", 1), often = word(b, "often", 9), between = word(b, "between", 5);
    uint32_t one[] = {FORWARD_MARK(FORWARD_TEXT), often, rare, FORWARD_MARK(FORWARD_TITLE), between};
    uint32_t two[] = {FORWARD_MARK(FORWARD_TEXT), often};
    /* "rare" and then "often", as two quotations: the first has a joined compound, which has no place */
    uint32_t three[] = {FORWARD_MARK(FORWARD_TEXT), often, FORWARD_MARK(FORWARD_QUOTE), FORWARD_MARK(FORWARD_JOINED),
                        between, rare, FORWARD_MARK(FORWARD_UNQUOTE), FORWARD_MARK(FORWARD_QUOTE), often,
                        FORWARD_MARK(FORWARD_UNQUOTE), FORWARD_MARK(FORWARD_TITLE)};
    assert_int_equal(forward_writer_open(b->path, b->pairs_path, b->words, &w, &err), 0);
    assert_int_equal(forward_writer_add(w, 5, three, sizeof three / sizeof *three, &err), 0);
    assert_int_equal(forward_writer_add(w, 7, one, 5, &err), 0);
    assert_int_equal(forward_writer_add(w, 4000000000u, two, 2, &err), 0);
    assert_int_equal(forward_writer_finish(w, &err), 0);
    forward_writer_close(w);
}

static void what_was_written_is_found_by_docid_and_word(void **state)
{
    struct bench *b = *state;
    struct error err;
    const uint8_t *from, *end;
    size_t cursor = 0;
    write_two(b);
    if (!(b->forward = sealed_open(&forward_kind, b->path, true, &err)))
        fail_msg("%s", err.text);
    assert_int_equal(forward_documents(b->forward), 3);
    assert_int_equal(forward_number(b->forward, "often", 5), 0); /* the most frequent is the first */
    assert_int_equal(forward_number(b->forward, "between", 7), 1);
    assert_int_equal(forward_number(b->forward, "rare", 4), 2);
    assert_int_equal(forward_number(b->forward, "rar", 3), FORWARD_NO_WORD);
    assert_int_equal(forward_number(b->forward, "zebra", 5), FORWARD_NO_WORD);
    assert_true(forward_find(b->forward, 7, &cursor, &from, &end));
    assert_int_equal(end - from, 5);
    assert_memory_equal(from, ((uint8_t[]){FORWARD_TEXT, 0x10, 0x12, FORWARD_TITLE, 0x11}), 5);
    assert_false(forward_find(b->forward, 8, &cursor, &from, &end));
    assert_true(forward_find(b->forward, 4000000000u, &cursor, &from, &end));
    assert_int_equal(end - from, 2);
    assert_false(forward_find(b->forward, 4000000001u, &cursor, &from, &end));
    assert_true(forward_find(b->forward, 7, &cursor, &from, &end)); /* back again */
    assert_false(forward_find(b->forward, 1, &cursor, &from, &end));
}

static void what_is_quoted_is_kept_beside_the_words(void **state)
{
    struct bench *b = *state;
    struct error err;
    const uint8_t *from, *end, *joined;
    struct quoted_walk walk;
    struct quoted_span spans[3];
    size_t joined_len;
    write_two(b);
    if (!(b->forward = sealed_open(&forward_kind, b->path, true, &err)))
        fail_msg("%s", err.text);
    assert_true(forward_at(b->forward, 0, &from, &end));
    assert_int_equal(end - from, 5);
    assert_memory_equal(from, ((uint8_t[]){FORWARD_TEXT, 0x10, 0x12, 0x10, FORWARD_TITLE}), 5);
    assert_true(forward_quoted(b->forward, 0, &from, &end));
    quoted_start_run(&walk, from, end, &joined, &joined_len);
    assert_int_equal(joined_len, 1);
    assert_int_equal(*joined, 0x11);
    assert_int_equal(quoted_take(&walk, spans, 3), 2);
    assert_memory_equal(spans, ((struct quoted_span[]){{2, 3}, {3, 4}}), 2 * sizeof *spans);
    assert_true(forward_quoted(b->forward, 1, &from, &end));
    assert_int_equal(end - from, 0);
}

static void a_file_that_is_cut_or_changed_is_refused_or_answers_nothing(void **state)
{
    struct bench *b = *state;
    struct error err;
    write_two(b);
    FILE *file = fopen(b->path, "r");
    uint8_t whole[4096], changed[4096];
    size_t size = fread(whole, 1, sizeof whole, file);
    fclose(file);
    for (size_t cut = 0; cut < size; cut++) {
        file = fopen(b->path, "w");
        fwrite(whole, 1, cut, file);
        fclose(file);
        assert_null(sealed_open(&forward_kind, b->path, false, &err));
        assert_int_equal(err.fault, FAULT_DAMAGED);
    }
    for (size_t at = 0; at < size; at++) { /* whatever it says, nothing outside of it is read (ASan looks) */
        memcpy(changed, whole, size);
        changed[at] ^= 0xFF;
        file = fopen(b->path, "w");
        fwrite(changed, 1, size, file);
        fclose(file);
        assert_null(sealed_open(&forward_kind, b->path, true, &err));
        if (!(b->forward = sealed_open(&forward_kind, b->path, false, &err)))
            continue;
        const uint8_t *from, *end;
        size_t cursor = 0;
        forward_number(b->forward, "often", 5);
        if (forward_find(b->forward, 7, &cursor, &from, &end))
            for (uint32_t number; from < end;)
                from = forward_next(from, end, &number);
        const struct needle needle = {(const uint8_t *)"\x12", 1, 0};
        const uint8_t *codes, *codes_end, *joined;
        struct quoted_walk walk;
        size_t joined_len;
        if (forward_documents(b->forward) && forward_quoted(b->forward, 0, &from, &end) &&
            forward_at(b->forward, 0, &codes, &codes_end)) {
            quoted_start_run(&walk, from, end, &joined, &joined_len);
            quoted_holds(walk, codes, codes_end, &needle);
            quoted_find(joined, joined + joined_len, &needle);
        }
        sealed_close(b->forward);
        b->forward = NULL;
    }
}

static void joined_lexicons_call_each_word_one_thing(void **state)
{
    struct bench *b = *state;
    struct lexicon *other = lexicon_new();
    uint32_t numbers[4];
    word(b, "alpha", 1);
    unsigned french = lexicon_lang(other, "fr");
    uint32_t beta = lexicon_add(other, french, "beta", 4), alpha = lexicon_add(other, 0, "alpha", 5);
    lexicon_at(other, alpha)->uses = 4;
    assert_true(lexicon_join(b->words, other, numbers));
    assert_int_equal(numbers[alpha], 0);
    assert_int_equal(lexicon_at(b->words, 0)->uses, 5);
    assert_int_equal(lexicon_count(b->words), 2);
    assert_int_equal(lexicon_at(b->words, numbers[beta])->langs, 1u << lexicon_lang(b->words, "fr"));
    lexicon_free(other);
}

static void bytes_are_found_where_they_stand_and_nowhere_else(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 20000; round++) {
        uint8_t hay[96], bytes[6];
        size_t hay_len = (size_t)rand() % sizeof hay, len = 2 + (size_t)rand() % 5;
        for (size_t i = 0; i < hay_len; i++)
            hay[i] = (uint8_t)(rand() % 3);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(rand() % 3);
        const uint8_t *want = NULL;
        for (size_t i = 0; i + len <= hay_len && !want; i++)
            want = memcmp(hay + i, bytes, len) == 0 ? hay + i : NULL;
        const struct needle needle = {bytes, len, (size_t)rand() % (len - 1)};
        assert_ptr_equal(byte_find(hay, hay + hay_len, &needle), want);
    }
}

/* Whether the parts can each have a position of their own, tried in all ways. */
static bool place(const struct proximity *p, const uint8_t *groups, size_t count, unsigned part, size_t *at)
{
    if (part == p->parts) {
        size_t low = at[0], high = at[0];
        for (unsigned i = 1; i < part; i++) {
            low = at[i] < low ? at[i] : low;
            high = at[i] > high ? at[i] : high;
            if (p->ordered && at[i] != at[0] + i)
                return false;
        }
        return p->ordered || high - low < p->window;
    }
    for (size_t i = 0; i < count; i++) {
        bool taken = groups[i] != p->groups[part];
        for (unsigned k = 0; k < part; k++)
            taken = taken || at[k] == i;
        at[part] = i;
        if (!taken && place(p, groups, count, part + 1, at))
            return true;
    }
    return false;
}

static void phrases_and_near_groups_are_what_trying_all_ways_finds(void **state)
{
    (void)state;
    srand(11);
    for (int round = 0; round < 5000; round++) {
        struct proximity p = {.ordered = rand() % 2, .parts = 2 + (unsigned)rand() % 3};
        uint8_t groups[12];
        size_t at[PROXIMITY_PARTS_MAX], count = (size_t)rand() % 12;
        p.window = p.parts + (unsigned)rand() % 4;
        for (unsigned i = 0; i < p.parts; i++)
            p.need[p.groups[i] = (uint8_t)(rand() % 3)]++;
        struct proximity_walk walk;
        bool got = false;
        proximity_start(&p, &walk);
        for (size_t i = 0; i < count; i++) {
            groups[i] = (uint8_t)(rand() % 4);
            if (groups[i] == 3)
                groups[i] = PROXIMITY_NO_GROUP;
            else
                got = proximity_add(&p, &walk, (uint32_t)i + 1, groups[i]) || got;
        }
        assert_int_equal(got, place(&p, groups, count, 0, at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_reads_as_its_number_and_begins_as_no_code_goes_on),
        cmocka_unit_test(codes_are_decoded_at_once_as_one_by_one),
        cmocka_unit_test(codes_get_longer_as_words_get_rarer),
        cmocka_unit_test_setup_teardown(what_was_written_is_found_by_docid_and_word, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_quoted_is_kept_beside_the_words, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_cut_or_changed_is_refused_or_answers_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(joined_lexicons_call_each_word_one_thing, setup, teardown),
        cmocka_unit_test(bytes_are_found_where_they_stand_and_nowhere_else),
        cmocka_unit_test(phrases_and_near_groups_are_what_trying_all_ways_finds),
    };
    return cmocka_run_group_tests_name("forward", tests, NULL, NULL);
}
