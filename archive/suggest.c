/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest.c - what somebody who types may be about to: names and words of all databases, then titles. */
#include "archive/suggest.h"

#include "archive/names_live.h"
#include "archive/schema.h"
#include "archive/suggest_match.h"
#include "archive/suggest_titles.h"
#include "archive/suggest_typed.h"
#include "archive/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CANDIDATES_MAX = SCHEMA_DATABASES_MAX * MATCHES_MAX + 1,
    EXACT_ENOUGH =
        3, /* so many that begin as typed, and others are shown only where they are likelier than all of them */
    TITLES_PART = 4,   /* titles get one of so many places, and those that are left */
    TITLES_LETTERS = 4 /* of what is typed, for titles to be looked for */
};
static const double SAME_SHARE = 0.75; /* of a word's articles have it as part of a name: the name alone is shown */

struct candidate {
    struct name_record record; /* of the database that has it most often */
    uint32_t articles;
    double score;
    unsigned slips;
    bool dropped, phrase;
};

struct suggesting {
    const struct names_view *views[SCHEMA_DATABASES_MAX];
    size_t view_count;
    struct candidate at[CANDIDATES_MAX]; /* by falling score */
    size_t count;
};

static const char *const kind_names[] = {"word", "name", "title"};

const char *suggestion_kind_name(enum suggestion_kind kind)
{
    return kind_names[kind];
}

static bool same_key(const struct name_record *a, const struct name_record *b)
{
    return a->key_len == b->key_len && memcmp(a->key, b->key, a->key_len) == 0;
}

/* With the articles of all databases. */
static struct candidate count_up(const struct suggesting *s, const struct name_record *record,
                                 const struct name_match *m)
{
    struct candidate c = {.slips = m->slips};
    double sum = 0;

    for (size_t i = 0; i < s->view_count; i++) {
        struct name_record r;
        if (!names_find(s->views[i], record->key, record->key_len, &r))
            continue;
        if (!c.record.key || r.articles > c.record.articles)
            c.record = r;
        c.articles += r.articles;
        sum += exp2(((double)r.weight - NAMES_WEIGHT_NONE) / NAMES_WEIGHT_ONE);
    }
    c.score = log2(sum) - m->penalty;
    return c;
}

static void enter(struct suggesting *s, const struct name_record *record, const struct name_match *m)
{
    struct candidate c;
    size_t at = 0;

    while (at < s->count && !same_key(&s->at[at].record, record))
        at++;
    if (at < s->count) /* a view offers a name once, and each counts all views */
        return;
    c = count_up(s, record, m);
    if (!c.record.key)
        return; /* damaged */
    for (at = s->count++; at && s->at[at - 1].score < c.score; at--)
        s->at[at] = s->at[at - 1];
    s->at[at] = c;
}

static int gather(struct suggesting *s, struct reader *r, const struct typed *typed, struct error *err)
{
    struct name_matches matches;

    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct names *of = reader_shard(r, i)->names;
        const struct names_view *v = of ? names_view(of) : names_live_view(reader_names_live(r), r, err);
        if (!v)
            return -1;
        s->views[s->view_count++] = v;
    }
    for (size_t i = 0; i < s->view_count; i++) {
        match_names(s->views[i], typed->key + typed->name, typed->len - typed->name, &matches);
        for (size_t k = 0; k < matches.count; k++) {
            struct name_record record = names_record(s->views[i], matches.at[k].place);
            if (record.key_len)
                enter(s, &record, &matches.at[k]);
        }
    }
    return 0;
}

/* Where enough begins as it was typed, a slip is believed only of what is likelier all the same. */
static void drop_slips(struct suggesting *s)
{
    size_t exact = 0, kept = 0;
    double best = -INFINITY;

    for (size_t i = 0; i < s->count; i++) {
        exact += !s->at[i].slips;
        best = !s->at[i].slips && s->at[i].score > best ? s->at[i].score : best;
    }
    for (size_t i = 0; i < s->count; i++)
        if (!s->at[i].slips || exact < EXACT_ENOUGH || s->at[i].score > best)
            s->at[kept++] = s->at[i];
    s->count = kept;
}

static bool has_word(const struct name_record *name, const struct name_record *word)
{
    for (size_t i = 0; i + word->key_len <= name->key_len; i++)
        if ((i == 0 || name->key[i - 1] == ' ') && memcmp(name->key + i, word->key, word->key_len) == 0 &&
            (i + word->key_len == name->key_len || name->key[i + word->key_len] == ' '))
            return true;
    return false;
}

static bool is_one_word(const struct name_record *r)
{
    return !memchr(r->key, ' ', r->key_len);
}

static bool says_more(const struct candidate *name, const struct candidate *word)
{
    return name->articles >= SAME_SHARE * word->articles && name->slips <= word->slips &&
           name->record.key_len > word->record.key_len && has_word(&name->record, &word->record);
}

static int by_score(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    return (a->score < b->score) - (a->score > b->score);
}

