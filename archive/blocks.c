/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blocks.c - a file of blocks as it is read: mapped, its postings unpacked block by block. */
#include "archive/blocks.h"

#include "archive/blocks_file.h"
#include "archive/buffer.h"
#include "archive/processor.h"

#include <string.h>

struct blocks {
    struct sealed file; /* first: sealed_open */
    const struct blocks_head *head;
    const uint32_t *lengths;
    const struct blocks_entry *entries;
    const char *text;
};

static bool take_tables(void *object)
{
    struct blocks *b = object;
    const struct blocks_head *h = b->head = (const void *)b->file.map;

    b->lengths = sealed_table(&b->file, h->lengths, h->documents, sizeof *b->lengths);
    b->entries = sealed_table(&b->file, h->entries, h->terms, sizeof *b->entries);
    b->text = sealed_table(&b->file, h->text, h->term_bytes, 1);
    return h->documents < UINT32_MAX && h->average >= 0 && b->lengths && b->entries && b->text;
}

const struct sealed_kind blocks_kind = {BLOCKS_FILE, BLOCKS_KIND, sizeof(struct blocks_head), sizeof(struct blocks),
                                        take_tables};

size_t blocks_documents(const struct blocks *b)
{
    return b->head->documents;
}

const uint32_t *blocks_lengths(const struct blocks *b)
{
    return b->lengths;
}

double blocks_average(const struct blocks *b)
{
    return b->head->average;
}

/* ---- looking up ------------------------------------------------------ */

/* As memcmp of the term of entry i with term; a damaged entry comes first. */
static int compare(const struct blocks *b, size_t i, const char *term, size_t len)
{
    uint64_t from = b->entries[i].start;
    uint64_t end = i + 1 < b->head->terms ? b->entries[i + 1].start : b->head->term_bytes;

    if (from > end || end > b->head->term_bytes)
        return -1;
    size_t have = (size_t)(end - from), n = have < len ? have : len;
    int order = n ? memcmp(b->text + from, term, n) : 0;
    return order ? order : (have > len) - (have < len);
}

static bool take_list(const struct blocks *b, const struct blocks_entry *e, struct blocks_list *out)
{
    size_t count = ((size_t)e->freq + BLOCK_SIZE - 1) / BLOCK_SIZE;
    const struct block *heads = sealed_table(&b->file, e->list, count, sizeof *heads);

    if (!heads || !e->freq || !sealed_table(&b->file, e->list, count * sizeof *heads + e->size, 1))
        return false;
    *out = (struct blocks_list){.freq = e->freq, .documents = (uint32_t)b->head->documents, .heads = heads,
                                .count = count, .bytes = (const uint8_t *)(heads + count), .size = e->size};
    return true;
}

bool blocks_find(const struct blocks *b, const char *term, size_t len, struct blocks_list *out)
{
    size_t low = 0, high = b->head->terms;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(b, middle, term, len);
        if (order == 0)
            return take_list(b, &b->entries[middle], out);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ---- unpacking ------------------------------------------------------- */

static uint32_t count_of(const struct blocks_list *l, size_t block)
{
    return block + 1 < l->count ? BLOCK_SIZE : l->freq - (uint32_t)block * BLOCK_SIZE;
}

/* Eight fields at a time: as many bytes as a field has bits. Reads up to 8 bytes from where fields begin: a sealed file
 * has as many behind its tables. */
FOR_THIS_PROCESSOR static void unpack_fields(const uint8_t *from, uint32_t count, uint32_t bits, uint32_t *out)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint64_t word;

    if (bits <= 8) {
        for (uint32_t i = 0; i < count; i += 8, from += bits) {
            memcpy(&word, from, sizeof word);
            for (uint32_t k = 0; k < 8; k++)
                out[i + k] = (uint32_t)(word >> k * bits & mask);
        }
        return;
    }
    for (uint32_t i = 0, bit = 0; i < count; i++, bit += bits) {
        memcpy(&word, from + (bit >> 3), sizeof word);
        out[i] = (uint32_t)(word >> (bit & 7) & mask);
    }
}

/* Fields of so many bits, of which wide go on behind them. False: they end behind end. */
static bool unpack(const uint8_t *from, const uint8_t *end, uint32_t count, uint32_t bits, uint32_t wide, uint32_t *out)
{
    uint64_t upper;

    if (bits > 32 || block_bytes(count, bits) > (size_t)(end - from))
        return false;
    unpack_fields(from, count, bits, out);
    const char *at = (const char *)from + block_bytes(count, bits);
    for (; wide; wide--) {
        if (at >= (const char *)end)
            return false;
        uint8_t place = (uint8_t)*at++;
        if (place >= count || !varint_read(&at, (const char *)end, &upper))
            return false;
        out[place] |= (uint32_t)(upper << bits);
    }
    return true;
}

/* The packing of a block and where its gaps and its wdfs begin, and where they end. False: the file is damaged there.
 */
static bool find_parts(const struct blocks_list *l, size_t block, struct block_packing *packing,
                       const uint8_t *parts[3])
{
    size_t at = l->heads[block].at, end = block + 1 < l->count ? l->heads[block + 1].at : l->size;

    if (at > end || end > l->size || end - at < sizeof *packing)
        return false;
    memcpy(packing, l->bytes + at, sizeof *packing);
    size_t gaps = packing->gap_bytes[0] | (size_t)packing->gap_bytes[1] << 8;
    if (gaps > end - at - sizeof *packing)
        return false;
    parts[0] = l->bytes + at + sizeof *packing;
    parts[1] = parts[0] + gaps;
    parts[2] = l->bytes + end;
    return true;
}

size_t blocks_numbers(const struct blocks_list *l, size_t block, uint32_t numbers[BLOCK_SIZE])
{
    uint32_t count = count_of(l, block);
    uint64_t next = block ? (uint64_t)l->heads[block - 1].last + 1 : 0;
    const uint8_t *parts[3];
    struct block_packing packing;

    if (!find_parts(l, block, &packing, parts) ||
        !unpack(parts[0], parts[1], count, packing.gap_bits, packing.gap_wide, numbers))
        return 0;
    for (uint32_t i = 0; i < count; i++) {
        next += numbers[i];
        numbers[i] = (uint32_t)next++;
    }
    return next - 1 == l->heads[block].last && l->heads[block].last < l->documents ? count : 0;
}

bool blocks_wdfs(const struct blocks_list *l, size_t block, uint32_t wdfs[BLOCK_SIZE])
{
    const uint8_t *parts[3];
    struct block_packing packing;

    return find_parts(l, block, &packing, parts) &&
           unpack(parts[1], parts[2], count_of(l, block), packing.wdf_bits, packing.wdf_wide, wdfs);
}
