/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_shard.c - the lists of one shard: postings, values and terms, as the shard numbers its documents. */
#include "test_shim.h"

static void two_shards(struct bench *b)
{
    open_writer(b, 0, XAP_CREATE);
    open_writer(b, 1, XAP_CREATE);
    put_doc(b, 0, 1, "other", "elsewhere");
    put_doc(b, 1, 3, "tax cut tax", "2016");
    put_doc(b, 1, 4, "vote", NULL);
    put_doc(b, 1, 9, "tax", "2019");
    put_doc(b, 1, 2000000000u, "tax vote cut tax tax", "2020");
    commit(b, 0);
    commit(b, 1);
    open_reader(b, 2);
}

/* Asserts that a shard's documents with term are these, as "docid:wdf". */
static void assert_shard_postings(struct bench *b, size_t shard, const char *term, const char *expected)
{
    char text[512] = "";
    size_t len = 0;
    xap_postings_free(&b->postings);
    assert_ok(b, xap_shard_postings(b->reader, shard, text_of(term), &b->postings, &b->err));
    for (size_t i = 0; i < b->postings.count && len < sizeof text - 32; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%u:%u", i ? " " : "", b->postings.at[i].docid,
                                b->postings.at[i].wdf);
    assert_string_equal(text, expected);
}

static void postings_are_of_one_shard_and_carry_the_wdf(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_shard_postings(b, 1, "tax", "3:2 9:1 2000000000:3");
    assert_shard_postings(b, 1, "vote", "4:1 2000000000:1");
    assert_shard_postings(b, 0, "tax", "");
    assert_shard_postings(b, 0, "other", "1:1");
}

static void without_a_term_all_documents_come_with_their_lengths(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_shard_postings(b, 0, "", "1:1");
    assert_shard_postings(b, 1, "", "3:3 4:1 9:1 2000000000:5");
    open_writer(b, 2, XAP_CREATE);
    commit(b, 2);
    open_reader(b, 3);
    assert_shard_postings(b, 2, "", "");
}

static void a_term_that_is_not_there_has_no_postings(void **state)
{
    struct bench *b = *state;
    char overlong[300] = "";
    two_shards(b);
    assert_shard_postings(b, 1, "absent", "");
    memset(overlong, 'x', sizeof overlong - 1);
    assert_shard_postings(b, 1, overlong, "");
}

static void hidden_documents_are_among_a_shards_postings(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_ok(b, xap_reader_hide(b->reader, 1, (const uint32_t[]){3, 4}, 2, &b->err));
    assert_postings(b, "vote", "4000000000"); /* what a list of both shards leaves out */
    assert_shard_postings(b, 1, "tax", "3:2 9:1 2000000000:3");
    assert_shard_postings(b, 1, "", "3:3 4:1 9:1 2000000000:5");
}

/* For such a term the matcher of libxapian 1.4.22 reads the list of all documents, and fails at its second chunk. */
static void a_term_in_every_document_is_listed_whole_though_docids_have_gaps(void **state)
{
    enum { DOCS = 5000, FIRST = 5, STEP = 3 };
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    for (uint32_t i = 0; i < DOCS; i++)
        put_doc(b, 0, FIRST + i * STEP, i % 2 ? "every tax" : "every every", NULL);
    commit(b, 0);
    open_reader(b, 1);
    static const char *const terms[] = {"every", ""};
    for (size_t k = 0; k < 2; k++) {
        xap_postings_free(&b->postings);
        assert_ok(b, xap_shard_postings(b->reader, 0, text_of(terms[k]), &b->postings, &b->err));
        assert_int_equal(b->postings.count, DOCS);
        for (uint32_t i = 0; i < DOCS; i++) {
            assert_int_equal(b->postings.at[i].docid, FIRST + i * STEP);
            assert_int_equal(b->postings.at[i].wdf, k == 0 && i % 2 ? 1 : 2);
        }
    }
}

