/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.c - the walk over a text, word by word. ASCII words go a short way; the rest through units. */
#include "archive/words.h"

#include "archive/text.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    RAW_MAX = 1024,      /* bytes before folding; a longer run cannot fold to WORD_MAX in earnest */
    FOLDED_MAX = 16384,  /* bound of the scratch buffer: RAW_MAX times the worst growth in UTF-8 */
    INITIALS_MAX = 8,    /* U.S.S.R. and the like */
    PENDING_MAX = WORD_PARTS_MAX + 1
};

struct words {
    const char *text, *end, *at;
    uint32_t position;           /* of the last word given */
    bool in_long_compound;       /* over WORD_PARTS_MAX parts: given part by part, not joined */
    size_t pending, given;       /* of a compound */
    struct word queue[PENDING_MAX];
    char terms[PENDING_MAX][WORD_MAX];
    struct buffer scratch;
};

/* A part of a compound, or a whole word: where it stands and its folded form. */
struct part {
    const char *start, *end; /* possessive included */
    char term[WORD_MAX];
    size_t len;              /* 0: no word (too long, or nothing but marks) */
};

#define LOWER(a) (a), (a) + 1, (a) + 2, (a) + 3, (a) + 4, (a) + 5, (a) + 6, (a) + 7, (a) + 8, (a) + 9, (a) + 10, \
    (a) + 11, (a) + 12
/* ASCII letters and digits to their folded form, all else to 0. */
static const unsigned char folded[256] = {
    ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    ['A'] = LOWER('a'), LOWER('n'), ['a'] = LOWER('a'), LOWER('n'),
};
#undef LOWER

struct words *words_new(void)
{
    struct words *w = calloc(1, sizeof *w);
    if (w)
        w->scratch = buffer_make(FOLDED_MAX);
    return w;
}

void words_free(struct words *w)
{
    if (!w)
        return;
    buffer_free(&w->scratch);
    free(w);
}

void words_start(struct words *w, const char *text, size_t len)
{
    w->text = w->at = text;
    w->end = text + len;
    w->position = 0;
    w->pending = w->given = 0;
    w->in_long_compound = false;
}

static bool is_digit(int32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_voice_mark(int32_t code)
{
    return code == 0x3099 || code == 0x309A || code == 0xFF9E || code == 0xFF9F;
}

/* Without U+309F and U+30FF: each is two letters in one, so that a pair with them would be of three. */
static bool is_cjk(int32_t code)
{
    return code >= 0x3005 && (code == 0x3005 || code == 0x3007 || (code >= 0x3041 && code <= 0x3096) ||
           (code >= 0x309D && code <= 0x309E) || (code >= 0x30A1 && code <= 0x30FA) ||
           (code >= 0x30FC && code <= 0x30FE) || (code >= 0x31F0 && code <= 0x31FF) ||
           (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF) ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF66 && code <= 0xFF9D) ||
           (code >= 0x20000 && code <= 0x3FFFD));
}

static bool is_apostrophe(int32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x02BC || code == 0x2018 || code == 0xFF07;
}

static bool is_connector(int32_t code)
{
    return code == '-' || code == '&' || code == '/' || code == '_' || (code >= 0x2010 && code <= 0x2013) ||
           is_apostrophe(code);
}

static bool is_alnum_category(int32_t code)
{
    utf8proc_category_t c = utf8proc_category(code);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO;
}

/* Zero-width characters stand inside words and fold to nothing. */
static bool is_ignored(int32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF;
}

/* A letter, digit or mark all of whose pieces are such: the half sign (1 over 2) is none. */
static bool is_word_code(int32_t code)
{
    if (code < 0x80)
        return folded[code];
    if (code >= 0xC0 && code < 0x250)
        return code != 0xD7 && code != 0xF7;
    if (is_apostrophe(code) || code == 0x02B9 || code == 0x0374 || is_cjk(code) || !is_alnum_category(code))
        return false;
    int32_t pieces[32];
    int last = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(code, pieces, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &last);
    for (utf8proc_ssize_t i = 0; i < count && i < 32; i++)
        if (!is_alnum_category(pieces[i]) || is_cjk(pieces[i]))
            return false;
    return true;
}