/* "Corbyn" gives its place to "Jeremy Corbyn", who nearly all of them are. */
static void drop_words(struct suggesting *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++) {
        struct candidate word = s->at[i];
        struct candidate *said = NULL;
        for (size_t k = 0; is_one_word(&word.record) && !said && k < s->count; k++)
            said = k != i && says_more(&s->at[k], &word) ? &s->at[k] : NULL;
        if (said)
            said->score = said->score < word.score ? word.score : said->score;
        s->at[i].dropped = said != NULL;
    }
    for (size_t i = 0; i < s->count; i++)
        if (!s->at[i].dropped)
            s->at[kept++] = s->at[i];
    s->count = kept;
    if (kept)
        qsort(s->at, kept, sizeof *s->at, by_score);
}

/* Of an article as young as the youngest. */
static float weight_of_newest(const struct reader *r)
{
    uint32_t newest = SCHEMA_DOCID_MAX;

    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct reader_shard *shard = reader_shard(r, i);
        if (shard->documents && shard->docids[0] < newest)
            newest = shard->docids[0];
    }
    return name_tally_weight(newest);
}

/* Among the names by what its articles weigh, were all of them as young as the newest. In place of a name that is
 * written so in fewer articles: "Gun Control" is one only in headings. */
static void enter_phrase(struct suggesting *s, const struct suggested_phrase *phrase, float weight)
{
    const struct name_record record = {.key = phrase->text, .key_len = (uint8_t)phrase->len};
    const struct candidate c = {.record = record, .articles = phrase->articles, .phrase = true,
                                .score = log2(phrase->articles * (double)weight)};
    size_t at = 0;

    while (at < s->count && !same_key(&s->at[at].record, &record))
        at++;
    if (phrase->len > NAME_BYTES_MAX || at == CANDIDATES_MAX || (at < s->count && s->at[at].articles >= c.articles))
        return;
    s->count += at == s->count;
    for (; at && s->at[at - 1].score < c.score; at--)
        s->at[at] = s->at[at - 1];
    s->at[at] = c;
}

static int show(const struct candidate *c, struct arena *arena, struct suggestion *out, struct error *err)
{
    char text[NAME_BYTES_MAX];
    struct buffer clean = buffer_make(NAME_BYTES_MAX * 3);
    size_t len = names_text(&c->record, text);

    text_clean(text, len, &clean); /* a damaged file must not give bytes that are no text */
    *out = (struct suggestion){
        .kind = (!is_one_word(&c->record) && !c->phrase) || c->record.writing ? SUGGEST_NAME : SUGGEST_WORD,
        .articles = c->articles,
        .text = clean.failed ? NULL : arena_copy(arena, clean.data ? clean.data : "", clean.len)};
    buffer_free(&clean);
    return out->text ? 0 : error_set(err, FAULT_MEMORY, "no memory to suggest words");
}

static size_t letters(const struct typed *typed)
{
    size_t count = 0;

    for (size_t i = 0; i < typed->len; i++)
        count += typed->key[i] != ' ' && ((unsigned char)typed->key[i] & 0xC0) != 0x80;
    return count;
}

static bool mark(struct reader *r, const struct typed *typed, struct arena *arena, struct suggestion *list,
                 size_t count)
{
    struct marks *marks = marks_new(arena);
    bool fits = marks != NULL;

    for (size_t i = 0; fits && i < typed->count; i++) {
        bool whole = i + 1 < typed->count || !typed->open;
        int unit = marks_unit(marks, whole ? MARK_WORD : MARK_PREFIX, MARK_IN_TITLE, 0);
        fits = marks_form(marks, unit, 0, typed->words[i].data, typed->words[i].len);
    }
    for (size_t i = 0; fits && i < count; i++)
        fits = snippet_title(reader_snippets(r), marks, list[i].text, strlen(list[i].text), arena, &list[i].marked);
    return fits;
}

int suggest(struct reader *r, const char *text, size_t len, size_t max, struct arena *arena, struct suggestion *out,
            struct error *err)
{
    struct typed typed;
    struct suggesting *s = arena_alloc(arena, sizeof *s);
    struct suggestion titles[SUGGEST_COUNT_MAX];
    struct suggested_phrases *phrases = arena_alloc(arena, sizeof *phrases);
    struct error own = {0};
    int title_count = 0;
    size_t count = 0;

    if (!s || !phrases)
        return error_set(err, FAULT_MEMORY, "no memory to suggest words");
    if (!typed_read(text, len, &typed, &own))
        return own.fault ? error_set(err, own.fault, "%s", own.text) : 0;
    if (gather(s, r, &typed, err) < 0)
        return -1;
    drop_slips(s);
    drop_words(s);
    if (letters(&typed) >= TITLES_LETTERS &&
        (title_count = suggest_titles(r, &typed, max < SUGGEST_COUNT_MAX ? max : SUGGEST_COUNT_MAX, arena, titles,
                                      phrases, err)) < 0)
        return -1;
    if (phrases->count)
        enter_phrase(s, &phrases->at[0], weight_of_newest(r));
    size_t kept_free = max / TITLES_PART < (size_t)title_count ? max / TITLES_PART : (size_t)title_count;
    for (size_t i = 0; i < s->count && count < max - kept_free; i++)
        if (show(&s->at[i], arena, &out[count++], err) < 0)
            return -1;
    for (size_t i = 0; i < (size_t)title_count && count < max; i++)
        out[count++] = titles[i];
    if (!mark(r, &typed, arena, out, count))
        return error_set(err, FAULT_MEMORY, "no memory to suggest words");
    return (int)count;
}
