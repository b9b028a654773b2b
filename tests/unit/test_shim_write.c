/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_write.c - what a writer persists, drops and refuses. */
#include "test_shim.h"

#include <signal.h>
#include <sys/resource.h>

static void the_library_tells_its_version(void **state)
{
    (void)state;
    assert_true(strchr(xap_library_version(), '.') != NULL);
}

static void what_is_committed_is_there_and_what_is_not_is_dropped(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "tax", NULL);
    commit(b, 0);
    put_doc(b, 0, 2, "spend", NULL);
    close_writer(b, 0);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 1);
    open_writer(b, 0, XAP_OPEN);
    put_doc(b, 0, 3, "vote", NULL);
    commit(b, 0);
    put_doc(b, 0, 4, "poll", NULL);
    commit(b, 0);
    bool changed = false;
    assert_ok(b, xap_reader_reopen(b->reader, &changed, &b->err));
    assert_true(changed);
    assert_int_equal(documents(b, b->reader), 3);
    assert_ok(b, xap_reader_reopen(b->reader, &changed, &b->err));
    assert_false(changed);
}

static void ten_thousand_changes_are_not_committed_by_themselves(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    make_doc(b, "tax", NULL);
    for (uint32_t i = 1; i <= 10050; i++)
        assert_ok(b, xap_writer_put(b->writer[0], i, b->doc, &b->err));
    assert_int_equal(documents(b, xap_writer_reader(b->writer[0])), 10050);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 0);
    close_writer(b, 0);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 0);
    open_writer(b, 0, XAP_OPEN);
    for (uint32_t i = 1; i <= 10050; i++)
        assert_ok(b, xap_writer_put(b->writer[0], i, b->doc, &b->err));
    commit(b, 0);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 10050);
}

static void a_throwaway_begins_empty_and_keeps_what_is_committed(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "old", NULL);
    commit(b, 0);
    close_writer(b, 0);
    open_writer(b, 0, XAP_CREATE_THROWAWAY);
    put_doc(b, 0, 7, "new", NULL);
    put_doc(b, 0, 9, "new", NULL);
    commit(b, 0);
    close_writer(b, 0);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 2);
}

static void second_writer_is_locked_out_at_once(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    assert_int_equal(xap_writer_open(b->path[0], XAP_OPEN, &b->writer[1], &b->err), XAP_LOCKED);
    assert_null(b->writer[1]);
    assert_true(strlen(b->err.text) > 0);
    close_writer(b, 0);
    open_writer(b, 0, XAP_OPEN);
}

static void opening_what_is_not_there_says_no_database(void **state)
{
    struct bench *b = *state;
    const char *paths[] = {b->path[0]};
    assert_int_equal(xap_writer_open(b->path[0], XAP_OPEN, &b->writer[0], &b->err), XAP_NO_DATABASE);
    assert_int_equal(xap_reader_open(paths, 1, &b->reader, &b->err), XAP_NO_DATABASE);
    assert_null(b->reader);
    assert_int_equal(xap_reader_open(paths, 0, &b->reader, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_open(paths, 1, &b->reader, NULL), XAP_NO_DATABASE);
}

static void put_replaces_what_is_there(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 4000000000u, "first", NULL);
    put_doc(b, 0, 10, "second", NULL);
    put_doc(b, 0, 10, "third", NULL);
    xap_reader *own = xap_writer_reader(b->writer[0]);
    assert_int_equal(documents(b, own), 2);
    assert_ok(b, xap_reader_data(own, 10, &b->bytes, &b->err));
    assert_string_equal(b->bytes.data, "third");
    uint32_t freq = 9;
    assert_ok(b, xap_reader_term_freq(own, text_of("second"), &freq, &b->err));
    assert_int_equal(freq, 0);
    assert_int_equal(xap_writer_put(b->writer[0], 0, b->doc, &b->err), XAP_INVALID);
    commit(b, 0); /* a refused put loses nothing */
    xap_reader_close(own); /* borrowed: nothing happens */
    assert_int_equal(documents(b, own), 2);
}

