/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blocks.h - a run's posting lists as the matcher reads them: in blocks that say what they can weigh at most.
 *
 * RUN/blocks holds, packed, the lists of all terms that some documents have; the others are read from the run's
 * database, which has them all, and from which the file is made. Documents are numbered from 0 in the order of their
 * docids. A block is BLOCK_SIZE postings: gaps and wdfs in as many bits as most of them need (PFor: Zukowski, Heman,
 * Nes, Boncz, ICDE 2006), and before them the last document and the greatest wdf/norm, so that a block that cannot
 * matter is stepped over (Ding, Suel: Faster top-k document retrieval using block-max indexes, SIGIR 2011). Read by
 * mmap. */
#ifndef HUSTINGS_BLOCKS_H
#define HUSTINGS_BLOCKS_H

#include "archive/sealed.h"
#include "archive/shard_documents.h"
#include "shim/xapian_c.h"

enum {
    BLOCK_SIZE = 128,
    BLOCKS_FREQ = 8 /* documents that a term needs to be in the file */
};
#define BLOCKS_FILE "blocks"

struct blocks;
extern const struct sealed_kind blocks_kind; /* what sealed_open gives is a struct blocks */
size_t blocks_documents(const struct blocks *b);
const uint32_t *blocks_lengths(const struct blocks *b); /* shard_documents.h's, one a document */
double blocks_average(const struct blocks *b); /* length by which block.most was reckoned */

struct block {
    uint32_t last; /* document */
    uint32_t at;   /* of its postings, in the list's bytes */
    float most;    /* greatest wdf / bm25_norm(length, blocks_average), rounded up */
};
struct blocks_list { /* borrowed from the file */
    uint32_t freq;
    uint32_t documents; /* of the file: all numbers are below it */
    const struct block *heads;
    size_t count; /* of blocks */
    const uint8_t *bytes;
    size_t size;
};

/* False: the file does not have the term. */
bool blocks_find(const struct blocks *b, const char *term, size_t len, struct blocks_list *out);
/* The documents of one block, rising; how many. 0: the file is damaged there. */
size_t blocks_numbers(const struct blocks_list *l, size_t block, uint32_t numbers[BLOCK_SIZE]);
/* Their wdfs. False: the file is damaged there. */
bool blocks_wdfs(const struct blocks_list *l, size_t block, uint32_t wdfs[BLOCK_SIZE]);

/* Makes the file of a database, which is one shard, and syncs it. */
int blocks_write(xap_reader *database, const struct shard_documents *documents, const char *path, struct error *err);

#endif
