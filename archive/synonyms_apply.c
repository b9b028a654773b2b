/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_apply.c - the archivist's names put behind those of a query. */
#include "archive/query_print.h"
#include "archive/synonyms.h"

#include <string.h>

enum { KEY_BYTES_MAX = 16 << 10, PRINTED_MAX = 1 << 20 };

struct applying {
    const struct synonyms *s;
    enum query_field in;
    struct arena *arena;
    struct buffer key;
    size_t words;         /* of the query and of what was put in */
    bool changed, left_out, failed; /* left_out: for want of room; failed: out of memory */
};

static struct query_node *apply(struct applying *a, struct query_node *node, size_t depth);

static size_t count_words(const struct query_node *node)
{
    size_t count = node->part_count ? 0 : node->word_count ? node->word_count : 1;

    for (size_t i = 0; i < node->part_count; i++)
        count += count_words(node->parts[i]);
    return count;
}

static bool is_word(const struct applying *a, const struct query_node *node)
{
    enum query_field field = node->field == FIELD_ANY ? a->in : node->field;

    return node->kind == QUERY_WORD && (field == FIELD_ANY || field == FIELD_TITLE || field == FIELD_BODY);
}

static bool same(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != b->kind || a->word_count != b->word_count || memcmp(&a->from, &b->from, sizeof a->from) != 0 ||
        memcmp(&a->to, &b->to, sizeof a->to) != 0)
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (a->words[i].len != b->words[i].len || memcmp(a->words[i].term, b->words[i].term, a->words[i].len) != 0)
            return false;
    return true;
}

static void *allocated(struct applying *a, size_t size)
{
    void *p = arena_alloc(a->arena, size);

    a->failed |= !p;
    return p;
}

/* Once, and while there is room: the query is to stay one that may be typed. */
static void add_name(struct applying *a, struct query_node *node, const struct query_node *name, enum query_field field)
{
    for (size_t i = 1; i < node->part_count; i++)
        if (same(node->parts[i], name))
            return;
    if (a->words + name->word_count > QUERY_WORDS_MAX) {
        a->left_out = true;
        return;
    }
    struct query_node *copy = allocated(a, sizeof *copy);
    if (!copy)
        return;
    *copy = *name;
    copy->field = field;
    a->words += name->word_count;
    node->parts[node->part_count++] = copy;
}

/* typed with the names that the file has for the key at hand; typed itself, where there is no room for any. */
static struct query_node *with_names(struct applying *a, struct query_node *typed, enum query_field field,
                                     const struct synonyms_key *keys, size_t count)
{
    size_t room = 1;
    struct query_node *node = allocated(a, sizeof *node);

    for (size_t i = 0; i < count; i++)
        room += a->s->groups[keys[i].group].count - 1;
    if (!node || !(node->parts = allocated(a, room * sizeof *node->parts)))
        return typed;
    node->kind = QUERY_SYNONYM;
    node->parts[node->part_count++] = typed;
    for (size_t i = 0; i < count; i++) {
        const struct synonyms_group *g = &a->s->groups[keys[i].group];
        for (size_t n = 0; n < g->count; n++)
            if (n != keys[i].name)
                add_name(a, node, g->names[n].node, field);
    }
    a->changed |= node->part_count > 1;
    return node->part_count > 1 ? node : typed;
}

static struct query_node *joined(struct applying *a, enum query_kind kind, struct query_node **parts, size_t count)
{
    if (count == 1)
        return parts[0];
    struct query_node *node = allocated(a, sizeof *node), **copy = allocated(a, count * sizeof(struct query_node *));
    if (!node || !copy)
        return parts[0];
    memcpy(copy, parts, count * sizeof(struct query_node *));
    *node = (struct query_node){.kind = kind, .parts = copy, .part_count = count};
    return node;
}

/* The longest name that the words at parts begin with: how many of them it is, and its keys. */
static size_t longest(struct applying *a, struct query_node **parts, size_t count, const struct synonyms_key **keys,
                      size_t *key_count)
{
    size_t ends[QUERY_PHRASE_MAX], words = 0;

    buffer_clear(&a->key);
    while (words < count && words < QUERY_PHRASE_MAX && is_word(a, parts[words]) &&
           parts[words]->field == parts[0]->field) {
        synonyms_add_stem(a->s, parts[words]->words[0].term, parts[words]->words[0].len, &a->key);
        ends[words++] = a->key.len;
    }
    if (a->key.failed) {
        a->failed = true;
        return 0;
    }
    for (; words; words--) {
        a->key.data[ends[words - 1]] = '\0';
        *key_count = synonyms_find(a->s, a->key.data, keys);
        if (*key_count)
            return words;
    }
    return 0;
}

/* Words side by side are one name where the file has it; brackets round them need a level. */
static struct query_node *apply_to_parts(struct applying *a, struct query_node *node, size_t depth)
{
    struct query_node **parts = allocated(a, node->part_count * sizeof *parts);
    size_t count = 0;

    for (size_t i = 0; parts && i < node->part_count && !a->failed;) {
        const struct synonyms_key *keys;
        size_t key_count, room = depth < QUERY_DEPTH_MAX ? node->part_count - i : 1;
        size_t words = longest(a, node->parts + i, room, &keys, &key_count);
        struct query_node *typed = words ? joined(a, node->kind, node->parts + i, words) : NULL;
        parts[count++] = words ? with_names(a, typed, node->parts[i]->field, keys, key_count)
                               : apply(a, node->parts[i], depth + 1);
        i += words ? words : 1;
        if (words > 1 && parts[count - 1] == typed) { /* there was no room: as if there were no such name */
            parts[count - 1] = typed->parts[0];
            for (size_t k = 1; k < words; k++)
                parts[count++] = typed->parts[k];
        }
    }
    return a->failed ? node : joined(a, node->kind, parts, count);
}

static struct query_node *apply(struct applying *a, struct query_node *node, size_t depth)
{
    const struct synonyms_key *keys;
    size_t key_count;

    if (node->kind == QUERY_AND || node->kind == QUERY_OR)
        return apply_to_parts(a, node, depth);
    if (is_word(a, node) && longest(a, &node, 1, &keys, &key_count))
        return with_names(a, node, node->field, keys, key_count);
    return node;
}

static bool warn(struct applying *a, struct query *query)
{
    const char **warnings = arena_alloc(a->arena, (query->warning_count + 1) * sizeof *warnings);

    if (!warnings)
        return false;
    memcpy(warnings, query->warnings, query->warning_count * sizeof *warnings);
    warnings[query->warning_count++] = "not all synonyms had room in the query; some were left out";
    query->warnings = warnings;
    return true;
}

int synonyms_apply(const struct synonyms *s, enum query_field in, struct query *query, struct arena *arena,
                   struct error *err)
{
    if (!s || !s->key_count)
        return 0;
    struct applying a = {
        .s = s, .in = in, .arena = arena, .key = buffer_make(KEY_BYTES_MAX), .words = count_words(query->root)};
    struct buffer text = buffer_make(PRINTED_MAX);
    struct query_node *root = apply(&a, query->root, 0);
    bool done = !a.failed && (!a.left_out || warn(&a, query));

    if (done && a.changed) {
        const char *understood = query_print(root, &text) ? arena_copy(arena, text.data, text.len) : NULL;
        done = understood != NULL;
        query->understood_as = understood;
        query->root = root;
    }
    buffer_free(&a.key);
    buffer_free(&text);
    return done ? 0 : error_set(err, FAULT_MEMORY, "not enough memory for the query");
}
