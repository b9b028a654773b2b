/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_meaning.c - any query finds what it means. The bytes choose two trees over the archive of press.h, A and B:
 *
 * - what is found is what looking at every text finds, at each commit, and A alone, B alone, with A AND B, A OR B,
 *   A NOT B: so A AND B lies in A and is B AND A, A lies in A OR B, A NOT B shares nothing with B;
 * - a phrase is found only where its words are near one another, and that only where all stand;
 * - dates and filters of the request take away what does not have them, and nothing else;
 * - all pages together are the whole, each article once, in the same order as one long page, as cursor pages too;
 * - totals are exact, facets add up, and copies collapse to one each. */
#include "archive/search.h"
#include "archive/select.h"
#include "tests/fuzz/asked.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

enum { ARENA_MAX = 256 << 20, QUERY_TEXT_MAX = 8192, PAGES = 4 };

struct question {
    const struct press *press;
    unsigned epoch;
    struct search_request request; /* of A, with its dates and filters */
    struct search_filter filter;
    const char *value;
    struct arena arena;
};

/* ---- sets ------------------------------------------------------------ */

static bool has(const uint64_t set[PRESS_SET], size_t i)
{
    return set[i / 64] >> i % 64 & 1;
}

static size_t size_of(const uint64_t set[PRESS_SET])
{
    size_t count = 0;

    for (size_t i = 0; i < PRESS_SET; i++)
        count += (size_t)__builtin_popcountll(set[i]);
    return count;
}

static void differ(const struct question *x, const char *q, const uint64_t found[PRESS_SET],
                   const uint64_t meant[PRESS_SET])
{
    for (size_t i = 0; i < x->press->count; i++) {
        const struct press_text *t = &x->press->texts[i];
        if (has(found, i) == has(meant, i))
            continue;
        fprintf(stderr, "%s\nfinds %zu, not %zu, at commit %u: a%u is %sfound\ntitle:", q, size_of(found),
                size_of(meant), x->epoch, t->id, has(found, i) ? "" : "not ");
        for (unsigned k = 0; k < t->title_count; k++)
            fprintf(stderr, " %s", press_words[t->title[k]].text);
        fprintf(stderr, "\nbody:");
        for (unsigned k = 0; k < t->body_count; k++)
            fprintf(stderr, " %s", press_words[t->body[k]].text);
        fprintf(stderr, "\nquoted %u..%u, author %d, source %u, tags %u\n", t->quote_from, t->quote_end, t->author,
                t->source, t->tags);
        break;
    }
    law_broken("what is found is what is meant", __FILE__, __LINE__);
}

/* ---- asking ---------------------------------------------------------- */

static const char *text_of(struct question *x, const struct asked_node *n)
{
    struct buffer out = buffer_make(QUERY_TEXT_MAX);

    asked_print(n, &out);
    law(!out.failed);
    const char *text = arena_copy(&x->arena, out.data, out.len);
    buffer_free(&out);
    law(text);
    return text;
}

static void select_set(struct question *x, const struct search_request *request, uint64_t set[PRESS_SET])
{
    struct selection s;
    struct error err = {0};

    if (select_run(x->press->reader, request, &x->arena, &s, &err) < 0) {
        fprintf(stderr, "%s: %s\n", request->q, err.text);
        law_broken("a query can be asked", __FILE__, __LINE__);
    }
    memset(set, 0, PRESS_SET * sizeof *set);
    for (size_t shard = 0; shard < s.shards; shard++)
        for (size_t w = 0; w <= reader_shard(x->press->reader, shard)->documents / 64; w++)
            for (uint64_t left = s.bits[shard][w]; left; left &= left - 1) {
                size_t i = press_by_document(x->epoch, shard, w * 64 + (size_t)__builtin_ctzll(left));
                set[i / 64] |= UINT64_C(1) << i % 64;
            }
    law(size_of(set) == s.total && !s.partial);
}

/* What the query finds by itself is what it means. */
static void check_plain(struct question *x, struct asked_node *n, uint64_t meant[PRESS_SET])
{
    struct search_request request = {.q = text_of(x, n), .as_written = true};
    uint64_t found[PRESS_SET];

    request.q_len = strlen(request.q);
    memcpy(meant, asked_find(n, x->press, x->epoch), sizeof found);
    select_set(x, &request, found);
    if (memcmp(found, meant, sizeof found) != 0)
        differ(x, request.q, found, meant);
}

