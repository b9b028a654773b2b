/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_read.c - what a reader lists, over one shard and two; databases merged and checked. */
#include "test_shim.h"

#include <fcntl.h>

/* Database::check of libxapian 1.4.22 deletes an object by the type of its base. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}

static void two_shards(struct bench *b)
{
    open_writer(b, 0, XAP_CREATE);
    open_writer(b, 1, XAP_CREATE);
    put_doc(b, 0, 1, "house of commons", "20160101");
    put_doc(b, 0, 3, "houses tax", "20180101");
    put_doc(b, 1, 2, "house of lords", NULL);
    assert_ok(b, xap_document_set_value(b->doc, 1, text_of("only here"), &b->err));
    assert_ok(b, xap_writer_put(b->writer[1], 2, b->doc, &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[0], text_of("mps"), text_of("mp"), &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[0], text_of("mps"), text_of("members"), &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[1], text_of("mps"), text_of("mp"), &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[1], text_of("mp"), text_of("member"), &b->err));
    assert_ok(b, xap_writer_set_metadata(b->writer[0], text_of("k1"), text_of("zero"), &b->err));
    assert_ok(b, xap_writer_set_metadata(b->writer[1], text_of("k1"), text_of("one"), &b->err));
    assert_ok(b, xap_writer_set_metadata(b->writer[1], text_of("k2"), text_of("two"), &b->err));
    assert_ok(b, xap_writer_set_metadata(b->writer[1], text_of("other"), text_of("x"), &b->err));
    assert_int_equal(xap_writer_set_metadata(b->writer[1], text_of(""), text_of("x"), &b->err), XAP_INVALID);
    commit(b, 0);
    commit(b, 1);
    open_reader(b, 2);
}

static void documents_of_two_shards_are_numbered_in_turn(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    uint32_t count = 0, last = 0;
    assert_int_equal(xap_reader_shards(b->reader), 2);
    assert_ok(b, xap_reader_documents(b->reader, &count, &last, &b->err));
    assert_int_equal(count, 3);
    assert_int_equal(last, 5); /* document 3 of shard 0 */
    assert_ok(b, xap_reader_data(b->reader, 4, &b->bytes, &b->err)); /* document 2 of shard 1 */
    assert_string_equal(b->bytes.data, "house of lords");
    double length = 0;
    assert_ok(b, xap_reader_average_length(b->reader, &length, &b->err));
    assert_true(length > 2.6 && length < 2.7);
}

static void each_shard_has_its_uuid_and_revision(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    char uuid[2][37];
    uint64_t before = 0, after = 0;
    assert_ok(b, xap_reader_shard(b->reader, 0, uuid[0], &before, &b->err));
    assert_ok(b, xap_reader_shard(b->reader, 1, uuid[1], &before, &b->err));
    assert_int_equal(strlen(uuid[0]), 36);
    assert_string_not_equal(uuid[0], uuid[1]);
    put_doc(b, 1, 9, "late", NULL);
    commit(b, 1);
    assert_ok(b, xap_reader_reopen(b->reader, NULL, &b->err));
    assert_ok(b, xap_reader_shard(b->reader, 1, uuid[0], &after, &b->err));
    assert_string_equal(uuid[0], uuid[1]);
    assert_true(after > before);
    assert_int_equal(xap_reader_shard(b->reader, 2, uuid[0], &after, &b->err), XAP_INVALID);
}

static void postings_rise_from_where_asked(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    uint32_t docids[4] = {0};
    size_t count = 9;
    uint32_t freq = 0;
    assert_ok(b, xap_reader_term_freq(b->reader, text_of("house"), &freq, &b->err));
    assert_int_equal(freq, 2);
    assert_ok(b, xap_reader_postings(b->reader, text_of("house"), 0, docids, 4, &count, &b->err));
    assert_int_equal(count, 2);
    assert_int_equal(docids[0], 1);
    assert_int_equal(docids[1], 4);
    assert_ok(b, xap_reader_postings(b->reader, text_of("house"), 2, docids, 4, &count, &b->err));
    assert_int_equal(count, 1);
    assert_int_equal(docids[0], 4);
    assert_ok(b, xap_reader_postings(b->reader, text_of("house"), 0, docids, 1, &count, &b->err));
    assert_int_equal(count, 1);
    assert_ok(b, xap_reader_postings(b->reader, text_of("house"), 5, docids, 4, &count, &b->err));
    assert_int_equal(count, 0);
    assert_ok(b, xap_reader_postings(b->reader, text_of("none"), 0, docids, 4, &count, &b->err));
    assert_int_equal(count, 0);
}

