/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search.c - one request to one page: understood, matched, and shown. */
#include "archive/search.h"

#include "archive/clock.h"
#include "archive/correct.h"
#include "archive/facets.h"
#include "archive/plan.h"
#include "archive/rank.h"
#include "archive/recency.h"
#include "archive/schema.h"
#include "archive/search_explain.h"
#include "archive/search_identify.h"
#include "archive/search_show.h"
#include "archive/search_walk.h"
#include "archive/spelling.h"
#include "archive/synonyms.h"

#include <string.h>

/* One search while it is answered. */
struct searching {
    struct reader *reader;
    const struct search_request *request;
    struct arena *arena;
    struct search_page *page;
    struct error *err;
    struct clock_limit limit;
    enum search_sort sort;
    unsigned unknown; /* words of the query that may be misspelt */
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- matching -------------------------------------------------------- */

static int show_hits(struct searching *s, const struct plan *plan, const struct match_page *hits,
                     const struct recency *recency);

/* Each copy was printed by its own source: they are counted before a group becomes one. */
static int count_facets(struct searching *s, const struct plan *plan, const struct selection *found)
{
    struct search_request left = *s->request;

    left.deadline_ms = clock_ms_left(&s->limit);
    return facets_of(s->reader, &left, plan->unfiltered, found, COLLAPSE_NONE, s->arena, s->page, s->err);
}

/* Those that are ranked again are matched from the very first on: their order is not known before. */
static int match(struct searching *s, const struct plan *plan, bool any)
{
    const struct search_request *request = s->request;
    bool ranked = s->sort == SORT_RELEVANCE && request->count && request->first < RANK_DEPTH && !request->walk;
    struct recency recency;
    struct match_options options = {
        .order = s->sort == SORT_NEWEST ? MATCH_NEWEST : s->sort == SORT_OLDEST ? MATCH_OLDEST : MATCH_BY_WEIGHT,
        .first = request->first, .count = request->count, .collapse = request->collapse == COLLAPSE_GROUP,
        .selected_copies = true,
        .deadline_ms = clock_ms_left(&s->limit)};
    struct search_page *page = s->page;
    struct match_page hits;
    struct selection found;

    if (request->recency) {
        recency = recency_make(s->reader, request->recency);
        options.recency = &recency;
    }
    if (ranked) {
        uint32_t end = request->first + request->count;
        options.first = 0;
        options.count = end > RANK_DEPTH ? end : RANK_DEPTH;
    }
    if (request->facets) {
        if (selection_make(s->reader, s->arena, &found, s->err) < 0)
            return -1;
        options.selected = found.bits;
    }
    if (request->walk) {
        const struct search_walk walk = {s->sort == SORT_OLDEST, request->after};
        if (search_walk(s->reader, plan->query, &options, &walk, s->arena, &hits, &page->more, s->err) < 0)
            return -1;
    } else if (match_run(s->reader, plan->query, &options, s->arena, &hits, s->err) < 0) {
        return -1;
    }
    page->partial |= hits.expired;
    page->total = hits.total;
    page->total_exact = !page->partial;
    if (hits.count && page->total < options.first + hits.count)
        page->total = options.first + hits.count;
    if (!request->walk)
        page->more = page->total > (uint64_t)request->first + request->count;
    if (request->facets && count_facets(s, plan, &found) < 0)
        return -1;
    if (ranked) {
        const struct rank_options again = {.feedback = any, .recency = options.recency,
                                           .shown = request->first + request->count,
                                           .deadline_ms = clock_ms_left(&s->limit)};
        if (rank_again(s->reader, plan, &again, s->arena, &hits, s->err) < 0)
            return -1;
        size_t skipped = hits.count < request->first ? hits.count : request->first;
        hits.hits += skipped;
        hits.count -= skipped;
        if (hits.count > request->count)
            hits.count = request->count;
    }
    page->last = 0;
    if (s->sort != SORT_RELEVANCE && hits.count)
        page->last = reader_place(s->reader, hits.hits[hits.count - 1].shown).docid;
    return show_hits(s, plan, &hits, options.recency);
}

/* ---- showing --------------------------------------------------------- */

static int show_hit(struct showing *show, const struct match_hit *hit, struct search_result *result)
{
    struct segment_record stored;

    if (show_facts(show, hit->shown, hit->weight, result) < 0)
        return -1;
    if (!show->request->snippets && !show->request->texts)
        return 0;
    return show_read(show, result, &stored) < 0 ? -1 : show_text(show, &stored, result);
}

static int show_hits(struct searching *s, const struct plan *plan, const struct match_page *hits,
                     const struct recency *recency)
{
    struct search_page *page = s->page;
    struct showing show = {.reader = s->reader, .request = s->request, .arena = s->arena, .err = s->err,
                           .marks = s->request->marks ? plan->marks : NULL};
    const char *warning;

    page->results = arena_alloc(s->arena, (hits->count + 1) * sizeof *page->results);
    if (!page->results)
        return no_memory(s->err);
    for (size_t i = 0; i < hits->count; i++) {
        struct search_result *result = &page->results[page->count++];
        if (show_hit(&show, &hits->hits[i], result) < 0)
            return -1;
        if (s->request->explain &&
            explain_hit(s->reader, plan, &hits->hits[i], recency, s->arena, &result->explanation, s->err) < 0)
            return -1;
    }
    if (show_damage(&show, &warning) < 0)
        return -1;
    if (warning)
        page->warnings[page->warning_count++] = warning;
    return 0;
}

/* ---- the whole ------------------------------------------------------- */

static int join_warnings(struct searching *s, const struct query *query, const struct plan *plan)
{
    struct search_page *page = s->page;
    size_t count = query->warning_count + plan->warning_count;

    page->warnings = arena_alloc(s->arena, (count + 2) * sizeof *page->warnings); /* and of damage, and of another reading */
    if (!page->warnings)
        return no_memory(s->err);
    page->warning_count = 0;
    for (size_t i = 0; i < query->warning_count; i++)
        page->warnings[page->warning_count++] = query->warnings[i];
    for (size_t i = 0; i < plan->warning_count; i++)
        page->warnings[page->warning_count++] = plan->warnings[i];
    return 0;
}

static int answer(struct searching *s, struct query *query, enum query_match mode)
{
    struct plan plan;

    if (synonyms_apply(reader_synonyms(s->reader), s->request->in, query, s->arena, s->err) < 0)
        return -1;
    s->page->count = 0;
    s->page->facet_count = 0;
    if (plan_query(s->reader, s->request, query, s->arena, &plan, s->err) < 0 || join_warnings(s, query, &plan) < 0)
        return -1;
    s->unknown = plan.unknown;
    s->page->understood_as = query->understood_as;
    return match(s, &plan, mode == MATCH_ANY);
}

static int run(struct searching *s, enum query_match mode)
{
    struct query query;

    return search_understand(s->request, mode, s->arena, &query, s->err) < 0 ? -1 : answer(s, &query, mode);
}

/* Little or nothing was found: what may have been meant, and where it was nothing and that is sure, what is found for
 * it. */
static int correct(struct searching *s)
{
    struct search_page before = *s->page;
    struct correction meant;
    struct query query;

    if (search_understand(s->request, s->request->match, s->arena, &query, s->err) < 0 ||
        correct_query(s->reader, &query, &s->limit, s->arena, &meant, s->err) < 0)
        return -1;
    s->page->did_you_mean = meant.text;
    s->page->partial |= meant.late;
    if (!meant.text || !meant.sure || s->page->total || s->request->as_written)
        return 0;
    query.understood_as = meant.text;
    if (answer(s, &query, s->request->match) < 0)
        return -1;
    if (!s->page->total) {
        before.did_you_mean = meant.text;
        before.partial |= s->page->partial;
        *s->page = before;
        return 0;
    }
    const char *warning = arena_printf(s->arena, "nothing was found for '%s'; this is for '%s'", before.understood_as,
                                       meant.text);
    if (!warning)
        return no_memory(s->err);
    s->page->warnings[s->page->warning_count++] = warning;
    s->page->corrected = true;
    return 0;
}

static int find_hindrance(struct searching *s)
{
    struct query query;

    if (search_understand(s->request, s->request->match, s->arena, &query, s->err) < 0 ||
        synonyms_apply(reader_synonyms(s->reader), s->request->in, &query, s->arena, s->err) < 0)
        return -1;
    return explain_nothing(s->reader, s->request, &query, clock_ms_left(&s->limit), s->arena, s->page, s->err);
}

int search_run(struct reader *r, const struct search_request *request, struct arena *arena, struct search_page *out,
               struct error *err)
{
    struct search_page page = {0};
    struct searching s = {.reader = r, .request = request, .arena = arena, .page = &page, .err = err,
                          .limit = {.ms = request->deadline_ms}, .sort = search_sort_of(request)};

    clock_gettime(CLOCK_MONOTONIC, &s.limit.begin);
    if (run(&s, request->match) < 0)
        return -1;
    if (request->explain && !page.total && !page.partial && find_hindrance(&s) < 0)
        return -1;
    if (s.unknown && request->q && page.total <= SPELLING_RARE && !page.partial && correct(&s) < 0)
        return -1;
    if (page.total == 0 && !page.partial && request->q && request->match == MATCH_ALL && !request->as_written) {
        const char *strict = page.understood_as;
        if (run(&s, MATCH_ANY) < 0)
            return -1;
        /* A query of one word, or with its own operators, reads the same either way. */
        page.relaxed = page.total > 0 && strcmp(strict, page.understood_as) != 0;
        if (page.relaxed)
            page.warnings[page.warning_count++] = "no article has all of it; these have some";
    }
    if (search_identify(request, arena, page.hash, err) < 0)
        return -1;
    *out = page;
    return 0;
}
