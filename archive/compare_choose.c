/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_choose.c - which of the words counted are told, and how they are written. */
#include "archive/compare_choose.h"

#include "archive/array_grow.h"
#include "archive/log_likelihood.h"
#include "archive/names.h"
#include "archive/word_freq.h"

#include <stdlib.h>
#include <string.h>

struct chosen {
    size_t unit;
    xap_text stem;
    double log_likelihood;
};

/* A form of a chosen unit, added up over shards. */
struct form {
    size_t unit;
    xap_text text; /* borrowed from the words */
    uint64_t uses[2];
};

struct choosing {
    struct reader *reader;
    const struct compare_words *words;
    struct arena *arena;
    struct comparison *out;
    struct error *err;
    struct chosen *chosen[2];
    size_t count[2], size[2];
    bool *wanted;
    struct form *forms;
    size_t form_count, form_size;
};

static int order_of(xap_text a, xap_text b)
{
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int most_telling_first(const void *left, const void *right)
{
    const struct chosen *a = left, *b = right;

    if (a->log_likelihood != b->log_likelihood)
        return a->log_likelihood < b->log_likelihood ? 1 : -1;
    return order_of(a->stem, b->stem);
}

static bool weigh(struct choosing *c)
{
    double all[2] = {(double)c->out->side[0].counted, (double)c->out->side[1].counted};

    for (size_t i = 0; i < compare_words_units(c->words); i++) {
        const uint32_t *articles = compare_words_articles(c->words, i);
        int side = articles[0] * all[1] < articles[1] * all[0];
        if (articles[side] < COMPARE_ARTICLES_MIN)
            continue;
        double g2 = log_likelihood(articles[0], all[0], articles[1], all[1]);
        if (g2 < LOG_LIKELIHOOD_P001)
            continue;
        if (!array_grow(&c->chosen[side], &c->size[side], c->count[side] + 1, sizeof *c->chosen[side]))
            return false;
        c->chosen[side][c->count[side]++] = (struct chosen){i, compare_words_stem(c->words, i), g2};
    }
    return true;
}

/* ---- forms ------------------------------------------------------------ */

static bool take_form(void *ctx, size_t unit, xap_text text, const uint32_t uses[2])
{
    struct choosing *c = ctx;

    if (!array_grow(&c->forms, &c->form_size, c->form_count + 1, sizeof *c->forms))
        return false;
    c->forms[c->form_count++] = (struct form){unit, text, {uses[0], uses[1]}};
    return true;
}

static int by_unit_and_text(const void *left, const void *right)
{
    const struct form *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return order_of(a->text, b->text);
}

static int by_unit_and_use(const void *left, const void *right)
{
    const struct form *a = left, *b = right;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    uint64_t uses_a = a->uses[0] + a->uses[1], uses_b = b->uses[0] + b->uses[1];
    if (uses_a != uses_b)
        return uses_a < uses_b ? 1 : -1;
    return order_of(a->text, b->text);
}

/* The same form of several shards becomes one. */
static void join_forms(struct choosing *c)
{
    size_t kept = 0;

    if (c->form_count)
        qsort(c->forms, c->form_count, sizeof *c->forms, by_unit_and_text);
    for (size_t i = 0; i < c->form_count; i++) {
        if (kept && by_unit_and_text(&c->forms[kept - 1], &c->forms[i]) == 0) {
            c->forms[kept - 1].uses[0] += c->forms[i].uses[0];
            c->forms[kept - 1].uses[1] += c->forms[i].uses[1];
        } else {
            c->forms[kept++] = c->forms[i];
        }
    }
    c->form_count = kept;
    if (kept)
        qsort(c->forms, kept, sizeof *c->forms, by_unit_and_use);
}

/* With a capital, or in capitals, where most articles that have it write it so: what the runs know of names. */
static const char *as_written(struct choosing *c, xap_text form)
{
    char text[NAME_BYTES_MAX];
    size_t len = 0;
    uint32_t all, named = 0, most = 0;

    for (size_t i = 0; i < reader_shard_count(c->reader) && form.len <= NAME_BYTES_MAX; i++) {
        const struct names *names = reader_shard(c->reader, i)->names;
        struct name_record record;
        if (!names || !names_find(names_view(names), form.data, form.len, &record))
            continue;
        named += record.articles;
        if (record.articles > most)
            len = names_text(&record, text);
        most = record.articles > most ? record.articles : most;
    }
    if (len && (word_freq(c->reader, form, &all, c->err) < 0))
        return NULL;
    return len && (uint64_t)named * 2 > all ? arena_copy(c->arena, text, len)
                                            : arena_copy(c->arena, form.data, form.len);
}

static bool put_forms(struct choosing *c, size_t unit, struct compare_word *word)
{
    size_t low = 0, high = c->form_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->forms[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    word->forms = arena_alloc(c->arena, COMPARE_FORMS_MAX * sizeof *word->forms);
    for (size_t i = low; word->forms && i < c->form_count && c->forms[i].unit == unit; i++) {
        word->occurrences[0] += c->forms[i].uses[0];
        word->occurrences[1] += c->forms[i].uses[1];
        if (i == low && !(word->word = as_written(c, c->forms[i].text)))
            return false;
        if (word->form_count < COMPARE_FORMS_MAX &&
            !(word->forms[word->form_count++] = arena_copy(c->arena, c->forms[i].text.data, c->forms[i].text.len)))
            return false;
    }
    return word->word;
}

/* ---- what is told ------------------------------------------------------ */

static bool put_words(struct choosing *c, int side)
{
    struct compare_side *s = &c->out->side[side];

    s->words = arena_alloc(c->arena, (c->count[side] + 1) * sizeof *s->words);
    for (size_t i = 0; s->words && i < c->count[side]; i++) {
        const struct chosen *chosen = &c->chosen[side][i];
        const uint32_t *articles = compare_words_articles(c->words, chosen->unit);
        struct compare_word *word = &s->words[i];
        *word = (struct compare_word){.articles = {articles[0], articles[1]},
                                      .log_likelihood = chosen->log_likelihood};
        if (!put_forms(c, chosen->unit, word))
            return false;
    }
    s->word_count = c->count[side];
    return s->words;
}

static bool choose(struct choosing *c, uint32_t limit)
{
    c->wanted = calloc(compare_words_units(c->words) + 1, sizeof *c->wanted);
    if (!c->wanted || !weigh(c))
        return false;
    for (int side = 0; side < 2; side++) {
        if (c->count[side])
            qsort(c->chosen[side], c->count[side], sizeof *c->chosen[side], most_telling_first);
        if (c->count[side] > limit)
            c->count[side] = limit;
        for (size_t i = 0; i < c->count[side]; i++)
            c->wanted[c->chosen[side][i].unit] = true;
    }
    if (!compare_words_forms(c->words, c->wanted, take_form, c))
        return false;
    join_forms(c);
    return put_words(c, 0) && put_words(c, 1);
}

int compare_choose(struct reader *r, const struct compare_words *words, uint32_t limit, struct arena *arena,
                   struct comparison *out, struct error *err)
{
    struct error own = {.fault = FAULT_MEMORY, .text = "the comparison needs too much memory"};
    struct choosing c = {.reader = r, .words = words, .arena = arena, .out = out, .err = &own};

    bool chosen = choose(&c, limit);
    for (int side = 0; side < 2; side++)
        free(c.chosen[side]);
    free(c.wanted);
    free(c.forms);
    return chosen ? 0 : error_set(err, own.fault, "%s", own.text);
}
