/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_shim_limits.c - deadlines cut a match short with its best so far; hidden documents are never found. */
#include "test_shim.h"

enum { MANY = 20000, STRIDE = 1000, FIRST = 5 };

static const xap_search_options everything = {
    .count = 200, .check_at_least = UINT32_MAX, .order = XAP_BY_DOCID};

/* Documents at FIRST, FIRST + STRIDE, ... with words that many share. */
static void many_docs(struct bench *b)
{
    char text[128], value[16];
    open_writer(b, 0, XAP_CREATE_THROWAWAY);
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "every m%u n%u k%u every w%u tax%u", i % 2, i % 3, i % 7, i % 11, i % 100);
        snprintf(value, sizeof value, "v%u", i % 50);
        put_doc(b, 0, FIRST + i * STRIDE, text, value);
    }
    commit(b, 0);
    open_reader(b, 1);
}

static const xap_query *slow(xap_query store[8], const xap_query *parts[7])
{
    static const char *const words[] = {"every", "m0", "m1", "n0", "n1", "n2", "k0"};
    for (size_t i = 0; i < 7; i++) {
        store[i] = (xap_query){.op = XAP_TERM, .text = text_of(words[i])};
        parts[i] = &store[i];
    }
    store[7] = (xap_query){.op = XAP_OR, .parts = parts, .count = 7};
    return &store[7];
}

/* How long a match takes depends on the machine: the deadline is raised until it cuts after the first hits. */
static bool cut_somewhere(struct bench *b, const xap_query *query, xap_search_options o)
{
    for (o.deadline_ms = 0.05; o.deadline_ms < 10000; o.deadline_ms *= 1.2) {
        search(b, query, &o);
        if (b->page->expired && b->page->count > 0)
            return true;
        if (!b->page->expired)
            o.deadline_ms /= 1.25;
        if (o.deadline_ms < 0.01)
            return false;
    }
    return false;
}

