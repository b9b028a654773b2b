/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search.c - one request to one page: understood, matched, and shown. */
#include "archive/search.h"

#include "archive/plan.h"
#include "archive/schema.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>

enum { TOTAL_LOOK = 1000 /* matches looked at for a total before it may be an estimate, as Lucene has it */ };

/* One search while it is answered. */
struct searching {
    struct reader *reader;
    const struct search_request *request;
    struct arena *arena;
    struct search_page *page;
    struct error *err;
    struct timespec begin;
    enum search_sort sort;
    unsigned damaged; /* articles of the page whose text cannot be read */
};

static double elapsed_ms(const struct timespec *begin)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec) * 1e3 + (double)(now.tv_nsec - begin->tv_nsec) / 1e6;
}

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- understanding --------------------------------------------------- */

static int understand(const struct search_request *request, enum query_match match, struct arena *arena,
                      struct query *out, struct error *err)
{
    if (request->q)
        return query_parse(request->q, request->q_len, match, arena, out, err);
    struct query_node *all = arena_alloc(arena, sizeof *all);
    if (!all)
        return no_memory(err);
    all->kind = QUERY_ALL;
    *out = (struct query){.root = all, .understood_as = ""};
    return 0;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void hash_text(XXH64_state_t *state, const char *text)
{
    XXH64_update(state, text, strlen(text) + 1); /* with its NUL, so that "ab","c" and "a","bc" differ */
}

static void hash_date(XXH64_state_t *state, const struct date *d)
{
    char text[32] = "";

    if (d->precision != DATE_NONE)
        date_format(d, text);
    hash_text(state, text);
}

static int hash_filter(XXH64_state_t *state, const struct search_filter *f, struct arena *arena, struct error *err)
{
    const char **values = arena_alloc(arena, (f->count + 1) * sizeof *values);

    if (!values)
        return no_memory(err);
    memcpy(values, f->values, f->count * sizeof *values);
    qsort(values, f->count, sizeof *values, compare_lines);
    hash_text(state, search_facet_name(f->field));
    hash_text(state, f->exclude ? "-" : "");
    for (size_t i = 0; i < f->count; i++)
        hash_text(state, values[i]);
    return 0;
}

static enum search_sort sort_of(const struct search_request *request)
{
    return request->sort == SORT_RELEVANCE && !request->q ? SORT_NEWEST : request->sort;
}

static int identify(const struct search_request *request, const struct query *query, struct arena *arena, char hash[9],
                    struct error *err)
{
    XXH64_state_t *state = XXH64_createState();
    char numbers[64];

    if (!state)
        return no_memory(err);
    XXH64_reset(state, 0);
    hash_text(state, query->understood_as);
    snprintf(numbers, sizeof numbers, "%d %d %d", request->q ? (int)request->match : -1, (int)request->in,
             (int)sort_of(request));
    hash_text(state, numbers);
    hash_date(state, &request->from);
    hash_date(state, &request->to);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < request->filter_count; i++)
        rc = hash_filter(state, &request->filters[i], arena, err);
    uint64_t digest = XXH64_digest(state);
    XXH64_freeState(state);
    snprintf(hash, 9, "%08x", (unsigned)(digest ^ digest >> 32));
    return rc;
}

int search_identify(const struct search_request *request, struct arena *arena, char hash[9], struct error *err)
{
    struct query query;

    if (understand(request, request->match, arena, &query, err) < 0)
        return -1;
    return identify(request, &query, arena, hash, err);
}

/* ---- matching -------------------------------------------------------- */

static void free_page(xap_page **page)
{
    xap_page_free(*page);
}
#define scoped_page __attribute__((cleanup(free_page)))

static int ask(struct searching *s, const xap_query *query, xap_search_options *options, xap_page **out)
{
    xap_error xerr;

    if (s->request->deadline_ms > 0) {
        double left = s->request->deadline_ms - elapsed_ms(&s->begin);
        options->deadline_ms = left > 0.1 ? left : 0.1;
    }
    xap_status status = xap_search(reader_xapian(s->reader), query, options, out, &xerr);
    if (status != XAP_OK)
        return shim_error(s->err, status, &xerr);
    s->page->partial |= (*out)->expired;
    return 0;
}

static int show_hits(struct searching *s, const struct plan *plan, const xap_page *hits);

