/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_tally.h - in how many articles names and words stand, counted while articles are indexed. One thread's.
 *
 * A name counts once an article, and not where the same stands before it, or behind it, as did lately: what recurs word
 * for word in many articles is no news of any of them. Names are counted in bounded memory, by dropping now and then
 * those of which one article was seen (lossy counting: Manku, Motwani, VLDB 2002): what is in many articles is never
 * dropped for long.
 *
 * An article weighs half of one that is four years younger. All weights fall alike as time goes by, so that their order
 * never changes with the day that they are looked at. */
#ifndef HUSTINGS_NAME_TALLY_H
#define HUSTINGS_NAME_TALLY_H

#include "archive/arena.h"
#include "archive/document.h"
#include "archive/lexicon.h"

enum { TALLY_CONTEXTS = 2, TALLY_HALF_LIFE = 1461 /* days */ };

struct word_tally {
    float weight; /* of its articles, added up: name_tally_weight */
    uint32_t articles;
    uint8_t capital, upper, lower,
        no_word; /* articles that write it so (document_writing), halved together at the top */
};

struct name_entry {
    const char *key, *text; /* text: how most write it */
    uint16_t key_len, text_len;
    uint32_t hash, articles;
    uint32_t inside;        /* articles that have it elsewhere than at the beginning of a sentence */
    uint32_t docid;         /* the last that counted */
    uint32_t before[TALLY_CONTEXTS], behind[TALLY_CONTEXTS]; /* contexts (found_name), the latest first */
    int32_t votes;          /* for text */
    float weight;
};

struct name_tally;
struct name_tally *name_tally_new(void); /* NULL: out of memory */
void name_tally_free(struct name_tally *t); /* accepts NULL */
/* Counts the document read last by made; numbers[i] is what the caller's lexicon calls its document_word i. False: out
 * of memory. */
bool name_tally_add(struct name_tally *t, uint32_t docid, struct document_maker *made, const uint32_t *numbers);
/* Takes in other, whose word i is number numbers[i] here. False: out of memory. */
bool name_tally_join(struct name_tally *t, const struct name_tally *other, const uint32_t *numbers);
size_t name_tally_words(const struct name_tally *t);
const struct word_tally *name_tally_word(const struct name_tally *t, size_t number); /* borrowed until the next call */
size_t name_tally_names(const struct name_tally *t);
const struct name_entry *name_tally_name(const struct name_tally *t, size_t i);
const struct name_entry *name_tally_find(const struct name_tally *t, const char *key, size_t len); /* NULL: none */
float name_tally_weight(uint32_t docid); /* of one article */

#endif