static void terms_are_listed_by_prefix_page_by_page(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    static const struct {
        const char *prefix, *after;
        size_t max;
        const char *terms;
    } cases[] = {
        {"", "", 99, "commons:1 house:2 houses:1 lords:1 of:2 tax:1"},
        {"hou", "", 99, "house:2 houses:1"},
        {"hou", "", 1, "house:2"},
        {"hou", "house", 9, "houses:1"},
        {"hou", "houses", 9, ""},
        {"hou", "a", 9, "house:2 houses:1"},
        {"hou", "z", 9, ""},
        {"hou", "housea", 9, "houses:1"},
        {"", "lords", 1, "of:2"},
        {"x", "", 9, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xap_terms_free(&b->terms);
        assert_ok(b, xap_reader_terms(b->reader, text_of(cases[i].prefix), text_of(cases[i].after), cases[i].max,
                                      &b->terms, &b->err));
        assert_terms(b, cases[i].terms);
    }
}

static void a_documents_terms_are_listed_by_prefix(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_ok(b, xap_reader_document_terms(b->reader, 1, text_of("co"), &b->terms, &b->err));
    assert_terms(b, "commons:1");
    xap_terms_free(&b->terms);
    assert_ok(b, xap_reader_document_terms(b->reader, 1, text_of("z"), &b->terms, &b->err));
    assert_terms(b, "");
    assert_int_equal(xap_reader_document_terms(b->reader, 3, text_of(""), &b->terms, &b->err), XAP_NOT_FOUND);
    assert_int_equal(xap_reader_data(b->reader, 3, &b->bytes, &b->err), XAP_NOT_FOUND);
}

static void value_bounds_leave_out_shards_without_the_slot(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_ok(b, xap_reader_value_bounds(b->reader, 0, &b->bytes, &b->more, &b->err));
    assert_string_equal(b->bytes.data, "20160101");
    assert_string_equal(b->more.data, "20180101");
    xap_bytes_free(&b->bytes);
    xap_bytes_free(&b->more);
    assert_ok(b, xap_reader_value_bounds(b->reader, 1, &b->bytes, &b->more, &b->err));
    assert_string_equal(b->bytes.data, "only here");
    xap_bytes_free(&b->bytes);
    xap_bytes_free(&b->more);
    assert_ok(b, xap_reader_value_bounds(b->reader, 7, &b->bytes, &b->more, &b->err));
    assert_int_equal(b->bytes.len + b->more.len, 0);
}

static void synonyms_come_from_all_shards(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_ok(b, xap_reader_synonyms(b->reader, text_of("mps"), &b->terms, &b->err));
    assert_terms(b, "members:0 mp:0");
    xap_terms_free(&b->terms);
    assert_ok(b, xap_reader_synonyms(b->reader, text_of("mp"), &b->terms, &b->err));
    assert_terms(b, "member:0");
    xap_terms_free(&b->terms);
    assert_ok(b, xap_reader_synonyms(b->reader, text_of("m"), &b->terms, &b->err));
    assert_terms(b, "");
}

static void metadata_is_asked_of_one_shard(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    assert_ok(b, xap_reader_metadata(b->reader, 1, text_of("k1"), &b->bytes, &b->err));
    assert_string_equal(b->bytes.data, "one");
    assert_ok(b, xap_reader_metadata(b->reader, 0, text_of("k2"), &b->more, &b->err));
    assert_string_equal(b->more.data, "");
    xap_bytes_free(&b->bytes);
    assert_int_equal(xap_reader_metadata(b->reader, 2, text_of("k1"), &b->bytes, &b->err), XAP_INVALID);
}

static void a_stub_opens_all_it_names(void **state)
{
    struct bench *b = *state;
    two_shards(b);
    char stub[128];
    snprintf(stub, sizeof stub, "%s/stub", b->dir);
    FILE *file = fopen(stub, "w");
    assert_non_null(file);
    fprintf(file, "auto db0\nauto db1\n");
    assert_int_equal(fclose(file), 0);
    const char *paths[] = {stub};
    assert_ok(b, xap_reader_open(paths, 1, &b->other, &b->err));
    assert_int_equal(xap_reader_shards(b->other), 2);
    assert_int_equal(documents(b, b->other), 3);
    assert_ok(b, xap_reader_hide(b->other, 1, (const uint32_t[]){2}, 1, &b->err));
    uint32_t docids[4];
    size_t count = 0;
    assert_ok(b, xap_reader_postings(b->other, text_of("house"), 0, docids, 4, &count, &b->err));
    assert_int_equal(count, 1);
    assert_int_equal(xap_reader_metadata(b->other, 1, text_of("k1"), &b->bytes, &b->err), XAP_UNSUPPORTED);
}

static void compact_keeps_docids_with_gaps_in_any_order_of_sources(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE_THROWAWAY);
    open_writer(b, 1, XAP_CREATE_THROWAWAY);
    open_writer(b, 2, XAP_CREATE_THROWAWAY); /* stays empty */
    commit(b, 2);
    close_writer(b, 2);
    char target[128];
    snprintf(target, sizeof target, "%s/target", b->dir);
    put_doc(b, 0, 5000000, "late tax", "b");
    put_doc(b, 0, 9000000, "later tax", "c");
    put_doc(b, 1, 7, "early tax", "a");
    put_doc(b, 1, 2000000, "tax", "a");
    commit(b, 0);
    commit(b, 1);
    close_writer(b, 0);
    close_writer(b, 1);
    const char *sources[] = {b->path[2], b->path[0], b->path[1]};
    assert_ok(b, xap_compact(sources, 3, target, true, true, &b->err));
    const char *paths[] = {target};
    assert_ok(b, xap_reader_open(paths, 1, &b->reader, &b->err));
    assert_postings(b, "tax", "7 2000000 5000000 9000000");
    assert_ok(b, xap_reader_data(b->reader, 7, &b->more, &b->err));
    assert_string_equal(b->more.data, "early tax");
    size_t problems = 9;
    assert_ok(b, xap_check(target, &problems, &b->bytes, &b->err));
    assert_int_equal(problems, 0);
    assert_true(b->bytes.len > 0);
}