static void set_total(struct search_page *page, const xap_page *hits, uint64_t first, uint32_t count)
{
    page->total_exact = hits->lower == hits->upper && !page->partial;
    page->total = page->total_exact ? hits->lower : hits->estimate;
    /* A page that is not full shows where the results end. */
    if (hits->count < count && !page->partial && (hits->count || first == 0)) {
        page->total = first + hits->count;
        page->total_exact = true;
    }
    if (hits->count && page->total < first + hits->count)
        page->total = first + hits->count;
}

static xap_search_options options_for(const struct searching *s)
{
    const struct search_request *request = s->request;
    uint64_t look = (uint64_t)request->first + request->count + TOTAL_LOOK;
    xap_search_options o = {.first = request->first, .count = request->count, .sort_slot = XAP_NO_SLOT};

    o.check_at_least = request->exact || request->facets ? UINT32_MAX : (uint32_t)look;
    o.order = s->sort == SORT_NEWEST ? XAP_BY_DOCID : s->sort == SORT_OLDEST ? XAP_BY_DOCID_DOWN : XAP_BY_RELEVANCE;
    return o;
}

static int take_facets(struct searching *s, const xap_page *hits)
{
    return search_facets_take(hits, s->request->facets, s->arena, s->page, s->err);
}

static int run_sorted(struct searching *s, const struct plan *plan)
{
    xap_search_options o = options_for(s);
    uint32_t slots[FACET_COUNT];
    scoped_page xap_page *hits = NULL;

    o.facets = search_facets_slots(s->request->facets, slots);
    o.facet_slots = slots;
    if (ask(s, plan->query, &o, &hits) < 0)
        return -1;
    set_total(s->page, hits, o.first, o.count);
    return take_facets(s, hits) < 0 ? -1 : show_hits(s, plan, hits);
}

/* Falling docids are rising dates, but the undated, which have the last docids of all, come last in
 * either order: the dated are one search and the undated another. */
static int run_oldest(struct searching *s, const struct plan *plan)
{
    const xap_query undated = {.op = XAP_TERM, .text = {TERM_UNDATED, strlen(TERM_UNDATED)}};
    const xap_query *parts[] = {plan->query, &undated};
    const xap_query with_date = {.op = XAP_AND_NOT, .parts = parts, .count = 2};
    const xap_query without = {.op = XAP_FILTER, .parts = parts, .count = 2};
    xap_search_options o = options_for(s);
    scoped_page xap_page *dated = NULL;
    scoped_page xap_page *rest = NULL;

    if (s->request->facets) {
        uint32_t slots[FACET_COUNT];
        xap_search_options counts = {.check_at_least = UINT32_MAX, .facet_slots = slots, .sort_slot = XAP_NO_SLOT,
                                     .order = XAP_BY_DOCID};
        scoped_page xap_page *counted = NULL;
        counts.facets = search_facets_slots(s->request->facets, slots);
        if (ask(s, plan->query, &counts, &counted) < 0 || take_facets(s, counted) < 0)
            return -1;
    }
    if (ask(s, &with_date, &o, &dated) < 0)
        return -1;
    /* Every match was read, so this is a count and no estimate. */
    uint32_t dated_total = dated->lower > o.first + dated->count ? dated->lower : o.first + (uint32_t)dated->count;
    if (!dated->count && o.first)
        dated_total = dated->lower;
    o.first = o.first > dated_total ? o.first - dated_total : 0;
    o.count -= (uint32_t)dated->count;
    o.order = XAP_BY_DOCID;
    if (ask(s, &without, &o, &rest) < 0)
        return -1;
    set_total(s->page, rest, o.first, o.count);
    s->page->total += dated_total;
    s->page->total_exact = s->page->total_exact && dated->lower == dated->upper;
    return show_hits(s, plan, dated) < 0 ? -1 : show_hits(s, plan, rest);
}

/* ---- showing --------------------------------------------------------- */