static void overlong_terms_are_refused_before_they_do_harm(void **state)
{
    struct bench *b = *state;
    char term[400];
    memset(term, 'a', sizeof term);
    static const char zeros[123];
    open_writer(b, 0, XAP_CREATE);
    assert_int_equal(xap_document_add_term(b->doc, (xap_text){term, 246}, NULL, 0, 1, &b->err), XAP_INVALID);
    assert_int_equal(xap_document_add_boolean(b->doc, (xap_text){zeros, 123}, &b->err), XAP_INVALID);
    assert_int_equal(xap_document_add_boolean(b->doc, text_of(""), &b->err), XAP_INVALID);
    assert_ok(b, xap_document_add_term(b->doc, (xap_text){term, 245}, NULL, 0, 1, &b->err));
    assert_ok(b, xap_document_add_boolean(b->doc, (xap_text){zeros, 122}, &b->err));
    assert_ok(b, xap_writer_put(b->writer[0], 1, b->doc, &b->err));
    commit(b, 0);
    open_reader(b, 1);
    assert_int_equal(documents(b, b->reader), 1);
    uint32_t freq = 0;
    assert_ok(b, xap_reader_term_freq(b->reader, (xap_text){zeros, 122}, &freq, &b->err));
    assert_int_equal(freq, 1);
}

static void positions_may_come_in_any_order_and_wdf_adds_up(void **state)
{
    struct bench *b = *state;
    static const uint32_t up[] = {3, 8, 9}, mixed[] = {20, 2, 11};
    open_writer(b, 0, XAP_CREATE);
    assert_ok(b, xap_document_add_term(b->doc, text_of("tax"), up, 3, 3, &b->err));
    assert_ok(b, xap_document_add_term(b->doc, text_of("tax"), mixed, 3, 4, &b->err));
    assert_ok(b, xap_document_add_term(b->doc, text_of("cut"), (const uint32_t[]){12}, 1, 1, &b->err));
    assert_ok(b, xap_document_add_term(b->doc, text_of("bare"), NULL, 0, 5, &b->err));
    assert_ok(b, xap_document_add_boolean(b->doc, text_of("XSpress"), &b->err));
    assert_ok(b, xap_writer_put(b->writer[0], 1, b->doc, &b->err));
    commit(b, 0);
    open_reader(b, 1);
    assert_ok(b, xap_reader_document_terms(b->reader, 1, text_of(""), &b->terms, &b->err));
    assert_terms(b, "XSpress:0 bare:5 cut:1 tax:7");
    static const uint32_t sorted[] = {2, 3, 8, 9, 11, 20};
    uint32_t positions[10];
    size_t count = 0;
    assert_ok(b, xap_reader_positions(b->reader, 0, 1, text_of("tax"), positions, 10, &count, &b->err));
    assert_int_equal(count, 6);
    assert_memory_equal(positions, sorted, sizeof sorted);
    assert_ok(b, xap_reader_positions(b->reader, 0, 1, text_of("tax"), positions, 2, &count, &b->err));
    assert_int_equal(count, 2); /* no more than asked for */
    static const char *const bare[] = {"bare", "XSpress", "absent"};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        assert_ok(b, xap_reader_positions(b->reader, 0, 1, text_of(bare[i]), positions, 10, &count, &b->err));
        assert_int_equal(count, 0);
    }
    assert_int_equal(xap_reader_positions(b->reader, 1, 1, text_of("tax"), positions, 9, &count, &b->err), XAP_INVALID);
    assert_ok(b, xap_shard_postings(b->reader, 0, text_of(""), &b->postings, &b->err));
    assert_int_equal(b->postings.count, 1);
    assert_int_equal(b->postings.at[0].wdf, 13); /* the document's length */
}

static void a_cleared_document_is_empty(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    make_doc(b, "tax cut", "v");
    assert_ok(b, xap_document_clear(b->doc, &b->err));
    assert_ok(b, xap_writer_put(b->writer[0], 1, b->doc, &b->err));
    xap_reader *own = xap_writer_reader(b->writer[0]);
    assert_ok(b, xap_reader_document_terms(own, 1, text_of(""), &b->terms, &b->err));
    assert_int_equal(b->terms.count, 0);
    read_values(b, own, 0, 0, (const uint32_t[]){1}, 1);
    assert_string_equal(b->bytes.data, "");
    assert_ok(b, xap_reader_data(own, 1, &b->more, &b->err));
    assert_int_equal(b->more.len, 0);
    assert_string_equal(b->more.data, "");
    assert_int_equal(xap_document_set_value(b->doc, UINT32_MAX, text_of("x"), &b->err), XAP_INVALID);
}

