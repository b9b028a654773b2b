/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_names.c - a file of names is read as it was written, and the delta's lists make the same of the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/names.h"
#include "archive/names_live.h"
#include "archive/suggest_match.h"

enum { NAMES = 3000, LISTS = 40 };

struct bench {
    char path[64];
    struct names *names;
    struct names_live *live;
    struct names_list list;
    char keys[NAMES][32];
};

/* Some names of one to three words, without two that are the same. */
static void invent(struct bench *b)
{
    static const char *const parts[] = {"vale", "harbour", "of", "moss", "oak", "marsh", "tunnel", "minister", "krell", "u"};

    b->list.at = calloc(NAMES, sizeof *b->list.at);
    for (size_t i = 0; i < NAMES; i++) {
        size_t mixed = i * 2654435761u % 1000;
        int len = snprintf(b->keys[i], sizeof b->keys[i], "%s %s n%04zu", parts[mixed % 10], parts[mixed / 10 % 10], i);
        struct name_record r = {.key = b->keys[i], .key_len = (uint8_t)len, .weight = (uint16_t)(40000 + mixed),
                                .articles = (uint32_t)(i * 97), .writing = (uint8_t)(i % 4 ? i % 64 : NAMES_GIVEN)};
        if (r.writing & NAMES_GIVEN) {
            r.text = "Vale \xC3\xA9";
            r.text_len = 7;
        }
        b->list.at[b->list.count++] = r;
    }
}

static int by_key(const void *left, const void *right)
{
    return strcmp(((const struct name_record *)left)->key, ((const struct name_record *)right)->key);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->path, "/tmp/names.XXXXXX", sizeof "/tmp/names.XXXXXX");
    int fd = mkstemp(b->path);
    close(fd);
    b->live = names_live_new();
    invent(b);
    *state = b;
    return fd >= 0 && b->live ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    sealed_close(b->names);
    names_live_free(b->live);
    names_list_free(&b->list);
    unlink(b->path);
    free(b);
    return 0;
}

static void write_all(struct bench *b)
{
    struct error err;

    qsort(b->list.at, b->list.count, sizeof *b->list.at, by_key);
    assert_int_equal(names_write(&b->list, b->path, &err), 0);
    assert_non_null((b->names = sealed_open(&names_kind, b->path, true, &err)));
}

static void is_whole(const struct names_view *v, const struct names_list *list)
{
    size_t middles = 0;

    assert_int_equal(v->count, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct name_record *wrote = &list->at[i];
        struct name_record r;
        assert_true(names_find(v, wrote->key, wrote->key_len, &r));
        assert_int_equal(r.key_len, wrote->key_len);
        assert_memory_equal(r.key, wrote->key, r.key_len);
        assert_int_equal(r.articles, wrote->articles);
        assert_int_equal(r.weight, wrote->weight);
        assert_int_equal(r.writing, wrote->writing);
        assert_int_equal(r.text_len, wrote->text_len);
        assert_true(!wrote->text || memcmp(r.text, wrote->text, r.text_len) == 0);
        for (size_t at = 0; at < wrote->key_len; at++)
            middles += names_is_middle(wrote->key, wrote->key_len, at);
        if (i)
            assert_true(memcmp(names_key(v, i - 1).data, names_key(v, i).data, 8) <= 0);
    }
    assert_int_equal(v->middle_count, middles);
    for (size_t i = 1; i < v->middle_count; i++) {
        xap_text a = names_middle(v, i - 1), b = names_middle(v, i);
        assert_true(memcmp(a.data, b.data, a.len < b.len ? a.len : b.len) <= 0);
    }
}

static void a_file_is_read_as_it_was_written(void **state)
{
    struct bench *b = *state;
    struct name_record none;

    write_all(b);
    is_whole(names_view(b->names), &b->list);
    assert_false(names_find(names_view(b->names), "vale", 4, &none));
    assert_false(names_find(names_view(b->names), "zz", 2, &none));
}

