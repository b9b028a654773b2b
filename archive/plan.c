/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan.c - an understood query as a tree for the matcher, and the words to mark for it. */
#include "archive/plan.h"

#include "archive/plan_synonym.h"
#include "archive/plan_unknown.h"
#include "archive/quoted_word.h"
#include "archive/schema.h"
#include "archive/search_facets.h"
#include "archive/stem.h"

#include <stdlib.h>
#include <string.h>

enum {
    TERM_BYTES_MAX = 8 << 10, /* of a value's term before it is hashed down */
    DATE_TERMS_MAX = 720      /* 600 years, and the months and days at both ends */
};

static int no_memory(struct planner *p)
{
    return error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
}

/* ---- trees ----------------------------------------------------------- */

static struct tree *only_part(struct tree *q)
{
    return q && q->count == 1 ? (struct tree *)q->parts[0] : q;
}

static struct tree *value_term(struct planner *p, const char *prefix, const char *value, size_t len)
{
    struct buffer b = buffer_make(TERM_BYTES_MAX);
    struct tree *q = NULL;

    if (schema_value_term(prefix, value, len, &b) == 0)
        q = plan_term(p, "", (xap_text){b.data, b.len});
    else
        no_memory(p);
    buffer_free(&b);
    return q;
}

static struct tree *weightless(struct planner *p, struct tree *part)
{
    return plan_with(plan_node(p, TREE_WEIGHTLESS, 1), part);
}

/* ---- words ----------------------------------------------------------- */

/* Where a word of this field is looked for. */
static enum query_field field_of(const struct planner *p, const struct query_node *n)
{
    return n->field == FIELD_ANY ? p->in : n->field;
}

static const char *prefix_of(enum query_field field)
{
    return field == FIELD_TITLE ? PREFIX_TITLE : field == FIELD_AUTHOR ? PREFIX_AUTHOR : "";
}

static unsigned marked_in(enum query_field field)
{
    switch (field) {
    case FIELD_ANY:
        return MARK_IN_TITLE | MARK_IN_BODY;
    case FIELD_TITLE:
        return MARK_IN_TITLE;
    case FIELD_BODY:
        return MARK_IN_BODY;
    case FIELD_SAID:
        return MARK_IN_BODY | MARK_QUOTED;
    default:
        return 0;
    }
}

/* A unit to mark, or -1 when nothing is: the word is unwanted, or shown nowhere. Past the
 * room for units the rest goes unmarked. */
static int unit(struct planner *p, enum mark_kind kind, enum query_field field, unsigned distance, bool wanted)
{
    return wanted && marked_in(field) ? marks_unit(p->plan->marks, kind, marked_in(field), distance) : -1;
}

static bool mark(struct planner *p, int unit, unsigned part, const struct term_list *forms)
{
    for (size_t i = 0; unit >= 0 && i < forms->count; i++) {
        if (!marks_form(p->plan->marks, unit, part, forms->at[i].data, forms->at[i].len)) {
            no_memory(p);
            return false;
        }
    }
    return true;
}

/* Title and author count among the plain words; XN tells those that stand nowhere else. */
static struct tree *field_term(struct planner *p, enum query_field field, xap_text form)
{
    struct tree *q = plan_term(p, prefix_of(field), form);

    if (field != FIELD_BODY)
        return q;
    return plan_with(plan_with(plan_node(p, TREE_AND_NOT, 2), q), plan_term(p, PREFIX_NOT_BODY, form));
}

/* Forms of one word weighed as one: inflections for less than the word itself. */
static struct tree *any_form(struct planner *p, enum query_field field, const struct query_word *word,
                             const struct term_list *forms)
{
    struct tree *q = plan_node(p, field == FIELD_BODY ? TREE_OR : TREE_SYNONYM, forms->count);

    for (size_t i = 0; q && i < forms->count; i++) {
        struct tree *part = field_term(p, field, forms->at[i]);
        if (part && i >= forms->exact)
            part->share = PLAN_SHARE;
        q = plan_with(q, part);
    }
    q = only_part(q);
    if (!q)
        return NULL;
    q->boost = p->boost;
    q->label = arena_copy(p->arena, word->term, word->len);
    return q->label ? q : (no_memory(p), NULL);
}

