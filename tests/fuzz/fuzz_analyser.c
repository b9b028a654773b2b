/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_analyser.c - the index and a query mean the same words, and the analyser's quick ways are its slow ones.
 *
 * - Each word that the index has of a text is found by a query of the bytes that it stands for, quoted and bare, at
 *   its own place.
 * - Words that a character of no width parts inside are the words without it, though they go a longer way.
 * - Folding is what utf8proc makes of the same letters, where text.h has no rule of its own.
 * - A stem is Snowball's, but for what stem.h says. */
#include "archive/document.h"
#include "archive/query.h"
#include "archive/stem.h"
#include "archive/text.h"
#include "archive/words.h"
#include "tests/fuzz/fuzz.h"

#include <ctype.h>
#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { OUT_MAX = 1 << 20, ARENA_MAX = 8 << 20, TEXT_MAX = 4096, WORDS_LOOKED = 150, FIRST_POSITION = 1000 };

/* ---- what the index has ---------------------------------------------- */

struct indexed_word {
    char text[WORD_MAX];
    uint32_t len, *positions, count;
};

struct index {
    struct indexed_word *at;
    size_t count, size;
};

static xap_status take_word(void *ctx, size_t number, xap_text word, const uint32_t *positions, size_t count,
                            uint32_t wdf, xap_error *xerr)
{
    struct index *x = ctx;

    (void)number;
    (void)wdf;
    (void)xerr;
    if (x->count == x->size) {
        x->size = x->size ? x->size * 2 : 64;
        law((x->at = realloc(x->at, x->size * sizeof *x->at)));
    }
    struct indexed_word *w = &x->at[x->count++];
    *w = (struct indexed_word){.len = (uint32_t)word.len, .count = (uint32_t)count,
                               .positions = malloc((count + 1) * sizeof(uint32_t))};
    law(w->positions && word.len <= WORD_MAX);
    memcpy(w->text, word.data, word.len);
    if (count)
        memcpy(w->positions, positions, count * sizeof *positions);
    return XAP_OK;
}

static xap_status take_term(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                            xap_error *xerr)
{
    (void)ctx;
    (void)term;
    (void)positions;
    (void)count;
    (void)wdf;
    (void)xerr;
    return XAP_OK;
}

static xap_status take_value(void *ctx, uint32_t slot, xap_text value, xap_error *xerr)
{
    (void)ctx;
    (void)slot;
    (void)value;
    (void)xerr;
    return XAP_OK;
}

static void index_text(const char *text, struct index *out)
{
    static struct document_maker *maker;
    const struct article a = {.id = "x", .text = (char *)text};
    const struct document_sink sink = {out, take_word, take_term, take_value};
    const struct date date = {0};

    if (!maker) {
        maker = document_maker_new();
        law(maker);
    }
    law(document_read(maker, &a, true, NULL) == 0 && document_give(maker, &a, &date, &sink, NULL) == 0);
}

static bool stands_at(const struct index *x, const char *text, size_t len, uint32_t position)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->at[i].len == len && memcmp(x->at[i].text, text, len) == 0)
            for (uint32_t k = 0; k < x->at[i].count; k++)
                if (x->at[i].positions[k] == FIRST_POSITION + position)
                    return true;
    return false;
}

/* ---- what a query of it finds ---------------------------------------- */

static bool phrase_at(const struct index *x, const struct query_word *words, size_t count, uint32_t position)
{
    for (size_t i = 0; i < count; i++)
        if (!stands_at(x, words[i].term, words[i].len, position + (uint32_t)i))
            return false;
    return count > 0;
}

static bool node_at(const struct index *x, const struct query_node *n, uint32_t position)
{
    if (n->kind == QUERY_WORD)
        return phrase_at(x, n->words, 1, position) || phrase_at(x, n->words + 1, n->word_count - 1, position);
    return n->kind == QUERY_PHRASE && phrase_at(x, n->words, n->word_count, position);
}

static void ask(const struct index *x, const char *format, const char *word, size_t len, uint32_t position)
{
    struct arena arena = arena_make(ARENA_MAX);
    const char *q = arena_printf(&arena, format, (int)len, word);
    struct query query;
    struct error err = {0};

    law(q);
    if (strlen(q) <= QUERY_BYTES_MAX) {
        law(query_parse(q, strlen(q), MATCH_ALL, &arena, &query, &err) == 0);
        if (!node_at(x, query.root, position)) {
            fprintf(stderr, "%s understood as %s is not at %u\n", q, query.understood_as, position);
            law_broken("a word is found by what it stands for", __FILE__, __LINE__);
        }
    }
    arena_free(&arena);
}

static bool is_operator(const char *word, size_t len)
{
    return (len == 3 && (memcmp(word, "AND", 3) == 0 || memcmp(word, "NOT", 3) == 0)) ||
           (len == 2 && memcmp(word, "OR", 2) == 0);
}

static void ask_each(const char *text, size_t len)
{
    struct words *words = words_new();
    struct index x = {0};
    struct word w;

    law(words);
    index_text(text, &x);
    words_start(words, text, len);
    for (int i = 0; i < WORDS_LOOKED && words_next(words, &w); i++) {
        const char *word = text + w.start;
        size_t bytes = w.end - w.start;
        law(stands_at(&x, w.term, w.len, w.position));
        /* A figure behind another's point has no point of its own, as in 24.11.2016. */
        if (w.start > 1 && word[-1] == '.' && isdigit((unsigned char)word[-2]))
            continue;
        ask(&x, "\"%.*s\"", word, bytes, w.position);
        if (!is_operator(word, bytes))
            ask(&x, "%.*s", word, bytes, w.position);
    }
    for (size_t i = 0; i < x.count; i++)
        free(x.at[i].positions);
    free(x.at);
    words_free(words);
}