/* Lists as commits leave them, of records in any order over all. */
static void lists_taken_in_one_by_one_make_the_same_view(void **state)
{
    struct bench *b = *state;

    for (size_t i = 0; i < LISTS; i++) {
        struct names_list some = {.at = calloc(NAMES, sizeof *some.at)};
        struct buffer bytes = buffer_make(1 << 20);
        for (size_t k = i; k < NAMES; k += LISTS)
            some.at[some.count++] = b->list.at[k];
        qsort(some.at, some.count, sizeof *some.at, by_key);
        for (size_t k = 0; k < some.count; k++)
            assert_true(names_put(&bytes, &some.at[k]));
        assert_true(names_live_add(b->live, bytes.data, bytes.len));
        buffer_free(&bytes);
        names_list_free(&some);
    }
    is_whole(names_live_shown(b->live), &b->list);
}

static void a_name_met_again_counts_on(void **state)
{
    struct bench *b = *state;
    struct name_record one = {.key = "ada moss", .key_len = 8, .writing = 3, .weight = 40000, .articles = 2}, r;
    struct buffer bytes = buffer_make(1 << 10);

    assert_true(names_put(&bytes, &one));
    assert_true(names_live_add(b->live, bytes.data, bytes.len));
    assert_true(names_live_add(b->live, bytes.data, bytes.len));
    assert_true(names_find(names_live_shown(b->live), "ada moss", 8, &r));
    assert_int_equal(r.articles, 4);
    assert_int_equal(r.weight, 40000 + NAMES_WEIGHT_ONE); /* twice as much is one more in logarithm */
    assert_int_equal(names_live_shown(b->live)->count, 1);
    assert_false(names_live_add(b->live, bytes.data, bytes.len - 1));
    buffer_free(&bytes);
}

static void a_name_is_written_as_its_record_says(void **state)
{
    char text[NAME_BYTES_MAX];
    struct name_record r = {.key = "bank of england", .key_len = 15, .writing = 1 | 4};

    (void)state;
    assert_int_equal(names_text(&r, text), 15);
    assert_memory_equal(text, "Bank of England", 15);
    r = (struct name_record){.key = "nato", .key_len = 4, .writing = NAMES_UPPER};
    assert_int_equal(names_text(&r, text), 4);
    assert_memory_equal(text, "NATO", 4);
    r = (struct name_record){.key = "tax", .key_len = 3};
    assert_int_equal(names_text(&r, text), 3);
    assert_memory_equal(text, "tax", 3);
}

static void a_file_that_is_cut_or_changed_is_refused(void **state)
{
    struct bench *b = *state;
    struct error err;

    write_all(b);
    sealed_close(b->names);
    FILE *file = fopen(b->path, "r+");
    fseek(file, 200, SEEK_SET);
    fputc('!', file);
    fseek(file, -1, SEEK_END);
    long size = ftell(file) + 1;
    fclose(file);
    b->names = sealed_open(&names_kind, b->path, true, &err);
    assert_null(b->names);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    assert_int_equal(truncate(b->path, size - 64), 0);
    b->names = sealed_open(&names_kind, b->path, false, &err);
    assert_null(b->names);
    assert_int_equal(err.fault, FAULT_DAMAGED);
}

/* As it is opened to be searched, without a look at every byte. */
static void a_damaged_file_is_searched_without_harm(void **state)
{
    struct bench *b = *state;
    struct error err;
    struct name_matches found;
    char text[NAME_BYTES_MAX];

    write_all(b);
    for (unsigned round = 0; round < 200; round++) {
        sealed_close(b->names);
        FILE *file = fopen(b->path, "r+");
        fseek(file, 0, SEEK_END);
        long size = ftell(file), head = 24 + 7 * 8;
        for (unsigned k = 0; k < 40; k++) {
            fseek(file, head + (long)((round * 40 + k) * 2654435761u % (unsigned long)(size - head)), SEEK_SET);
            fputc((int)(round * 37 + k * 11) & 0xFF, file);
        }
        fclose(file);
        b->names = sealed_open(&names_kind, b->path, false, &err);
        assert_non_null(b->names);
        const struct names_view *v = names_view(b->names);
        match_names(v, "harbour mar", 11, &found);
        for (size_t i = 0; i < found.count; i++) {
            struct name_record r = names_record(v, found.at[i].place);
            assert_in_range(names_text(&r, text), 0, NAME_BYTES_MAX);
        }
        match_names(v, "v", 1, &found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_as_it_was_written, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_taken_in_one_by_one_make_the_same_view, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_met_again_counts_on, setup, teardown),
        cmocka_unit_test(a_name_is_written_as_its_record_says),
        cmocka_unit_test_setup_teardown(a_file_that_is_cut_or_changed_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_searched_without_harm, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
