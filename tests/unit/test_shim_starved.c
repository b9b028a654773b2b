/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_starved.c - each function of the shim that reads, or makes a document, with every allocation of it failing. */
#include "test_shim_starved.h"

static xap_status call_open(struct bench *b, struct given *g)
{
    const char *paths[2];
    return xap_reader_open(two_paths(b, paths), 2, &g->reader, &b->err);
}

static xap_status call_reopen(struct bench *b, struct given *g)
{
    return xap_reader_reopen(b->reader, &g->changed, &b->err);
}

static xap_status call_shard(struct bench *b, struct given *g)
{
    return xap_reader_shard(b->reader, 1, g->uuid, &g->revision, &b->err);
}

static xap_status call_documents(struct bench *b, struct given *g)
{
    return xap_reader_documents(b->reader, &g->number, &g->last, &b->err);
}

static xap_status call_average_length(struct bench *b, struct given *g)
{
    return xap_reader_average_length(b->reader, &g->length, &b->err);
}

static xap_status call_hide(struct bench *b, struct given *g)
{
    static const uint32_t docids[] = {2, 3, 5, 7};
    (void)g;
    return xap_reader_hide(b->reader, 0, docids, 4, &b->err);
}

static xap_status call_term_freq(struct bench *b, struct given *g)
{
    return xap_reader_term_freq(b->reader, text_of("alpha but longer than a short string"), &g->number, &b->err);
}

static xap_status call_postings(struct bench *b, struct given *g)
{
    return xap_reader_postings(b->reader, text_of("alpha"), 3, g->docids, 64, &g->count, &b->err);
}

static xap_status call_docids(struct bench *b, struct given *g)
{
    return xap_reader_docids(b->reader, 3, g->docids, 64, &g->count, &b->err);
}

static xap_status call_shard_postings(struct bench *b, struct given *g)
{
    return xap_shard_postings(b->reader, 1, text_of("beta"), &g->postings, &b->err);
}

static bool take_value(void *ctx, size_t index, xap_text value)
{
    struct given *g = ctx;
    (void)index;
    g->taken += value.len;
    return true;
}

static xap_status call_shard_values(struct bench *b, struct given *g)
{
    static const uint32_t docids[] = {1, 9, 17, 40};
    return xap_shard_values(b->reader, 1, 0, docids, 4, take_value, g, &b->err);
}

static bool take_term(void *ctx, xap_text term, uint32_t freq)
{
    return take_value(ctx, freq, term);
}

static xap_status call_shard_terms(struct bench *b, struct given *g)
{
    return xap_shard_terms(b->reader, 0, 2, take_term, g, &b->err);
}

static xap_status call_terms(struct bench *b, struct given *g)
{
    return xap_reader_terms(b->reader, text_of("word"), text_of("word1"), 20, &g->terms, &b->err);
}

static xap_status call_document_terms(struct bench *b, struct given *g)
{
    return xap_reader_document_terms(b->reader, 7, text_of("b"), &g->terms, &b->err);
}

static xap_status call_positions(struct bench *b, struct given *g)
{
    return xap_reader_positions(b->reader, 0, 7, text_of("beta"), g->docids, 64, &g->count, &b->err);
}

static xap_status call_data(struct bench *b, struct given *g)
{
    return xap_reader_data(b->reader, 7, &g->bytes, &b->err);
}

static xap_status call_value_bounds(struct bench *b, struct given *g)
{
    return xap_reader_value_bounds(b->reader, 0, &g->bytes, &g->more, &b->err);
}

static xap_status call_synonyms(struct bench *b, struct given *g)
{
    return xap_reader_synonyms(b->reader, text_of("alpha"), &g->terms, &b->err);
}

static xap_status call_metadata(struct bench *b, struct given *g)
{
    return xap_reader_metadata(b->reader, 1, text_of("key"), &g->bytes, &b->err);
}

static xap_status call_check(struct bench *b, struct given *g)
{
    size_t problems = 0;
    xap_status status = xap_check(b->path[0], &problems, &g->bytes, &b->err);
    assert_int_equal(problems, 0);
    return status;
}

/* ---- documents --------------------------------------------------------- */

static xap_status call_document_new(struct bench *b, struct given *g)
{
    return xap_document_new(&g->doc, &b->err);
}

static xap_status call_document_clear(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_clear(b->doc, &b->err);
}

static xap_status call_add_term(struct bench *b, struct given *g)
{
    static const uint32_t positions[] = {9, 4, 6, 1};
    (void)g;
    return xap_document_add_term(b->doc, text_of("a term that is longer than fifteen bytes"), positions, 4, 4, &b->err);
}

static xap_status call_add_boolean(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_add_boolean(b->doc, text_of("Qa name that is longer than fifteen bytes"), &b->err);
}

static xap_status call_set_value(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_set_value(b->doc, 3, text_of("a value that is longer than fifteen bytes"), &b->err);
}

static xap_status call_set_data(struct bench *b, struct given *g)
{
    (void)g;
    return xap_document_set_data(b->doc, text_of("data that is longer than fifteen bytes"), &b->err);
}

static const struct {
    const char *name;
    call *run;
} readings[] = {CALL(open),          CALL(reopen),        CALL(shard),         CALL(documents),    CALL(average_length),
                CALL(hide),          CALL(term_freq),     CALL(postings),      CALL(docids),       CALL(shard_postings),
                CALL(shard_values),  CALL(shard_terms),   CALL(terms),         CALL(document_terms), CALL(positions),
                CALL(data),          CALL(value_bounds),  CALL(synonyms),      CALL(metadata),     CALL(check),
                CALL(document_new),  CALL(document_clear), CALL(add_term),     CALL(add_boolean),  CALL(set_value),
                CALL(set_data)};
static void reading_survives_every_failing_allocation(void **state)
{
    struct bench *b = *state;

    fill(b, 0);
    fill(b, 1);
    open_reader(b, 2);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        call_well(b, readings[i].run, readings[i].name);
        const long before = call_well(b, readings[i].run, readings[i].name);
        for (long at = 1, mode = 0; mode < 2; at++) {
            struct given g = {0};
            xap_status status;
            const long failed = starve(readings[i].run, b, &g, at, mode, &status);
            const bool more = judge(readings[i].name, at, failed, status, &g);
            release(&g);
            const long after = call_well(b, readings[i].run, readings[i].name);
            if (after > before)
                print_error("%s, allocation %ld: %ld pieces are not freed\n", readings[i].name, at, after - before);
            assert_true(after <= before);
            if (!more) {
                mode++;
                at = 0;
            }
        }
    }
}
int main(void)
{
    const struct CMUnitTest tests[] = {BENCH_TEST(reading_survives_every_failing_allocation)};
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (!failed)
        print_sum();
    return failed;
}
