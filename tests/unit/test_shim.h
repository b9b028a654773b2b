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
    xap_page *page;
    xap_terms terms;
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
    xap_bytes_free(&b->bytes);
    xap_bytes_free(&b->more);
    xap_page_free(b->page);
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

static inline void search(struct bench *b, const xap_query *query, const xap_search_options *options)
{
    xap_page_free(b->page);
    b->page = NULL;
    assert_ok(b, xap_search(b->reader, query, options, &b->page, &b->err));
}

/* Asserts that the page's docids, written with blanks between, are these. */
static inline void assert_hits(const struct bench *b, const char *docids)
{
    char text[512] = "";
    size_t len = 0;
    for (size_t i = 0; i < b->page->count && len < sizeof text - 16; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%u", i ? " " : "", b->page->hits[i].docid);
    assert_string_equal(text, docids);
}

/* Asserts likewise for a list of terms, as "term:freq". */
static inline void assert_terms(const struct bench *b, const char *expected)
{
    char text[512] = "";
    size_t len = 0;
    for (size_t i = 0; i < b->terms.count && len < sizeof text - 64; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s:%u", i ? " " : "",
                                (int)b->terms.at[i].term.len, b->terms.at[i].term.data, b->terms.at[i].freq);
    assert_string_equal(text, expected);
}

#define T(word) (&(const xap_query){.op = XAP_TERM, .text = {word, sizeof(word) - 1}})
#define PARTS(...)                                            \
    .parts = (const xap_query *const[]){__VA_ARGS__},         \
    .count = sizeof((const xap_query *const[]){__VA_ARGS__}) / sizeof(const xap_query *)
#define Q(kind, ...) (&(const xap_query){.op = kind, PARTS(__VA_ARGS__)})

#endif