static int32_t peek(const struct words *w, const char *at)
{
    return at < w->end ? text_next(&at, w->end) : -1;
}

static const char *after(const struct words *w, const char *at)
{
    text_next(&at, w->end);
    return at;
}

static bool word_code_at(const struct words *w, const char *at)
{
    return at < w->end && is_word_code(peek(w, at));
}

static bool digit_at(const struct words *w, const char *at)
{
    return at < w->end && is_digit(*at);
}

/* Behind ",ddd" as in 1,000, or NULL. */
static const char *digit_group(const struct words *w, const char *at)
{
    if (w->end - at < 4 || *at != ',' || !is_digit(at[1]) || !is_digit(at[2]) || !is_digit(at[3]) ||
        digit_at(w, at + 4))
        return NULL;
    return at + 4;
}

/* True at the point of 3.14, false in 24.11.2016. */
static bool decimal_point(const struct words *w, const char *at)
{
    if (!digit_at(w, at + 1))
        return false;
    for (at++; digit_at(w, at); at++)
        ;
    return !(at < w->end && *at == '.' && digit_at(w, at + 1));
}

static bool fold_raw(struct words *w, const char *from, size_t len, struct part *p)
{
    buffer_clear(&w->scratch);
    p->len = 0;
    if (len > RAW_MAX || !text_fold(from, len, &w->scratch) || w->scratch.len > WORD_MAX)
        return false;
    if (w->scratch.len)
        memcpy(p->term, w->scratch.data, w->scratch.len);
    p->len = w->scratch.len;
    return p->len > 0;
}

/* U.S., M.P.s: single letters with points between; false when it is something else. */
static bool read_initials(struct words *w, const char *at, struct part *p)
{
    char raw[INITIALS_MAX * 4];
    size_t len = 0, letters = 0;
    const char *end = at;
    while (letters < INITIALS_MAX && word_code_at(w, at) && !digit_at(w, at)) {
        const char *next = after(w, at);
        if (word_code_at(w, next))
            break;
        memcpy(raw + len, at, (size_t)(next - at));
        len += (size_t)(next - at);
        letters++;
        end = at = next;
        if (at == w->end || *at != '.')
            break;
        end = ++at;
    }
    if (letters < 2)
        return false;
    p->end = end;
    fold_raw(w, raw, len, p);
    return true;
}

/* Behind a clitic ('s, 're, 've, 'll, 'd, 'm) that begins at an apostrophe, or NULL. */
static const char *clitic(const struct words *w, const char *at)
{
    static const char clitics[][3] = {"s", "re", "ve", "ll", "d", "m"};
    if (at >= w->end || !is_apostrophe(peek(w, at)))
        return NULL;
    at = after(w, at);
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
        size_t len = strlen(clitics[i]), same = 0;
        while (same < len && at + same < w->end && folded[(unsigned char)at[same]] == (unsigned char)clitics[i][same])
            same++;
        if (same == len && !word_code_at(w, at + len))
            return at + len;
    }
    return NULL;
}

