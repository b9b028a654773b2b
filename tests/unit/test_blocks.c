/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_blocks.c - posting lists in blocks and values in columns are those of the database they were made from. */
#include "test_shim.h"

#include "archive/blocks.h"
#include "archive/bm25.h"
#include "archive/buffer.h"
#include "archive/columns.h"

enum { DOCUMENTS = 700, WORDS = 40, TAGS_SLOT = 3, DAY_SLOT = 1, LANG_SLOT = 5 };

static const struct column_kind kinds[] = {{.slot = TAGS_SLOT, .is_list = true, .prefix = "XT"},
                                           {.slot = DAY_SLOT, .prefix = "Y", .cut = 4},
                                           {.slot = LANG_SLOT, .prefix = "XL", .widens = true}};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Few gaps and wdfs are far larger than the others, so that blocks have some that are too wide. */
static void make_database(struct bench *b, char path[128])
{
    uint32_t random = 7, docid = 0;
    char word[32], list[64];

    open_writer(b, 0, XAP_CREATE);
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        assert_ok(b, xap_document_clear(b->doc, &b->err));
        for (unsigned w = 0; w < WORDS; w++) {
            if (next_random(&random) % WORDS < w)
                continue;
            snprintf(word, sizeof word, "w%02u", w);
            uint32_t wdf = next_random(&random) % 50 ? 1 + next_random(&random) % 3 : 1 + next_random(&random) % 100000;
            assert_ok(b, xap_document_add_term(b->doc, text_of(word), NULL, 0, wdf, &b->err));
        }
        assert_ok(b, xap_document_add_boolean(b->doc, text_of(i % 2 ? "Xodd" : "Xeven"), &b->err));
        if (i < BLOCKS_FREQ - 1)
            assert_ok(b, xap_document_add_boolean(b->doc, text_of("Xrare"), &b->err));
        int len = i % 3 ? snprintf(list, sizeof list, "%c%s%cgreen%u", 3, i % 2 ? "red" : "RED", 6, i % 10) : 0;
        assert_ok(b, xap_document_set_value(b->doc, TAGS_SLOT, (xap_text){list, (size_t)len}, &b->err));
        if (i % 5) {
            snprintf(word, sizeof word, "20%02u-01-01", i % 20);
            assert_ok(b, xap_document_set_value(b->doc, DAY_SLOT, text_of(word), &b->err));
        }
        static const char *const langs[] = {"en", "en-GB", "EN_us", "de-AT"};
        assert_ok(b, xap_document_set_value(b->doc, LANG_SLOT, text_of(langs[i % 4]), &b->err));
        docid += 1 + (next_random(&random) % 30 ? next_random(&random) % 5 : next_random(&random) % 100000);
        assert_ok(b, xap_writer_put(b->writer[0], docid, b->doc, &b->err));
    }
    assert_ok(b, xap_writer_commit(b->writer[0], &b->err));
    close_writer(b, 0);
    const char *paths[] = {b->path[0]};
    assert_ok(b, xap_reader_open(paths, 1, &b->reader, &b->err));
    snprintf(path, 128, "%s/file", b->dir);
}

static void compare_list(struct bench *b, const struct blocks *blocks, const char *term, const xap_postings *all)
{
    uint32_t numbers[BLOCK_SIZE], wdfs[BLOCK_SIZE];
    struct blocks_list list;
    xap_postings expected;
    size_t at = 0;

    assert_ok(b, xap_shard_postings(b->reader, 0, text_of(term), &expected, &b->err));
    if (expected.count < BLOCKS_FREQ) {
        assert_false(blocks_find(blocks, term, strlen(term), &list));
        xap_postings_free(&expected);
        return;
    }
    assert_true(blocks_find(blocks, term, strlen(term), &list));
    assert_int_equal(list.freq, expected.count);
    for (size_t i = 0; i < list.count; i++) {
        size_t count = blocks_numbers(&list, i, numbers);
        double most = 0;
        assert_true(count > 0 && blocks_wdfs(&list, i, wdfs));
        for (size_t k = 0; k < count; k++, at++) {
            assert_int_equal(all->at[numbers[k]].docid, expected.at[at].docid);
            assert_int_equal(wdfs[k], expected.at[at].wdf);
            double x = wdfs[k] / bm25_norm(all->at[numbers[k]].wdf, blocks_average(blocks));
            most = x > most ? x : most;
        }
        assert_true(list.heads[i].most >= most && list.heads[i].most <= most * 1.0001);
    }
    assert_int_equal(at, expected.count);
    xap_postings_free(&expected);
}

