/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blocks_write.c - a file of blocks as it is made, from a database that is whole. */
#include "archive/blocks.h"

#include "archive/array_grow.h"
#include "archive/blocks_file.h"
#include "archive/bm25.h"
#include "archive/buffer.h"
#include "archive/docids.h"
#include "archive/shim_error.h"

#include <string.h>

struct writing {
    xap_reader *database;
    const struct shard_documents *documents;
    struct sealed_writer file;
    struct blocks_head head;
    double *norms; /* of each document */
    struct blocks_entry *entries;
    size_t size; /* room for entries */
    struct buffer text, packed;
    struct block *heads;
    size_t heads_size;
    struct error *err;
};

/* ---- one block ------------------------------------------------------- */

static uint8_t bits_of(uint32_t greatest)
{
    return greatest ? (uint8_t)(32 - __builtin_clz(greatest)) : 0;
}

/* The width that takes the fewest bytes, and how many fields are too wide for it. */
static uint8_t choose_bits(const uint32_t *fields, uint32_t count, uint8_t *wide)
{
    uint32_t of_width[33] = {0}, wider = 0; /* how many fields are exactly that wide */
    size_t best_bytes = SIZE_MAX, wide_bytes = 0;
    uint8_t best = 0;
    int widest = 32;

    for (uint32_t i = 0; i < count; i++)
        of_width[bits_of(fields[i])]++;
    while (widest && !of_width[widest])
        widest--;
    for (int bits = widest; bits >= 0; bits--) {
        size_t bytes = block_bytes(count, (uint32_t)bits) + wide_bytes;
        if (bytes <= best_bytes) {
            best_bytes = bytes;
            best = (uint8_t)bits;
            *wide = (uint8_t)wider;
        }
        if (!bits)
            break;
        /* With one bit less, these are too wide, and those that already were keep one bit more. */
        wider += of_width[bits];
        wide_bytes = 0;
        for (int width = bits; width <= widest; width++)
            wide_bytes += of_width[width] * (size_t)(1 + (width - bits + 1 + 6) / 7); /* of a varint */
    }
    return best;
}

static void pack(struct buffer *out, const uint32_t *fields, uint32_t count, uint32_t bits)
{
    uint64_t held = 0, mask = (UINT64_C(1) << bits) - 1;
    uint32_t have = 0;

    for (uint32_t i = 0; i < count; i++) {
        held |= (fields[i] & mask) << have;
        for (have += bits; have >= 8; have -= 8, held >>= 8)
            buffer_putc(out, (char)(uint8_t)held);
    }
    if (have)
        buffer_putc(out, (char)(uint8_t)held);
    for (uint32_t i = 0; i < count; i++) {
        if (fields[i] > mask) {
            buffer_putc(out, (char)(uint8_t)i);
            buffer_put_varint(out, (uint64_t)fields[i] >> bits);
        }
    }
}

static float rounded_up(double value)
{
    float f = (float)value;

    return f < value ? nextafterf(f, INFINITY) : f;
}

/* Packs count postings, whose docids are places in w->documents by now; next: the first document that may come. */
static void pack_block(struct writing *w, struct block *head, const xap_posting *at, uint32_t count, uint32_t next)
{
    uint32_t gaps[BLOCK_SIZE], wdfs[BLOCK_SIZE];
    struct block_packing packing;
    size_t start = w->packed.len;
    double most = 0;

    for (uint32_t i = 0; i < count; i++) {
        gaps[i] = at[i].docid - next;
        next = at[i].docid + 1;
        wdfs[i] = at[i].wdf;
        double x = at[i].wdf / w->norms[at[i].docid];
        if (x > most)
            most = x;
    }
    *head = (struct block){.last = next - 1, .at = (uint32_t)start, .most = rounded_up(most)};
    packing.gap_bits = choose_bits(gaps, count, &packing.gap_wide);
    packing.wdf_bits = choose_bits(wdfs, count, &packing.wdf_wide);
    buffer_append(&w->packed, &packing, sizeof packing);
    pack(&w->packed, gaps, count, packing.gap_bits);
    size_t gap_bytes = w->packed.len - start - sizeof packing;
    pack(&w->packed, wdfs, count, packing.wdf_bits);
    if (!w->packed.failed) {
        packing.gap_bytes[0] = (uint8_t)gap_bytes;
        packing.gap_bytes[1] = (uint8_t)(gap_bytes >> 8);
        memcpy(w->packed.data + start, &packing, sizeof packing);
    }
}

/* ---- one list -------------------------------------------------------- */

