/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_hide.c - hidden documents are in no list of documents, though they are stored. */
#include "test_shim.h"

static void hidden_documents_are_not_listed_but_still_read(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    for (uint32_t i = 1; i <= 6; i++)
        put_doc(b, 0, i * 1000000, i % 2 ? "tax odd" : "tax even", "v");
    commit(b, 0);
    open_reader(b, 1);
    static const uint32_t set[] = {1000000, 1000001, 3000000, 6000000, 7000000};
    assert_ok(b, xap_reader_hide(b->reader, 0, set, 5, &b->err));
    assert_postings(b, "tax", "2000000 4000000 5000000");
    assert_postings(b, "odd", "5000000");
    assert_docids(b, "2000000 4000000 5000000");
    uint32_t docid = 0, freq = 0;
    size_t count = 0;
    assert_ok(b, xap_reader_postings(b->reader, text_of("tax"), 2000001, &docid, 1, &count, &b->err));
    assert_int_equal(count, 1); /* what is hidden takes no room */
    assert_int_equal(docid, 4000000);
    assert_ok(b, xap_reader_data(b->reader, 3000000, &b->bytes, &b->err));
    assert_string_equal(b->bytes.data, "tax odd");
    assert_int_equal(documents(b, b->reader), 6);
    assert_ok(b, xap_reader_term_freq(b->reader, text_of("tax"), &freq, &b->err));
    assert_int_equal(freq, 6);
    /* The set survives reopen, and is replaced by the next. */
    put_doc(b, 0, 7000000, "tax late", "v");
    commit(b, 0);
    assert_ok(b, xap_reader_reopen(b->reader, NULL, &b->err));
    assert_postings(b, "tax", "2000000 4000000 5000000");
    assert_ok(b, xap_reader_hide(b->reader, 0, set, 1, &b->err));
    assert_postings(b, "tax", "2000000 3000000 4000000 5000000 6000000 7000000");
    assert_ok(b, xap_reader_hide(b->reader, 0, NULL, 0, &b->err));
    assert_postings(b, "tax", "1000000 2000000 3000000 4000000 5000000 6000000 7000000");
}

static void hiding_refuses_disorder_and_shards_that_are_not_there(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "tax", NULL);
    commit(b, 0);
    open_reader(b, 1);
    assert_int_equal(xap_reader_hide(b->reader, 0, (const uint32_t[]){2, 1}, 2, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_hide(b->reader, 0, (const uint32_t[]){0, 1}, 2, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_hide(b->reader, 1, NULL, 0, &b->err), XAP_INVALID);
    assert_docids(b, "1");
    assert_ok(b, xap_reader_hide(b->reader, 0, (const uint32_t[]){1, 2, UINT32_MAX}, 3, &b->err));
    assert_postings(b, "tax", "");
    assert_docids(b, "");
}

static void a_copy_beside_it_hides_nothing(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "tax", NULL);
    put_doc(b, 0, 2, "tax", NULL);
    commit(b, 0);
    const char *twice[] = {b->path[0], b->path[0]};
    assert_ok(b, xap_reader_open(twice, 2, &b->reader, &b->err));
    assert_ok(b, xap_reader_hide(b->reader, 1, (const uint32_t[]){1}, 1, &b->err));
    assert_postings(b, "tax", "1 3 4");
}

/* Gaps, runs, ends and two shards at once; against a plain loop. */
static void hidden_documents_of_two_shards_agree_with_a_plain_count(void **state)
{
    struct bench *b = *state;
    unsigned seed = 7;
    enum { DOCS = 60, SPAN = 200 };
    bool stored[2][SPAN + 1] = {{false}}, odd[2][SPAN + 1] = {{false}};
    for (int s = 0; s < 2; s++) {
        open_writer(b, s, XAP_CREATE);
        for (int i = 0; i < DOCS; i++) {
            uint32_t docid = 1 + (uint32_t)rand_r(&seed) % SPAN;
            stored[s][docid] = true;
            odd[s][docid] = rand_r(&seed) % 2;
            put_doc(b, s, docid, odd[s][docid] ? "tax odd" : "tax even", "v");
        }
        commit(b, s);
    }
    open_reader(b, 2);
    static const char *const terms[] = {NULL, "tax", "odd"};
    for (int round = 0; round < 60; round++) {
        bool hidden[2][SPAN + 2] = {{false}};
        for (int s = 0; s < 2; s++) {
            uint32_t set[SPAN + 1];
            size_t count = 0;
            int run = 0, density = rand_r(&seed) % 10;
            for (uint32_t docid = 1; docid <= SPAN + 1; docid++) {
                if (run == 0 && rand_r(&seed) % 10 < density)
                    run = 1 + rand_r(&seed) % 20;
                if (run > 0) {
                    run--;
                    set[count++] = docid;
                    hidden[s][docid] = true;
                }
            }
            assert_ok(b, xap_reader_hide(b->reader, (size_t)s, set, count, &b->err));
        }
        for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
            uint32_t expected[2 * SPAN], found[2 * SPAN];
            size_t hits = 0;
            for (uint32_t local = 1; local <= SPAN; local++)
                for (uint32_t s = 0; s < 2; s++)
                    if (stored[s][local] && !hidden[s][local] && (i < 2 || odd[s][local]))
                        expected[hits++] = (local - 1) * 2 + s + 1;
            assert_int_equal(list_documents(b, terms[i], 0, found, 2 * SPAN), hits);
            assert_memory_equal(found, expected, hits * sizeof *found);
            if (hits < 3)
                continue;
            const size_t some = hits / 2; /* a list may begin and end anywhere */
            assert_int_equal(list_documents(b, terms[i], expected[hits / 3], found, some), some);
            assert_memory_equal(found, expected + hits / 3, some * sizeof *found);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(hidden_documents_are_not_listed_but_still_read),
        BENCH_TEST(hiding_refuses_disorder_and_shards_that_are_not_there),
        BENCH_TEST(a_copy_beside_it_hides_nothing),
        BENCH_TEST(hidden_documents_of_two_shards_agree_with_a_plain_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
