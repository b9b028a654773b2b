/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_words.c - in how many articles of two sets each word stands. */
#include "archive/compare_words.h"

#include "archive/array_grow.h"
#include "archive/compare_text.h"
#include "archive/forward.h"
#include "archive/lexicon.h"
#include "archive/query_words.h"
#include "archive/schema.h"
#include "archive/stem.h"

#include <stdlib.h>
#include <string.h>

enum { UNKNOWN, LEFT_OUT, UNIT_FIRST }; /* what a form counts as; from UNIT_FIRST on: a unit, as w->units has it */
enum {
    PREFIXES_MAX = 4 * QUERY_WORDS_MAX, /* of two sides, each with the query */
    AHEAD = 16 /* words: what they count in is asked for before it is needed, since it lies all over the memory */
};

struct form {
    uint32_t is;
    uint32_t last; /* the article it was met in last */
    uint32_t uses[2];
};

struct in_shard {
    const struct forward *forward; /* NULL: forms are numbered by the lexicon */
    uint32_t *places;              /* of a number's word, in the forward file's order */
    struct lexicon *lexicon;
    struct form *forms; /* by number */
    size_t count, size;
};

/* What stands in both sets' articles, and in how many; the first two are for forms that are none. */
struct unit {
    uint32_t last; /* the article it was met in last */
    uint32_t articles[2];
};

struct compare_words {
    struct reader *reader;
    struct stemmer *stemmer;
    struct lexicon *stems; /* a unit each; the first `left_out` are those of the query */
    size_t left_out;
    const struct query_word *prefixes[PREFIXES_MAX];
    size_t prefix_count;
    struct unit *units;
    size_t unit_size;
    uint32_t article; /* counted last, from 1 */
    uint32_t *numbers, *met; /* of an article: its words, and the forms among them, each once */
    size_t number_size, met_size;
    struct in_shard shards[SCHEMA_DATABASES_MAX];
    struct compare_text *text;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "the comparison needs too much memory");
}

struct compare_words *compare_words_new(struct reader *r)
{
    struct compare_words *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->reader = r;
    w->stemmer = stemmer_new("en");
    w->stems = lexicon_new();
    if (!w->stemmer || !w->stems) {
        compare_words_free(w);
        return NULL;
    }
    return w;
}

void compare_words_free(struct compare_words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++) {
        free(w->shards[i].places);
        lexicon_free(w->shards[i].lexicon);
        free(w->shards[i].forms);
    }
    stemmer_free(w->stemmer);
    lexicon_free(w->stems);
    compare_text_free(w->text);
    free(w->units);
    free(w->numbers);
    free(w->met);
    free(w);
}

/* ---- what a form counts as -------------------------------------------- */

static uint32_t unit_of(struct compare_words *w, const char *form, size_t len)
{
    size_t stem_len;
    const char *stem = stemmer_stem(w->stemmer, form, len, &stem_len);

    return lexicon_add(w->stems, 0, stem, stem_len);
}

static void leave_out(void *ctx, const struct query_word *word, bool prefix)
{
    struct compare_words *w = ctx;

    if (prefix && w->prefix_count < PREFIXES_MAX)
        w->prefixes[w->prefix_count++] = word;
    if (unit_of(w, word->term, word->len) == LEXICON_FULL)
        w->left_out = LEXICON_FULL;
}

int compare_words_leave_out(struct compare_words *w, const struct query_node *root, struct error *err)
{
    query_words(root, leave_out, w);
    if (w->left_out == LEXICON_FULL)
        return no_memory(err);
    w->left_out = lexicon_count(w->stems);
    return 0;
}

static bool begins_as_asked(const struct compare_words *w, const char *form, size_t len)
{
    for (size_t i = 0; i < w->prefix_count; i++) {
        const struct query_word *p = w->prefixes[i];
        if (len >= p->len && memcmp(form, p->term, p->len) == 0)
            return true;
    }
    return false;
}

