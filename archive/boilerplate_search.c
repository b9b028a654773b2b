/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_search.c - the archive's articles in which a line stands: those that have its words, each read. */
#include "archive/boilerplate_search.h"

#include "archive/boilerplate.h"
#include "archive/docid_article.h"
#include "archive/match.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/word_freq.h"
#include "archive/words.h"

#include <inttypes.h>
#include <string.h>

enum {
    WORDS_LOOK = 40,  /* of a line: more would not tell it better */
    WORDS_ASK = 8,    /* the rarest of them, which must all match */
    TERM_MAX = 4096,
    ARENA_MAX = 256 << 20, /* of which a hit takes 24 bytes */
    HIT_MAX = 1 << 20
};

struct asked_word {
    const struct tree *tree;
    uint32_t freq;
};

struct asking {
    struct reader *reader;
    const struct boilerplate_question *question;
    struct arena arena;
    struct asked_word words[WORDS_LOOK];
    size_t count;
    struct error *err;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to look for lines that recur");
}

static const struct tree *term(struct arena *arena, const char *data, size_t len)
{
    struct tree *t = arena_alloc(arena, sizeof *t);
    const char *copy = arena_copy(arena, data, len);

    if (!t || !copy)
        return NULL;
    *t = (struct tree){.op = TREE_TERM, .term = {copy, len}};
    return t;
}

/* In its place by rising frequency, once. */
static int take_word(struct asking *a, const struct word *w)
{
    uint32_t freq;

    for (size_t i = 0; i < a->count; i++)
        if (a->words[i].tree->term.len == w->len && memcmp(a->words[i].tree->term.data, w->term, w->len) == 0)
            return 0;
    const struct tree *tree = term(&a->arena, w->term, w->len);
    if (!tree)
        return no_memory(a->err);
    if (word_freq(a->reader, tree->term, &freq, a->err) < 0)
        return -1;
    size_t at = a->count++;
    for (; at && a->words[at - 1].freq > freq; at--)
        a->words[at] = a->words[at - 1];
    a->words[at] = (struct asked_word){tree, freq};
    return 0;
}

static int take_words(struct asking *a)
{
    struct words *words = words_new();
    struct word w;
    int rc = words ? 0 : no_memory(a->err);

    if (words)
        words_start(words, a->question->line, a->question->len);
    while (rc == 0 && a->count < WORDS_LOOK && words_next(words, &w))
        if (w.kind != WORD_JOINED)
            rc = take_word(a, &w);
    words_free(words);
    return rc;
}

static const struct tree *query(struct asking *a)
{
    const struct boilerplate_question *q = a->question;
    size_t count = a->count < WORDS_ASK ? a->count : WORDS_ASK;
    const struct tree **parts = arena_alloc(&a->arena, (count + 1) * sizeof *parts);
    struct tree *all = arena_alloc(&a->arena, sizeof *all);
    struct buffer name = buffer_make(TERM_MAX);

    if (!parts || !all)
        return NULL;
    for (size_t i = 0; i < count; i++)
        parts[i] = a->words[i].tree;
    if (q->source_len && schema_value_term(PREFIX_SOURCE, q->source, q->source_len, &name) == 0)
        parts[count++] = term(&a->arena, name.data, name.len);
    buffer_free(&name);
    *all = (struct tree){.op = TREE_AND, .parts = parts, .count = count};
    return parts[count - 1] ? all : NULL;
}

static int look(struct asking *a, uint32_t docid,
                int (*each)(void *ctx, const struct boilerplate_hit *hit, struct error *err), void *ctx,
                struct buffer *keys)
{
    struct arena arena = arena_make(HIT_MAX);
    struct boilerplate_article article;
    struct record record;
    struct record_text text;

    int rc = docid_article(a->reader, docid, &arena, &record, &text, a->err);
    if (rc == 0 && !boilerplate_article_read(&record, text, keys, &article))
        rc = no_memory(a->err);
    if (rc == 0 && article.seed == a->question->seed && boilerplate_article_has(&article, a->question->key))
        rc = each(ctx, &(struct boilerplate_hit){docid, &record, &article}, a->err);
    arena_free(&arena);
    return rc;
}

static int search(struct asking *a, int (*each)(void *ctx, const struct boilerplate_hit *hit, struct error *err),
                  void *ctx)
{
    const struct boilerplate_question *q = a->question;
    const struct match_options options = {.order = MATCH_NEWEST, .count = q->most ? q->most : UINT32_MAX};
    struct buffer keys = buffer_make(BOILERPLATE_LINES_MAX * sizeof(uint64_t));
    struct match_page page;

    if (take_words(a) < 0)
        return -1;
    if (!a->count || !a->words[0].freq || a->words[0].freq < q->least)
        return 0;
    const struct tree *tree = query(a);
    if (!tree)
        return no_memory(a->err);
    int rc = match_run(a->reader, tree, &options, &a->arena, &page, a->err);
    if (rc == 0 && page.total < q->least)
        page.count = 0;
    for (size_t i = 0; rc == 0 && i < page.count; i++)
        rc = look(a, page.hits[i].docid, each, ctx, &keys);
    buffer_free(&keys);
    return rc;
}

int boilerplate_search(struct reader *r, const struct boilerplate_question *question,
                       int (*each)(void *ctx, const struct boilerplate_hit *hit, struct error *err), void *ctx,
                       struct error *err)
{
    struct asking a = {.reader = r, .question = question, .arena = arena_make(ARENA_MAX), .err = err};
    int rc = search(&a, each, ctx);

    arena_free(&a.arena);
    return rc;
}

size_t boilerplate_term(uint64_t key, char out[BOILERPLATE_TERM_MAX])
{
    return (size_t)snprintf(out, BOILERPLATE_TERM_MAX, PREFIX_BOILERPLATE "%016" PRIx64, key);
}

int boilerplate_left_out_of(struct reader *r, uint64_t key, uint32_t most, struct arena *arena, uint32_t **docids,
                            size_t *count, uint64_t *total, struct error *err)
{
    const struct match_options options = {.order = MATCH_NEWEST, .count = most ? most : UINT32_MAX};
    char name[BOILERPLATE_TERM_MAX];
    struct match_page page;
    const struct tree *tree = term(arena, name, boilerplate_term(key, name));

    if (!tree)
        return no_memory(err);
    if (match_run(r, tree, &options, arena, &page, err) < 0)
        return -1;
    *docids = arena_alloc(arena, (page.count + 1) * sizeof **docids);
    if (!*docids)
        return no_memory(err);
    for (size_t i = 0; i < page.count; i++)
        (*docids)[i] = page.hits[i].docid;
    *count = page.count;
    *total = page.total;
    return 0;
}
