/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bm25.h - what a word weighs in a document: BM25.
 *
 * Robertson, Walker, Jones, Hancock-Beaulieu, Gatford: Okapi at TREC-3 (1994), with the inverse document frequency that
 * Lucene has, which is never below 0. An occurrence counts by how often the word stands there (wdf) over how long the
 * document is, norm; a word by how few documents have it. The parameters are those that did well on all of four test
 * collections (docs/ranking.md has the table). */
#ifndef HUSTINGS_BM25_H
#define HUSTINGS_BM25_H

#include <math.h>

#define BM25_K1 1.6
#define BM25_B 0.75

/* The length of a document as a norm, at least 1 - BM25_B. */
static inline double bm25_norm(double length, double average)
{
    return BM25_B * (average > 0 ? length / average : 0) + (1 - BM25_B);
}

/* 0..1, rising with wdf. */
static inline double bm25_part(double wdf, double norm)
{
    return wdf / (BM25_K1 * norm + wdf);
}

/* Of a word that freq of so many documents have. */
static inline double bm25_weight(double freq, double documents)
{
    return log1p((documents - freq + 0.5) / (freq + 0.5)) * (BM25_K1 + 1);
}

#endif