static int find_out(struct compare_words *w, const char *text, size_t len, struct form *form, struct error *err)
{
    size_t size = w->unit_size;
    uint32_t unit = 0;

    form->is = LEFT_OUT;
    if (word_may_tell(text, len) && !begins_as_asked(w, text, len)) {
        unit = unit_of(w, text, len);
        if (unit >= UINT32_MAX - UNIT_FIRST)
            return no_memory(err);
        form->is = unit < w->left_out ? LEFT_OUT : unit + UNIT_FIRST;
    }
    if (!array_grow(&w->units, &w->unit_size, (size_t)form->is + 1, sizeof *w->units))
        return no_memory(err);
    memset(w->units + size, 0, (w->unit_size - size) * sizeof *w->units);
    return 0;
}

/* One use of a form; true when the article did not have it yet. */
static bool add_use(uint32_t article, struct form *form, unsigned sides)
{
    bool met = form->last != article;

    form->last = article;
    form->uses[0] += sides & 1;
    form->uses[1] += sides >> 1;
    return met;
}

/* The article has a form of it. */
static void add_article(uint32_t article, struct unit *u, unsigned sides)
{
    bool met = u->last != article;

    u->last = article;
    u->articles[0] += met & sides & 1;
    u->articles[1] += met & sides >> 1;
}

/* ---- in a run --------------------------------------------------------- */

static int open_run(struct in_shard *s, const struct forward *forward, struct error *err)
{
    size_t words = forward_words(forward);

    s->places = calloc(words + 1, sizeof *s->places); /* of a damaged file not all are set */
    s->forms = calloc(words + 1, sizeof *s->forms);
    if (!s->places || !s->forms)
        return no_memory(err);
    for (size_t i = 0; i < words; i++) {
        uint32_t number = forward_number_at(forward, i);
        if (number < words)
            s->places[number] = (uint32_t)i;
    }
    s->forward = forward;
    s->count = words;
    return 0;
}

/* Counts the uses of an article's words, but authors' names; which forms they are goes to met. */
static size_t meet(const struct compare_words *w, const struct in_shard *s, size_t count, unsigned sides)
{
    const uint32_t *numbers = w->numbers, article = w->article;
    uint32_t *met = w->met;
    struct form *forms = s->forms;
    size_t all = s->count, met_count = 0;
    bool author = false;

    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i], soon = numbers[i + AHEAD];
        __builtin_prefetch(&forms[soon < all ? soon : 0], 1);
        if (number >= all) {
            author = number == FORWARD_MARK(FORWARD_AUTHOR);
            continue;
        }
        if (author)
            continue;
        met[met_count] = number;
        met_count += add_use(article, &forms[number], sides);
    }
    return met_count;
}

/* What the forms that were met count as. */
static int find_out_met(struct compare_words *w, struct in_shard *s, size_t met, struct error *err)
{
    for (size_t i = 0; i < met; i++) {
        struct form *form = &s->forms[w->met[i]];
        size_t len;
        if (form->is == UNKNOWN) {
            const char *text = forward_word(s->forward, s->places[w->met[i]], &len);
            if (find_out(w, text, len, form, err) < 0)
                return -1;
        }
        w->met[i] = form->is;
    }
    return 0;
}

static int count_in_run(struct compare_words *w, struct in_shard *s, size_t document, unsigned sides,
                        struct error *err)
{
    const uint8_t *at, *end;

    if (!forward_at(s->forward, document, &at, &end))
        return 0; /* damaged: `check` tells */
    size_t room = (size_t)(end - at) + AHEAD;
    if (!array_grow(&w->numbers, &w->number_size, room, sizeof *w->numbers) ||
        !array_grow(&w->met, &w->met_size, room, sizeof *w->met))
        return no_memory(err);
    size_t count = forward_decode(at, end, w->numbers);
    memset(w->numbers + count, 0, AHEAD * sizeof *w->numbers);
    size_t met = meet(w, s, count, sides);
    if (find_out_met(w, s, met, err) < 0)
        return -1;
    memset(w->met + met, 0, AHEAD * sizeof *w->met);
    for (size_t i = 0; i < met; i++) {
        __builtin_prefetch(&w->units[w->met[i + AHEAD]], 1);
        add_article(w->article, &w->units[w->met[i]], sides);
    }
    return 0;
}