/* ---- the quick way and the slow one ---------------------------------- */

/* A soft hyphen behind the first letter of each run of letters, but of what rules about apostrophes and figures read. */
static void part_words(const char *text, size_t len, struct buffer *out)
{
    for (size_t i = 0; i < len; i++) {
        bool first = isalpha((unsigned char)text[i]) && (i == 0 || !isalnum((unsigned char)text[i - 1]));
        bool more = i + 1 < len && isalpha((unsigned char)text[i + 1]);
        bool ruled = i > 0 && (strchr("'.,", text[i - 1]) || (unsigned char)text[i - 1] >= 0x80);
        buffer_putc(out, text[i]);
        if (first && more && !ruled)
            buffer_puts(out, "\u00AD");
    }
}

static void go_both_ways(const char *text, size_t len)
{
    struct words *quick = words_new(), *slow = words_new();
    struct buffer parted = buffer_make(OUT_MAX);
    struct word a, b;

    law(quick && slow);
    part_words(text, len, &parted);
    words_start(quick, text, len);
    words_start(slow, parted.data ? parted.data : "", parted.len);
    while (words_next(quick, &a)) {
        law(words_next(slow, &b));
        law(a.len == b.len && memcmp(a.term, b.term, a.len) == 0);
        law(a.position == b.position && a.kind == b.kind && a.parts == b.parts);
    }
    law(!words_next(slow, &b));
    words_free(quick);
    words_free(slow);
    buffer_free(&parted);
}

/* ---- folding and stems ----------------------------------------------- */

/* Latin, Greek and Cyrillic letters that are folded by Unicode alone, and spaces. */
static bool is_plain(int32_t code)
{
    static const int32_t own[] = {0xDF, 0xE6, 0xC6, 0xF0, 0xD0, 0xF8, 0xD8, 0xFE, 0xDE, 0x110, 0x111, 0x130, 0x131,
                                  0x13F, 0x140, 0x141, 0x142, 0x149, 0x152, 0x153, 0xAB, 0xBB, 0xAD, 0x85, 0xA0};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i] == code)
            return false;
    return (code >= ' ' && code < 0x7F) || (code > 0xA0 && code < 0x1C4) || (code >= 0x391 && code < 0x52F);
}

static void fold_by_unicode(const char *text, size_t len)
{
    struct buffer plain = buffer_make(OUT_MAX), folded = buffer_make(OUT_MAX), squeezed = buffer_make(OUT_MAX);
    utf8proc_uint8_t *mapped = NULL;

    for (const char *at = text, *end = text + len; at < end;) {
        const char *from = at;
        if (is_plain(text_next(&at, end)))
            buffer_append(&plain, from, (size_t)(at - from));
    }
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)(plain.data ? plain.data : ""),
                                         (utf8proc_ssize_t)plain.len, &mapped,
                                         UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                             UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    law(size >= 0 && text_fold(plain.data ? plain.data : "", plain.len, &folded));
    for (utf8proc_ssize_t i = 0; i < size; i++) {
        bool gap = mapped[i] == ' ' && (i + 1 == size || mapped[i + 1] == ' ' || !squeezed.len);
        if (!gap)
            buffer_putc(&squeezed, (char)mapped[i]);
    }
    law(folded.len == squeezed.len && (!folded.len || memcmp(folded.data, squeezed.data, folded.len) == 0));
    free(mapped);
    buffer_free(&plain);
    buffer_free(&folded);
    buffer_free(&squeezed);
}

static void stem_each(const char *text, size_t len)
{
    static struct stemmer *ours;
    static struct sb_stemmer *theirs;
    struct words *words = words_new();
    struct word w;
    char us[WORD_MAX + 8];

    if (!ours) {
        ours = stemmer_new("en");
        theirs = sb_stemmer_new("english", "UTF_8");
    }
    law(words && ours && theirs);
    words_start(words, text, len);
    while (words_next(words, &w)) {
        size_t stem_len, us_len = spelling_us(w.term, w.len, us);
        law(us_len <= sizeof us);
        const char *stem = stemmer_stem(ours, w.term, w.len, &stem_len);
        law(stem_len > 0);
        if (stem_len + 1 == w.len && w.len <= 4 && stem == w.term)
            continue; /* a plural that Snowball does not take for one */
        const sb_symbol *plain = sb_stemmer_stem(theirs, (const sb_symbol *)us, (int)us_len);
        law(stem_len == (size_t)sb_stemmer_length(theirs) && memcmp(stem, plain, stem_len) == 0);
    }
    words_free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer clean = buffer_make(OUT_MAX);

    law(text_clean((const char *)data, size < TEXT_MAX ? size : TEXT_MAX, &clean) && buffer_putc(&clean, '\0'));
    ask_each(clean.data, clean.len - 1);
    go_both_ways(clean.data, clean.len - 1);
    fold_by_unicode(clean.data, clean.len - 1);
    stem_each(clean.data, clean.len - 1);
    buffer_free(&clean);
    return 0;
}