/* A word of this field: any of its forms, which of FIELD_SAID is looked for within quotations. */
static struct tree *one_word(struct planner *p, enum query_field field, const struct query_word *word,
                             const struct term_list *forms)
{
    struct tree *any = any_form(p, field, word, forms);

    if (field != FIELD_SAID)
        return any;
    struct tree *q = plan_with(plan_node(p, TREE_SIFT, 1), any);
    if (!q)
        return NULL;
    q->sift = quoted_word_sift;
    q->sift_ctx = quoted_word_new(p->reader, p->arena, forms);
    return q->sift_ctx ? q : (no_memory(p), NULL);
}

/* A word that weighs, for rank.c. */
static bool remember(struct planner *p, enum query_field field, const struct query_word *word,
                     const struct term_list *forms, bool wanted)
{
    struct plan *plan = p->plan;

    if (!wanted || word->stop || field == FIELD_AUTHOR || plan->word_count == PLAN_WORDS_MAX)
        return true;
    if (!plan->words && !(plan->words = arena_alloc(p->arena, PLAN_WORDS_MAX * sizeof *plan->words))) {
        no_memory(p);
        return false;
    }
    plan->words[plan->word_count++] = (struct plan_word){word->term, word->len, *forms};
    return true;
}

static bool only_stops(const struct query_word *words, size_t count)
{
    size_t stops = 0;

    while (stops < count && words[stops].stop)
        stops++;
    return stops == count;
}

/* A phrase or near group: articles with all its words, checked one by one. Stop words are left to the check: most
 * articles have them. */
static struct tree *sequence(struct planner *p, bool ordered, enum query_field field, const struct query_word *words,
                           size_t count, unsigned distance, bool wanted)
{
    struct term_list forms[QUERY_PHRASE_MAX];

    if (count > QUERY_PHRASE_MAX)
        count = QUERY_PHRASE_MAX;
    int marked = unit(p, count == 1 ? MARK_WORD : ordered ? MARK_PHRASE : MARK_NEAR, field, distance, wanted);
    for (size_t i = 0; i < count; i++)
        if (plan_forms(p, &words[i], true, &forms[i]) < 0 || !mark(p, marked, (unsigned)i, &forms[i]) ||
            !remember(p, field, &words[i], &forms[i], wanted))
            return NULL;
    for (size_t i = 0; wanted && i < count;
         i++) /* a quoted word has only its spellings here: correct_query looks closer */
        p->plan->unknown += forms[i].count == 1 && !words[i].stop;
    if (count == 1)
        return one_word(p, field, &words[0], &forms[0]);
    struct tree *all = plan_node(p, TREE_AND, count), *q = plan_node(p, TREE_SIFT, 1);
    for (size_t i = 0; i < count; i++) /* the check tells body from title; the terms need not */
        if (!words[i].stop || only_stops(words, count))
            all = plan_with(all, any_form(p, field == FIELD_BODY ? FIELD_ANY : field, &words[i], &forms[i]));
    if (!plan_with(q, all))
        return NULL;
    q->sift = phrase_sift;
    q->sift_ctx = phrase_new(p->reader, p->arena, ordered, field, forms, count, distance);
    if (q->sift_ctx)
        return q;
    no_memory(p);
    return NULL;
}

/* A compound is found written together, or apart side by side. */
static struct tree *word(struct planner *p, const struct query_node *n, bool wanted)
{
    enum query_field field = field_of(p, n);
    struct term_list forms;

    if (plan_forms(p, &n->words[0], false, &forms) < 0 || !mark(p, unit(p, MARK_WORD, field, 0, wanted), 0, &forms) ||
        !remember(p, field, &n->words[0], &forms, wanted))
        return NULL;
    if (wanted && forms.count == 1)
        p->plan->unknown++;
    struct tree *q = one_word(p, field, &n->words[0], &forms);
    if (!q || n->word_count < 3)
        return q;
    return plan_with(plan_with(plan_node(p, TREE_OR, 2), q),
                sequence(p, true, field, n->words + 1, n->word_count - 1, 0, wanted));
}

static struct tree *prefixed(struct planner *p, const struct query_node *n, bool wanted)
{
    enum query_field field = field_of(p, n);
    struct term_list terms, start = {&(xap_text){n->words[0].term, n->words[0].len}, 1, 1};

    if (plan_prefix(p, prefix_of(field), &n->words[0], &terms) < 0 ||
        !mark(p, unit(p, MARK_PREFIX, field, 0, wanted), 0, &start))
        return NULL;
    return terms.count ? one_word(p, field, &n->words[0], &terms) : plan_node(p, TREE_NOTHING, 0);
}

/* ---- values and dates ------------------------------------------------ */

