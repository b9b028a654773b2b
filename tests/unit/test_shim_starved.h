/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_starved.h - a call of the shim with the n-th allocation failing, or all from the n-th on: XAP_NO_MEMORY and no
 * exception, nothing leaks, and with memory it works. */
#ifndef HUSTINGS_TEST_SHIM_STARVED_H
#define HUSTINGS_TEST_SHIM_STARVED_H

#include "test_shim.h"

#include "tests/support/starved.h"

enum { DOCUMENTS = 40, LOST_MAX = 100000 };

static struct {
    unsigned long faults, refused, survived; /* where libxapian ends its process, it refuses */
} sum;

/* What a call gave. On failure it is to be as it was. */
struct given {
    xap_reader *reader;
    xap_writer *writer;
    xap_document *doc;
    xap_terms terms;
    xap_bytes bytes, more;
    xap_postings postings;
    size_t count, taken;
    uint32_t number, last, docids[64];
    uint64_t revision;
    double length;
    bool changed;
    char uuid[37];
};

/* What is called, on b, whose reader or writer is open. */
typedef xap_status call(struct bench *b, struct given *g);

static inline void release(struct given *g)
{
    xap_reader_close(g->reader);
    xap_writer_close(g->writer);
    xap_document_free(g->doc);
    xap_terms_free(&g->terms);
    xap_bytes_free(&g->bytes);
    xap_bytes_free(&g->more);
    xap_postings_free(&g->postings);
}

static inline long live(void)
{
    return atomic_load(&starved()->live);
}

/* Runs it with that allocation failing; how many did. */
static inline long starve(call *run, struct bench *b, struct given *g, long at, bool onwards, xap_status *status)
{
    struct starved *s = starved();

    atomic_store(&s->onwards, onwards);
    atomic_store(&s->count, 0);
    atomic_store(&s->failed, 0);
    atomic_store(&s->at, at);
    *status = run(b, g);
    atomic_store(&s->at, 0);
    return atomic_load(&s->failed);
}

/* False: it needs no more than at allocations. */
static inline bool judge(const char *name, long at, long failed, xap_status status, const struct given *g)
{
    const struct given nothing = {0};

    if (!failed) {
        assert_int_equal(status, XAP_OK);
        return false;
    }
    sum.faults++;
    if (status == XAP_OK) {
        sum.survived++;
        return true;
    }
    sum.refused++;
    if (status != XAP_NO_MEMORY || memcmp(g, &nothing, offsetof(struct given, taken)) != 0 || at > LOST_MAX) {
        print_error("%s, allocation %ld: status %d\n", name, at, status);
        fail();
    }
    return true;
}

static inline void fill(struct bench *b, int i)
{
    open_writer(b, i, XAP_CREATE);
    for (uint32_t docid = 1; docid <= DOCUMENTS; docid++) {
        char text[96], value[16];
        snprintf(text, sizeof text, "alpha beta word%u other%u", docid, docid % 7);
        snprintf(value, sizeof value, "v%02u", docid);
        put_doc(b, i, docid, text, value);
    }
    assert_ok(b, xap_writer_set_metadata(b->writer[i], text_of("key"), text_of("a value of some length"), &b->err));
    assert_ok(b, xap_writer_add_synonym(b->writer[i], text_of("alpha"), text_of("first of all the letters"), &b->err));
    commit(b, i);
    close_writer(b, i);
}

static inline const char *const *two_paths(struct bench *b, const char *paths[2])
{
    paths[0] = b->path[0];
    paths[1] = b->path[1];
    return paths;
}

/* With memory it works, and all of it is freed again. */
static inline long call_well(struct bench *b, call *run, const char *name)
{
    struct given g = {0};
    const xap_status status = run(b, &g);

    if (status)
        print_error("%s: %d: %s\n", name, status, b->err.text);
    assert_int_equal(status, XAP_OK);
    release(&g);
    return live();
}

/* After tests that hold: a call that gives anything but what it may ends its test. */
static inline void print_sum(void)
{
    print_message("faults: injected=%lu survived=%lu refused=%lu lost=0 wrong=0 crashes=0\n", sum.faults, sum.survived,
                  sum.refused);
}

#define CALL(f) {#f, call_##f}

#endif
