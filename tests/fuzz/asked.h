/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asked.h - queries over the words of press.h as trees: made of any bytes, written in the query language, and answered
 * by looking at every text, without an index. */
#ifndef HUSTINGS_FUZZ_ASKED_H
#define HUSTINGS_FUZZ_ASKED_H

#include "archive/buffer.h"
#include "tests/fuzz/press.h"

enum {
    ASKED_NODES = 32,
    ASKED_LEAVES = 7,
    ASKED_WORDS = 4, /* of a leaf; twice all leaves' are a query's most */
    ASKED_DEPTH = 5
};

/* Bytes that choose; zeros behind their end. */
struct asked_bytes {
    const uint8_t *at, *end;
};
unsigned asked_choose(struct asked_bytes *b, unsigned below);

enum asked_kind {
    ASKED_WORD, ASKED_EXACT, ASKED_PHRASE, ASKED_NEAR, ASKED_PREFIX, ASKED_SOURCE, ASKED_SECTION, ASKED_TAG, ASKED_ID,
    ASKED_DATE, ASKED_UNDATED, ASKED_LEAF_KINDS,
    ASKED_AND = ASKED_LEAF_KINDS, ASKED_OR, ASKED_NOT
};
enum asked_field { ASKED_ANY, ASKED_TITLE, ASKED_BODY, ASKED_AUTHOR, ASKED_SAID, ASKED_FIELDS };

struct asked_node {
    enum asked_kind kind;
    enum asked_field field;
    unsigned words[ASKED_WORDS], count, distance, letters /* of a prefix */, value;
    struct date first, last;
    struct asked_node *parts[2];
    /* asked_find's: */
    bool answered;
    uint32_t fits[ASKED_WORDS]; /* the words of press.h that each may be: bits */
    uint64_t set[PRESS_SET];
};

struct asked {
    struct asked_node nodes[ASKED_NODES];
    unsigned count, leaves;
};

/* Any bytes make one. */
struct asked_node *asked_make(struct asked *pool, struct asked_bytes *b, unsigned depth);
struct asked_node *asked_join(struct asked *pool, enum asked_kind kind, struct asked_node *a, struct asked_node *b);
struct date asked_date(struct asked_bytes *b);
void asked_print(const struct asked_node *n, struct buffer *out);
/* The texts that were there at the commit and match, in n; always asked of the same commit. */
const uint64_t *asked_find(struct asked_node *n, const struct press *p, unsigned epoch);
/* Whether all days that a text's date may mean lie in first..last, either of which may be open. */
bool asked_within(const struct press_text *t, const struct date *first, const struct date *last);

#endif