static void compact_renumbers_or_refuses_what_overlaps(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 2; i++) {
        open_writer(b, i, XAP_CREATE);
        put_doc(b, i, 1, "tax", NULL);
        put_doc(b, i, 2, "tax", NULL);
        commit(b, i);
        close_writer(b, i);
    }
    const char *sources[] = {b->path[0], b->path[1]};
    assert_int_equal(xap_compact(sources, 2, b->path[2], true, false, &b->err), XAP_INVALID);
    assert_int_equal(xap_compact(sources, 0, b->path[2], true, false, &b->err), XAP_INVALID);
    assert_ok(b, xap_compact(sources, 2, b->path[2], false, false, &b->err));
    const char *paths[] = {b->path[2]};
    assert_ok(b, xap_reader_open(paths, 1, &b->reader, &b->err));
    assert_postings(b, "tax", "1 2 3 4");
}

static void damage_is_found_and_absence_told(void **state)
{
    struct bench *b = *state;
    size_t problems = 7;
    assert_int_equal(xap_check(b->path[0], &problems, &b->bytes, &b->err), XAP_NO_DATABASE);
    assert_int_equal(problems, 7);
    open_writer(b, 0, XAP_CREATE);
    char text[64];
    for (uint32_t i = 1; i <= 2000; i++) {
        snprintf(text, sizeof text, "tax%u cut%u", i, i * 7);
        put_doc(b, 0, i, text, "v");
    }
    commit(b, 0);
    close_writer(b, 0);
    char table[160];
    snprintf(table, sizeof table, "%s/postlist.glass", b->path[0]);
    int fd = open(table, O_WRONLY);
    assert_true(fd >= 0);
    char junk[8192];
    memset(junk, 0x5a, sizeof junk);
    bool written = true;
    for (int block = 1; block < 4; block++)
        written = written && pwrite(fd, junk, sizeof junk, block * 8192) == (ssize_t)sizeof junk;
    close(fd);
    assert_true(written);
    const xap_status status = xap_check(b->path[0], &problems, &b->bytes, &b->err);
    assert_true((status == XAP_OK && problems > 0 && problems != 7) || status == XAP_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(documents_of_two_shards_are_numbered_in_turn),
        BENCH_TEST(each_shard_has_its_uuid_and_revision),
        BENCH_TEST(postings_rise_from_where_asked),
        BENCH_TEST(terms_are_listed_by_prefix_page_by_page),
        BENCH_TEST(a_documents_terms_are_listed_by_prefix),
        BENCH_TEST(value_bounds_leave_out_shards_without_the_slot),
        BENCH_TEST(synonyms_come_from_all_shards),
        BENCH_TEST(metadata_is_asked_of_one_shard),
        BENCH_TEST(a_stub_opens_all_it_names),
        BENCH_TEST(compact_keeps_docids_with_gaps_in_any_order_of_sources),
        BENCH_TEST(compact_renumbers_or_refuses_what_overlaps),
        BENCH_TEST(damage_is_found_and_absence_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