/* Reads the part at `at`, which is a word character. */
static void read_part(struct words *w, const char *at, struct part *p)
{
    char raw[RAW_MAX + 8];
    size_t len = 0, digits = 0;
    bool only_digits = true, too_long = false;
    /* The last number of 24.11.2016 has had its point; that of "...3.5" has not. */
    bool pointed = at > w->text + 1 && at[-1] == '.' && is_digit(at[-2]);
    p->start = at;
    p->len = 0;
    if (!read_initials(w, at, p)) {
        while (at < w->end) {
            const char *next = at;
            int32_t code = text_next(&next, w->end);
            if (is_ignored(code)) {
                at = next;
                continue;
            }
            if (only_digits && digits && digits <= 3 && digit_group(w, at)) {
                for (const char *group; (group = digit_group(w, at)) && len + 3 <= RAW_MAX; at = group, len += 3)
                    memcpy(raw + len, at + 1, 3);
                digits = 4;
                continue;
            }
            if (code == '.' && !pointed && len && is_digit(raw[len - 1]) && decimal_point(w, at)) {
                pointed = true;
                only_digits = false;
            } else if (!is_word_code(code)) {
                int32_t t = is_apostrophe(code) && next < w->end ? folded[(unsigned char)*next] : 0;
                if (t != 't' || len < 2 || (raw[len - 1] | 32) != 'n' || word_code_at(w, next + 1))
                    break;
                at = next; /* n't: the apostrophe is left out */
                continue;
            }
            if (is_digit(code))
                digits++;
            else
                only_digits = false;
            if (len + (size_t)(next - at) <= RAW_MAX) {
                memcpy(raw + len, at, (size_t)(next - at));
                len += (size_t)(next - at);
            } else {
                too_long = true;
            }
            at = next;
        }
        p->end = at;
        if (!too_long)
            fold_raw(w, raw, len, p);
    }
    for (const char *behind; (behind = clitic(w, p->end));)
        p->end = behind;
}

/* Where the next part of a compound begins, or NULL. */
static const char *connected(const struct words *w, const char *at)
{
    int32_t code = peek(w, at);
    bool points = code == '.' && at > w->text && is_digit(at[-1]) && digit_at(w, at + 1);
    if (!points && !is_connector(code))
        return NULL;
    at = after(w, at);
    return word_code_at(w, at) ? at : NULL;
}

static void enqueue(struct words *w, enum word_kind kind, const char *term, size_t len, const char *start,
                    const char *end)
{
    struct word *out = &w->queue[w->pending];
    memcpy(w->terms[w->pending], term, len);
    *out = (struct word){.term = w->terms[w->pending], .len = (uint32_t)len, .kind = kind,
                         .start = (uint32_t)(start - w->text), .end = (uint32_t)(end - w->text)};
    w->pending++;
}

/* Reads a word or compound into the queue, which may stay empty. */
static void read_unit(struct words *w)
{
    struct part parts[WORD_PARTS_MAX];
    size_t count = 0;
    const char *at = w->at, *behind = at;
    w->pending = w->given = 0;
    while (at) {
        if (count == WORD_PARTS_MAX) { /* one more part than is joined */
            w->in_long_compound = true;
            break;
        }
        read_part(w, at, &parts[count]);
        behind = parts[count].end;
        count++;
        at = connected(w, behind);
        if (w->in_long_compound)
            break;
    }
    if (w->in_long_compound) {
        count = 1; /* this part alone; the rest at the next calls */
        at = connected(w, parts[0].end);
        w->in_long_compound = at != NULL;
        w->at = at ? at : parts[0].end;
    } else {
        w->at = behind;
    }
    char joined[WORD_MAX];
    size_t joined_len = 0, good = 0;
    bool fits = true;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len == 0)
            continue;
        good++;
        fits = fits && joined_len + parts[i].len <= WORD_MAX;
        for (size_t k = 0; fits && k < parts[i].len; k++)
            if (parts[i].term[k] != '.') /* 1.5-2.5: with two points it would not be one word again */
                joined[joined_len++] = parts[i].term[k];
    }
    struct part whole;
    if (good > 1 && fits && fold_raw(w, joined, joined_len, &whole)) { /* a part may compose with the one before */
        enqueue(w, WORD_JOINED, whole.term, whole.len, parts[0].start, parts[count - 1].end);
        w->queue[0].parts = (uint32_t)good;
        w->queue[0].position = w->position + 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len == 0)
            continue;
        enqueue(w, WORD_PLAIN, parts[i].term, parts[i].len, parts[i].start, parts[i].end);
        w->queue[w->pending - 1].position = ++w->position;
    }
}

