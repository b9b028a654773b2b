/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pairs.c - which documents may have two common words side by side. */
#include "archive/pairs.h"

#include "archive/array_grow.h"
#include "archive/scoped.h"
#include "archive/sealed.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_KIND UINT64_C(0x343072706c74736f) /* "ostlpr04" */

enum { KEYS = PAIRS_COMMON * PAIRS_COMMON };

struct pairs_head {
    struct sealed_head sealed;
    uint64_t documents;
    uint64_t rows;  /* offset of all windows' rows, one after the other */
    uint64_t exact; /* offset of the keys of the rows that are exact: uint32_t, rising; row i is of key i */
    uint64_t exact_count;
};

struct pairs {
    struct sealed file; /* first: sealed_open */
    size_t documents;
    const uint64_t *rows;
    const uint32_t *exact;
    size_t exact_count;
};

/* A pair of the first window, which is gathered before its rows are chosen. */
struct first_pair {
    uint32_t key, document;
};

struct pairs_writer {
    struct sealed_writer file;
    struct pairs_head head;
    bool chosen; /* which pairs have rows of their own */
    struct first_pair *first;
    size_t first_count, first_size;
    uint32_t exact[PAIRS_EXACT];
    uint16_t *rows; /* of each key: its exact row and 1, or 0 */
    uint64_t window[PAIRS_ROWS][PAIRS_WORDS];
};

static bool key_of(uint32_t left, uint32_t right, uint32_t *key)
{
    *key = left * PAIRS_COMMON + right;
    return left < PAIRS_COMMON && right < PAIRS_COMMON;
}

/* Mixed as XXH64 mixes at its end: pairs of words of near numbers must not share rows. */
static void shared_rows(uint32_t key, uint32_t rows[PAIRS_SHARED])
{
    uint64_t h = key * UINT64_C(11400714785074694791);

    h = (h ^ h >> 33) * UINT64_C(14029467366897019727);
    h = (h ^ h >> 29) * UINT64_C(1609587929392839161);
    h ^= h >> 32;
    for (size_t i = 0; i < PAIRS_SHARED; i++, h >>= 24)
        rows[i] = PAIRS_EXACT + (uint32_t)(h & 0xFFFFFF) % (PAIRS_ROWS - PAIRS_EXACT);
}

static uint64_t windows_of(uint64_t documents)
{
    return (documents + PAIRS_WINDOW - 1) / PAIRS_WINDOW;
}

/* ---- reading --------------------------------------------------------- */

static bool take_tables(void *object)
{
    struct pairs *p = object;
    const struct pairs_head *head = (const void *)p->file.map;

    p->documents = head->documents;
    p->exact_count = head->exact_count;
    if (head->documents < UINT32_MAX && head->exact_count <= PAIRS_EXACT) {
        p->rows = sealed_table(&p->file, head->rows, windows_of(head->documents) * PAIRS_ROWS * PAIRS_WORDS,
                               sizeof *p->rows);
        p->exact = sealed_table(&p->file, head->exact, head->exact_count, sizeof *p->exact);
    }
    return p->rows && p->exact;
}

const struct sealed_kind pairs_kind = {PAIRS_FILE, PAIRS_KIND, sizeof(struct pairs_head), sizeof(struct pairs),
                                       take_tables};

size_t pairs_documents(const struct pairs *p)
{
    return p->documents;
}

size_t pairs_rows(const struct pairs *p, uint32_t left, uint32_t right, uint32_t rows[PAIRS_SHARED])
{
    size_t low = 0, high = p->exact_count;
    uint32_t key;

    if (!key_of(left, right, &key))
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->exact[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < p->exact_count && p->exact[low] == key) {
        rows[0] = (uint32_t)low;
        return 1;
    }
    shared_rows(key, rows);
    return PAIRS_SHARED;
}

const uint64_t *pairs_bits(const struct pairs *p, size_t window, uint32_t row)
{
    return p->rows + (window * PAIRS_ROWS + row) * PAIRS_WORDS;
}

/* ---- writing --------------------------------------------------------- */

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to index articles");
}

int pairs_writer_open(const char *path, struct pairs_writer **out, struct error *err)
{
    struct pairs_writer *w = calloc(1, sizeof *w);

    if (!w || !(w->rows = calloc(KEYS, sizeof *w->rows))) {
        free(w);
        return no_memory(err);
    }
    if (sealed_create(path, sizeof w->head, &w->file, err) < 0) {
        pairs_writer_close(w);
        return -1;
    }
    w->head.rows = sealed_begin_table(&w->file);
    *out = w;
    return 0;
}

