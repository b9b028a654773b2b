/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_parse.c - tokens into a tree; what is malformed is repaired and told. */
#include "archive/query_operand.h"
#include "archive/query_print.h"
#include "archive/text.h"

#include <string.h>

enum { PRINTED_MAX = 1 << 20 }; /* 64 operands of at most 2,000 bytes, escaped, are far below */

static void advance(struct parser *p)
{
    static const struct token end = {.kind = TOKEN_END};
    p->now = p->fault ? end : lex_next(&p->lex);
}

struct query_node *query_join(struct parser *p, enum query_kind kind, struct query_node **parts, size_t count)
{
    if (count < 2)
        return count ? parts[0] : NULL;
    size_t flat = 0;
    for (size_t i = 0; i < count; i++)
        flat += parts[i]->kind == kind ? parts[i]->part_count : 1;
    struct query_node *node = query_node(p, kind, FIELD_ANY);
    if (!node)
        return NULL;
    node->parts = arena_alloc(p->arena, flat * sizeof *node->parts);
    if (!node->parts) {
        p->fault = FAULT_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->kind != kind) {
            node->parts[node->part_count++] = parts[i];
            continue;
        }
        for (size_t k = 0; k < parts[i]->part_count; k++)
            node->parts[node->part_count++] = parts[i]->parts[k];
    }
    return node;
}

static struct query_node *negate(struct parser *p, struct query_node *inner)
{
    if (inner->kind == QUERY_NOT)
        return inner->parts[0];
    struct query_node *node = query_node(p, QUERY_NOT, FIELD_ANY);
    if (!node)
        return NULL; /* p->fault says why, and may be the asker's */
    node->parts = arena_alloc(p->arena, sizeof *node->parts);
    if (!node->parts) {
        p->fault = FAULT_MEMORY;
        return NULL;
    }
    node->parts[0] = inner;
    node->part_count = 1;
    return node;
}

static bool starts_unary(enum token_kind kind)
{
    return kind == TOKEN_BARE || kind == TOKEN_QUOTED || kind == TOKEN_FIELD || kind == TOKEN_OPEN || kind == TOKEN_NOT;
}

static struct query_node *either(struct parser *p, int field);

static struct query_node *group(struct parser *p, int field)
{
    if (p->depth == QUERY_DEPTH_MAX) { /* the bracket is left out, what it holds is not */
        query_warn(p, "brackets go at most %d deep; deeper ones were left out", QUERY_DEPTH_MAX);
        p->skipped_depth++;
        p->lex.field = field_has_value(field) ? field : FIELD_ANY;
        advance(p);
        return NULL;
    }
    p->depth++;
    p->lex.field = field_has_value(field) ? field : FIELD_ANY;
    advance(p);
    struct query_node *node = either(p, field);
    p->depth--;
    if (p->now.kind == TOKEN_CLOSE)
        advance(p);
    else
        query_warn(p, "a '(' is not closed; it was closed at the end");
    return node;
}

/* A field was named: by itself it is a word, and before ( it holds for all inside. */
static struct query_node *fielded(struct parser *p, bool *bracketed)
{
    struct token name = p->now;
    advance(p);
    *bracketed = p->now.kind == TOKEN_OPEN;
    if (*bracketed)
        return group(p, name.field);
    if (p->now.kind == TOKEN_BARE || p->now.kind == TOKEN_QUOTED) {
        struct query_node *node = query_operand(p, &p->now, name.field);
        if (!node && name.field != QUERY_FIELD_DATE)
            query_warn(p, "'%s:' has nothing to look for; it was left out", field_name(name.field));
        advance(p);
        return node;
    }
    query_warn(p, "'%s:' has nothing behind it; it was read as a word", field_name(name.field));
    name.kind = TOKEN_BARE;
    return query_operand(p, &name, FIELD_ANY);
}

static void warn_of_unknown_field(struct parser *p, const struct token *t)
{
    const char *colon = t->kind == TOKEN_BARE ? memchr(t->text, ':', t->len) : NULL;
    size_t len = colon ? (size_t)(colon - t->text) : 0;
    if (len == 0 || len + 1 == t->len || len > 20 || colon[1] == '/' || colon[1] == ':')
        return;
    for (size_t i = 0; i < len; i++)
        if (!((t->text[i] >= 'a' && t->text[i] <= 'z') || (t->text[i] >= 'A' && t->text[i] <= 'Z') ||
              t->text[i] == '_'))
            return;
    query_warn(p, "there is no field '%.*s'; it was read as a word", (int)len, t->text);
}

