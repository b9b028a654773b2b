/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facet_count.c - how many articles of a set have each of a field's values. */
#include "archive/facet_count.h"

#include "archive/array_grow.h"
#include "archive/facet_columns.h"
#include "archive/lexicon.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL = 4096 }; /* counts below it are told apart where it is looked for the last that is shown */

/* A shard's, by its own numbers. */
struct shard_counts {
    uint32_t *values, *classes;           /* articles that have it */
    uint32_t *seen_values, *seen_classes; /* the last of them, and one more */
    uint32_t *over_all;                   /* of a class: its number in the lexicon, and one more */
};

struct spelling {
    size_t rank; /* of its class */
    xap_text text;
    uint32_t count;
};

struct counting {
    struct reader *reader;
    uint64_t *const *bits;
    const struct column_kind *kind;
    struct arena *arena;
    struct search_facet_counts *out;
    struct facet_columns columns;
    struct shard_counts at[SCHEMA_DATABASES_MAX];
    struct lexicon *terms; /* of classes; uses: articles */
    size_t *ranks;         /* of classes that are told, and one more; 0: is not */
    struct spelling *spellings;
    size_t spelling_count, spelling_size;
};

/* ---- one shard ------------------------------------------------------- */

static bool make_counts(struct counting *c, size_t shard)
{
    const struct column *column = c->columns.at[shard];
    struct shard_counts *n = &c->at[shard];

    n->values = arena_alloc(c->arena, (column->values + 1) * sizeof *n->values);
    n->seen_values = arena_alloc(c->arena, (column->values + 1) * sizeof *n->seen_values);
    n->classes = arena_alloc(c->arena, (column->classes + 1) * sizeof *n->classes);
    n->seen_classes = arena_alloc(c->arena, (column->classes + 1) * sizeof *n->seen_classes);
    n->over_all = arena_alloc(c->arena, (column->classes + 1) * sizeof *n->over_all);
    return n->values && n->seen_values && n->classes && n->seen_classes && n->over_all;
}

static void count_class(struct shard_counts *n, size_t class, uint32_t document)
{
    if (class && n->seen_classes[class] != document + 1) {
        n->seen_classes[class] = document + 1;
        n->classes[class]++;
    }
}

static void count_document(const struct column *column, struct shard_counts *n, uint32_t document)
{
    for (size_t i = column_first(column, document); i < column_end(column, document); i++) {
        size_t value = column_number(column, i);
        if (!value || n->seen_values[value] == document + 1)
            continue;
        n->seen_values[value] = document + 1;
        n->values[value]++;
        count_class(n, column_class_of(column, value), document);
        count_class(n, column_wider(column, value), document);
    }
}

/* each(c, shard, document) for every document of the set. */
static void walk(struct counting *c, void (*each)(struct counting *c, size_t shard, uint32_t document))
{
    for (size_t shard = 0; shard < c->columns.shards; shard++)
        for (size_t w = 0; w * 64 < c->columns.at[shard]->documents; w++)
            for (uint64_t left = c->bits[shard][w]; left; left &= left - 1)
                each(c, shard, (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left));
}

static void count_one(struct counting *c, size_t shard, uint32_t document)
{
    count_document(c->columns.at[shard], &c->at[shard], document);
}

/* ---- all of them ----------------------------------------------------- */

static bool join_classes(struct counting *c)
{
    for (size_t shard = 0; shard < c->columns.shards; shard++) {
        const struct column *column = c->columns.at[shard];
        struct shard_counts *n = &c->at[shard];
        for (size_t class = 1; class <= column->classes; class++) {
            if (!n->classes[class])
                continue;
            xap_text term = column_class(column, class);
            uint32_t number = lexicon_add(c->terms, 0, term.data, term.len);
            if (number == LEXICON_FULL)
                return false;
            lexicon_at(c->terms, number)->uses += n->classes[class];
            n->over_all[class] = number + 1;
        }
    }
    return true;
}

static int by_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

    return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int by_falling_count(const void *left, const void *right)
{
    const struct lexicon_word *a = *(struct lexicon_word *const *)left, *b = *(struct lexicon_word *const *)right;

    return a->uses != b->uses ? (a->uses < b->uses) - (a->uses > b->uses) : by_bytes(a->word, a->len, b->word, b->len);
}

/* The least count that may be among the limit highest ones. */
static uint64_t least_told(struct counting *c, size_t limit)
{
    size_t of_count[SMALL] = {0}, above = 0;

    for (uint32_t i = 0; i < lexicon_count(c->terms); i++) {
        uint64_t uses = lexicon_at(c->terms, i)->uses;
        if (uses < SMALL)
            of_count[uses]++;
        else
            above++;
    }
    for (size_t n = SMALL; n-- > 1; above += of_count[n])
        if (above >= limit)
            return n + 1;
    return 1;
}

static bool tell_classes(struct counting *c, size_t limit)
{
    struct search_facet_counts *out = c->out;
    size_t all = lexicon_count(c->terms), count = 0;
    struct lexicon_word **words = arena_alloc(c->arena, (all + 1) * sizeof(struct lexicon_word *));
    uint64_t least = least_told(c, limit);

    c->ranks = arena_alloc(c->arena, (all + 1) * sizeof *c->ranks);
    if (!words || !c->ranks)
        return false;
    for (uint32_t i = 0; i < all; i++)
        if (lexicon_at(c->terms, i)->uses >= least)
            words[count++] = lexicon_at(c->terms, i);
    if (count)
        qsort(words, count, sizeof *words, by_falling_count);
    out->count = count < limit ? count : limit;
    out->values = arena_alloc(c->arena, (out->count + 1) * sizeof *out->values);
    for (size_t i = 0; out->values && i < out->count; i++) {
        const char *term = arena_copy(c->arena, words[i]->word, words[i]->len);
        if (!term)
            return false;
        out->values[i] = (struct search_facet_value){.count = (uint32_t)words[i]->uses, .term = {term, words[i]->len}};
        c->ranks[words[i] - lexicon_at(c->terms, 0)] = i + 1;
    }
    out->other_values = all - out->count;
    return out->values;
}