static struct tree *value(struct planner *p, const struct query_node *n)
{
    size_t len = strlen(n->value), host_len;
    const char *at;
    char id[SCHEMA_TERM_MAX];
    struct tree *q;

    switch (n->field) {
    case FIELD_SOURCE:
        q = value_term(p, PREFIX_SOURCE, n->value, len);
        break;
    case FIELD_SECTION:
        q = value_term(p, PREFIX_SECTION, n->value, len);
        break;
    case FIELD_TAG:
        q = value_term(p, PREFIX_TAG, n->value, len);
        break;
    case FIELD_URL:
        len = schema_url(n->value, len, &at, &host_len);
        q = len ? value_term(p, PREFIX_URL, at, len) : plan_node(p, TREE_NOTHING, 0);
        break;
    default:
        len = schema_id_term(n->value, len, id);
        q = plan_term(p, "", (xap_text){id, len});
    }
    return weightless(p, q);
}

struct date_terms {
    struct planner *planner;
    struct tree *query;
};

static int add_date_term(void *ctx, const char *text)
{
    struct date_terms *d = ctx;

    return d->query->count < DATE_TERMS_MAX &&
                   plan_with(d->query, plan_term(d->planner, "", (xap_text){text, strlen(text)}))
               ? 0
               : -1;
}

struct tree *plan_dates(struct planner *p, const struct date *from, const struct date *to)
{
    struct date_terms d = {p, plan_node(p, TREE_OR, DATE_TERMS_MAX)};
    int32_t first = from->precision == DATE_NONE ? INT32_MIN : date_first_day(from);
    int32_t last = to->precision == DATE_NONE ? INT32_MAX : date_last_day(to);

    if (!d.query)
        return NULL;
    if (schema_date_terms(first, last, add_date_term, &d) < 0) {
        no_memory(p);
        return NULL;
    }
    return d.query->count ? weightless(p, only_part(d.query)) : plan_node(p, TREE_NOTHING, 0);
}

static struct tree *dates(struct planner *p, const struct query_node *n)
{
    if (n->undated)
        return weightless(p, plan_term(p, "", (xap_text){TERM_UNDATED, strlen(TERM_UNDATED)}));
    return plan_dates(p, &n->from, &n->to);
}

/* ---- operators ------------------------------------------------------- */

static bool is_filter(const struct query_node *n)
{
    return n->kind == QUERY_VALUE || n->kind == QUERY_DATE;
}

static bool same_word(const struct query_node *a, const struct query_node *b)
{
    return a->kind == QUERY_WORD && b->kind == QUERY_WORD && a->field == b->field &&
           a->words[0].len == b->words[0].len && memcmp(a->words[0].term, b->words[0].term, a->words[0].len) == 0;
}

/* A part that may be left out as a word that stands among the parts before it. Else it weighs more for each time that
 * it comes again, though ever less, so that one word does not drown the others: by (k3 + 1) * n / (k3 + n), BM25's own
 * way with words of the query, k3 = 8. */
static bool is_repeated(struct planner *p, const struct query_node *n, size_t i)
{
    const float k3 = 8;
    float times = 0;

    for (size_t k = 0; k < i; k++)
        if (same_word(n->parts[k], n->parts[i]))
            return true;
    for (size_t k = i; k < n->part_count; k++)
        times += k == i || same_word(n->parts[k], n->parts[i]);
    p->boost = (k3 + 1) * times / (k3 + times);
    return false;
}

/* What weighs, then what only must match, then what must not. */
static struct tree *all_of(struct planner *p, const struct query_node *n, bool wanted)
{
    struct tree *weighed = plan_node(p, TREE_AND, n->part_count), *filters = plan_node(p, TREE_AND, n->part_count);
    struct tree *without = plan_node(p, TREE_AND_NOT, n->part_count + 1);

    if (!weighed || !filters || !without)
        return NULL;
    for (size_t i = 0; i < n->part_count; i++)
        if (n->parts[i]->kind != QUERY_NOT && !is_repeated(p, n, i) &&
            !plan_with(is_filter(n->parts[i]) ? filters : weighed, plan_build(p, n->parts[i], wanted)))
            return NULL;
    struct tree *q = weighed->count ? only_part(weighed) : NULL;
    if (filters->count && q)
        q = plan_with(plan_with(plan_node(p, TREE_FILTER, 2), q), only_part(filters));
    else if (filters->count)
        q = only_part(filters);
    else if (!q)
        q = plan_node(p, TREE_ALL, 0);
    without = plan_with(without, q);
    for (size_t i = 0; without && i < n->part_count; i++)
        if (n->parts[i]->kind == QUERY_NOT)
            without = plan_with(without, plan_build(p, n->parts[i]->parts[0], !wanted));
    return only_part(without);
}