/* Puts each docid's place among all documents in its stead. False: it is none of them. */
static bool number_documents(const struct writing *w, xap_postings *list)
{
    const struct shard_documents *all = w->documents;
    size_t at = 0;

    for (size_t i = 0; i < list->count; i++) {
        at = docids_seek(all->docids, all->count, at, list->at[i].docid);
        if (at == all->count || all->docids[at] != list->at[i].docid)
            return false;
        list->at[i].docid = (uint32_t)at;
    }
    return true;
}

static bool write_list(struct writing *w, const xap_postings *list, struct blocks_entry *entry)
{
    size_t count = (list->count + BLOCK_SIZE - 1) / BLOCK_SIZE;
    uint32_t next = 0;

    if (!array_grow(&w->heads, &w->heads_size, count, sizeof *w->heads))
        return false;
    buffer_clear(&w->packed);
    for (size_t i = 0; i < count; i++) {
        size_t from = i * BLOCK_SIZE, here = list->count - from < BLOCK_SIZE ? list->count - from : BLOCK_SIZE;
        pack_block(w, &w->heads[i], list->at + from, (uint32_t)here, next);
        next = w->heads[i].last + 1;
    }
    if (w->packed.failed)
        return false;
    entry->list = sealed_begin_table(&w->file);
    entry->freq = (uint32_t)list->count;
    entry->size = (uint32_t)w->packed.len;
    sealed_write(&w->file, w->heads, sizeof *w->heads, count);
    sealed_write(&w->file, w->packed.data, 1, w->packed.len);
    return true;
}

static bool take_term(void *ctx, xap_text term, uint32_t freq)
{
    struct writing *w = ctx;
    struct blocks_entry entry = {.start = (uint32_t)w->text.len};
    xap_postings list = {0};
    xap_error xerr;

    (void)freq;
    if (!array_grow(&w->entries, &w->size, w->head.terms + 1, sizeof *w->entries) ||
        !buffer_append(&w->text, term.data, term.len)) {
        error_set(w->err, FAULT_MEMORY, "no memory to index articles");
        return false;
    }
    xap_status s = xap_shard_postings(w->database, 0, term, &list, &xerr);
    if (s != XAP_OK)
        shim_error(w->err, s, &xerr);
    else if (!number_documents(w, &list))
        error_set(w->err, FAULT_DAMAGED, "a posting list names a document that is not there");
    else if (!write_list(w, &list, &entry))
        error_set(w->err, FAULT_MEMORY, "no memory to index articles");
    xap_postings_free(&list);
    w->entries[w->head.terms++] = entry;
    return !w->err->fault && sealed_check(&w->file, w->err) == 0;
}

/* ---- the whole ------------------------------------------------------- */

static int find_norms(struct writing *w)
{
    const struct shard_documents *all = w->documents;
    double total = 0;

    w->norms = malloc((all->count + 1) * sizeof *w->norms);
    if (!w->norms)
        return error_set(w->err, FAULT_MEMORY, "no memory to index articles");
    for (size_t i = 0; i < all->count; i++)
        total += all->lengths[i];
    w->head.documents = all->count;
    w->head.average = all->count ? total / (double)all->count : 0;
    for (size_t i = 0; i < all->count; i++)
        w->norms[i] = bm25_norm(all->lengths[i], w->head.average);
    return 0;
}

static int write_tables(struct writing *w)
{
    w->head.lengths = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->documents->lengths, sizeof *w->documents->lengths, w->documents->count);
    w->head.entries = sealed_begin_table(&w->file);
    sealed_write(&w->file, w->entries, sizeof *w->entries, w->head.terms);
    w->head.text = sealed_begin_table(&w->file);
    w->head.term_bytes = w->text.len;
    sealed_write(&w->file, w->text.data, 1, w->text.len);
    return sealed_finish(&w->file, &blocks_kind, &w->head.sealed, w->err);
}

static int write_all(struct writing *w, const char *path)
{
    xap_error xerr;

    if (sealed_create(path, sizeof w->head, &w->file, w->err) < 0 || find_norms(w) < 0)
        return -1;
    xap_status s = xap_shard_terms(w->database, 0, BLOCKS_FREQ, take_term, w, &xerr);
    if (s != XAP_OK)
        return w->err->fault ? -1 : shim_error(w->err, s, &xerr);
    return write_tables(w);
}

int blocks_write(xap_reader *database, const struct shard_documents *documents, const char *path, struct error *err)
{
    struct error own = {0}; /* take_term looks at it */
    struct writing w = {.database = database, .documents = documents, .text = buffer_make(UINT32_MAX),
                        .packed = buffer_make(UINT32_MAX), .err = &own};

    int rc = write_all(&w, path);
    sealed_writer_close(&w.file);
    free(w.norms);
    free(w.entries);
    free(w.heads);
    buffer_free(&w.text);
    buffer_free(&w.packed);
    return rc < 0 ? error_set(err, own.fault, "%s", own.text) : 0;
}