static void lists_are_those_of_the_database(void **state)
{
    struct bench *b = *state;
    struct blocks *blocks = NULL;
    struct error err;
    char path[128], word[32];
    xap_postings all;
    struct blocks_list list;

    make_database(b, path);
    struct shard_documents documents;
    assert_int_equal(shard_documents_read(b->reader, 0, &documents, &err), 0);
    assert_int_equal(blocks_write(b->reader, &documents, path, &err), 0);
    assert_non_null((blocks = sealed_open(&blocks_kind, path, true, &err)));
    assert_ok(b, xap_shard_postings(b->reader, 0, text_of(""), &all, &b->err));
    assert_int_equal(blocks_documents(blocks), DOCUMENTS);
    for (size_t i = 0; i < all.count; i++)
        assert_int_equal(blocks_lengths(blocks)[i], all.at[i].wdf);
    for (unsigned w = 0; w < WORDS; w++) {
        snprintf(word, sizeof word, "w%02u", w);
        compare_list(b, blocks, word, &all);
    }
    compare_list(b, blocks, "Xodd", &all);
    compare_list(b, blocks, "Xrare", &all);
    assert_false(blocks_find(blocks, "w0", 2, &list));
    assert_false(blocks_find(blocks, "zzz", 3, &list));
    assert_false(blocks_find(blocks, "", 0, &list));
    xap_postings_free(&all);
    sealed_close(blocks);
    shard_documents_free(&documents);
}

static void change_byte(const char *path, long at)
{
    FILE *file = fopen(path, "r+");

    fseek(file, at, SEEK_SET);
    int was = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(was ^ 0xFF, file);
    fclose(file);
}

/* Whatever a damaged file says, nothing outside of it is read (ASan looks), and no document is named that is not there. */
static size_t read_all(const struct column *c, size_t documents)
{
    size_t sum = 0;

    for (uint32_t i = 0; i < documents; i++)
        for (size_t at = column_first(c, i); at < column_end(c, i); at++) {
            size_t number = column_number(c, at);
            xap_text class = column_class(c, column_class_of(c, number)), value = column_value(c, number);
            xap_text wider = column_class(c, column_wider(c, number));
            sum += (class.len ? (size_t)class.data[class.len - 1] : 0) + (wider.len ? (size_t)wider.data[0] : 0) +
                   (value.len ? (size_t)value.data[value.len - 1] : 0);
        }
    return sum;
}

static void damage_is_told_and_read_around(void **state)
{
    struct bench *b = *state;
    uint32_t numbers[BLOCK_SIZE], wdfs[BLOCK_SIZE];
    struct error err;
    char path[128], word[32];

    make_database(b, path);
    struct shard_documents documents;
    assert_int_equal(shard_documents_read(b->reader, 0, &documents, &err), 0);
    assert_int_equal(blocks_write(b->reader, &documents, path, &err), 0);
    FILE *file = fopen(path, "r");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fclose(file);
    for (long at = 0; at < size; at += at < 1000 || at > size - 2000 ? 1 : 13) {
        struct blocks *blocks = NULL;
        change_byte(path, at);
        assert_null(sealed_open(&blocks_kind, path, true, &err));
        assert_int_equal(err.fault, FAULT_DAMAGED);
        if ((blocks = sealed_open(&blocks_kind, path, false, &err))) {
            for (unsigned w = 0; w < WORDS; w += 3) {
                struct blocks_list list;
                snprintf(word, sizeof word, "w%02u", w);
                if (!blocks_find(blocks, word, 3, &list))
                    continue;
                for (size_t i = 0; i < list.count; i++) {
                    blocks_wdfs(&list, i, wdfs);
                    for (size_t k = 0, count = blocks_numbers(&list, i, numbers); k < count; k++)
                        assert_true(numbers[k] < blocks_documents(blocks));
                }
            }
            sealed_close(blocks);
        }
        change_byte(path, at);
    }
    assert_int_equal(columns_write(b->reader, &documents, kinds, KINDS, path, &err), 0);
    file = fopen(path, "r");
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    fclose(file);
    for (long at = 0; at < size; at++) {
        struct columns *columns = NULL;
        size_t sum = 0;
        change_byte(path, at);
        assert_null(sealed_open(&columns_kind, path, true, &err));
        if ((columns = sealed_open(&columns_kind, path, false, &err))) {
            for (size_t i = 0; i < columns_count(columns); i++)
                sum += read_all(columns_at(columns, i), columns_documents(columns));
            sealed_close(columns);
        }
        (void)sum;
        change_byte(path, at);
    }
    shard_documents_free(&documents);
}

