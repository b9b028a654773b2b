/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_titles.c - the newest titles with what was typed, and how they go on behind it. */
#include "archive/suggest_titles.h"

#include "archive/match.h"
#include "archive/plan_tree.h"
#include "archive/schema.h"
#include "archive/shim_error.h"
#include "archive/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOKED_AT = 16,    /* newest titles */
    WORDS_MOST = 24,   /* that the last may become: the most frequent ones of titles */
    TERMS_LOOKED_AT = 2000,
    ALONE_LETTERS = 4, /* a word alone needs so many to be looked for as a beginning */
    LETTERS = 2
};

static int by_falling_freq(const void *left, const void *right)
{
    const xap_term *a = left, *b = right;

    return (a->freq < b->freq) - (a->freq > b->freq);
}

/* Any of the words of titles that the last word may become. NULL: *err is set. */
static struct tree *last_word(struct planner *p, xap_text word)
{
    const char *begun = arena_printf(p->arena, PREFIX_TITLE "%.*s", (int)word.len, word.data);
    xap_terms terms = {0};
    xap_error xerr;

    if (!begun) {
        error_set(p->err, FAULT_MEMORY, "no memory to suggest titles");
        return NULL;
    }
    xap_status s = xap_reader_terms(reader_xapian(p->reader), (xap_text){begun, strlen(begun)}, (xap_text){"", 0},
                                    TERMS_LOOKED_AT, &terms, &xerr);
    if (s != XAP_OK) {
        shim_error(p->err, s, &xerr);
        return NULL;
    }
    if (terms.count > WORDS_MOST)
        qsort(terms.at, terms.count, sizeof *terms.at, by_falling_freq);
    size_t count = terms.count < WORDS_MOST ? terms.count : WORDS_MOST;
    struct tree *any = plan_node(p, TREE_SYNONYM, count);
    for (size_t i = 0; i < count; i++)
        any = plan_with(any, plan_term(p, "", terms.at[i].term));
    xap_terms_free(&terms);
    return any;
}

/* NULL with *err as it was: there is nothing to look for. */
static struct tree *plan_titles(struct planner *p, const struct typed *t)
{
    struct tree *all = plan_node(p, TREE_AND, t->count);
    size_t before = t->open ? t->count - 1 : t->count;

    for (size_t i = 0; i < before; i++)
        if (!word_is_stop(t->words[i].data, t->words[i].len))
            all = plan_with(all, plan_term(p, PREFIX_TITLE, t->words[i]));
    xap_text last = t->words[t->count - 1];
    if (all && t->open && last.len >= (all->count ? LETTERS : ALONE_LETTERS))
        all = plan_with(all, last_word(p, last));
    return all && all->count ? all : NULL;
}

/* Whether a title has a word that begins as the last one typed: of few letters this was not looked for. */
static bool has_beginning(const char *folded, size_t len, xap_text word)
{
    for (size_t i = 0; i + word.len <= len; i++)
        if ((i == 0 || folded[i - 1] == ' ') && memcmp(folded + i, word.data, word.len) == 0)
            return true;
    return false;
}

static bool is_there(const struct suggestion *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].text, text) == 0)
            return true;
    return false;
}

struct titles {
    struct arena *arena;
    struct suggestion begun[LOOKED_AT], others[LOOKED_AT];
    size_t begun_count, other_count;
    struct buffer folded;
    struct words *words;
    struct suggested_phrases *phrases;
};

static bool copy(struct arena *arena, struct record_text text, const char **out)
{
    *out = text.data ? arena_copy(arena, text.data, text.len) : NULL;
    return *out || !text.data;
}

static int take_title(struct titles *t, const struct typed *typed, const struct record *record, struct error *err)
{
    struct suggestion s = {.kind = SUGGEST_TITLE, .articles = 1};

    if (!record->title.data || !record->title.len)
        return 0;
    buffer_clear(&t->folded);
    if (!text_fold(record->title.data, record->title.len, &t->folded) || !copy(t->arena, record->title, &s.text) ||
        !copy(t->arena, record->id, &s.id) || !copy(t->arena, record->url, &s.url))
        return error_set(err, FAULT_MEMORY, "no memory to suggest titles");
    if (typed->open && typed->words[typed->count - 1].len < LETTERS &&
        !has_beginning(t->folded.data, t->folded.len, typed->words[typed->count - 1]))
        return 0;
    bool begins = t->folded.len >= typed->len && memcmp(t->folded.data, typed->key, typed->len) == 0;
    if (is_there(t->begun, t->begun_count, s.text) || is_there(t->others, t->other_count, s.text))
        return 0;
    if (begins)
        t->begun[t->begun_count++] = s;
    else
        t->others[t->other_count++] = s;
    phrases_take(t->phrases, typed, t->words, record->title.data, record->title.len);
    return 0;
}

static int read_titles(struct reader *r, const struct match_page *page, const struct typed *typed, struct titles *t,
                       struct error *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < page->count; i++) {
        xap_bytes data = {0};
        struct record record;
        xap_error xerr;
        xap_status s = xap_reader_data(reader_xapian(r), page->hits[i].docid, &data, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        if (record_read(data.data, data.len, &record))
            rc = take_title(t, typed, &record, err);
        else
            rc = error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
        xap_bytes_free(&data);
    }
    return rc;
}

int suggest_titles(struct reader *r, const struct typed *typed, size_t max, struct arena *arena, struct suggestion *out,
                   struct suggested_phrases *phrases, struct error *err)
{
    struct plan none = {0};
    struct error own = {0};
    struct planner p = {.reader = r, .arena = arena, .plan = &none, .err = &own};
    const struct match_options newest = {.order = MATCH_NEWEST, .count = LOOKED_AT};
    struct titles t = {.arena = arena, .folded = buffer_make(1 << 20), .words = words_new(), .phrases = phrases};
    struct match_page page = {0};
    size_t count = 0;

    const struct tree *tree = plan_titles(&p, typed);
    int rc = own.fault ? -1 : t.words ? 0 : error_set(&own, FAULT_MEMORY, "no memory to suggest titles");
    if (tree && rc == 0)
        rc = match_run(r, tree, &newest, arena, &page, &own);
    if (rc == 0)
        rc = read_titles(r, &page, typed, &t, &own);
    if (rc == 0)
        rc = phrases_settle(phrases, r, arena, &own);
    buffer_free(&t.folded);
    words_free(t.words);
    if (rc < 0)
        return error_set(err, own.fault, "%s", own.text);
    for (size_t i = 0; i < t.begun_count && count < max; i++)
        out[count++] = t.begun[i];
    for (size_t i = 0; i < t.other_count && count < max; i++)
        out[count++] = t.others[i];
    return (int)count;
}