/* Zero or more NOT, then an operand. */
static struct query_node *unary(struct parser *p, int field)
{
    bool negated = false, told = false;
    while (p->now.kind == TOKEN_NOT) {
        negated = !negated;
        told = true;
        advance(p);
    }
    struct query_node *node = NULL;
    bool bracketed = p->now.kind == TOKEN_OPEN;
    switch (p->now.kind) {
    case TOKEN_OPEN:
        node = group(p, field);
        break;
    case TOKEN_FIELD:
        node = fielded(p, &bracketed);
        break;
    case TOKEN_BARE:
    case TOKEN_QUOTED:
        if (field == FIELD_ANY)
            warn_of_unknown_field(p, &p->now);
        node = query_operand(p, &p->now, field);
        p->lex.field = field_has_value(field) ? field : FIELD_ANY;
        advance(p);
        break;
    default:
        if (told)
            query_warn(p, "'NOT' had nothing behind it; it was left out");
        return NULL;
    }
    if (node && p->now.kind == TOKEN_SYNONYMS) {
        node = query_synonyms(p, node, bracketed, &p->now);
        advance(p);
    }
    return node && negated ? negate(p, node) : node;
}

static void skip_surplus(struct parser *p)
{
    while (p->now.kind == TOKEN_SYNONYMS || (p->now.kind == TOKEN_CLOSE && (p->depth == 0 || p->skipped_depth))) {
        if (p->now.kind == TOKEN_SYNONYMS)
            query_warn(p, "a '[=' has no word before it; it was left out");
        else if (p->skipped_depth)
            p->skipped_depth--;
        else
            query_warn(p, "a ')' has no '(' before it; it was left out");
        advance(p);
    }
}

static bool add_part(struct parser *p, struct query_node **parts, size_t *count, struct query_node *node)
{
    if (!node)
        return false;
    if (*count == QUERY_WORDS_MAX) { /* each part holds a counted word, so this cannot be reached without a fault */
        p->fault = FAULT_INVALID;
        return false;
    }
    parts[(*count)++] = node;
    return true;
}

/* Operands joined by AND, and by standing side by side where that means all. */
static struct query_node *both(struct parser *p, int field)
{
    struct query_node *parts[QUERY_WORDS_MAX];
    size_t count = 0;
    bool joining = false; /* an AND waits for its right side */
    for (;;) {
        skip_surplus(p);
        if (p->now.kind == TOKEN_AND) {
            if (joining || count == 0)
                query_warn(p, "'AND' had nothing to join; it was left out");
            joining = count > 0;
            advance(p);
            continue;
        }
        if (!starts_unary(p->now.kind) || (p->match == MATCH_ANY && count && !joining))
            break;
        if (add_part(p, parts, &count, unary(p, field)))
            joining = false;
    }
    if (joining)
        query_warn(p, "'AND' had nothing to join; it was left out");
    return query_join(p, QUERY_AND, parts, count);
}

/* Operands joined by OR, and side by side where that means any: there a
 * NOT that stands beside others takes from all of them. */
static struct query_node *either(struct parser *p, int field)
{
    struct query_node *parts[QUERY_WORDS_MAX], *nots[QUERY_WORDS_MAX];
    size_t count = 0, not_count = 0;
    bool joining = false;
    for (;;) {
        skip_surplus(p);
        if (p->now.kind == TOKEN_OR) {
            if (joining || count + not_count == 0)
                query_warn(p, "'OR' had nothing to join; it was left out");
            joining = count + not_count > 0;
            advance(p);
            continue;
        }
        if (p->now.kind != TOKEN_AND && !starts_unary(p->now.kind))
            break;
        struct query_node *node = both(p, field);
        skip_surplus(p);
        bool beside = p->match == MATCH_ANY && node && node->kind == QUERY_NOT && !joining && p->now.kind != TOKEN_OR;
        if (beside ? add_part(p, nots, &not_count, node) : add_part(p, parts, &count, node))
            joining = false;
    }
    if (joining)
        query_warn(p, "'OR' had nothing to join; it was left out");
    struct query_node *any = query_join(p, QUERY_OR, parts, count);
    if (!not_count || p->fault)
        return any;
    struct query_node *all[QUERY_WORDS_MAX + 1];
    size_t all_count = 0;
    if (any)
        all[all_count++] = any;
    for (size_t i = 0; i < not_count; i++)
        all[all_count++] = nots[i];
    return query_join(p, QUERY_AND, all, all_count);
}