static struct tree *any_of(struct planner *p, const struct query_node *n, bool wanted)
{
    struct tree *q = plan_node(p, TREE_OR, n->part_count);

    for (size_t i = 0; q && i < n->part_count; i++)
        if (!is_repeated(p, n, i))
            q = plan_with(q, plan_build(p, n->parts[i], wanted));
    return only_part(q);
}

struct tree *plan_build(struct planner *p, const struct query_node *n, bool wanted)
{
    switch (n->kind) {
    case QUERY_ALL:
        return plan_node(p, TREE_ALL, 0);
    case QUERY_NONE:
        return plan_node(p, TREE_NOTHING, 0);
    case QUERY_WORD:
        return word(p, n, wanted);
    case QUERY_PREFIX:
        return prefixed(p, n, wanted);
    case QUERY_PHRASE:
        return sequence(p, true, field_of(p, n), n->words, n->word_count, 0, wanted);
    case QUERY_NEAR:
        return sequence(p, false, field_of(p, n), n->words, n->word_count, n->distance, wanted);
    case QUERY_VALUE:
        return value(p, n);
    case QUERY_DATE:
        return dates(p, n);
    case QUERY_AND:
        return all_of(p, n, wanted);
    case QUERY_OR:
        return any_of(p, n, wanted);
    case QUERY_SYNONYM:
        return plan_synonym(p, n, wanted);
    case QUERY_NOT:
        return plan_with(plan_with(plan_node(p, TREE_AND_NOT, 2), plan_node(p, TREE_ALL, 0)),
                         plan_build(p, n->parts[0], !wanted));
    }
    error_set(p->err, FAULT_INTERNAL, "no such kind of query");
    return NULL;
}

/* ---- the request's own filters --------------------------------------- */

static struct tree *filter_terms(struct planner *p, const struct search_filter *f)
{
    const char *prefix = search_columns[f->field].prefix;
    struct tree *q = plan_node(p, TREE_OR, f->count);

    for (size_t i = 0; i < f->count; i++)
        q = plan_with(q, value_term(p, prefix, f->values[i], strlen(f->values[i])));
    return only_part(q);
}

static struct tree *filtered(struct planner *p, const struct search_request *request, const struct tree *q)
{
    struct tree *all = plan_with(plan_node(p, TREE_FILTER, request->filter_count + 2), q);
    struct tree *without = plan_node(p, TREE_AND_NOT, request->filter_count + 1);

    if (request->from.precision != DATE_NONE || request->to.precision != DATE_NONE)
        all = plan_with(all, plan_dates(p, &request->from, &request->to));
    for (size_t i = 0; all && i < request->filter_count; i++)
        if (!request->filters[i].exclude)
            all = plan_with(all, filter_terms(p, &request->filters[i]));
    without = plan_with(without, only_part(all));
    for (size_t i = 0; without && i < request->filter_count; i++)
        if (request->filters[i].exclude)
            without = plan_with(without, filter_terms(p, &request->filters[i]));
    return only_part(without);
}

int plan_query(struct reader *r, const struct search_request *request, const struct query *query, struct arena *arena,
               struct plan *out, struct error *err)
{
    struct plan plan = {.marks = marks_new(arena)};
    struct planner p = {.reader = r, .arena = arena, .in = request->in, .plan = &plan, .err = err,
                        .prefix_look = PLAN_PREFIX_LOOK_ALL};

    if (!plan.marks)
        return error_set(err, FAULT_MEMORY, "the query needs too much memory");
    struct tree *q = plan_build(&p, query->root, true);
    plan.unfiltered = q;
    plan.query = q ? filtered(&p, request, q) : NULL;
    if (plan.query && !request->quiet && plan_unknown(&p, request) < 0)
        plan.query = NULL;
    for (size_t i = 0; i < READER_LANGS_MAX; i++)
        stemmer_free(p.stemmers[i]);
    if (!plan.query)
        return -1;
    *out = plan;
    return 0;
}

int plan_filtered(struct reader *r, const struct search_request *request, const struct tree *query, struct arena *arena,
                  const struct tree **out, struct error *err)
{
    struct planner p = {.reader = r, .arena = arena, .err = err};
    const struct tree *q = filtered(&p, request, query);

    if (!q)
        return -1;
    *out = q;
    return 0;
}
