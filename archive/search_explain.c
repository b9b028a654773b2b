/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_explain.c - why an article was found where it was, and why nothing was. */
#include "archive/search_explain.h"

#include "archive/clock.h"
#include "archive/filter_list.h"
#include "archive/query_print.h"
#include "archive/rank_words.h"

#include <stdlib.h>
#include <string.h>

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}

/* ---- a result -------------------------------------------------------- */

/* The forms of all words that weigh in a document, each looked for by itself. */
struct looking {
    struct term_list forms[RANK_WORDS_MAX]; /* one each */
    struct search_reason *of[RANK_WORDS_MAX];
    unsigned counts[RANK_WORDS_MAX];
    size_t count;
};

static void take(void *ctx, unsigned word, enum query_field field, uint32_t position)
{
    struct looking *l = ctx;
    struct search_reason *reason = l->of[word];

    (void)position;
    l->counts[word]++;
    reason->in_title |= field == FIELD_TITLE;
    reason->in_body |= field == FIELD_BODY;
    reason->in_author |= field == FIELD_AUTHOR;
}

/* A term without its field's prefix: words are folded, so a capital begins none. */
static xap_text word_of(xap_text term)
{
    size_t prefix = term.len && term.data[0] >= 'A' && term.data[0] <= 'Z';

    return (xap_text){term.data + prefix, term.len - prefix};
}

static bool look_for(struct looking *l, const struct tree *term, struct search_reason *reason, struct arena *arena)
{
    xap_text *form = arena_alloc(arena, sizeof *form);

    if (!form)
        return false;
    if (term->op != TREE_TERM || l->count == RANK_WORDS_MAX)
        return true;
    *form = word_of(term->term);
    l->forms[l->count] = (struct term_list){form, 1, 1};
    l->of[l->count++] = reason;
    return true;
}

static bool take_reason(const struct match_reason *from, struct looking *l, struct arena *arena,
                        struct search_reason *out)
{
    const struct tree *leaf = from->leaf;
    xap_text first = word_of(leaf->op == TREE_TERM ? leaf->term : leaf->parts[0]->term);

    *out = (struct search_reason){.occurrences = from->wdf, .weight = from->weight,
                                  .word = leaf->label ? leaf->label : arena_copy(arena, first.data, first.len),
                                  .forms = arena_alloc(arena, (leaf->count + 1) * sizeof *out->forms)};
    if (!out->word || !out->forms)
        return false;
    if (leaf->op == TREE_TERM)
        return look_for(l, leaf, out, arena);
    for (size_t i = 0; i < leaf->count; i++)
        if (!look_for(l, leaf->parts[i], out, arena))
            return false;
    return true;
}

static bool take_forms(struct looking *l, struct arena *arena)
{
    for (;;) {
        size_t best = l->count;
        for (size_t i = 0; i < l->count; i++)
            if (l->counts[i] && (best == l->count || l->counts[i] > l->counts[best]))
                best = i;
        if (best == l->count)
            return true;
        xap_text form = l->forms[best].at[0];
        const char *copy = arena_copy(arena, form.data, form.len);
        if (!copy)
            return false;
        l->of[best]->forms[l->of[best]->form_count++] = copy;
        l->counts[best] = 0;
    }
}

static int take_apart(struct reader *r, const struct plan *plan, const struct match_hit *hit, struct arena *scratch,
                      struct arena *arena, struct search_explanation *out, struct error *err)
{
    struct looking *l = arena_alloc(scratch, sizeof *l);
    struct match_reasons reasons;

    if (!l)
        return no_memory(err);
    if (match_explain(r, plan->query, hit->docid, scratch, &reasons, err) < 0)
        return -1;
    out->words = arena_alloc(arena, (reasons.count + 1) * sizeof *out->words);
    if (!out->words)
        return no_memory(err);
    for (; out->count < reasons.count; out->count++)
        if (!take_reason(&reasons.at[out->count], l, arena, &out->words[out->count]))
            return no_memory(err);
    struct rank_words *words = rank_words_new(r, l->forms, l->count, scratch);
    if (!words)
        return no_memory(err);
    if (rank_words_read(words, hit->docid, take, l, err) < 0)
        return -1;
    return take_forms(l, arena) ? 0 : no_memory(err);
}

int explain_hit(struct reader *r, const struct plan *plan, const struct match_hit *hit, const struct recency *recency,
                struct arena *arena, const struct search_explanation **out, struct error *err)
{
    struct search_explanation *e = arena_alloc(arena, sizeof *e);
    struct arena scratch = arena_make(SEARCH_ARENA_MAX); /* a hundred results would fill the page's */