static void check_words(struct question *x, struct asked *pool, const struct asked_node *n)
{
    uint64_t set[PRESS_SET];

    if (n->kind != ASKED_PHRASE)
        return;
    struct asked_node near = *n;
    near.kind = ASKED_NEAR;
    near.answered = false;
    memset(near.fits, 0, sizeof near.fits);
    memset(near.set, 0, sizeof near.set);
    check_plain(x, &near, set);
    struct asked_node *all = NULL;
    for (unsigned i = 0; i < n->count && pool->count + 2 < ASKED_NODES; i++) {
        if (n->words[i] == PRESS_STOP)
            continue;
        struct asked_node *word = &pool->nodes[pool->count++];
        *word = (struct asked_node){.kind = ASKED_EXACT, .field = n->field, .count = 1, .words = {n->words[i]}};
        all = all ? asked_join(pool, ASKED_AND, all, word) : word;
    }
    if (all)
        check_plain(x, all, set);
}

/* ---- dates and filters ----------------------------------------------- */

static const char *filter_value(struct question *x, unsigned value)
{
    switch (x->filter.field) {
    case FACET_SOURCE:
        return press_sources[value % PRESS_SOURCES];
    case FACET_SECTION:
        return press_sections[value % PRESS_SECTIONS];
    default:
        return press_tags[value % PRESS_TAGS];
    }
}

static bool passes(const struct question *x, const struct press_text *t, unsigned value)
{
    bool is = x->filter.field == FACET_SOURCE    ? t->source == value % PRESS_SOURCES
              : x->filter.field == FACET_SECTION ? t->section == (int)(value % PRESS_SECTIONS)
                                                 : t->tags >> value % PRESS_TAGS & 1;
    return asked_within(t, &x->request.from, &x->request.to) && (!x->request.filter_count || is != x->filter.exclude);
}

static void check_filters(struct question *x, struct asked_bytes *b, uint64_t meant[PRESS_SET])
{
    static const enum search_facet fields[] = {FACET_SOURCE, FACET_SECTION, FACET_TAG};
    unsigned what = asked_choose(b, 8), value = asked_choose(b, 256);
    uint64_t found[PRESS_SET];

    x->filter = (struct search_filter){.field = fields[asked_choose(b, 3)], .exclude = what & 4, .values = &x->value,
                                       .count = 1};
    x->value = filter_value(x, value);
    x->request.filters = &x->filter;
    x->request.filter_count = what & 1;
    if (what & 2) {
        x->request.from = asked_date(b);
        x->request.to = asked_date(b);
        if (date_first_day(&x->request.from) > date_first_day(&x->request.to))
            x->request.to = (struct date){0};
    }
    for (size_t i = 0; i < x->press->count; i++)
        if (has(meant, i) && !passes(x, &x->press->texts[i], value))
            meant[i / 64] &= ~(UINT64_C(1) << i % 64);
    select_set(x, &x->request, found);
    if (memcmp(found, meant, sizeof found) != 0)
        differ(x, x->request.q, found, meant);
}

/* ---- pages ----------------------------------------------------------- */

static void show(struct question *x, const struct search_request *request, struct search_page *page)
{
    struct error err = {0};

    if (search_run(x->press->reader, request, &x->arena, page, &err) < 0) {
        fprintf(stderr, "%s: %s\n", request->q, err.text);
        law_broken("a page can be shown", __FILE__, __LINE__);
    }
    law(page->total_exact && !page->partial && !page->relaxed && !page->corrected);
}

static size_t result_text(const struct question *x, const struct search_result *r)
{
    return press_by_id(x->press, x->epoch, r->record.id.data, r->record.id.len);
}

/* The first pages, and whether they are the first part of one long page; by date as a cursor goes, too. */
static void check_pages(struct question *x, struct asked_bytes *b, const uint64_t meant[PRESS_SET])
{
    struct search_request request = x->request;
    struct search_page whole, page;
    uint64_t seen[PRESS_SET] = {0};
    size_t total = size_of(meant), at = 0;

    request.sort = (enum search_sort)asked_choose(b, 3);
    uint32_t size = 1 + asked_choose(b, 60);
    request.count = size * PAGES;
    show(x, &request, &whole);
    law(whole.total == total && whole.count == (total < request.count ? total : request.count));
    law(whole.more == (whole.count < total));
    for (size_t i = 0; i < whole.count; i++) {
        size_t text = result_text(x, &whole.results[i]);
        law(has(meant, text) && !has(seen, text));
        law(request.sort != SORT_RELEVANCE || i == 0 || whole.results[i].score <= whole.results[i - 1].score);
        seen[text / 64] |= UINT64_C(1) << text % 64;
    }
    request.count = size;
    request.walk = request.sort != SORT_RELEVANCE && asked_choose(b, 2);
    for (unsigned i = 0; i < PAGES; i++, at += page.count) {
        request.first = request.walk ? 0 : i * size;
        show(x, &request, &page);
        law(page.total == total && page.count == (total - at < size ? total - at : size));
        for (size_t k = 0; k < page.count; k++)
            law(result_text(x, &page.results[k]) == result_text(x, &whole.results[at + k]));
        law(page.more == (at + page.count < total));
        if (!page.more)
            break;
        request.after = page.last;
    }
}

