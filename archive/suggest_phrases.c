/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_phrases.c - words that titles have behind those typed. */
#include "archive/suggest_phrases.h"

#include "archive/plan_tree.h"
#include "archive/schema.h"

#include <string.h>

enum { TITLE_WORDS_MAX = 40 };

struct title_words {
    char bytes[1024];
    xap_text at[TITLE_WORDS_MAX];
    size_t count;
};

static void split(struct words *words, const char *title, size_t len, struct title_words *out)
{
    size_t used = 0;
    struct word w;

    out->count = 0;
    words_start(words, title, len);
    while (out->count < TITLE_WORDS_MAX && words_next(words, &w)) {
        if (w.kind == WORD_JOINED)
            continue;
        if (used + w.len > sizeof out->bytes)
            return;
        memcpy(out->bytes + used, w.term, w.len);
        out->at[out->count++] = (xap_text){out->bytes + used, w.len};
        used += w.len;
    }
}

static bool begins(xap_text word, xap_text with)
{
    return word.len >= with.len && memcmp(word.data, with.data, with.len) == 0;
}

/* How many of the title's words from i on are the phrase; 0: it does not stand there. */
static size_t words_there(const struct typed *t, const struct title_words *title, size_t i)
{
    const xap_text *typed = t->words + t->first;
    size_t count = t->count - t->first, wanted = t->open ? count : count + 1;

    if (title->count - i < wanted || wanted < 2 || wanted > PHRASE_WORDS_MAX)
        return 0;
    for (size_t k = 0; k < count; k++) {
        bool whole = k + 1 < count || !t->open;
        if (!begins(title->at[i + k], typed[k]) || (whole && title->at[i + k].len != typed[k].len))
            return 0;
    }
    xap_text last = title->at[i + wanted - 1];
    return last.len < 2 || word_is_stop(last.data, last.len) ? 0 : wanted;
}

static void count(struct suggested_phrases *p, const struct suggested_phrase *one)
{
    size_t at = 0;

    while (at < p->count && (p->at[at].len != one->len || memcmp(p->at[at].text, one->text, one->len) != 0))
        at++;
    if (at == PHRASES_MAX)
        return;
    if (at == p->count)
        p->at[p->count++] = *one;
    p->at[at].titles++;
}

void phrases_take(struct suggested_phrases *p, const struct typed *typed, struct words *words, const char *title,
                  size_t len)
{
    struct title_words t;

    split(words, title, len, &t);
    for (size_t i = 0; i < t.count; i++) {
        size_t wanted = words_there(typed, &t, i);
        struct suggested_phrase one = {.len = 0};
        bool fits = wanted > 0;
        for (size_t k = i; fits && k < i + wanted; k++) {
            fits = one.len + t.at[k].len + 1 < sizeof one.text;
            if (!fits)
                break;
            if (k > i)
                one.text[one.len++] = ' ';
            memcpy(one.text + one.len, t.at[k].data, t.at[k].len);
            one.len += t.at[k].len;
        }
        if (fits) {
            count(p, &one);
            return; /* once a title */
        }
    }
}

/* Articles with the words side by side in their titles. */
static int count_articles(struct suggested_phrase *one, struct reader *r, struct arena *arena, struct error *err)
{
    struct plan none = {0};
    struct planner p = {.reader = r, .arena = arena, .plan = &none, .err = err};
    struct term_list *parts = arena_alloc(arena, PHRASE_WORDS_MAX * sizeof *parts);
    xap_text *words = arena_alloc(arena, PHRASE_WORDS_MAX * sizeof *words);
    struct tree *all = plan_node(&p, TREE_AND, PHRASE_WORDS_MAX), *sift = plan_node(&p, TREE_SIFT, 1);
    const struct match_options options = {.order = MATCH_NEWEST};
    struct match_page page;
    size_t n = 0;

    for (size_t from = 0, to; parts && words && n < PHRASE_WORDS_MAX && from < one->len; from = to + 1) {
        for (to = from; to < one->len && one->text[to] != ' '; to++)
            ;
        words[n] = (xap_text){one->text + from, to - from};
        parts[n] = (struct term_list){&words[n], 1, 1};
        all = word_is_stop(words[n].data, words[n].len) ? all : plan_with(all, plan_term(&p, PREFIX_TITLE, words[n]));
        n++;
    }
    if (!plan_with(sift, all) || !parts || !words ||
        !(sift->sift_ctx = phrase_new(r, arena, true, FIELD_TITLE, parts, n, 0)))
        return error_set(err, FAULT_MEMORY, "no memory to suggest words");
    sift->sift = phrase_sift;
    if (match_run(r, sift, &options, arena, &page, err) < 0)
        return -1;
    one->articles = (uint32_t)page.total;
    return 0;
}

int phrases_settle(struct suggested_phrases *p, struct reader *r, struct arena *arena, struct error *err)
{
    size_t best = 0;

    for (size_t i = 1; i < p->count; i++)
        best = p->at[i].titles > p->at[best].titles ? i : best;
    if (!p->count || p->at[best].titles < PHRASE_TITLES) {
        p->count = 0;
        return 0;
    }
    p->at[0] = p->at[best];
    p->count = 1;
    return count_articles(&p->at[0], r, arena, err);
}
