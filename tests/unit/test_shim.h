/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim.h - small databases to try the shim on, in a folder of their own. */
#ifndef HUSTINGS_TEST_SHIM_H
#define HUSTINGS_TEST_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* nftw, mkdtemp */
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ftw.h>
#include <unistd.h>

#include <cmocka.h>

#include "shim/xapian_c.h"

/* Everything a test may leave open when an assertion jumps out of it. */
struct bench {
    char dir[64];
    char path[3][96];
    xap_writer *writer[3];
    xap_reader *reader;
    xap_reader *other;
    xap_document *doc;
    xap_terms terms;
    xap_postings postings;
    xap_bytes bytes, more;
    xap_error err;
};

static inline int bench_open(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    const char *tmp = getenv("TMPDIR");
    snprintf(b->dir, sizeof b->dir, "%.40s/shim.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(b->dir) || xap_document_new(&b->doc, NULL))
        return -1;
    for (int i = 0; i < 3; i++)
        snprintf(b->path[i], sizeof b->path[i], "%s/db%d", b->dir, i);
    *state = b;
    return 0;
}

static inline int bench_remove(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline int bench_close(void **state)
{
    struct bench *b = *state;
    xap_terms_free(&b->terms);
    xap_postings_free(&b->postings);
    xap_bytes_free(&b->bytes);
    xap_bytes_free(&b->more);
    xap_document_free(b->doc);
    xap_reader_close(b->reader);
    xap_reader_close(b->other);
    for (int i = 0; i < 3; i++)
        xap_writer_close(b->writer[i]);
    nftw(b->dir, bench_remove, 8, FTW_DEPTH | FTW_PHYS);
    free(b);
    return 0;
}

#define BENCH_TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)

static inline xap_text text_of(const char *string)
{
    return (xap_text){string, strlen(string)};
}

/* Asserts XAP_OK and shows Xapian's words when it is not. */
#define assert_ok(b, call)                                            \
    do {                                                              \
        xap_status status_ = (call);                                  \
        if (status_)                                                  \
            print_error("%s: %d: %s\n", #call, status_, (b)->err.text); \
        assert_int_equal(status_, XAP_OK);                            \
    } while (0)

static inline void open_writer(struct bench *b, int i, xap_open how)
{
    assert_ok(b, xap_writer_open(b->path[i], how, &b->writer[i], &b->err));
}

static inline void close_writer(struct bench *b, int i)
{
    xap_writer_close(b->writer[i]);
    b->writer[i] = NULL;
}

/* Makes b->doc of words parted by single blanks, at positions 1, 2, ...; value in slot 0; data is the text. */
static inline void make_doc(struct bench *b, const char *text, const char *value)
{
    assert_ok(b, xap_document_clear(b->doc, &b->err));
    uint32_t position = 1;
    for (const char *word = text; *word; position++) {
        size_t len = strcspn(word, " ");
        assert_ok(b, xap_document_add_term(b->doc, (xap_text){word, len}, &position, 1, 1, &b->err));
        word += len;
        word += *word == ' ';
    }
    if (value)
        assert_ok(b, xap_document_set_value(b->doc, 0, text_of(value), &b->err));
    assert_ok(b, xap_document_set_data(b->doc, text_of(text), &b->err));
}

static inline void put_doc(struct bench *b, int i, uint32_t docid, const char *text, const char *value)
{
    make_doc(b, text, value);
    assert_ok(b, xap_writer_put(b->writer[i], docid, b->doc, &b->err));
}

static inline void commit(struct bench *b, int i)
{
    assert_ok(b, xap_writer_commit(b->writer[i], &b->err));
}

/* Opens the first count databases as b->reader. */
static inline void open_reader(struct bench *b, size_t count)
{
    xap_reader_close(b->reader);
    b->reader = NULL;
    const char *paths[] = {b->path[0], b->path[1], b->path[2]};
    assert_ok(b, xap_reader_open(paths, count, &b->reader, &b->err));
}

static inline uint32_t documents(struct bench *b, xap_reader *r)
{
    uint32_t count = 0;
    assert_ok(b, xap_reader_documents(r, &count, NULL, &b->err));
    return count;
}

/* b->reader's first max documents with term, or without a term (NULL) of all, from a docid on; how many there are. */
static inline size_t list_documents(struct bench *b, const char *term, uint32_t from, uint32_t *docids, size_t max)
{
    size_t count = SIZE_MAX;
    assert_ok(b, term ? xap_reader_postings(b->reader, text_of(term), from, docids, max, &count, &b->err)
                      : xap_reader_docids(b->reader, from, docids, max, &count, &b->err));
    return count;
}

/* Asserts that these are all of b->reader's documents with term, their docids written with blanks between. */
static inline void assert_postings(struct bench *b, const char *term, const char *expected)
{
    uint32_t docids[32];
    char text[512] = "";
    size_t len = 0, count = list_documents(b, term, 0, docids, 32);
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%u", i ? " " : "", docids[i]);
    assert_string_equal(text, expected);
}

static inline void assert_docids(struct bench *b, const char *expected)
{
    assert_postings(b, NULL, expected);
}

/* Asserts likewise for the list of terms in b->terms, as "term:freq". */
static inline void assert_terms(const struct bench *b, const char *expected)
{
    char text[512] = "";
    size_t len = 0;
    for (size_t i = 0; i < b->terms.count && len < sizeof text - 64; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s:%u", i ? " " : "",
                                (int)b->terms.at[i].term.len, b->terms.at[i].term.data, b->terms.at[i].freq);
    assert_string_equal(text, expected);
}

/* An xap_take_value: writes index and value to a stream. */
static inline bool write_value(void *stream, size_t index, xap_text value)
{
    return fprintf(stream, "%zu:", index) > 0 && fwrite(value.data, 1, value.len, stream) == value.len &&
           fputc(' ', stream) != EOF;
}

/* Sets b->bytes to what slot has in those documents of one of r's shards: "INDEX:VALUE " for each that has it. */
static inline void read_values(struct bench *b, xap_reader *r, size_t shard, uint32_t slot, const uint32_t *docids,
                               size_t count)
{
    xap_bytes_free(&b->bytes);
    FILE *stream = open_memstream(&b->bytes.data, &b->bytes.len);
    assert_non_null(stream);
    const xap_status status = xap_shard_values(r, shard, slot, docids, count, write_value, stream, &b->err);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(status, XAP_OK);
}

#endif
