/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_suggest.c - names and words of an archive, drawn at random, for tests/bench/suggest to type.
 * usage: bench_suggest ARCHIVE COUNT SEED [even]
 * Half of COUNT are names, half words, of the archive's runs: each with a chance that grows with its articles, or, with `even`,
 * all with the same. Lines of KIND<TAB>ARTICLES<TAB>TEXT. */
#include "archive/names.h"
#include "archive/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drawn {
    struct name_record record;
    double key;
};

static int by_falling_key(const void *left, const void *right)
{
    const struct drawn *a = left, *b = right;

    return (a->key < b->key) - (a->key > b->key);
}

/* xorshift64*: the same on every machine. */
static double chance(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * UINT64_C(2685821657736338717)) >> 11) / 9007199254740992.0;
}

static void draw(struct reader *r, bool names, size_t wanted, uint64_t *state, bool even)
{
    size_t count = 0, size = 0;

    for (size_t i = 0; i + 1 < reader_shard_count(r); i++)
        size += names_view(reader_shard(r, i)->names)->count;
    struct drawn *all = calloc(size + 1, sizeof *all);
    for (size_t i = 0; all && i + 1 < reader_shard_count(r); i++) {
        const struct names_view *v = names_view(reader_shard(r, i)->names);
        for (size_t k = 0; k < v->count; k++) {
            struct name_record record = names_record(v, v->places[k]);
            bool several = memchr(record.key, ' ', record.key_len) != NULL;
            if (several != names)
                continue;
            /* The greatest of chance/weight, as logarithms: Efraimidis, Spirakis 2006, near enough for large weights. */
            double weight = even ? 1 : record.articles, luck = chance(state);
            all[count++] = (struct drawn){record, -(1 - luck) / weight};
        }
    }
    if (count)
        qsort(all, count, sizeof *all, by_falling_key);
    for (size_t i = 0; i < wanted && i < count; i++) {
        char text[NAME_BYTES_MAX];
        size_t len = names_text(&all[i].record, text);
        printf("%s\t%u\t%.*s\n", names ? "name" : "word", all[i].record.articles, (int)len, text);
    }
    free(all);
}

int main(int argc, char **argv)
{
    struct reader *r = NULL;
    struct error err;

    if (argc < 4 || argc > 5) {
        fputs("usage: bench_suggest ARCHIVE COUNT SEED [even]\n", stderr);
        return 2;
    }
    if (reader_open(argv[1], &r, &err) < 0) {
        fprintf(stderr, "bench_suggest: %s\n", err.text);
        return 1;
    }
    size_t count = strtoul(argv[2], NULL, 10);
    uint64_t state = strtoull(argv[3], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) + 1;
    draw(r, true, count / 2, &state, argc == 5);
    draw(r, false, count - count / 2, &state, argc == 5);
    reader_close(r);
    return 0;
}