static void values_are_given_for_those_documents_that_have_one(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    static const uint32_t all[] = {3, 4, 9, 2000000000u};
    read_values(b, b->reader, 1, 0, all, 4);
    assert_string_equal(b->bytes.data, "0:2016 2:2019 3:2020 ");
    static const uint32_t some[] = {1, 4, 5, 9, 2000000001u}; /* no value, and no documents */
    read_values(b, b->reader, 1, 0, some, 5);
    assert_string_equal(b->bytes.data, "3:2019 ");
    read_values(b, b->reader, 1, 0, some, 0);
    assert_string_equal(b->bytes.data, "");
    read_values(b, b->reader, 1, 7, all, 4); /* a slot of none */
    assert_string_equal(b->bytes.data, "");
    read_values(b, b->reader, 0, 0, (const uint32_t[]){1}, 1);
    assert_string_equal(b->bytes.data, "0:elsewhere ");
    assert_ok(b, xap_reader_hide(b->reader, 1, all, 4, &b->err));
    read_values(b, b->reader, 1, 0, all, 4);
    assert_string_equal(b->bytes.data, "0:2016 2:2019 3:2020 ");
}

/* Takes so many, and then no more. */
static bool take_one_less(void *left)
{
    size_t *count = left;
    if (*count == 0)
        return false;
    --*count;
    return true;
}

static bool take_value(void *left, size_t index, xap_text value)
{
    (void)index, (void)value;
    return take_one_less(left);
}

static bool take_term(void *left, xap_text term, uint32_t freq)
{
    (void)term, (void)freq;
    return take_one_less(left);
}

static void what_cannot_be_taken_is_told_as_no_memory(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    static const uint32_t all[] = {3, 4, 9, 2000000000u};
    size_t left = 2; /* of three */
    assert_int_equal(xap_shard_values(b->reader, 1, 0, all, 4, take_value, &left, &b->err), XAP_NO_MEMORY);
    assert_int_equal(left, 0);
    left = 3;
    assert_ok(b, xap_shard_values(b->reader, 1, 0, all, 4, take_value, &left, &b->err));
    left = 2;
    assert_int_equal(xap_shard_terms(b->reader, 1, 1, take_term, &left, &b->err), XAP_NO_MEMORY);
    left = 3;
    assert_ok(b, xap_shard_terms(b->reader, 1, 1, take_term, &left, &b->err));
}

static bool write_term(void *stream, xap_text term, uint32_t freq)
{
    return fprintf(stream, "%.*s:%u ", (int)term.len, term.data, freq) > 0;
}

static void terms_are_given_in_order_when_enough_documents_have_them(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    static const struct {
        size_t shard;
        uint32_t min_freq;
        const char *terms;
    } cases[] = {
        {1, 0, "cut:2 tax:3 vote:2 "}, {1, 2, "cut:2 tax:3 vote:2 "}, {1, 3, "tax:3 "}, {1, 4, ""}, {0, 1, "other:1 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xap_bytes_free(&b->bytes);
        FILE *stream = open_memstream(&b->bytes.data, &b->bytes.len);
        assert_non_null(stream);
        const xap_status status =
            xap_shard_terms(b->reader, cases[i].shard, cases[i].min_freq, write_term, stream, &b->err);
        assert_int_equal(fclose(stream), 0);
        assert_int_equal(status, XAP_OK);
        assert_string_equal(b->bytes.data, cases[i].terms);
    }
}

static void a_shard_that_is_not_there_is_the_callers_mistake(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    static const uint32_t docids[] = {3};
    size_t left = 9;
    assert_int_equal(xap_shard_postings(b->reader, 2, text_of("tax"), &b->postings, &b->err), XAP_INVALID);
    assert_null(b->postings.at);
    assert_int_equal(xap_shard_values(b->reader, 2, 0, docids, 1, take_value, &left, &b->err), XAP_INVALID);
    assert_int_equal(xap_shard_terms(b->reader, 2, 1, take_term, &left, &b->err), XAP_INVALID);
    assert_int_equal(left, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(postings_are_of_one_shard_and_carry_the_wdf),
        BENCH_TEST(without_a_term_all_documents_come_with_their_lengths),
        BENCH_TEST(a_term_that_is_not_there_has_no_postings),
        BENCH_TEST(hidden_documents_are_among_a_shards_postings),
        BENCH_TEST(a_term_in_every_document_is_listed_whole_though_docids_have_gaps),
        BENCH_TEST(values_are_given_for_those_documents_that_have_one),
        BENCH_TEST(what_cannot_be_taken_is_told_as_no_memory),
        BENCH_TEST(terms_are_given_in_order_when_enough_documents_have_them),
        BENCH_TEST(a_shard_that_is_not_there_is_the_callers_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