static bool says(xap_text text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

/* How many documents have it in the class of that term, or, which is another, in the wider one. */
static size_t count_class(const struct column *c, const char *term, bool wider)
{
    size_t count = 0;

    for (uint32_t i = 0; i < DOCUMENTS; i++)
        for (size_t at = column_first(c, i); at < column_end(c, i); at++) {
            size_t number = column_number(c, at);
            count += says(column_class(c, wider ? column_wider(c, number) : column_class_of(c, number)), term);
        }
    return count;
}

static void columns_hold_what_documents_have(void **state)
{
    struct bench *b = *state;
    struct columns *columns = NULL;
    struct error err;
    char path[128];
    size_t reds = 0;

    make_database(b, path);
    struct shard_documents documents;
    assert_int_equal(shard_documents_read(b->reader, 0, &documents, &err), 0);
    assert_int_equal(columns_write(b->reader, &documents, kinds, KINDS, path, &err), 0);
    assert_non_null((columns = sealed_open(&columns_kind, path, true, &err)));
    assert_int_equal(columns_documents(columns), DOCUMENTS);
    assert_int_equal(columns_count(columns), KINDS);
    const struct column *tags = columns_at(columns, 0), *days = columns_at(columns, 1), *langs = columns_at(columns, 2);
    assert_int_equal(tags->values, 12); /* red, RED, green0 to green9 */
    assert_int_equal(tags->classes, 11);
    assert_int_equal(days->values, 16); /* 2001 to 2019 without every fifth */
    assert_int_equal(langs->values, 4);
    assert_int_equal(langs->classes, 5); /* en, en-gb, en_us, de-at, de */
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        size_t at = column_first(tags, i), day = column_first(days, i);
        assert_int_equal(column_end(tags, i) - at, i % 3 ? 2 : 0);
        assert_int_equal(column_end(days, i) - day, 1);
        assert_int_equal(column_number(days, day) != 0, i % 5 != 0);
        if (i % 3)
            reds += says(column_value(tags, column_number(tags, at)), i % 2 ? "red" : "RED");
        if (i % 5)
            assert_int_equal(column_value(days, column_number(days, day)).len, strlen("2001-01-01"));
    }
    assert_int_equal(reds, 466);
    assert_int_equal(count_class(tags, "XTred", false), 466);
    assert_int_equal(count_class(tags, "XTred", true), 0);
    assert_int_equal(count_class(days, "Y2001", false), 35);
    assert_int_equal(count_class(langs, "XLen", false), 175);
    assert_int_equal(count_class(langs, "XLen", true), 350);
    assert_int_equal(count_class(langs, "XLde", true), 175);
    assert_int_equal(column_value(tags, 0).len, 0);
    assert_int_equal(column_value(tags, 13).len, 0);
    assert_int_equal(column_class(tags, 12).len, 0);
    sealed_close(columns);
    shard_documents_free(&documents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(lists_are_those_of_the_database),
        BENCH_TEST(damage_is_told_and_read_around),
        BENCH_TEST(columns_hold_what_documents_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
