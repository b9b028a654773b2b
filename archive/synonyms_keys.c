/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_keys.c - names found by the stems of their words. */
#include "archive/stem.h"
#include "archive/synonyms.h"
#include "archive/words.h"

#include <stdlib.h>
#include <string.h>

void synonyms_add_stem(const struct synonyms *s, const char *word, size_t len, struct buffer *key)
{
    const char *stem = stemmer_stem(s->stemmer, word, len, &len);

    if (key->len)
        buffer_putc(key, ' ');
    buffer_append(key, stem, len);
}

static int compare_keys(const void *left, const void *right)
{
    const struct synonyms_key *a = left, *b = right;
    int order = strcmp(a->text, b->text);

    if (order || a->group == b->group)
        return order ? order : (a->name > b->name) - (a->name < b->name);
    return a->group < b->group ? -1 : 1;
}

static int compare_stems(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool add_stems_of(struct synonyms *s, const char *key, size_t *size)
{
    for (const char *at = key; *at;) {
        size_t len = strcspn(at, " ");
        const char *stem = arena_copy(&s->arena, at, len);
        if (!stem || !arena_grow(&s->arena, &s->stems, size, s->stem_count + 1, sizeof *s->stems))
            return false;
        s->stems[s->stem_count++] = stem;
        at += len + (at[len] == ' ');
    }
    return true;
}

bool synonyms_make_keys(struct synonyms *s)
{
    size_t size = 0, stems_size = 0;

    for (uint32_t g = 0; g < s->group_count; g++) {
        const struct synonyms_group *group = &s->groups[g];
        for (uint32_t n = 0; n < group->count; n++) {
            if (!add_stems_of(s, group->names[n].key, &stems_size))
                return false;
            if (n && group->one_way)
                continue;
            if (!arena_grow(&s->arena, &s->keys, &size, s->key_count + 1, sizeof *s->keys))
                return false;
            s->keys[s->key_count++] = (struct synonyms_key){group->names[n].key, g, n};
        }
    }
    if (s->key_count)
        qsort(s->keys, s->key_count, sizeof *s->keys, compare_keys);
    if (s->stem_count)
        qsort(s->stems, s->stem_count, sizeof *s->stems, compare_stems);
    return true;
}

size_t synonyms_find(const struct synonyms *s, const char *text, const struct synonyms_key **first)
{
    size_t low = 0, high = s->key_count, count = 0;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(s->keys[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = s->keys + low;
    while (low + count < s->key_count && strcmp(s->keys[low + count].text, text) == 0)
        count++;
    return count;
}

bool synonyms_know(const struct synonyms *s, const char *word, size_t len)
{
    struct buffer stem = buffer_make(4 * WORD_MAX);
    const char *key;

    if (!s || !s->stem_count)
        return false;
    synonyms_add_stem(s, word, len, &stem);
    key = stem.data;
    bool known = key && bsearch(&key, s->stems, s->stem_count, sizeof *s->stems, compare_stems);
    buffer_free(&stem);
    return known;
}
