/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_query.c - any bytes are a query, and its canonical text is the same query. */
#include "archive/query.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { ARENA_MAX = 8 << 20 };

static bool same_date(const struct date *a, const struct date *b)
{
    return a->precision == b->precision && a->year == b->year && a->month == b->month && a->day == b->day &&
           a->hour == b->hour && a->minute == b->minute && a->second == b->second &&
           a->offset_minutes == b->offset_minutes;
}

static bool same_tree(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != b->kind || a->field != b->field || a->word_count != b->word_count || a->distance != b->distance ||
        a->undated != b->undated || a->part_count != b->part_count || !a->value != !b->value ||
        (a->value && strcmp(a->value, b->value) != 0) || !same_date(&a->from, &b->from) || !same_date(&a->to, &b->to))
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (a->words[i].len != b->words[i].len || a->words[i].stop != b->words[i].stop ||
            memcmp(a->words[i].term, b->words[i].term, a->words[i].len) != 0)
            return false;
    for (size_t i = 0; i < a->part_count; i++)
        if (!same_tree(a->parts[i], b->parts[i]))
            return false;
    return true;
}

/* How deep the tree is, and that nothing in it is over its bound. */
static size_t within_bounds(const struct query_node *node, size_t *words)
{
    size_t deepest = 0;

    *words += node->part_count == 0;
    law(node->kind != QUERY_PHRASE || node->word_count <= QUERY_PHRASE_MAX);
    law(node->kind != QUERY_NEAR || (node->distance >= 1 && node->distance <= QUERY_NEAR_MAX));
    law(node->kind != QUERY_NOT || node->part_count == 1);
    law((node->kind != QUERY_AND && node->kind != QUERY_OR && node->kind != QUERY_SYNONYM) || node->part_count > 1);
    for (size_t i = 0; i < node->part_count; i++) {
        size_t depth = within_bounds(node->parts[i], words);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void same_again(const struct query *q, enum query_match match)
{
    struct arena arena = arena_make(ARENA_MAX);
    struct query again;
    struct error err;
    size_t len = strlen(q->understood_as);

    int rc = query_parse(q->understood_as, len, match, &arena, &again, &err);
    law(rc == 0 || len > QUERY_BYTES_MAX);
    if (rc == 0) {
        law(strcmp(q->understood_as, again.understood_as) == 0);
        law(same_tree(q->root, again.root));
    }
    arena_free(&arena);
}

static void parse(const char *text, size_t len, enum query_match match)
{
    struct arena arena = arena_make(ARENA_MAX);
    struct query q;
    struct error err = {0};
    size_t words = 0;

    if (query_parse(text, len, match, &arena, &q, &err)) {
        law(err.fault == FAULT_INVALID && *err.text);
    } else {
        law(text_is_clean(q.understood_as, strlen(q.understood_as)));
        for (size_t i = 0; i < q.warning_count; i++)
            law(text_is_clean(q.warnings[i], strlen(q.warnings[i])));
        law(within_bounds(q.root, &words) <= 3 * QUERY_DEPTH_MAX + 4); /* each bracket: NOT, AND, OR; synonyms at the end */
        law(words <= QUERY_WORDS_MAX);
        same_again(&q, MATCH_ALL);
        same_again(&q, MATCH_ANY);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse((const char *)data, size, MATCH_ALL);
    parse((const char *)data, size, MATCH_ANY);
    return 0;
}
