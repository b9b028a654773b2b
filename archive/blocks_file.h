/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blocks_file.h - how a file of blocks is laid out: head, lists, lengths, terms. For blocks*.c only.
 *
 * A list is its blocks' heads and behind them their bytes: a block_packing, the gaps and the wdfs. A gap is the number
 * of documents stepped over; the first counts from the block before. Gaps, as wdfs, are bit fields of a width that
 * fits most of them; behind these stand, for each that is too wide, its place (a byte) and its upper bits (a varint).
 */
#ifndef HUSTINGS_BLOCKS_FILE_H
#define HUSTINGS_BLOCKS_FILE_H

#include "archive/sealed.h"

#define BLOCKS_KIND UINT64_C(0x31306b6c6274736f) /* "ostblk01" */

struct blocks_head {
    struct sealed_head sealed;
    uint64_t documents, terms, term_bytes;
    double average;
    uint64_t lengths; /* offsets in the file from here on. uint32_t, one a document */
    uint64_t entries; /* struct blocks_entry, one a term, in byte order of terms */
    uint64_t text;    /* bytes of all terms */
};

struct blocks_entry {
    uint64_t list;  /* offset in the file */
    uint32_t start; /* of the term in text; it ends where the next begins */
    uint32_t freq;
    uint32_t size; /* of the list's blocks, in bytes, without heads */
    uint32_t unused;
};

struct block_packing {
    uint8_t gap_bits, wdf_bits; /* 0..32 */
    uint8_t gap_wide, wdf_wide; /* how many are too wide */
    uint8_t gap_bytes[2];       /* of the gaps with what is too wide of them, low byte first */
};

static inline uint32_t block_bytes(uint32_t count, uint32_t bits)
{
    return (count * bits + 7) / 8;
}

#endif
