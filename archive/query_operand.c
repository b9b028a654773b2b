/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_operand.c - words, phrases, prefixes, values and dates of a query. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "archive/query_operand.h"

#include "archive/capitals.h"
#include "archive/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WARNING_BYTES = 200, SHOWN_BYTES = 60 };

void query_warn(struct parser *p, const char *format, ...)
{
    char text[WARNING_BYTES];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0 || p->warning_count == QUERY_WARNINGS_MAX)
        return;
    for (size_t i = 0; i < p->warning_count; i++)
        if (strcmp(p->warnings[i], text) == 0)
            return;
    const char *kept = arena_copy(p->arena, text, strlen(text));
    if (kept)
        p->warnings[p->warning_count++] = kept;
    else
        p->fault = FAULT_MEMORY;
}

struct query_node *query_node(struct parser *p, enum query_kind kind, int field)
{
    struct query_node *node = p->fault ? NULL : arena_alloc(p->arena, sizeof *node);
    if (!node) {
        if (!p->fault)
            p->fault = FAULT_MEMORY;
        return NULL;
    }
    node->kind = kind;
    node->field = (enum query_field)field;
    return node;
}

static bool count_word(struct parser *p)
{
    if (++p->word_count > QUERY_WORDS_MAX && !p->fault)
        p->fault = FAULT_INVALID;
    return !p->fault;
}

static struct query_node *word_node(struct parser *p, enum query_kind kind, int field, size_t room)
{
    struct query_node *node = query_node(p, kind, field);
    if (node && !(node->words = arena_alloc(p->arena, room * sizeof *node->words))) {
        p->fault = FAULT_MEMORY;
        return NULL;
    }
    return node;
}

static void add_word(struct parser *p, struct query_node *node, const struct word *word)
{
    const char *term = arena_copy(p->arena, word->term, word->len);
    if (!term) {
        p->fault = FAULT_MEMORY;
        return;
    }
    node->words[node->word_count++] = (struct query_word){
        .term = term, .len = word->len, .stop = word->kind == WORD_PLAIN && word_is_stop(word->term, word->len)};
}

