/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_postings.c - a shard of ours, merged, is what libxapian makes of the same documents. */
#include "test_shim.h"

#include "archive/glass_table.h"
#include "archive/postings.h"

/* Database::check of libxapian 1.4.22 deletes an object by the type of its base. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

enum { WORDS = 400, DATA_MAX = 20000 };

/* Both ways of writing the same documents. */
struct both {
    struct bench *b;
    struct lexicon *words;
    struct postings *postings;
    uint32_t last_docid;
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void word_of(uint32_t number, char out[32])
{
    snprintf(out, 32, "%c%cw%u", 'a' + (int)(number % 7), 'a' + (int)(number * number % 26), number);
}

static void begin(struct both *t, struct bench *b)
{
    char word[32];
    struct error err;

    *t = (struct both){.b = b, .words = lexicon_new()};
    for (uint32_t i = 0; i < WORDS; i++) {
        word_of(i, word);
        assert_int_equal(lexicon_add(t->words, 0, word, strlen(word)), i);
    }
    t->postings = postings_new(t->words);
    open_writer(b, 0, XAP_CREATE_THROWAWAY);
    assert_int_equal(postings_begin(t->postings, b->path[1], &err), 0);
}

static void add_word(const struct both *t, uint32_t number, uint32_t wdf)
{
    char word[32];

    word_of(number, word);
    assert_ok(t->b, xap_document_add_term(t->b->doc, text_of(word), NULL, 0, wdf, &t->b->err));
    assert_true(postings_word(t->postings, number, wdf));
}

static void add_term(const struct both *t, xap_text term, uint32_t wdf)
{
    assert_ok(t->b, wdf ? xap_document_add_term(t->b->doc, term, NULL, 0, wdf, &t->b->err)
                        : xap_document_add_boolean(t->b->doc, term, &t->b->err));
    assert_true(postings_term(t->postings, term.data, term.len, wdf));
}

static void add_value(const struct both *t, uint32_t slot, const char *value)
{
    assert_ok(t->b, xap_document_set_value(t->b->doc, slot, text_of(value), &t->b->err));
    assert_true(postings_value(t->postings, slot, value, strlen(value)));
}

static void start_document(struct both *t, uint32_t docid, const char *data, size_t len)
{
    struct error err;

    assert_ok(t->b, xap_document_clear(t->b->doc, &t->b->err));
    assert_ok(t->b, xap_document_set_data(t->b->doc, (xap_text){data, len}, &t->b->err));
    assert_int_equal(postings_document(t->postings, docid, data, len, &err), 0);
    t->last_docid = docid;
}

static void end_document(const struct both *t)
{
    assert_ok(t->b, xap_writer_put(t->b->writer[0], t->last_docid, t->b->doc, &t->b->err));
}

/* Where a term stands and how often; of no term, all documents and their lengths. */
static void same_postings(struct bench *b, xap_text term)
{
    xap_postings left = {0}, right = {0};

    assert_ok(b, xap_shard_postings(b->reader, 0, term, &left, &b->err));
    assert_ok(b, xap_shard_postings(b->other, 0, term, &right, &b->err));
    assert_int_equal(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        assert_int_equal(left.at[i].docid, right.at[i].docid);
        assert_int_equal(left.at[i].wdf, right.at[i].wdf);
    }
    xap_postings_free(&left);
    xap_postings_free(&right);
}

static void same_terms(struct bench *b)
{
    xap_terms right = {0};

    xap_terms_free(&b->terms);
    assert_ok(b, xap_reader_terms(b->reader, text_of(""), text_of(""), SIZE_MAX / 1024, &b->terms, &b->err));
    assert_ok(b, xap_reader_terms(b->other, text_of(""), text_of(""), SIZE_MAX / 1024, &right, &b->err));
    assert_int_equal(b->terms.count, right.count);
    for (size_t i = 0; i < right.count; i++) {
        assert_int_equal(b->terms.at[i].term.len, right.at[i].term.len);
        assert_memory_equal(b->terms.at[i].term.data, right.at[i].term.data, right.at[i].term.len);
        assert_int_equal(b->terms.at[i].freq, right.at[i].freq);
        same_postings(b, right.at[i].term);
    }
    xap_terms_free(&right);
}

static void same_documents(struct bench *b)
{
    static uint32_t docids[4096];
    const size_t count = list_documents(b, NULL, 1, docids, 4096);

    same_postings(b, text_of(""));
    for (size_t i = 0; i < count; i++) {
        xap_bytes left = {0}, right = {0};
        assert_ok(b, xap_reader_data(b->reader, docids[i], &left, &b->err));
        assert_ok(b, xap_reader_data(b->other, docids[i], &right, &b->err));
        assert_int_equal(left.len, right.len);
        assert_memory_equal(left.data, right.data, left.len);
        xap_bytes_free(&left);
        xap_bytes_free(&right);
    }
    for (uint32_t slot = 0; slot < 3; slot++) {
        read_values(b, b->reader, 0, slot, docids, count);
        const xap_bytes left = b->bytes;
        b->bytes = (xap_bytes){0};
        read_values(b, b->other, 0, slot, docids, count);
        assert_string_equal(left.data, b->bytes.data);
        free(left.data);
    }
}

/* What a database says of all its documents together. */
static void same_numbers(struct bench *b)
{
    double left, right;

    assert_ok(b, xap_reader_average_length(b->reader, &left, &b->err));
    assert_ok(b, xap_reader_average_length(b->other, &right, &b->err));
    assert_true(left == right);
    for (uint32_t slot = 0; slot < 3; slot++) {
        xap_bytes bounds[4] = {{0}};
        assert_ok(b, xap_reader_value_bounds(b->reader, slot, &bounds[0], &bounds[1], &b->err));
        assert_ok(b, xap_reader_value_bounds(b->other, slot, &bounds[2], &bounds[3], &b->err));
        assert_string_equal(bounds[0].data, bounds[2].data);
        assert_string_equal(bounds[1].data, bounds[3].data);
        for (size_t i = 0; i < 4; i++)
            xap_bytes_free(&bounds[i]);
    }
}

/* Merges each with keep_docids and compares what came of it. */
static void compare(struct both *t)
{
    struct bench *b = t->b;
    char merged[2][128];
    struct error err;
    size_t problems = 1;

    commit(b, 0);
    assert_int_equal(postings_write(t->postings, &err), 0);
    for (int i = 0; i < 2; i++) {
        const char *source = b->path[i], *paths[] = {merged[i]};
        snprintf(merged[i], sizeof merged[i], "%s/merged%d", b->dir, i);
        assert_ok(b, xap_compact(&source, 1, merged[i], true, false, &b->err));
        assert_ok(b, xap_reader_open(paths, 1, i ? &b->other : &b->reader, &b->err));
    }
    assert_ok(b, xap_check(merged[1], &problems, &b->bytes, &b->err));
    assert_int_equal(problems, 0);
    same_terms(b);
    same_documents(b);
    same_numbers(b);
    postings_free(t->postings);
    lexicon_free(t->words);
}

static void three_thousand_documents_are_those_of_libxapian(void **state)
{
    struct both t;
    uint32_t random = 7, docid = 1;
    static char data[DATA_MAX];

    begin(&t, *state);
    for (int i = 0; i < 3000; i++) {
        /* 0: nothing is kept; short; what shrinks; what does not; past one item of a leaf */
        const size_t lengths[] = {0, 5, 18, 19, 300, 2500, i % 500 == 3 ? DATA_MAX : 40};
        size_t len = lengths[i % 7];
        for (size_t k = 0; k < len; k++)
            data[k] = (char)(i % 2 ? 'a' + (int)(k % 3) : (int)(next_random(&random) & 0xff));
        start_document(&t, docid, data, len);
        add_word(&t, 0, 1 + (uint32_t)i % 9); /* in all: many chunks */
        for (uint32_t w = next_random(&random) % 60; w > 0; w--) /* some of them twice */
            add_word(&t, next_random(&random) % WORDS, 1 + next_random(&random) % 200);
        char text[XAP_TERM_MAX + 1];
        snprintf(text, sizeof text, "Q%032d", i);
        add_term(&t, text_of(text), 0);
        add_term(&t, text_of(text), 0); /* is one */
        memset(text, 'x', XAP_TERM_MAX);
        text[XAP_TERM_MAX] = 0;
        text[200] = (char)('a' + i % 3);
        add_term(&t, text_of(text), (uint32_t)i % 2);
        add_term(&t, (xap_text){"a\0b", 3}, 0);
        add_term(&t, text_of(i % 2 ? "a" : "ab"), 1);
        if (i % 3)
            add_value(&t, 0, i % 5 ? "20190101" : "20200202");
        if (i % 700 == 5)
            add_value(&t, 2, "one and only");
        end_document(&t);
        docid += 1 + (i % 10 == 0 ? next_random(&random) % 300000 : next_random(&random) % 3); /* past 2, 3 and 4 bytes */
    }
    compare(&t);
}

static void one_document_without_words_is_enough(void **state)
{
    struct both t;

    begin(&t, *state);
    start_document(&t, 1u << 30, "", 0);
    add_term(&t, text_of("Q1"), 0);
    end_document(&t);
    compare(&t);
}

static void a_shard_is_begun_anew(void **state)
{
    struct both t;
    struct error err;

    begin(&t, *state);
    assert_int_equal(postings_document(t.postings, 9, "left out", 8, &err), 0);
    assert_true(postings_word(t.postings, 3, 1));
    assert_true(postings_value(t.postings, 1, "left out", 8));
    snprintf(t.b->path[1], sizeof t.b->path[1], "%s/anew", t.b->dir);
    assert_int_equal(postings_begin(t.postings, t.b->path[1], &err), 0);
    start_document(&t, 2, "kept", 4);
    add_word(&t, 4, 2);
    end_document(&t);
    compare(&t);
}

static void what_cannot_be_written_is_told(void **state)
{
    struct bench *b = *state;
    struct glass_table *table;
    struct glass_root root;
    struct error err;
    const uint8_t key[GLASS_KEY_MAX + 1] = {1};
    char path[128];

    snprintf(path, sizeof path, "%s/table", b->dir);
    assert_int_equal(glass_table_create(path, &table, &err), 0);
    glass_table_add(table, key, sizeof key, "tag", 3, false);
    assert_int_equal(glass_table_finish(table, &root, &err), -1);
    assert_non_null(strstr(err.text, path));
    glass_table_close(table);
    assert_int_equal(glass_table_create(path, &table, &err), -1); /* it is there */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(three_thousand_documents_are_those_of_libxapian),
        BENCH_TEST(one_document_without_words_is_enough),
        BENCH_TEST(a_shard_is_begun_anew),
        BENCH_TEST(what_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
