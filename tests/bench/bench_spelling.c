/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_spelling.c - how many misspelt words of a list are guessed right, how long that takes, and how many of the
 * archive's own words are taken for misspelt.
 * usage: bench_spelling ARCHIVE PAIRS.tsv
 * PAIRS.tsv: misspelling, corrections parted by |, name of the list; the first line names the columns. */
#include "archive/spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LISTS_MAX = 8, GUESSES = 5, ARENA_MAX = 1 << 24, EVERY = 23 };

static const struct clock_limit never;

struct list {
    char name[32];
    unsigned pairs, first, among;
};

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static bool is_among(const char *corrections, const struct spelling_guess *guess)
{
    for (const char *at = corrections; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (strcspn(at, "|") == guess->len && memcmp(at, guess->word, guess->len) == 0)
            return true;
    return false;
}

static struct list *list_of(struct list *lists, const char *name)
{
    size_t i = 0;

    while (i + 1 < LISTS_MAX && *lists[i].name && strcmp(lists[i].name, name) != 0)
        i++;
    snprintf(lists[i].name, sizeof lists[i].name, "%s", name);
    return &lists[i];
}

struct own { /* words of the archive */
    struct spelling *spelling;
    struct reader *reader;
    unsigned words, seen, suspected;
};

static bool take_own(void *ctx, xap_text term, uint32_t freq)
{
    struct own *o = ctx;
    struct arena arena = arena_make(ARENA_MAX);
    struct spelling_guess guess;
    struct error err;

    (void)freq;
    if (term.data[0] >= 'a' && term.data[0] <= 'z' && o->seen++ % EVERY == 0) {
        o->words++;
        o->suspected += spelling_guesses(o->spelling, o->reader, term.data, term.len, &never, &arena, &guess, 1, &err) > 0;
    }
    arena_free(&arena);
    return true;
}

int main(int argc, char **argv)
{
    struct list lists[LISTS_MAX] = {0};
    struct reader *r = NULL;
    struct error err;
    FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
    char line[1024];
    double *times = calloc(100000, sizeof *times);
    size_t count = 0;

    if (!file || !times || reader_open(argv[1], &r, &err) < 0) {
        fprintf(stderr, "usage: bench_spelling ARCHIVE PAIRS.tsv\n");
        return 2;
    }
    struct own own = {.spelling = spelling_new(), .reader = r};
    if (!fgets(line, sizeof line, file))
        return 2;
    while (fgets(line, sizeof line, file) && count < 100000) {
        char *rest = line, *typed = strsep(&rest, "\t\n"), *corrections = strsep(&rest, "\t\n");
        char *name = strsep(&rest, "\t\n");
        struct arena arena = arena_make(ARENA_MAX);
        struct spelling_guess guesses[GUESSES];
        if (!name || !*name)
            continue;
        double began = now_ms();
        int found = spelling_guesses(own.spelling, r, typed, strlen(typed), &never, &arena, guesses, GUESSES, &err);
        times[count++] = now_ms() - began;
        struct list *l = list_of(lists, name);
        l->pairs++;
        for (int i = 0; i < found; i++) {
            if (!is_among(corrections, &guesses[i]))
                continue;
            l->first += i == 0;
            l->among++;
            break;
        }
        if (getenv("SHOW") && (!found || !is_among(corrections, &guesses[0])))
            printf("%s\t%s\t%s\t%.*s\n", name, typed, corrections, found ? (int)guesses[0].len : 1, found ? guesses[0].word : "-");
        arena_free(&arena);
    }
    xap_shard_terms(reader_xapian(r), 0, 1, take_own, &own, NULL);
    qsort(times, count, sizeof *times, by_size);
    for (size_t i = 0; i < LISTS_MAX && *lists[i].name; i++)
        printf("%s\twords=%u\tfirst=%.1f%%\tamong %d=%.1f%%\n", lists[i].name, lists[i].pairs,
               100.0 * lists[i].first / lists[i].pairs, GUESSES, 100.0 * lists[i].among / lists[i].pairs);
    printf("a word: p50=%.3f ms p99=%.3f ms\n", times[count / 2], times[count * 99 / 100]);
    printf("own words=%u suspected=%.2f%%\n", own.words, 100.0 * own.suspected / (own.words ? own.words : 1));
    return 0;
}
