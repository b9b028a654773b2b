/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_words.c - the words that stand in a query. */
#include "archive/query_words.h"

void query_words(const struct query_node *root, query_take_word *take, void *ctx)
{
    for (size_t i = 0; i < root->word_count; i++)
        take(ctx, &root->words[i], root->kind == QUERY_PREFIX);
    for (size_t i = 0; i < root->part_count; i++)
        query_words(root->parts[i], take, ctx);
}