static void set_bits(struct pairs_writer *w, uint32_t key, uint64_t document)
{
    uint32_t rows[PAIRS_SHARED];
    size_t count = PAIRS_SHARED;

    if (w->rows[key]) {
        rows[0] = w->rows[key] - 1u;
        count = 1;
    } else {
        shared_rows(key, rows);
    }
    for (size_t i = 0; i < count; i++)
        w->window[rows[i]][document / 64] |= UINT64_C(1) << document % 64;
}

int pairs_writer_add(struct pairs_writer *w, uint32_t left, uint32_t right, struct error *err)
{
    uint32_t key, document = (uint32_t)(w->head.documents % PAIRS_WINDOW);

    if (!key_of(left, right, &key))
        return 0;
    if (w->chosen) {
        set_bits(w, key, document);
        return 0;
    }
    if (!array_grow(&w->first, &w->first_size, w->first_count + 1, sizeof *w->first))
        return no_memory(err);
    w->first[w->first_count++] = (struct first_pair){key, document};
    return 0;
}

/* The distinct pairs of the first window into keys, and in how many of its documents each stands into counts; how many
 * there are. The pairs come document by document. */
static size_t count_documents(const struct pairs_writer *w, uint32_t *keys, uint16_t *counts, uint16_t *last)
{
    size_t count = 0;

    for (size_t i = 0; i < w->first_count; i++) {
        const struct first_pair *p = &w->first[i];
        if (last[p->key] == p->document + 1)
            continue;
        if (counts[p->key]++ == 0)
            keys[count++] = p->key;
        last[p->key] = (uint16_t)(p->document + 1);
    }
    return count;
}

/* The least count with which a pair is among the PAIRS_EXACT most frequent, if all of that count are; at least 2. */
static uint32_t least_count(const uint32_t *keys, size_t count, const uint16_t *counts)
{
    uint32_t of_count[PAIRS_WINDOW + 1] = {0}, least = PAIRS_WINDOW + 1;
    size_t pairs = 0;

    for (size_t i = 0; i < count; i++)
        of_count[counts[keys[i]]]++;
    while (least > 2 && pairs + of_count[least - 1] <= PAIRS_EXACT)
        pairs += of_count[--least];
    return least;
}

static int by_key(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int choose(struct pairs_writer *w, struct error *err)
{
    scoped(char_ptr) uint16_t *counts = calloc(2 * (size_t)KEYS, sizeof *counts);
    scoped(char_ptr) uint32_t *keys = calloc(w->first_count + 1, sizeof *keys);

    if (!counts || !keys)
        return no_memory(err);
    size_t count = count_documents(w, keys, counts, counts + KEYS);
    uint32_t least = least_count(keys, count, counts);
    for (size_t i = 0; i < count; i++)
        if (counts[keys[i]] >= least)
            w->exact[w->head.exact_count++] = keys[i];
    qsort(w->exact, w->head.exact_count, sizeof *w->exact, by_key);
    for (uint32_t i = 0; i < w->head.exact_count; i++)
        w->rows[w->exact[i]] = (uint16_t)(i + 1);
    for (size_t i = 0; i < w->first_count; i++)
        set_bits(w, w->first[i].key, w->first[i].document);
    free(w->first);
    w->first = NULL;
    w->chosen = true;
    return 0;
}

static int write_window(struct pairs_writer *w, struct error *err)
{
    if (!w->chosen && choose(w, err) < 0)
        return -1;
    sealed_write(&w->file, w->window, sizeof w->window, 1);
    memset(w->window, 0, sizeof w->window);
    return sealed_check(&w->file, err);
}

int pairs_writer_next(struct pairs_writer *w, struct error *err)
{
    return ++w->head.documents % PAIRS_WINDOW == 0 ? write_window(w, err) : 0;
}

int pairs_writer_finish(struct pairs_writer *w, struct error *err)
{
    if (w->head.documents % PAIRS_WINDOW && write_window(w, err) < 0)
        return -1;
    w->head.exact = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->exact, sizeof *w->exact, w->head.exact_count);
    return sealed_finish(&w->file, &pairs_kind, &w->head.sealed, err);
}

void pairs_writer_close(struct pairs_writer *w)
{
    if (!w)
        return;
    sealed_writer_close(&w->file);
    free(w->first);
    free(w->rows);
    free(w);
}