/* As much of a token as a warning can show, cut between letters. */
static int shown(size_t len, const char *text)
{
    if (len <= SHOWN_BYTES)
        return (int)len;
    len = SHOWN_BYTES;
    while (len && ((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    return (int)len;
}

static struct query_node *phrase(struct parser *p, const char *text, size_t len, int field, int distance)
{
    struct query_node *node = word_node(p, QUERY_PHRASE, field, QUERY_PHRASE_MAX);
    if (!node)
        return NULL;
    struct word word;
    words_start(p->words, text, len);
    while (!p->fault && words_next(p->words, &word)) {
        if (word.kind == WORD_JOINED)
            continue;
        if (node->word_count == QUERY_PHRASE_MAX) {
            query_warn(p, "a phrase holds at most %d words; the rest was left out", QUERY_PHRASE_MAX);
            break;
        }
        if (count_word(p))
            add_word(p, node, &word);
    }
    if (node->word_count == 0 || p->fault)
        return NULL;
    if (distance >= 0 && node->word_count > 1) {
        if (distance < 1 || distance > QUERY_NEAR_MAX)
            query_warn(p, "a distance is 1 to %d; the nearest was taken", QUERY_NEAR_MAX);
        node->kind = QUERY_NEAR;
        node->distance = distance < 1 ? 1 : distance > QUERY_NEAR_MAX ? QUERY_NEAR_MAX : (unsigned)distance;
    }
    return node;
}

static size_t letters(const char *term, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)term[i] & 0xC0) != 0x80;
    return count;
}

/* A word of text, or a compound with the parts that follow it. */
static struct query_node *single(struct parser *p, const char *text, struct word *word, int field, bool starred)
{
    size_t ends[WORD_PARTS_MAX];
    /* Of ASCII letters, whose term is as long as they: where it is longer than its text, something else comes first. */
    size_t capitals = word->parts ? 0 : capitals_parts(text + word->start, word->len, ends);
    struct query_node *node = word_node(p, QUERY_WORD, field, word->parts + capitals + 1);
    if (!node || !count_word(p))
        return NULL;
    bool prefix = starred && word->kind != WORD_CJK;
    if (prefix && letters(word->term, word->len) < QUERY_PREFIX_MIN) {
        query_warn(p, "'*' needs at least %d letters before it; '%.*s' was read as a word", QUERY_PREFIX_MIN,
                   (int)word->len, word->term);
        prefix = false;
    }
    add_word(p, node, word);
    for (uint32_t left = word->parts; left && words_next(p->words, word); left--)
        if (!prefix && !p->fault)
            add_word(p, node, word);
    for (size_t i = 0, from = 0; i < capitals && !prefix && !p->fault; from = ends[i++])
        add_word(p, node, &(struct word){.term = node->words[0].term + from, .len = (uint32_t)(ends[i] - from)});
    if (prefix) {
        node->kind = QUERY_PREFIX;
        if (node->word_count)
            node->words[0].stop = false;
    }
    return p->fault ? NULL : node;
}

/* Words of one token with nothing but . : @ and the like between them belong together: bbc.co.uk. */
static bool parts_words(const char *from, const char *to)
{
    for (; from < to; from++)
        if ((unsigned char)*from >= 0x80 || strchr(",;!?|", *from))
            return true;
    return false;
}

/* A run of words of a token: one word or compound, or a phrase. */
static struct query_node *run(struct parser *p, const char *from, size_t len, int field, bool starred)
{
    struct word word;
    words_start(p->words, from, len);
    if (!words_next(p->words, &word))
        return NULL;
    struct query_node *node = NULL;
    uint32_t parts_left = word.parts;
    bool more = false;
    struct word next;
    while (words_next(p->words, &next)) {
        if (parts_left)
            parts_left--;
        else
            more = true;
    }
    if (more)
        return phrase(p, from, len, field, -1);
    words_start(p->words, from, len);
    if (words_next(p->words, &word))
        node = single(p, from, &word, field, starred);
    return node;
}

struct query_node *query_name(struct parser *p, const char *text, size_t len, int field)
{
    return run(p, text, len, field, false);
}

static struct query_node *bare(struct parser *p, const char *text, size_t len, int field)
{
    struct query_node *parts[QUERY_WORDS_MAX];
    size_t count = 0;
    /* a boost (^2) or a fuzzy mark (~1) of other search boxes is no word */
    size_t cut = len;
    while (cut && ((text[cut - 1] >= '0' && text[cut - 1] <= '9') || text[cut - 1] == '.'))
        cut--;
    if (cut && (text[cut - 1] == '~' || text[cut - 1] == '^')) {
        query_warn(p, "'%.*s' has no meaning here; it was left out", shown(len - cut + 1, text + cut - 1),
                   text + cut - 1);
        len = cut - 1;
    }
    bool starred = len > 1 && text[len - 1] == '*';
    if (memchr(text, '*', len - starred))
        query_warn(p, "'*' stands only at the end of a word; another one was left out");
    /* cut into runs first: words_start is needed anew for each */
    size_t from = 0;
    bool any = false;
    while (from < len && !p->fault && count < QUERY_WORDS_MAX) {
        struct word word;
        size_t start = len, end = from;
        words_start(p->words, text + from, len - from);
        bool first = true;
        size_t base = from;
        while (words_next(p->words, &word)) {
            any = true;
            if (first)
                start = end = base + word.start;
            else if (base + word.start > end && parts_words(text + end, text + base + word.start))
                break;
            first = false;
            if (base + word.end > end)
                end = base + word.end;
        }
        if (first)
            break;
        struct query_node *node = run(p, text + start, end - start, field, starred && end + 1 == len);
        if (node)
            parts[count++] = node;
        from = end;
    }
    if (!any && len > WORD_MAX)
        query_warn(p, "a word of more than %d bytes was left out", WORD_MAX);
    return query_join(p, p->match == MATCH_ANY ? QUERY_OR : QUERY_AND, parts, count);
}

static struct query_node *value(struct parser *p, const char *text, size_t len, bool quoted, int field)
{
    struct buffer out = buffer_make(QUERY_BYTES_MAX * 32);
    struct buffer raw = buffer_make(QUERY_BYTES_MAX * 4);
    for (size_t i = 0; i < len; i++) {
        if (quoted && text[i] == '\\' && i + 1 < len)
            i++;
        buffer_putc(&raw, text[i]);
    }
    bool exact = field == FIELD_ID || field == FIELD_URL;
    bool good = exact ? buffer_append(&out, raw.data, raw.len) : text_fold(raw.data ? raw.data : "", raw.len, &out);
    struct query_node *node = NULL;
    if (good && !raw.failed && out.len && count_word(p))
        node = query_node(p, QUERY_VALUE, field);
    if (node && !(node->value = arena_copy(p->arena, out.data, out.len))) {
        p->fault = FAULT_MEMORY;
        node = NULL;
    }
    if ((!good || raw.failed) && !p->fault)
        p->fault = FAULT_MEMORY;
    buffer_free(&raw);
    buffer_free(&out);
    return node;
}

static bool read_date(const char *text, size_t len, struct date *out)
{
    const char *why = NULL;
    return len == 0 || date_parse_iso(text, len, out, &why);
}

bool query_range(struct parser *p, const char *text, size_t len, struct query_node *node)
{
    const char *dots = memmem(text, len, "..", 2);
    size_t from_len = dots ? (size_t)(dots - text) : len;
    bool good = len > (dots ? 2U : 0U) && read_date(text, from_len, &node->from);
    if (good && dots)
        good = read_date(dots + 2, len - from_len - 2, &node->to);
    if (!good) {
        query_warn(p, "'%.*s' is no date; use YYYY, YYYY-MM or YYYY-MM-DD, or two of them with .. between",
                   shown(len, text), text);
        return false;
    }
    if (!dots)
        node->to = node->from;
    if (node->from.precision && node->to.precision && date_first_day(&node->from) > date_last_day(&node->to)) {
        struct date later = node->from;
        node->from = node->to;
        node->to = later;
        query_warn(p, "the dates were in the wrong order; they were swapped");
    }
    return true;
}

static struct query_node *date(struct parser *p, const char *text, size_t len)
{
    struct query_node *node = query_node(p, QUERY_DATE, FIELD_ANY);
    if (!node || !count_word(p))
        return NULL;
    node->undated = len == 4 && strncasecmp(text, "none", 4) == 0;
    if (node->undated || query_range(p, text, len, node))
        return node;
    p->word_count--;
    return NULL;
}

struct query_node *query_operand(struct parser *p, const struct token *t, int field)
{
    bool quoted = t->kind == TOKEN_QUOTED;
    if (t->unclosed)
        query_warn(p, "a quotation mark is not closed; the phrase goes to the end");
    if (field == QUERY_FIELD_DATE)
        return date(p, t->text, t->len);
    if (field_has_value(field))
        return value(p, t->text, t->len, quoted, field);
    if (!quoted)
        return bare(p, t->text, t->len, field);
    if (memchr(t->text, '*', t->len))
        query_warn(p, "'*' has no meaning inside a phrase");
    return phrase(p, t->text, t->len, field, t->distance);
}