    if (!e)
        return no_memory(err);
    e->closeness = hit->closeness;
    e->title = hit->title;
    e->feedback = hit->feedback;
    e->recency = recency ? recency_factor(recency, reader_place(r, hit->docid).docid) : 1;
    *out = e;
    int rc = take_apart(r, plan, hit, &scratch, arena, e, err);
    arena_free(&scratch);
    return rc;
}

/* ---- nothing --------------------------------------------------------- */

struct counting {
    struct reader *reader;
    struct arena *arena;
    struct search_page *page;
    double deadline_ms;
    struct timespec begin;
    struct error *err;
};

static int count_without(struct counting *c, const char *part, const struct search_request *request,
                         const struct query *query)
{
    struct match_options options = {.order = MATCH_NEWEST, .collapse = request->collapse == COLLAPSE_GROUP};
    struct match_page found;
    struct plan plan;

    if (!part)
        return no_memory(c->err);
    if (c->deadline_ms > 0) {
        options.deadline_ms = c->deadline_ms - clock_ms_since(&c->begin);
        if (options.deadline_ms <= 0)
            return 0;
    }
    if (plan_query(c->reader, request, query, c->arena, &plan, c->err) < 0 ||
        match_run(c->reader, plan.query, &options, c->arena, &found, c->err) < 0)
        return -1;
    if (!found.expired)
        c->page->without[c->page->without_count++] = (struct search_without){part, found.total};
    return 0;
}

static const char *print(struct counting *c, const struct query_node *node)
{
    struct buffer text = buffer_make(QUERY_BYTES_MAX * 2);
    const char *copy = query_print(node, &text) ? arena_copy(c->arena, text.data, text.len) : NULL;

    buffer_free(&text);
    return copy;
}

/* Parts that must all hold, each in turn left out. */
static int without_parts(struct counting *c, const struct search_request *request, const struct query *query)
{
    const struct query_node *root = query->root;
    struct query_node rest = *root;
    struct query other = {.root = &rest};

    if (root->kind != QUERY_AND)
        return 0;
    rest.parts = arena_alloc(c->arena, root->part_count * sizeof(struct query_node *));
    if (!rest.parts)
        return no_memory(c->err);
    for (size_t i = 0; i < root->part_count; i++) {
        rest.part_count = 0;
        for (size_t k = 0; k < root->part_count; k++)
            if (k != i)
                rest.parts[rest.part_count++] = root->parts[k];
        if (count_without(c, print(c, root->parts[i]), request, &other) < 0)
            return -1;
    }
    return 0;
}

static const char *name_filter(struct counting *c, const struct search_filter *f)
{
    struct buffer b = buffer_make(SIZE_MAX);

    buffer_puts(&b, search_facet_name(f->field));
    for (size_t i = 0; i < f->count; i++) {
        buffer_puts(&b, i ? "," : "=");
        filter_list_put(&b, f->values[i], f->exclude);
    }
    const char *text = b.failed ? NULL : arena_copy(c->arena, b.data, b.len);
    buffer_free(&b);
    return text;
}

static int without_filters(struct counting *c, const struct search_request *request, const struct query *query)
{
    struct search_request other = *request;
    struct search_filter *rest = arena_alloc(c->arena, (request->filter_count + 1) * sizeof *rest);

    if (!rest)
        return no_memory(c->err);
    other.filters = rest;
    for (size_t i = 0; i < request->filter_count; i++) {
        other.filter_count = 0;
        for (size_t k = 0; k < request->filter_count; k++)
            if (k != i)
                rest[other.filter_count++] = request->filters[k];
        if (count_without(c, name_filter(c, &request->filters[i]), &other, query) < 0)
            return -1;
    }
    return 0;
}

static int without_date(struct counting *c, const char *name, const struct date *date,
                        const struct search_request *other, const struct query *query)
{
    char text[32];

    if (date->precision == DATE_NONE)
        return 0;
    date_format(date, text);
    return count_without(c, arena_printf(c->arena, "%s=%s", name, text), other, query);
}

int explain_nothing(struct reader *r, const struct search_request *request, const struct query *query,
                    double deadline_ms, struct arena *arena, struct search_page *out, struct error *err)
{
    struct counting c = {.reader = r, .arena = arena, .page = out, .deadline_ms = deadline_ms, .err = err};
    struct search_request asked = *request, from, to;

    asked.quiet = true; /* it was told */
    from = to = asked;
    clock_gettime(CLOCK_MONOTONIC, &c.begin);
    from.from.precision = to.to.precision = DATE_NONE;
    out->without = arena_alloc(arena, (query->root->part_count + request->filter_count + 2) * sizeof *out->without);
    if (!out->without)
        return no_memory(err);
    if (without_parts(&c, &asked, query) < 0 || without_filters(&c, &asked, query) < 0)
        return -1;
    return without_date(&c, "from", &request->from, &from, query) < 0 ||
                   without_date(&c, "to", &request->to, &to, query) < 0
               ? -1
               : 0;
}
