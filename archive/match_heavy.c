/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_heavy.c - which of a window's documents may weigh enough. */
#include "archive/match_heavy.h"

#include "archive/bm25.h"
#include "archive/processor.h"

#include <string.h>

enum { LANES = 8, GROUPS = WINDOW / LANES };
typedef float floats __attribute__((vector_size(LANES * sizeof(float))));
typedef int32_t ints __attribute__((vector_size(LANES * sizeof(int32_t))));

#define ROUNDED (1 - 1e-5) /* floats are sums of rounded ones */

/* BM25_K1 times bm25_norm of each document, in sixteenths as wdfs are. */
FOR_THIS_PROCESSOR static void find_norms(const struct match_shard *s, floats norms[GROUPS])
{
    const float by_average = s->average > 0 ? (float)(1 / s->average) : 0;
    ints lengths[GROUPS] = {0};

    memcpy(lengths, s->shard->lengths + s->from, (s->end - s->from) * sizeof(uint32_t));
    for (size_t i = 0; i < GROUPS; i++) {
        floats share = __builtin_convertvector(lengths[i], floats) * by_average;
        norms[i] = (share * (float)BM25_B + (float)(1 - BM25_B)) * (float)(BM25_K1 * SHARE_FULL);
    }
}

FOR_THIS_PROCESSOR static void add_weights(const struct match_leaf *leaf, const floats norms[GROUPS],
                                           floats weights[GROUPS])
{
    const float weight = (float)leaf->weight;

    for (size_t i = 0; i < GROUPS; i++) {
        ints wdfs;
        memcpy(&wdfs, leaf->wdfs + i * LANES, sizeof wdfs);
        floats wdf = __builtin_convertvector(wdfs, floats);
        weights[i] += wdf * weight / (norms[i] + wdf);
    }
}

void match_heavy(const struct match_shard *s, const struct match_leaf *const *leaves, size_t count, double least,
                 uint64_t bits[WINDOW_WORDS])
{
    floats norms[GROUPS], weights[GROUPS] = {0};
    float flat[WINDOW];
    const float wanted = (float)(least * ROUNDED);

    find_norms(s, norms);
    for (size_t i = 0; i < count; i++)
        add_weights(leaves[i], norms, weights);
    memcpy(flat, weights, sizeof flat);
    for (size_t w = 0; w < WINDOW_WORDS; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            if (flat[w * 64 + (size_t)__builtin_ctzll(left)] < wanted)
                bits[w] ^= left & -left;
}
