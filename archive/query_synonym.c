/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_synonym.c - what stands in [= ] behind a word: names that are taken for it, some for a time only. */
#include "archive/query_operand.h"

#include <string.h>

/* Words that are looked for in one field, which it is; -1: they are not. */
static int field_of_words(const struct query_node *node)
{
    if (node->kind == QUERY_WORD || node->kind == QUERY_PREFIX || node->kind == QUERY_PHRASE ||
        node->kind == QUERY_NEAR)
        return (int)node->field;
    if (node->kind != QUERY_AND && node->kind != QUERY_OR)
        return -1;
    int field = node->parts[0]->part_count ? -1 : field_of_words(node->parts[0]);
    for (size_t i = 1; i < node->part_count; i++)
        if (node->parts[i]->part_count || field_of_words(node->parts[i]) != field)
            return -1;
    return field;
}

static void trim(const char **from, const char **end)
{
    while (*from < *end && strchr(" \t\n", **from))
        ++*from;
    while (*from < *end && strchr(" \t\n", (*end)[-1]))
        --*end;
}

/* "boris johnson (2019..2022)" */
static struct query_node *one_name(struct parser *p, const char *from, const char *end, int field)
{
    struct query_node dates = {0};

    trim(&from, &end);
    const char *open = end > from && end[-1] == ')' ? memchr(from, '(', (size_t)(end - from)) : NULL;
    if (open && !query_range(p, open + 1, (size_t)(end - 1 - (open + 1)), &dates))
        return NULL;
    struct query_node *name = query_name(p, from, (size_t)((open ? open : end) - from), field);
    if (name) {
        name->from = dates.from;
        name->to = dates.to;
    }
    return name;
}

struct query_node *query_synonyms(struct parser *p, struct query_node *typed, bool bracketed, const struct token *t)
{
    int field = typed->part_count && !bracketed ? -1 : field_of_words(typed);

    if (t->unclosed)
        query_warn(p, "a '[=' is not closed; it was closed at the end");
    if (field < 0 || field == FIELD_SAID) {
        query_warn(p, field < 0 ? "'[=' stands only behind a word, a phrase, or words in brackets; it was left out"
                                : "'said:' finds the words that were said; '[=' was left out");
        return typed;
    }
    struct query_node *node = query_node(p, QUERY_SYNONYM, FIELD_ANY);
    size_t room = 2;
    for (size_t i = 0; i < t->len; i++)
        room += t->text[i] == ',';
    if (!node || !(node->parts = arena_alloc(p->arena, room * sizeof *node->parts))) {
        p->fault = p->fault ? p->fault : FAULT_MEMORY;
        return NULL;
    }
    node->parts[node->part_count++] = typed;
    for (const char *at = t->text, *end = t->text + t->len; at <= end && !p->fault;) {
        const char *comma = memchr(at, ',', (size_t)(end - at)), *stop = comma ? comma : end;
        struct query_node *name = one_name(p, at, stop, field);
        if (name)
            node->parts[node->part_count++] = name;
        at = stop + 1;
    }
    if (p->fault)
        return NULL;
    if (node->part_count > 1)
        return node;
    query_warn(p, "'[=' has no word in it; it was left out");
    return typed;
}