/* The tree without stop words outside phrases; NULL when nothing is left. */
static struct query_node *without_stops(struct parser *p, struct query_node *node)
{
    if (node->kind == QUERY_WORD && node->word_count == 1 && node->words[0].stop)
        return NULL;
    if (node->part_count == 0 || node->kind == QUERY_SYNONYM)
        return node;
    struct query_node *parts[QUERY_WORDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < node->part_count; i++)
        add_part(p, parts, &count, without_stops(p, node->parts[i]));
    if (count == 0 || p->fault)
        return NULL;
    return node->kind == QUERY_NOT ? negate(p, parts[0]) : query_join(p, node->kind, parts, count);
}

static bool only_not(const struct query_node *node)
{
    if (node->kind == QUERY_NOT)
        return true;
    if (node->kind != QUERY_AND)
        return false;
    for (size_t i = 0; i < node->part_count; i++)
        if (!only_not(node->parts[i]))
            return false;
    return true;
}

/* Nothing typed, or the star other search engines take for everything. */
static bool means_all(const char *text, size_t len)
{
    while (len && strchr(" \t\n", text[len - 1]))
        len--;
    while (len && strchr(" \t\n", *text))
        text++, len--;
    return len == 0 || (len == 1 && *text == '*') || (len == 3 && memcmp(text, "*:*", 3) == 0);
}

static struct query_node *parse_tree(struct parser *p, const char *text, size_t len)
{
    if (means_all(text, len))
        return query_node(p, QUERY_ALL, FIELD_ANY);
    p->lex = (struct lexer){.at = text, .end = text + len};
    advance(p);
    struct query_node *root = either(p, FIELD_ANY);
    if (p->fault)
        return NULL;
    if (!root) {
        query_warn(p, "there is no word to look for");
        return query_node(p, QUERY_NONE, FIELD_ANY);
    }
    struct query_node *weighty = without_stops(p, root);
    if (weighty)
        root = weighty;
    if (only_not(root))
        query_warn(p, QUERY_ONLY_NOT);
    return root;
}

static int finish(struct parser *p, struct query_node *root, struct query *out, struct error *err)
{
    if (!p->fault && root) {
        struct buffer text = buffer_make(PRINTED_MAX);
        struct query q = {.root = root, .warning_count = p->warning_count};
        if (query_print(root, &text))
            q.understood_as = arena_copy(p->arena, text.data, text.len);
        q.warnings = arena_alloc(p->arena, (p->warning_count + 1) * sizeof *q.warnings);
        buffer_free(&text);
        if (q.understood_as && q.warnings) {
            memcpy(q.warnings, p->warnings, p->warning_count * sizeof *q.warnings);
            *out = q;
            return 0;
        }
    }
    if (p->fault == FAULT_INVALID)
        return error_set(err, FAULT_INVALID, "the query has more than %d words; shorten it", QUERY_WORDS_MAX);
    return error_set(err, FAULT_MEMORY, "not enough memory for the query");
}

int query_parse(const char *text, size_t len, enum query_match match, struct arena *arena, struct query *out,
                struct error *err)
{
    if (len > QUERY_BYTES_MAX)
        return error_set(err, FAULT_INVALID, "the query has more than %d bytes; shorten it", QUERY_BYTES_MAX);
    struct buffer clean = buffer_make(QUERY_BYTES_MAX * 3 + 1); /* a bad byte grows to three */
    struct parser p = {.arena = arena, .match = match, .words = words_new()};
    struct query_node *root = NULL;
    if (p.words && text_clean(text, len, &clean))
        root = parse_tree(&p, clean.data ? clean.data : "", clean.len);
    int result = finish(&p, root, out, err);
    words_free(p.words);
    buffer_free(&clean);
    return result;
}
