/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pairs.c - which documents may have two common words side by side. */
#include "archive/pairs.h"

#include "archive/sealed.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_KIND UINT64_C(0x313072706c74736f) /* "ostlpr01" */

struct pairs_head {
    struct sealed_head sealed;
    uint64_t documents;
    uint64_t rows; /* offset of all windows' rows, one after the other */
};

struct pairs {
    struct sealed file;
    size_t documents;
    const uint64_t *rows;
};

struct pairs_writer {
    struct sealed_writer file;
    struct pairs_head head;
    uint64_t window[PAIRS_ROWS][PAIRS_WORDS];
};

static uint64_t windows_of(uint64_t documents)
{
    return (documents + PAIRS_WINDOW - 1) / PAIRS_WINDOW;
}

bool pairs_row(uint32_t left, uint32_t right, uint32_t *row)
{
    if (left >= PAIRS_COMMON || right >= PAIRS_COMMON)
        return false;
    /* Mixed as XXH32 mixes at its end: pairs of words of near numbers must not share rows. */
    uint32_t h = (left * PAIRS_COMMON + right) * 2654435761u;
    h = (h ^ h >> 15) * 2246822519u;
    h = (h ^ h >> 13) * 3266489917u;
    *row = (h ^ h >> 16) % PAIRS_ROWS;
    return true;
}

/* ---- reading --------------------------------------------------------- */

int pairs_open(const char *path, bool verify, struct pairs **out, struct error *err)
{
    struct pairs *p = calloc(1, sizeof *p);
    const struct pairs_head *head;

    if (!p)
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    if (sealed_open(path, PAIRS_KIND, sizeof *head, verify, &p->file, err) < 0) {
        free(p);
        return -1;
    }
    head = (const void *)p->file.map;
    p->documents = head->documents;
    if (head->documents < UINT32_MAX)
        p->rows = sealed_table(&p->file, head->rows, windows_of(head->documents) * PAIRS_ROWS * PAIRS_WORDS,
                               sizeof *p->rows);
    if (!p->rows) {
        pairs_close(p);
        return error_set(err, FAULT_DAMAGED, "'%s' is no whole file of pairs", path);
    }
    *out = p;
    return 0;
}

void pairs_close(struct pairs *p)
{
    if (!p)
        return;
    sealed_close(&p->file);
    free(p);
}

size_t pairs_documents(const struct pairs *p)
{
    return p->documents;
}

const uint64_t *pairs_bits(const struct pairs *p, size_t window, uint32_t row)
{
    return p->rows + (window * PAIRS_ROWS + row) * PAIRS_WORDS;
}

/* ---- writing --------------------------------------------------------- */

int pairs_writer_open(const char *path, struct pairs_writer **out, struct error *err)
{
    struct pairs_writer *w = calloc(1, sizeof *w);

    if (!w)
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    if (sealed_create(path, sizeof w->head, &w->file, err) < 0) {
        free(w);
        return -1;
    }
    w->head.rows = sealed_begin_table(&w->file);
    *out = w;
    return 0;
}

void pairs_writer_add(struct pairs_writer *w, uint32_t left, uint32_t right)
{
    uint64_t document = w->head.documents % PAIRS_WINDOW;
    uint32_t row;

    if (pairs_row(left, right, &row))
        w->window[row][document / 64] |= UINT64_C(1) << document % 64;
}

static int write_window(struct pairs_writer *w, struct error *err)
{
    fwrite(w->window, sizeof w->window, 1, w->file.file);
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
    return sealed_finish(&w->file, PAIRS_KIND, &w->head.sealed, sizeof w->head, err);
}

void pairs_writer_close(struct pairs_writer *w)
{
    if (!w)
        return;
    sealed_writer_close(&w->file);
    free(w);
}
