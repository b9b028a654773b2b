/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_finder.c - the names in a text: runs of capitalised words. */
#include "archive/name_finder.h"

#include "archive/array_grow.h"
#include "archive/text.h"

#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

enum {
    KEY_BYTES_MAX = 16 << 20, /* of one article */
    CONTEXT_BYTES = 16,         /* on each side; */
    CONTEXT_LEAST = 8,          /* of fewer nothing follows */
    SHOUTED_MAX = 8             /* letters that a name in capitals may have in all: "NATO", "UK MPs" */
};

/* Before a name, no part of it; a point behind them ends no sentence. */
static const char respects[][8] = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "prof", "lt", "gen", "col",
                                       "sgt", "rev", "capt", "messrs", "mme", "sens", "reps"};
/* What may stand between two words of a name. */
static const char between[][10] = {"-",       "\xC2\xA0", " of ",         " of the ",  " for ",       " de ",
                                   " de la ", " del ",    " van ",        " van der ", " von ",       " bin ",
                                   " al-",    " el-",     " ibn ",        " da ",      " dos ",       " du ",
                                   " & ",     "'",        "\xE2\x80\x99", "&",         "\xE2\x80\x93"};

void name_finder_free(struct name_finder *f)
{
    buffer_free(&f->keys);
    free(f->names);
    *f = (struct name_finder){0};
}

void name_finder_clear(struct name_finder *f)
{
    if (!f->keys.max)
        f->keys = buffer_make(KEY_BYTES_MAX);
    buffer_clear(&f->keys);
    f->count = 0;
}

void name_finder_start(struct name_finder *f, const char *text, size_t len)
{
    f->text = text;
    f->end = text + len;
    f->run = NULL;
    f->titled = f->compound = f->compound_end = NULL;
}

static bool is_capital(const char *at, const char *end)
{
    if ((unsigned char)*at < 0x80)
        return *at >= 'A' && *at <= 'Z';
    return utf8proc_category(text_next(&at, end)) == UTF8PROC_CATEGORY_LU;
}

static bool ends_sentence(char c)
{
    return c == '.' || c == '!' || c == '?' || c == '\n' || c == ':' || c == ';';
}

/* Whether what stands before `at` ends a sentence, seen past white space, quotes and brackets. */
static bool begins_sentence(const struct name_finder *f, const char *at)
{
    const char *from = f->text, *last = at;

    while (last > from && strchr(" \"'()[]*", last[-1]))
        last--;
    if (last == f->titled)
        return false;
    if (f->titled && last == f->titled + 1 && *f->titled == '.')
        return false;
    /* A mark of several bytes: quotes, dashes, points of a list. After any of them a sentence may begin. */
    return last == from || ends_sentence(last[-1]) || (unsigned char)last[-1] >= 0x80;
}

static bool is_respect(const struct word *w)
{
    for (size_t i = 0; w->len < sizeof respects[0] && i < sizeof respects / sizeof *respects; i++)
        if (respects[i][0] == w->term[0] && !respects[i][w->len] && memcmp(respects[i], w->term, w->len) == 0)
            return true;
    return false;
}

/* Without a possessive or the like, such as the 's that the analyser counts to the word. */
static const char *without_clitic(const struct word *w, const char *start, const char *end)
{
    if (w->len == (size_t)(end - start)) /* nothing was left out of it */
        return end;
    for (const char *at = end; at > start && end - at <= 5; at--) {
        if (at[-1] == '\'')
            return at - 1;
        if (at - start >= 3 && memcmp(at - 3, "\xE2\x80\x99", 3) == 0)
            return at - 3;
    }
    return end;
}

static bool joins(const char *from, const char *to)
{
    size_t len = (size_t)(to - from);

    if (*from == ' ' && len == 1) /* nearly all */
        return true;
    for (size_t i = 0; len < sizeof between[0] && i < sizeof between / sizeof *between; i++)
        if (between[i][0] == *from && !between[i][len] && memcmp(from, between[i], len) == 0)
            return true;
    return false;
}

/* An initial with its point: "Donald J. Trump". */
static bool joins_initial(const struct name_finder *f, const char *to)
{
    return to - f->run_end == 2 && memcmp(f->run_end, ". ", 2) == 0 && f->key_len &&
           (f->key_len == 1 || f->key[f->key_len - 2] == ' ');
}

static uint32_t context_of(const char *from, const char *to)
{
    if (to - from < CONTEXT_LEAST)
        return 0;
    uint32_t hash = (uint32_t)XXH3_64bits(from, (size_t)(to - from));
    return hash ? hash : 1;
}

/* Whether a word's writing follows from its letters: "Brexit", "NATO". */
static bool is_plain_writing(const char *at, const char *end)
{
    size_t upper = 0, len = (size_t)(end - at);

    for (const char *p = at; p < end; p++) {
        bool capital = *p >= 'A' && *p <= 'Z';
        if (!capital && !(*p >= 'a' && *p <= 'z'))
            return false;
        upper += capital;
    }
    return upper == 1 || upper == len;
}

static bool put(struct name_finder *f, const char *key, size_t key_len, const char *from, const char *to, bool inside)
{
    if (!array_grow(&f->names, &f->size, f->count + 1, sizeof *f->names) || !buffer_append(&f->keys, key, key_len))
        return false;
    const char *before = from - f->text > CONTEXT_BYTES ? from - CONTEXT_BYTES : f->text;
    const char *behind = f->end - to > CONTEXT_BYTES ? to + CONTEXT_BYTES : f->end;
    f->names[f->count++] = (struct found_name){.text = from,
                                               .key_len = (uint32_t)key_len,
                                               .text_len = (uint32_t)(to - from),
                                               .before = context_of(before, from),
                                               .behind = context_of(to, behind),
                                               .inside = inside};
    return true;
}