/* ---- facets and copies ----------------------------------------------- */

static size_t count_source(const struct question *x, const uint64_t set[PRESS_SET], const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < x->press->count; i++)
        count += has(set, i) && strcmp(press_sources[x->press->texts[i].source], name) == 0;
    return count;
}

static size_t count_year(const struct question *x, const uint64_t set[PRESS_SET], const char *year)
{
    char text[16];
    size_t count = 0;

    for (size_t i = 0; i < x->press->count; i++) {
        snprintf(text, sizeof text, "%d", x->press->texts[i].date.year);
        count += has(set, i) && strcmp(text, year) == 0;
    }
    return count;
}

static void check_facets(struct question *x, const uint64_t found[PRESS_SET])
{
    struct search_request request = {.q = x->request.q, .q_len = x->request.q_len, .as_written = true,
                                     .facets = 1u << FACET_SOURCE | 1u << FACET_YEAR};
    struct search_page page;
    size_t sum = 0;

    show(x, &request, &page);
    law(page.facet_count == 2 && page.total == size_of(found));
    for (size_t i = 0; i < page.facets[0].count; i++) {
        law(page.facets[0].values[i].count == count_source(x, found, page.facets[0].values[i].value));
        sum += page.facets[0].values[i].count;
    }
    law(sum == page.total); /* each article has one source */
    for (size_t i = 0; i < page.facets[1].count; i++)
        law(page.facets[1].values[i].count == count_year(x, found, page.facets[1].values[i].value));
}

/* Of each group of copies one is left, which is of what is found. */
static void check_copies(struct question *x, const uint64_t meant[PRESS_SET])
{
    struct search_request request = x->request;
    uint64_t found[PRESS_SET];
    size_t groups = 0;

    request.collapse = COLLAPSE_GROUP;
    select_set(x, &request, found);
    for (size_t i = 0; i < x->press->count; i++) {
        uint64_t group = x->press->texts[i].group[x->epoch];
        bool again = false;
        law(!has(found, i) || has(meant, i));
        for (size_t k = 0; group && has(meant, i) && k < i; k++) {
            if (x->press->texts[k].group[x->epoch] != group)
                continue;
            again = again || has(meant, k);
            law(!has(found, i) || !has(found, k));
        }
        groups += has(meant, i) && !again;
    }
    law(size_of(found) == groups);
}

/* ---------------------------------------------------------------------- */

static void move(struct question *x)
{
    law(reader_refresh(x->press->reader, NULL, NULL) == 0);
    const char *id = x->press->snapshots[x->epoch];
    if (x->epoch + 1 < PRESS_EPOCHS)
        law(reader_show(x->press->reader, id, strlen(id), NULL) == 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    press_open();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct question x = {.press = press_open(), .arena = arena_make(ARENA_MAX)};
    struct asked_bytes b = {data, data + size};
    struct asked a = {0}, other = {0};
    uint64_t in_a[PRESS_SET], in_b[PRESS_SET], joined[PRESS_SET];

    unsigned epoch = asked_choose(&b, 8);
    x.epoch = epoch < PRESS_EPOCHS ? epoch : PRESS_EPOCHS - 1;
    move(&x);
    struct asked_node *first = asked_make(&a, &b, ASKED_DEPTH), *second = asked_make(&other, &b, ASKED_DEPTH);
    x.request = (struct search_request){.q = text_of(&x, first), .as_written = true};
    x.request.q_len = strlen(x.request.q);
    check_plain(&x, first, in_a);
    check_plain(&x, second, in_b);
    check_plain(&x, asked_join(&a, ASKED_AND, first, second), joined);
    check_plain(&x, asked_join(&a, ASKED_AND, second, first), joined);
    check_plain(&x, asked_join(&a, ASKED_OR, first, second), joined);
    check_plain(&x, asked_join(&a, ASKED_AND, first, asked_join(&other, ASKED_NOT, second, NULL)), joined);
    check_words(&x, &other, second);
    check_facets(&x, in_a);
    check_filters(&x, &b, in_a);
    check_pages(&x, &b, in_a);
    check_copies(&x, in_a);
    arena_free(&x.arena);
    return 0;
}