static void a_deadline_cuts_any_match_and_gives_the_best_so_far(void **state)
{
    struct bench *b = *state;
    many_docs(b);
    xap_query store[8];
    const xap_query *parts[7];
    const xap_query *or = slow(store, parts);
    const xap_query all = {.op = XAP_ALL};
    const xap_query stars = {.op = XAP_WILDCARD, .text = {"tax", 3}, .limit = 60};
    const xap_query range = {.op = XAP_RANGE, .text = {"v", 1}};
    const struct {
        const char *name;
        const xap_query *query;
    } shapes[] = {
        {"or", or},
        {"all", &all},
        {"term", T("every")},
        {"and", Q(XAP_AND, T("every"), T("m1"))},
        {"phrase", Q(XAP_PHRASE, T("every"), Q(XAP_OR, T("m0"), T("m1")), Q(XAP_OR, T("n0"), T("n1")))},
        {"near", Q(XAP_NEAR, T("m1"), T("every"))},
        {"and not", Q(XAP_AND_NOT, or, T("k0"))},
        {"and maybe", Q(XAP_AND_MAYBE, T("every"), or)},
        {"filter", Q(XAP_FILTER, or, T("m0"))},
        {"synonym", Q(XAP_SYNONYM, T("m0"), T("m1"), T("n0"))},
        {"max", Q(XAP_MAX, T("m0"), T("n0"), T("n1"))},
        {"wildcard", &stars},
        {"range", &range},
    };
    static const uint32_t slots[] = {0};
    const xap_search_options options[] = {
        {.count = 10, .check_at_least = UINT32_MAX, .facet_slots = slots, .facets = 1},
        {.count = 10, .check_at_least = UINT32_MAX, .order = XAP_BY_VALUE_DOWN, .facet_slots = slots, .facets = 1},
        {.count = 10, .check_at_least = UINT32_MAX, .order = XAP_BY_DOCID_DOWN, .facet_slots = slots, .facets = 1},
        {.count = 10, .check_at_least = UINT32_MAX, .collapse = true, .collapse_max = 1, .facet_slots = slots,
         .facets = 1},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (size_t j = 0; j < sizeof options / sizeof *options; j++) {
            search(b, shapes[i].query, &options[j]);
            const uint32_t matches = b->page->lower;
            assert_false(b->page->expired);
            assert_int_equal(b->page->upper, matches);
            const bool cut = cut_somewhere(b, shapes[i].query, options[j]);
            if (!cut)
                print_error("%s, options %zu: never cut with hits\n", shapes[i].name, j);
            assert_true(cut);
            assert_true(b->page->lower <= matches && matches <= b->page->upper);
            assert_true(b->page->lower <= b->page->estimate && b->page->estimate <= b->page->upper);
            assert_true(b->page->facets[0].count > 0);
            for (size_t k = 1; k < b->page->count; k++)
                assert_true(options[j].order != XAP_BY_RELEVANCE ||
                            b->page->hits[k - 1].weight >= b->page->hits[k].weight);
        }
}

static void a_deadline_long_past_gives_an_empty_page_marked_expired(void **state)
{
    struct bench *b = *state;
    many_docs(b);
    xap_search_options o = everything;
    o.deadline_ms = 1e-6;
    search(b, T("every"), &o);
    assert_true(b->page->expired);
    assert_int_equal(b->page->count, 0);
    assert_int_equal(b->page->lower, 0);
    assert_int_equal(b->page->upper, MANY);
    o.deadline_ms = 1e300;
    search(b, T("every"), &o);
    assert_false(b->page->expired);
    assert_int_equal(b->page->count, 200);
}

/* A match that is short by its postings, and long by the values that are read for each. */
static void facets_count_for_the_deadline(void **state)
{
    enum { FACETS = 500 };
    struct bench *b = *state;
    static const uint32_t slots[FACETS] = {0};
    many_docs(b);
    xap_search_options o = {.count = 10, .check_at_least = UINT32_MAX, .facet_slots = slots, .facets = FACETS};
    o.deadline_ms = (double)MANY / 2500 * 1.1; /* by its postings alone it takes less than a quarter */
    search(b, T("every"), &o);
    assert_true(b->page->expired);
}

static void a_deadline_that_is_met_changes_nothing(void **state)
{
    struct bench *b = *state;
    many_docs(b);
    xap_query store[8];
    const xap_query *parts[7];
    const xap_query *or = slow(store, parts);
    xap_search_options o = {.count = 50};
    search(b, or, &o);
    uint32_t docids[50];
    for (size_t i = 0; i < 50; i++)
        docids[i] = b->page->hits[i].docid;
    const double weight = b->page->hits[0].weight;
    const uint32_t lower = b->page->lower, upper = b->page->upper, estimate = b->page->estimate;
    o.deadline_ms = 60000;
    search(b, or, &o);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(b->page->hits[i].docid, docids[i]);
    assert_true(b->page->hits[0].weight > weight * 0.999999 && b->page->hits[0].weight < weight * 1.000001);
    assert_int_equal(b->page->lower, lower);
    assert_int_equal(b->page->upper, upper);
    assert_int_equal(b->page->estimate, estimate);
}

static void hidden_documents_are_not_found_but_still_read(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    for (uint32_t i = 1; i <= 6; i++)
        put_doc(b, 0, i * 1000000, i % 2 ? "tax odd" : "tax even", "v");
    commit(b, 0);
    open_reader(b, 1);
    const xap_query all = {.op = XAP_ALL};
    static const uint32_t set[] = {1000000, 1000001, 3000000, 6000000, 7000000};
    assert_ok(b, xap_reader_hide(b->reader, 0, set, 5, &b->err));
    const xap_query *const queries[] = {T("tax"), &all, Q(XAP_AND, T("tax"), &all)};
    for (size_t i = 0; i < 3; i++) {
        search(b, queries[i], &everything);
        assert_hits(b, "2000000 4000000 5000000");
        assert_int_equal(b->page->lower, 3);
        assert_int_equal(b->page->upper, 3);
        search(b, queries[i], &(const xap_search_options){0});
        assert_true(b->page->lower <= 3 && b->page->upper >= 3);
    }
    uint32_t docids[10];
    size_t count = 0;
    assert_ok(b, xap_reader_postings(b->reader, text_of("tax"), 0, docids, 10, &count, &b->err));
    assert_int_equal(count, 3);
    assert_int_equal(docids[0], 2000000);
    assert_ok(b, xap_reader_data(b->reader, 3000000, &b->bytes, &b->err));
    assert_string_equal(b->bytes.data, "tax odd");
    assert_int_equal(documents(b, b->reader), 6);
    /* The set survives reopen, and is replaced by the next. */
    put_doc(b, 0, 7000000, "tax late", "v");
    commit(b, 0);
    assert_ok(b, xap_reader_reopen(b->reader, NULL, &b->err));
    search(b, T("tax"), &everything);
    assert_hits(b, "2000000 4000000 5000000");
    assert_int_equal(b->page->upper, 3);
    assert_ok(b, xap_reader_hide(b->reader, 0, set, 1, &b->err));
    search(b, T("tax"), &everything);
    assert_hits(b, "2000000 3000000 4000000 5000000 6000000 7000000");
    assert_ok(b, xap_reader_hide(b->reader, 0, NULL, 0, &b->err));
    search(b, T("tax"), &everything);
    assert_int_equal(b->page->count, 7);
}

static void hiding_refuses_disorder_and_shards_that_are_not_there(void **state)
{
    struct bench *b = *state;
    open_writer(b, 0, XAP_CREATE);
    put_doc(b, 0, 1, "tax", NULL);
    commit(b, 0);
    const char *twice[] = {b->path[0], b->path[0]};
    assert_ok(b, xap_reader_open(twice, 2, &b->other, &b->err));
    open_reader(b, 1);
    assert_int_equal(xap_reader_hide(b->reader, 0, (const uint32_t[]){2, 1}, 2, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_hide(b->reader, 0, (const uint32_t[]){0, 1}, 2, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_hide(b->reader, 1, NULL, 0, &b->err), XAP_INVALID);
    assert_int_equal(xap_reader_hide(b->other, 0, (const uint32_t[]){1}, 1, &b->err), XAP_INVALID);
    assert_ok(b, xap_reader_hide(b->reader, 0, (const uint32_t[]){1, 2, UINT32_MAX}, 3, &b->err));
    search(b, T("tax"), &everything);
    assert_hits(b, "");
    assert_int_equal(b->page->upper, 0);
}

/* Everything the guard may get wrong at once: gaps, runs, ends, two shards; against a plain loop. */
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
    assert_int_equal(xap_reader_shards(b->reader), 2);
    const xap_query all = {.op = XAP_ALL};
    const xap_query range = {.op = XAP_RANGE, .text = {"v", 1}};
    const struct {
        const xap_query *query;
        bool only_odd;
    } cases[] = {{T("tax"), false}, {&all, false}, {&range, false}, {T("odd"), true},
                 {Q(XAP_PHRASE, T("tax"), T("odd")), true}, {Q(XAP_OR, T("odd"), T("even")), false},
                 {Q(XAP_AND_NOT, &all, T("even")), true}};
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
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            search(b, cases[i].query, &everything);
            size_t hit = 0;
            for (uint32_t local = 1; local <= SPAN; local++)
                for (uint32_t s = 0; s < 2; s++) {
                    if (!stored[s][local] || hidden[s][local] || (cases[i].only_odd && !odd[s][local]))
                        continue;
                    assert_true(hit < b->page->count);
                    assert_int_equal(b->page->hits[hit].docid, (local - 1) * 2 + s + 1);
                    hit++;
                }
            assert_int_equal(b->page->count, hit);
            assert_int_equal(b->page->upper, hit);
            const uint32_t first = hit ? b->page->hits[0].docid : 0, last = hit ? b->page->hits[hit - 1].docid : 0;
            xap_search_options down = everything;
            down.order = XAP_BY_DOCID_DOWN;
            search(b, cases[i].query, &down);
            assert_int_equal(b->page->count, hit);
            assert_int_equal(b->page->upper, hit);
            assert_int_equal(hit ? b->page->hits[0].docid : 0, last);
            assert_int_equal(hit ? b->page->hits[hit - 1].docid : 0, first);
            search(b, cases[i].query, &everything);
            const xap_search_options middle = {.first = 2, .count = 3, .order = XAP_BY_DOCID, .deadline_ms = 60000};
            uint32_t expected[3] = {0};
            for (size_t k = 2; k < hit && k < 5; k++)
                expected[k - 2] = b->page->hits[k].docid;
            search(b, cases[i].query, &middle);
            assert_int_equal(b->page->count, hit < 2 ? 0 : hit < 5 ? hit - 2 : 3);
            for (size_t k = 0; k < b->page->count; k++)
                assert_int_equal(b->page->hits[k].docid, expected[k]);
            assert_true(b->page->lower <= hit && hit <= b->page->upper);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_deadline_cuts_any_match_and_gives_the_best_so_far),
        BENCH_TEST(a_deadline_long_past_gives_an_empty_page_marked_expired),
        BENCH_TEST(facets_count_for_the_deadline),
        BENCH_TEST(a_deadline_that_is_met_changes_nothing),
        BENCH_TEST(hidden_documents_are_not_found_but_still_read),
        BENCH_TEST(hiding_refuses_disorder_and_shards_that_are_not_there),
        BENCH_TEST(hidden_documents_of_two_shards_agree_with_a_plain_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
