/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_flow.c - a stream's bytes arrive whole and in order, plain and compressed, one piece at a time. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <zlib.h>
#include <zstd.h>

#include "searchd/flow.h"

enum { PIECES = 200, PIECE_MAX = 20000, BODY_MAX = PIECES * PIECE_MAX };

/* Makes numbered lines; some pieces are empty. */
struct numbers {
    struct stream stream;
    unsigned piece, break_at;
    struct buffer *all;
    bool *freed;
};

static enum stream_state next(struct stream *s, struct worker *worker, struct buffer *out)
{
    struct numbers *n = (struct numbers *)s;
    (void)worker;
    assert_int_equal(out->len, 0);
    size_t lines = n->piece % 3 ? (size_t)random() % 1000 : 0;
    for (size_t i = 0; i < lines; i++)
        buffer_printf(out, "%u line %ld\n", n->piece, random() % 1000);
    if (out->len)
        buffer_append(n->all, out->data, out->len);
    if (n->piece == n->break_at)
        return STREAM_BROKEN;
    return ++n->piece == PIECES ? STREAM_END : STREAM_MORE;
}

static void forget(struct stream *s)
{
    *((struct numbers *)s)->freed = true;
    free(s);
}

struct scene {
    struct buffer all, got;
    bool freed;
};

/* Reads it all as an I/O thread does: how it ended. */
static enum flow_answer drain(struct scene *s, enum encoding encoding, unsigned break_at)
{
    struct numbers *n = calloc(1, sizeof *n);
    char block[777];
    enum flow_answer answer;
    size_t len;
    assert_non_null(n);
    s->freed = false;
    s->all = buffer_make(BODY_MAX);
    s->got = buffer_make(BODY_MAX);
    *n = (struct numbers){.stream = {next, forget}, .break_at = break_at, .all = &s->all, .freed = &s->freed};
    struct flow f = flow_make(&n->stream, encoding);
    while ((answer = flow_take(&f, block, sizeof block, &len)) == FLOW_TAKEN || answer == FLOW_EMPTY) {
        if (answer == FLOW_EMPTY)
            flow_fill(&f, NULL);
        else
            buffer_append(&s->got, block, len);
    }
    assert_int_equal(f.taken, s->got.len);
    flow_free(&f);
    assert_true(s->freed);
    assert_null(f.stream);
    return answer;
}

static void done(struct scene *s)
{
    buffer_free(&s->all);
    buffer_free(&s->got);
}

static void plain_bytes_arrive_as_they_are(void **state)
{
    struct scene s;
    (void)state;
    assert_int_equal(drain(&s, ENCODING_PLAIN, PIECES), FLOW_END);
    assert_int_equal(s.got.len, s.all.len);
    assert_memory_equal(s.got.data, s.all.data, s.all.len);
    done(&s);
}

static void gzip_unpacks_to_the_same(void **state)
{
    struct scene s;
    z_stream z = {0};
    char *out = malloc(BODY_MAX);
    (void)state;
    assert_int_equal(drain(&s, ENCODING_GZIP, PIECES), FLOW_END);
    assert_true(s.got.len * 2 < s.all.len);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_in = (Bytef *)s.got.data;
    z.avail_in = (uInt)s.got.len;
    z.next_out = (Bytef *)out;
    z.avail_out = BODY_MAX;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, s.all.len);
    assert_memory_equal(out, s.all.data, s.all.len);
    inflateEnd(&z);
    free(out);
    done(&s);
}

static void zstd_unpacks_to_the_same(void **state)
{
    struct scene s;
    char *out = malloc(BODY_MAX);
    ZSTD_DCtx *d = ZSTD_createDCtx();
    (void)state;
    assert_int_equal(drain(&s, ENCODING_ZSTD, PIECES), FLOW_END);
    assert_true(s.got.len * 2 < s.all.len);
    ZSTD_inBuffer in = {s.got.data, s.got.len, 0};
    ZSTD_outBuffer to = {out, BODY_MAX, 0};
    assert_int_equal(ZSTD_decompressStream(d, &to, &in), 0);
    assert_int_equal(to.pos, s.all.len);
    assert_memory_equal(out, s.all.data, s.all.len);
    ZSTD_freeDCtx(d);
    free(out);
    done(&s);
}

/* What was out before the break is out, and nothing looks like an end. */
static void a_broken_stream_has_no_end(void **state)
{
    (void)state;
    for (enum encoding e = ENCODING_PLAIN; e < ENCODING_COUNT; e++) {
        struct scene s;
        assert_int_equal(drain(&s, e, 100), FLOW_BROKEN);
        if (e == ENCODING_PLAIN) {
            assert_true(s.got.len > 0 && s.got.len < s.all.len);
            assert_memory_equal(s.got.data, s.all.data, s.got.len);
        }
        done(&s);
    }
}

static enum stream_state too_much(struct stream *s, struct worker *worker, struct buffer *out)
{
    (void)s;
    (void)worker;
    out->failed = true; /* as one past its maximum */
    return STREAM_END;
}

static void keep(struct stream *s)
{
    (void)s;
}

static void a_piece_that_did_not_fit_breaks_it(void **state)
{
    struct stream s = {too_much, keep};
    struct flow f = flow_make(&s, ENCODING_PLAIN);
    char block[8];
    size_t len;
    (void)state;
    assert_int_equal(flow_take(&f, block, sizeof block, &len), FLOW_EMPTY);
    flow_fill(&f, NULL);
    assert_int_equal(flow_take(&f, block, sizeof block, &len), FLOW_BROKEN);
    flow_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes_arrive_as_they_are), cmocka_unit_test(gzip_unpacks_to_the_same),
        cmocka_unit_test(zstd_unpacks_to_the_same), cmocka_unit_test(a_broken_stream_has_no_end),
        cmocka_unit_test(a_piece_that_did_not_fit_breaks_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
