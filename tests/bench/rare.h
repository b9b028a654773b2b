/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rare.h - new words, made of a corpus's rare ones, so that a larger corpus has a larger vocabulary. */
#ifndef HUSTINGS_RARE_H
#define HUSTINGS_RARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MINTED_MAX = 40 };

/* splitmix64: the same numbers on every machine, which rand() does not promise. */
static inline uint64_t rng_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline size_t rng_below(uint64_t *state, size_t n)
{
    return (size_t)(rng_next(state) % n);
}

struct rare;
struct rare *rare_new(void); /* NULL: out of memory */
void rare_free(struct rare *r);
/* Counts the words of text, which must live as long as r. */
void rare_read(struct rare *r, const char *text);
/* After all was read. False: too few rare words to make new ones of. */
bool rare_settle(struct rare *r);
/* Word number n of seed, always the same one; returns its length. */
size_t rare_mint(const struct rare *r, uint64_t seed, uint64_t n, char out[MINTED_MAX]);

#endif