static int show_text(struct searching *s, const struct plan *plan, struct search_result *result)
{
    const struct search_request *request = s->request;
    struct buffer *b = reader_buffer(s->reader);
    struct segment_record stored;

    if (!request->snippets && !request->texts)
        return 0;
    if (reader_stored(s->reader, &result->record, false, b, &stored, s->err) < 0) {
        if (s->err->fault != FAULT_DAMAGED)
            return -1;
        s->damaged++; /* one bad text must not cost the others of its page */
        return 0;
    }
    if (request->texts) {
        const char *copy = arena_copy(s->arena, stored.text, stored.text_len);
        if (!copy)
            return no_memory(s->err);
        result->text = (struct record_text){copy, stored.text_len};
    }
    if (!request->snippets || !stored.text_len)
        return 0;
    const struct record_text *title = &result->record.title;
    if (!snippet_passage(reader_snippets(s->reader), request->marks ? plan->marks : NULL, stored.text, stored.text_len,
                         title->data ? title->data : "", title->len, SNIPPET_BYTES, s->arena, &result->snippet))
        return no_memory(s->err);
    return 0;
}

static int show_hit(struct searching *s, const struct plan *plan, const xap_hit *hit, struct search_result *result)
{
    const char *data = arena_copy(s->arena, hit->data.data, hit->data.len);

    if (!data)
        return no_memory(s->err);
    if (!record_read(data, hit->data.len, &result->record))
        return error_set(s->err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
    result->score = hit->weight;
    const struct record_text *title = &result->record.title;
    if (title->data && !snippet_title(reader_snippets(s->reader), s->request->marks ? plan->marks : NULL, title->data,
                                      title->len, s->arena, &result->title))
        return no_memory(s->err);
    return show_text(s, plan, result);
}

static int show_hits(struct searching *s, const struct plan *plan, const xap_page *hits)
{
    struct search_page *page = s->page;

    if (!page->results && s->request->count)
        page->results = arena_alloc(s->arena, s->request->count * sizeof *page->results);
    if (!page->results && s->request->count)
        return no_memory(s->err);
    for (size_t i = 0; i < hits->count && page->count < s->request->count; i++)
        if (show_hit(s, plan, &hits->hits[i], &page->results[page->count++]) < 0)
            return -1;
    return 0;
}

/* ---- the whole ------------------------------------------------------- */

static int join_warnings(struct searching *s, const struct query *query, const struct plan *plan)
{
    struct search_page *page = s->page;
    size_t count = query->warning_count + plan->warning_count;

    page->warnings = arena_alloc(s->arena, (count + 1) * sizeof *page->warnings); /* and that of damage */
    if (!page->warnings)
        return no_memory(s->err);
    page->warning_count = 0;
    for (size_t i = 0; i < query->warning_count; i++)
        page->warnings[page->warning_count++] = query->warnings[i];
    for (size_t i = 0; i < plan->warning_count; i++)
        page->warnings[page->warning_count++] = plan->warnings[i];
    return 0;
}

static int warn_of_damage(struct searching *s)
{
    if (!s->damaged)
        return 0;
    const char *warning = arena_printf(s->arena, "%u of these articles %s damaged and shown without text",
                                       s->damaged, s->damaged == 1 ? "is" : "are");
    if (!warning)
        return no_memory(s->err);
    s->page->warnings[s->page->warning_count++] = warning;
    return 0;
}

static int run(struct searching *s, enum query_match match)
{
    struct query query;
    struct plan plan;

    s->page->count = 0;
    s->page->facet_count = 0;
    s->damaged = 0;
    if (understand(s->request, match, s->arena, &query, s->err) < 0 ||
        plan_query(s->reader, s->request, &query, s->arena, &plan, s->err) < 0 || join_warnings(s, &query, &plan) < 0)
        return -1;
    s->page->understood_as = query.understood_as;
    if ((s->sort == SORT_OLDEST ? run_oldest(s, &plan) : run_sorted(s, &plan)) < 0)
        return -1;
    return warn_of_damage(s);
}

int search_run(struct reader *r, const struct search_request *request, struct arena *arena, struct search_page *out,
               struct error *err)
{
    struct search_page page = {0};
    struct searching s = {.reader = r, .request = request, .arena = arena, .page = &page, .err = err,
                          .sort = sort_of(request)};

    clock_gettime(CLOCK_MONOTONIC, &s.begin);
    if (run(&s, request->match) < 0)
        return -1;
    if (page.total == 0 && !page.partial && request->q && request->match == MATCH_ALL) {
        const char *strict = page.understood_as;
        if (run(&s, MATCH_ANY) < 0)
            return -1;
        /* A query of one word, or with its own operators, reads the same either way. */
        page.relaxed = page.total > 0 && strcmp(strict, page.understood_as) != 0;
    }
    if (search_identify(request, arena, page.hash, err) < 0)
        return -1;
    *out = page;
    return 0;
}
