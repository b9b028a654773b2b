/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_forms.c - the terms that a word of a query stands for. */
#include "archive/plan_forms.h"

#include "archive/forms.h"
#include "archive/shim_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WARNINGS_MAX = 16, WARNING_BYTES = 1000 /* of four values */ };

static int no_memory(struct planner *p)
{
    return error_set(p->err, FAULT_MEMORY, "the query needs too much memory");
}

void plan_warn(struct planner *p, const char *format, ...)
{
    char text[WARNING_BYTES];
    va_list args;
    struct plan *plan = p->plan;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!plan->warnings)
        plan->warnings = arena_alloc(p->arena, WARNINGS_MAX * sizeof *plan->warnings);
    for (size_t i = 0; plan->warnings && i < plan->warning_count; i++)
        if (strcmp(plan->warnings[i], text) == 0)
            return;
    const char *kept = arena_copy(p->arena, text, strlen(text));
    if (plan->warnings && kept && plan->warning_count < WARNINGS_MAX)
        plan->warnings[plan->warning_count++] = kept;
}

static bool same(xap_text a, const char *b, size_t len)
{
    return a.len == len && memcmp(a.data, b, len) == 0;
}

/* Once; past the list's room it is left out: the forms come in byte order, and so many are no forms of one word. */
static int add(struct planner *p, struct term_list *list, const char *term, size_t len)
{
    for (size_t i = 0; i < list->count; i++)
        if (same(list->at[i], term, len))
            return 0;
    if (list->count == PLAN_FORMS_MAX || len > WORD_MAX)
        return 0;
    const char *copy = arena_copy(p->arena, term, len);
    if (!copy)
        return no_memory(p);
    list->at[list->count++] = (xap_text){copy, len};
    return 0;
}

static bool same_spelling(const char *a, size_t a_len, const char *b, size_t b_len)
{
    char mine[WORD_MAX + 8], theirs[WORD_MAX + 8];
    size_t len = spelling_us(a, a_len, mine);

    return len == spelling_us(b, b_len, theirs) && memcmp(mine, theirs, len) == 0;
}

/* The stem itself is a form when the archive has it as a word that is its own stem. */
static int add_stem(struct planner *p, struct stemmer *stemmer, const char *stem, size_t len, struct term_list *list)
{
    char word[WORD_MAX];
    size_t again;
    uint32_t freq = 0;
    xap_error xerr;

    if (len > WORD_MAX)
        return 0;
    memcpy(word, stem, len);
    const char *of = stemmer_stem(stemmer, word, len, &again);
    if (again != len || memcmp(of, word, len) != 0)
        return 0;
    xap_status s = xap_reader_term_freq(reader_xapian(p->reader), (xap_text){word, len}, &freq, &xerr);
    if (s != XAP_OK)
        return shim_error(p->err, s, &xerr);
    return freq ? add(p, list, word, len) : 0;
}

static int add_forms_of_lang(struct planner *p, size_t lang, const struct query_word *word, bool spellings,
                             struct term_list *list)
{
    const char *name = reader_lang(p->reader, lang);
    char key[FORMS_KEY_MAX];
    bool is_stem;
    xap_terms terms = {0};
    xap_error xerr;

    if (!p->stemmers[lang] && !(p->stemmers[lang] = stemmer_new(name)))
        return no_memory(p);
    size_t len = forms_key(p->stemmers[lang], name, word->term, word->len, key, &is_stem), skip = strlen(name) + 1;
    xap_status s = xap_reader_synonyms(reader_xapian(p->reader), (xap_text){key, len}, &terms, &xerr);
    if (s != XAP_OK)
        return shim_error(p->err, s, &xerr);
    int rc = 0;
    if (lang == 0 && (!spellings || same_spelling(key + skip, len - skip, word->term, word->len)))
        rc = add_stem(p, p->stemmers[lang], key + skip, len - skip, list);
    for (size_t i = 0; rc == 0 && i < terms.count; i++) {
        xap_text form = terms.at[i].term;
        if (form.len <= WORD_MAX && (!spellings || same_spelling(form.data, form.len, word->term, word->len)))
            rc = add(p, list, form.data, form.len);
    }
    xap_terms_free(&terms);
    return rc;
}

/* Spellings of the word itself before its inflections, each in the order that they came in. */
static bool put_exact_first(struct planner *p, const struct query_word *word, struct term_list *list)
{
    xap_text *others = arena_alloc(p->arena, list->count * sizeof *others);
    size_t other_count = 0;

    for (size_t i = 0; others && i < list->count; i++) {
        xap_text form = list->at[i];
        if (same_spelling(form.data, form.len, word->term, word->len))
            list->at[list->exact++] = form;
        else
            others[other_count++] = form;
    }
    if (others)
        memcpy(list->at + list->exact, others, other_count * sizeof *others);
    return others != NULL;
}

int plan_forms(struct planner *p, const struct query_word *word, bool spellings, struct term_list *out)
{
    struct term_list list = {.at = arena_alloc(p->arena, PLAN_FORMS_MAX * sizeof *list.at)};

    if (!list.at)
        return no_memory(p);
    if (add(p, &list, word->term, word->len) < 0)
        return -1;
    /* Another spelling is an English matter: the first language. */
    size_t langs = spellings ? 1 : reader_lang_count(p->reader);
    for (size_t i = 0; i < langs; i++)
        if (add_forms_of_lang(p, i, word, spellings, &list) < 0)
            return -1;
    if (!put_exact_first(p, word, &list))
        return no_memory(p);
    *out = list;
    return 0;
}

static int by_falling_freq(const void *left, const void *right)
{
    const xap_term *a = left, *b = right;

    return (a->freq < b->freq) - (a->freq > b->freq);
}

int plan_prefix(struct planner *p, const char *prefix, const struct query_word *word, struct term_list *out)
{
    struct term_list list = {.at = arena_alloc(p->arena, PLAN_PREFIX_TERMS * sizeof *list.at)};
    char *start = arena_printf(p->arena, "%s%.*s", prefix, (int)word->len, word->term);
    size_t prefix_len = strlen(prefix);
    size_t look = p->prefix_look < PLAN_PREFIX_LOOK ? p->prefix_look : PLAN_PREFIX_LOOK;
    xap_terms terms = {0};
    xap_error xerr;

    if (!list.at || !start)
        return no_memory(p);
    if (!look)
        plan_warn(p, "there are too many words with '*'; those from '%.*s*' on were left out", (int)word->len,
                  word->term);
    xap_status s = xap_reader_terms(reader_xapian(p->reader), (xap_text){start, strlen(start)}, (xap_text){"", 0}, look,
                                    &terms, &xerr);
    if (s != XAP_OK)
        return shim_error(p->err, s, &xerr);
    p->prefix_look -= terms.count;
    if (terms.count > PLAN_PREFIX_TERMS) {
        plan_warn(p, "'%.*s*' stands for %s%zu words; the %d most frequent were looked for", (int)word->len, word->term,
                  terms.count == look ? "over " : "", terms.count, PLAN_PREFIX_TERMS);
        qsort(terms.at, terms.count, sizeof *terms.at, by_falling_freq);
    }
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < terms.count && i < PLAN_PREFIX_TERMS; i++) {
        xap_text term = terms.at[i].term;
        const char *copy = arena_copy(p->arena, term.data + prefix_len, term.len - prefix_len);
        if (copy)
            list.at[list.count++] = (xap_text){copy, term.len - prefix_len};
        else
            rc = no_memory(p);
    }
    xap_terms_free(&terms);
    list.exact = list.count; /* none is what was typed more than another */
    *out = list;
    return rc;
}
