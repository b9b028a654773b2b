/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_text.c - the words of an article of the delta. */
#include "archive/compare_text.h"

#include "archive/arena.h"
#include "archive/docid_article.h"
#include "archive/stored.h"
#include "archive/words.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 64 << 20 }; /* an article's record, and its text without boilerplate */

struct compare_text {
    struct words *words;
    struct arena arena;
};

struct compare_text *compare_text_new(void)
{
    struct compare_text *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->arena = arena_make(ARENA_MAX);
    t->words = words_new();
    if (t->words)
        return t;
    free(t);
    return NULL;
}

void compare_text_free(struct compare_text *t)
{
    if (!t)
        return;
    words_free(t->words);
    arena_free(&t->arena);
    free(t);
}

static int give(struct compare_text *t, const char *text, size_t len, compare_take_word *take, void *ctx)
{
    struct word w;

    words_start(t->words, text ? text : "", text ? len : 0);
    while (words_next(t->words, &w)) {
        int rc = w.kind == WORD_JOINED ? 0 : take(ctx, w.term, w.len);
        if (rc)
            return rc;
    }
    return 0;
}

static int give_article(struct compare_text *t, const struct article *a, struct record_text said,
                        compare_take_word *take, void *ctx)
{
    const char *summary = a->summary;
    int rc = give(t, said.data, said.len, take, ctx);

    /* As document.c: a summary that stands in the text does not count twice. */
    if (rc == 0 && summary && !(said.data && memmem(said.data, said.len, summary, strlen(summary))))
        rc = give(t, summary, strlen(summary), take, ctx);
    return rc == 0 && a->title ? give(t, a->title, strlen(a->title), take, ctx) : rc;
}

int compare_text_read(struct compare_text *t, struct reader *r, uint32_t docid, compare_take_word *take, void *ctx,
                      struct error *err)
{
    struct record record;
    struct segment_record stored = {0};
    struct article article = {0};
    struct error own = {0};

    int rc = docid_record(r, docid, &t->arena, &record, &own);
    if (rc == 0)
        rc = reader_stored(r, &record, false, reader_buffer(r), &stored, &own);
    if (rc == 0)
        rc = stored_read(&stored, &article, &own);
    if (rc < 0) {
        arena_free(&t->arena);
        return own.fault == FAULT_DAMAGED ? 0 : error_set(err, own.fault, "%s", own.text);
    }
    struct record_text said = {article.text, article.text ? strlen(article.text) : 0};
    if (said.data && !docid_said(r, &record, &t->arena, &said))
        rc = error_set(err, FAULT_MEMORY, "the comparison needs too much memory");
    else
        rc = give_article(t, &article, said, take, ctx);
    article_free(&article);
    arena_free(&t->arena);
    return rc;
}