static const char *cjk_letter_end(const struct words *w, const char *at)
{
    at = after(w, at);
    while (at < w->end && is_voice_mark(peek(w, at)))
        at = after(w, at);
    return at;
}

static bool cjk_at(const struct words *w, const char *at)
{
    return at < w->end && is_cjk(peek(w, at));
}

/* The bigram at w->at into the queue. A lone letter is given only where no bigram has held it. */
static void read_cjk(struct words *w)
{
    struct part p;
    const char *second = cjk_letter_end(w, w->at);
    const char *end = cjk_at(w, second) ? cjk_letter_end(w, second) : second;
    w->pending = w->given = 0;
    if (fold_raw(w, w->at, (size_t)(end - w->at), &p)) {
        enqueue(w, WORD_CJK, p.term, p.len, w->at, end);
        w->queue[0].position = ++w->position;
    }
    w->at = cjk_at(w, end) ? second : end;
}

/* Folds eight bytes at once; how many of them, from the first, are ASCII letters. What lies behind these in `to` is
 * rubbish. Most words end within, so that nothing hangs on a guessed branch. */
static size_t fold_letters(const unsigned char *from, char *to)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = each * 0x80;
    uint64_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    bytes = le64toh(bytes);
    uint64_t low = bytes | each * 0x20, seven = low & ~high;
    uint64_t from_a = seven + each * (0x80 - 'a'), past_z = seven + each * (0x7F - 'z');
    uint64_t others = ~(from_a & ~past_z & ~bytes) & high;
    low = htole64(low);
    memcpy(to, &low, sizeof low);
    return others ? (size_t)__builtin_ctzll(others) / 8 : 8;
}

/* A word of ASCII letters and digits with nothing behind it that could belong to it. */
static bool read_simple(struct words *w, struct word *out)
{
    const unsigned char *p = (const unsigned char *)w->at, *end = (const unsigned char *)w->end;
    char *to = w->terms[0];
    size_t len = 0, letters = 8;
    while (letters == 8 && end - p >= (ptrdiff_t)len + 8 && len + 8 <= WORD_MAX) {
        letters = fold_letters(p + len, to + len);
        len += letters;
    }
    while (p + len < end && len < WORD_MAX && folded[p[len]]) {
        to[len] = (char)folded[p[len]];
        len++;
    }
    const unsigned char *stop = p + len;
    if (stop < end) {
        if (*stop >= 0x80 || folded[*stop])
            return false;
        bool binds = *stop == '\'' || *stop == '-' || *stop == '.' || *stop == ',' || *stop == '/' || *stop == '&' ||
                     *stop == '_';
        if (binds && stop + 1 < end && (folded[stop[1]] || stop[1] >= 0x80))
            return false;
    }
    *out = (struct word){.term = to, .len = (uint32_t)len, .position = ++w->position, .kind = WORD_PLAIN,
                         .start = (uint32_t)(w->at - w->text), .end = (uint32_t)(w->at - w->text + (ptrdiff_t)len)};
    w->at += len;
    return true;
}

bool words_next(struct words *w, struct word *out)
{
    for (;;) {
        if (w->given < w->pending) {
            *out = w->queue[w->given++];
            return true;
        }
        while (w->at < w->end && (unsigned char)*w->at < 0x80 && !folded[(unsigned char)*w->at])
            w->at++;
        if (w->at == w->end)
            return false;
        if ((unsigned char)*w->at < 0x80 && !w->in_long_compound && read_simple(w, out))
            return true;
        int32_t code = peek(w, w->at);
        if (is_word_code(code))
            read_unit(w);
        else if (is_cjk(code))
            read_cjk(w);
        else
            w->at = after(w, w->at);
    }
}