static void bytes_with_zeros_come_back_whole(void **state)
{
    struct bench *b = *state;
    const xap_text blob = {"a\0b\0", 4};
    open_writer(b, 0, XAP_CREATE);
    assert_ok(b, xap_document_set_data(b->doc, blob, &b->err));
    assert_ok(b, xap_document_set_value(b->doc, 3, blob, &b->err));
    assert_ok(b, xap_writer_put(b->writer[0], 1, b->doc, &b->err));
    assert_ok(b, xap_writer_set_metadata(b->writer[0], text_of("k"), blob, &b->err));
    commit(b, 0);
    open_reader(b, 1);
    assert_ok(b, xap_reader_data(b->reader, 1, &b->bytes, &b->err));
    assert_int_equal(b->bytes.len, 4);
    assert_memory_equal(b->bytes.data, "a\0b\0", 5);
    read_values(b, b->reader, 0, 3, (const uint32_t[]){1}, 1);
    assert_int_equal(b->bytes.len, 7);
    assert_memory_equal(b->bytes.data, "0:a\0b\0 ", 8);
    assert_ok(b, xap_reader_metadata(b->reader, 0, text_of("k"), &b->more, &b->err));
    assert_memory_equal(b->more.data, "a\0b\0", 5);
}

static void a_reader_overtaken_by_commits_is_stale_until_it_reopens(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    char text[200];
    for (uint32_t i = 1; i <= 1000; i++) {
        snprintf(text, sizeof text, "tax%u cut%u spend%u vote%u", i, i * 7, i * 13, i * 29);
        put_doc(b, 0, i, text, "v");
    }
    commit(b, 0);
    open_reader(b, 1);
    for (uint32_t round = 0; round < 12; round++) {
        for (uint32_t i = 1; i <= 1000; i += 9) {
            snprintf(text, sizeof text, "poll%u %u", i, round);
            put_doc(b, 0, i, text, "w");
        }
        commit(b, 0);
    }
    xap_status status = XAP_OK;
    for (uint32_t i = 1; i <= 1000 && status == XAP_OK; i++) {
        xap_bytes_free(&b->bytes);
        status = xap_reader_data(b->reader, i, &b->bytes, &b->err);
    }
    assert_int_equal(status, XAP_STALE);
    assert_ok(b, xap_reader_reopen(b->reader, NULL, &b->err));
    xap_bytes_free(&b->bytes);
    assert_ok(b, xap_reader_data(b->reader, 1, &b->bytes, &b->err));
    assert_string_equal(b->bytes.data, "poll1 11");
}

/* A limit on the size of files stands in for a full disk. */
static void after_a_failed_commit_the_writer_refuses_and_the_old_state_stands(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "kept", NULL);
    commit(b, 0);
    char text[64];
    for (uint32_t i = 2; i <= 2000; i++) {
        snprintf(text, sizeof text, "tax%u cut%u", i, i * 7);
        put_doc(b, 0, i, text, "v");
    }
    struct rlimit before, tight = {32768, 32768};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    xap_status status = xap_writer_commit(b->writer[0], &b->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, XAP_FAILED);
    assert_int_equal(xap_writer_put(b->writer[0], 3, b->doc, &b->err), XAP_FAILED);
    assert_int_equal(xap_writer_commit(b->writer[0], &b->err), XAP_FAILED);
    assert_non_null(strstr(b->err.text, "open it again"));
    close_writer(b, 0);
    open_writer(b, 0, XAP_OPEN);
    assert_int_equal(documents(b, xap_writer_reader(b->writer[0])), 1);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    xap_terms_free(NULL);
    xap_bytes_free(NULL);
    xap_postings_free(NULL);
    xap_document_free(NULL);
    xap_reader_close(NULL);
    xap_writer_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_tells_its_version),
        BENCH_TEST(what_is_committed_is_there_and_what_is_not_is_dropped),
        BENCH_TEST(ten_thousand_changes_are_not_committed_by_themselves),
        BENCH_TEST(a_throwaway_begins_empty_and_keeps_what_is_committed),
        BENCH_TEST(second_writer_is_locked_out_at_once),
        BENCH_TEST(opening_what_is_not_there_says_no_database),
        BENCH_TEST(put_replaces_what_is_there),
BENCH_TEST(overlong_terms_are_refused_before_they_do_harm),
        BENCH_TEST(positions_may_come_in_any_order_and_wdf_adds_up),
        BENCH_TEST(a_cleared_document_is_empty),
        BENCH_TEST(bytes_with_zeros_come_back_whole),
        BENCH_TEST(a_reader_overtaken_by_commits_is_stale_until_it_reopens),
        BENCH_TEST(after_a_failed_commit_the_writer_refuses_and_the_old_state_stands),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
