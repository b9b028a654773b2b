/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bm25.h - what a word weighs in a document: BM25, as libxapian's BM25Weight has it with its default parameters.
 *
 * Robertson, Walker, Jones, Hancock-Beaulieu, Gatford: Okapi at TREC-3 (1994). An occurrence counts by how
 * often the word stands there (wdf) over how long the document is, norm; a word by how few documents have it. */
#ifndef HUSTINGS_BM25_H
#define HUSTINGS_BM25_H

#include <math.h>

#define BM25_K1 1.0
#define BM25_B 0.5
#define BM25_SHORTEST 0.5 /* of the average length: shorter documents count as if they were that long */

/* The length of a document as a norm, at least 1 - BM25_B. */
static inline double bm25_norm(double length, double average)
{
    double share = average > 0 ? length / average : 0;

    return BM25_B * (share > BM25_SHORTEST ? share : BM25_SHORTEST) + (1 - BM25_B);
}

/* 0..1, rising with wdf. */
static inline double bm25_part(double wdf, double norm)
{
    return wdf / (BM25_K1 * norm + wdf);
}

/* Of a word that freq of so many documents have: never below 0, as the formula by itself would be past half of them. */
static inline double bm25_weight(double freq, double documents)
{
    double odds = (documents - freq + 0.5) / (freq + 0.5);

    return log(odds < 2 ? odds * 0.5 + 1 : odds) * (BM25_K1 + 1);
}

#endif