static bool end_run(struct name_finder *f)
{
    bool is_name = f->run && !f->refused && f->words <= NAME_WORDS_MAX && f->run_end - f->run <= NAME_BYTES_MAX &&
                   (f->words > 1 ? !f->shouted || f->run_end - f->run <= SHOUTED_MAX : f->compounded);

    if (is_name && f->key_len > 1 && !put(f, f->key, f->key_len, f->run, f->run_end, f->inside))
        return false;
    f->run = NULL;
    return true;
}

static void begin_run(struct name_finder *f, const struct word *w)
{
    f->run = f->text + w->start;
    f->inside = !begins_sentence(f, f->run);
    f->key_len = 0;
    f->words = 0;
    f->shouted = true;
    f->refused = f->compounded = false;
}

/* What of the text joins a word to the run is kept in the key as words of its own. */
static void add_particles(struct name_finder *f, const char *to)
{
    for (const char *at = f->run_end; at < to; at++) {
        char c = *at;
        bool letter = c >= 'a' && c <= 'z';
        if (letter && f->key_len < NAME_BYTES_MAX)
            f->key[f->key_len++] = c;
        else if (!letter && f->key_len && f->key[f->key_len - 1] != ' ' && at + 1 < to && f->key_len < NAME_BYTES_MAX)
            f->key[f->key_len++] = ' ';
    }
    if (f->key_len && f->key[f->key_len - 1] != ' ')
        f->key[f->key_len++] = ' ';
}

static bool is_upper(const char *at, const char *end)
{
    size_t len = 0;

    for (; at < end; at++, len++)
        if (!(*at >= 'A' && *at <= 'Z') && *at != '.')
            return false;
    return len > 1;
}

static void add_word(struct name_finder *f, const struct word *w, const char *from, const char *to, bool capital)
{
    if (f->key_len + w->len > NAME_BYTES_MAX) {
        f->refused = true;
    } else {
        memcpy(f->key + f->key_len, w->term, w->len);
        f->key_len += w->len;
    }
    f->words += capital;
    f->compounded |= from < f->compound_end;
    /* "Trump-backed" is no name, nor is "R-Ky." */
    f->refused |= (!capital && *from >= 'a' && *from <= 'z') || (w->len == 1 && to < f->end && *to == '-');
    f->shouted = f->shouted && is_upper(from, to);
    f->run_end = to;
}

bool name_finder_take(struct name_finder *f, const struct word *w, enum name_casing *casing)
{
    const char *from = f->text + w->start, *end = f->text + w->end;
    bool in_compound = from < f->compound_end && from > f->compound, capital = is_capital(from, f->end);

    *casing = CASING_NONE;
    if (w->kind == WORD_JOINED && capital) {
        f->compound = from;
        f->compound_end = end;
    }
    if (w->kind != WORD_PLAIN || (!capital && !in_compound))
        return true;
    bool joined = f->run && from > f->run_end && (joins(f->run_end, from) || joins_initial(f, from));
    if (!joined && f->run && !end_run(f))
        return false;
    if (!in_compound && (word_is_stop(w->term, w->len) || is_respect(w))) {
        f->titled = is_respect(w) ? end : f->titled;
        return end_run(f);
    }
    if (!joined && from > f->text && strchr("-&/'_", from[-1])) /* the rest of anti-Trump */
        return true;
    const char *to = without_clitic(w, from, end);
    if (joined)
        add_particles(f, from);
    else
        begin_run(f, w);
    bool inside = f->inside || f->words;
    if (inside)
        *casing = is_upper(from, to) ? CASING_UPPER : CASING_CAPITAL;
    bool odd = from >= f->compound_end && w->len > 1 && !is_plain_writing(from, to);
    add_word(f, w, from, to, capital);
    if (odd && to - from <= NAME_BYTES_MAX && !put(f, w->term, w->len, from, to, inside))
        return false;
    return true;
}

bool name_finder_finish(struct name_finder *f)
{
    bool ended = end_run(f);

    f->compound = f->compound_end = NULL;
    return ended;
}

bool name_finder_whole(struct name_finder *f, const char *text, size_t len, struct words *words)
{
    struct word w;
    size_t count = 0;

    f->key_len = 0;
    words_start(words, text, len);
    while (words_next(words, &w)) {
        if (w.kind == WORD_JOINED)
            continue;
        if (f->key_len + w.len + 1 > NAME_BYTES_MAX || w.kind == WORD_CJK)
            return true;
        if (count++)
            f->key[f->key_len++] = ' ';
        memcpy(f->key + f->key_len, w.term, w.len);
        f->key_len += w.len;
    }
    if (!count || count > NAME_WORDS_MAX || len > NAME_BYTES_MAX)
        return true;
    if (!array_grow(&f->names, &f->size, f->count + 1, sizeof *f->names) ||
        !buffer_append(&f->keys, f->key, f->key_len))
        return false;
    f->names[f->count++] = (struct found_name){.text = text, .key_len = (uint32_t)f->key_len, .text_len = (uint32_t)len,
                                               .inside = true};
    return true;
}

const struct found_name *name_finder_names(struct name_finder *f, size_t *count)
{
    const char *at = f->keys.data;

    for (size_t i = 0; i < f->count; at += f->names[i++].key_len)
        f->names[i].key = at;
    *count = f->count;
    return f->names;
}