static size_t rank_of(const struct counting *c, size_t shard, size_t class)
{
    uint32_t number = class ? c->at[shard].over_all[class] : 0;

    return number ? c->ranks[number - 1] : 0;
}

/* Whether it has a value that is not told. */
static void count_other(struct counting *c, size_t shard, uint32_t document)
{
    const struct column *column = c->columns.at[shard];

    for (size_t i = column_first(column, document); i < column_end(column, document); i++) {
        size_t value = column_number(column, i), class = column_class_of(column, value);
        size_t wider = column_wider(column, value);
        if ((class && !rank_of(c, shard, class)) || (wider && !rank_of(c, shard, wider))) {
            c->out->other_articles++;
            return;
        }
    }
}

/* ---- how they are written -------------------------------------------- */

static bool add_spelling(struct counting *c, size_t shard, size_t class, xap_text text, uint32_t count)
{
    size_t rank = rank_of(c, shard, class);

    if (!rank)
        return true;
    if (!array_grow(&c->spellings, &c->spelling_size, c->spelling_count + 1, sizeof *c->spellings))
        return false;
    c->spellings[c->spelling_count++] = (struct spelling){rank, text, count};
    return true;
}

/* What of it counts in the wider class. */
static xap_text wider_part(xap_text text)
{
    size_t len = 0;

    while (len < text.len && text.data[len] != '-' && text.data[len] != '_')
        len++;
    return (xap_text){text.data, len};
}

static bool gather_spellings(struct counting *c)
{
    for (size_t shard = 0; shard < c->columns.shards; shard++) {
        const struct column *column = c->columns.at[shard];
        for (size_t value = 1; value <= column->values; value++) {
            uint32_t count = c->at[shard].values[value];
            xap_text text = column_value(column, value);
            if (count && (!add_spelling(c, shard, column_class_of(column, value), text, count) ||
                          !add_spelling(c, shard, column_wider(column, value), wider_part(text), count)))
                return false;
        }
    }
    return true;
}

static int by_rank_and_text(const void *left, const void *right)
{
    const struct spelling *a = left, *b = right;

    return a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank)
                              : by_bytes(a->text.data, a->text.len, b->text.data, b->text.len);
}

static bool same_spelling(const struct spelling *a, const struct spelling *b)
{
    return by_rank_and_text(a, b) == 0;
}

static bool spell(struct counting *c)
{
    struct search_facet_value *values = c->out->values;
    uint32_t most = 0;

    if (!gather_spellings(c))
        return false;
    if (c->spelling_count)
        qsort(c->spellings, c->spelling_count, sizeof *c->spellings, by_rank_and_text);
    for (size_t i = 0, next; i < c->spelling_count; i = next) {
        const struct spelling *s = &c->spellings[i];
        uint32_t count = 0;
        for (next = i; next < c->spelling_count && same_spelling(&c->spellings[next], s); next++)
            count += c->spellings[next].count;
        if (i == 0 || s->rank != s[-1].rank)
            most = 0;
        if (count <= most)
            continue;
        most = count;
        values[s->rank - 1].value = arena_copy(c->arena, s->text.data, s->text.len);
        if (!values[s->rank - 1].value)
            return false;
    }
    return true;
}

/* Of years: the term itself says it. */
static void spell_cut(struct counting *c)
{
    for (size_t i = 0; i < c->out->count; i++)
        c->out->values[i].value = c->out->values[i].term.data + strlen(c->kind->prefix);
}

/* ---- the whole ------------------------------------------------------- */

static bool count_all(struct counting *c, size_t limit)
{
    bool several = c->kind->is_list || c->kind->widens;

    for (size_t shard = 0; shard < c->columns.shards; shard++)
        if (!make_counts(c, shard))
            return false;
    c->terms = lexicon_new();
    if (!c->terms)
        return false;
    walk(c, count_one);
    if (!join_classes(c) || !tell_classes(c, limit))
        return false;
    for (uint32_t i = 0; !several && i < lexicon_count(c->terms); i++)
        c->out->other_articles += c->ranks[i] ? 0 : lexicon_at(c->terms, i)->uses;
    if (several && c->out->other_values)
        walk(c, count_other);
    if (!c->kind->cut)
        return spell(c);
    spell_cut(c);
    return true;
}

int facet_count(struct reader *r, uint64_t *const *bits, enum search_facet facet, size_t limit, struct arena *arena,
                struct search_facet_counts *out, struct error *err)
{
    struct search_facet_counts counts = {.facet = facet};
    struct counting c = {.reader = r, .bits = bits, .kind = &search_columns[facet], .arena = arena, .out = &counts};

    if (facet_columns_open(r, facet, &c.columns, err) < 0)
        return -1;
    bool counted = count_all(&c, limit);
    facet_columns_close(&c.columns);
    lexicon_free(c.terms);
    free(c.spellings);
    if (!counted)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    *out = counts;
    return 0;
}