/* ---- in the delta ----------------------------------------------------- */

struct in_delta {
    struct compare_words *words;
    struct in_shard *shard;
    unsigned sides;
    struct error *err;
};

static int take_word(void *ctx, const char *text, size_t len)
{
    const struct in_delta *d = ctx;
    struct in_shard *s = d->shard;
    uint32_t number = lexicon_add(s->lexicon, 0, text, len);

    if (number == LEXICON_FULL || !array_grow(&s->forms, &s->size, (size_t)number + 1, sizeof *s->forms))
        return no_memory(d->err);
    if (number == s->count) {
        s->forms[s->count++] = (struct form){0};
        if (find_out(d->words, text, len, &s->forms[number], d->err) < 0)
            return -1;
    }
    if (add_use(d->words->article, &s->forms[number], d->sides))
        add_article(d->words->article, &d->words->units[s->forms[number].is], d->sides);
    return 0;
}

static int count_in_delta(struct compare_words *w, size_t shard, size_t document, unsigned sides, struct error *err)
{
    struct in_shard *s = &w->shards[shard];
    struct in_delta d = {w, s, sides, err};
    uint32_t docid = reader_shard(w->reader, shard)->docids[document];

    if (!w->text)
        w->text = compare_text_new();
    if (!w->text)
        return no_memory(err);
    return compare_text_read(w->text, w->reader, (docid - 1) * (uint32_t)reader_shard_count(w->reader) +
                             (uint32_t)shard + 1, take_word, &d, err);
}

int compare_words_count(struct compare_words *w, size_t shard, size_t document, unsigned sides, struct error *err)
{
    const struct forward *forward = reader_shard(w->reader, shard)->forward;
    struct in_shard *s = &w->shards[shard];

    w->article++;
    if (!forward) {
        if (!s->lexicon && !(s->lexicon = lexicon_new()))
            return no_memory(err);
        return count_in_delta(w, shard, document, sides, err);
    }
    return !s->forward && open_run(s, forward, err) < 0 ? -1 : count_in_run(w, s, document, sides, err);
}

/* ---- what was counted ------------------------------------------------- */

size_t compare_words_units(const struct compare_words *w)
{
    return lexicon_count(w->stems);
}

const uint32_t *compare_words_articles(const struct compare_words *w, size_t unit)
{
    static const uint32_t none[2];

    return unit + UNIT_FIRST >= w->unit_size ? none : w->units[unit + UNIT_FIRST].articles;
}

xap_text compare_words_stem(const struct compare_words *w, size_t unit)
{
    const struct lexicon_word *stem = lexicon_at(w->stems, (uint32_t)unit);

    return (xap_text){stem->word, stem->len};
}

static xap_text form_text(const struct in_shard *s, size_t number)
{
    xap_text text = {0};

    if (s->forward) {
        text.data = forward_word(s->forward, s->places[number], &text.len);
    } else {
        const struct lexicon_word *word = lexicon_at(s->lexicon, (uint32_t)number);
        text = (xap_text){word->word, word->len};
    }
    return text;
}

bool compare_words_forms(const struct compare_words *w, const bool *wanted, compare_take_form *take, void *ctx)
{
    for (size_t i = 0; i < SCHEMA_DATABASES_MAX; i++) {
        const struct in_shard *s = &w->shards[i];
        for (size_t n = 0; n < s->count; n++) {
            if (s->forms[n].is < UNIT_FIRST || !wanted[s->forms[n].is - UNIT_FIRST])
                continue;
            if (!take(ctx, s->forms[n].is - UNIT_FIRST, form_text(s, n), s->forms[n].uses))
                return false;
        }
    }
    return true;
}
