/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.h - a run's names and words as suggestions are looked for in them.
 *
 * RUN/names holds names of several words, and single words, that enough articles have: each a record under its key, the
 * folded words with a space between. Records are sorted by key; `middles` are the places within names where another
 * word than the first begins, sorted by what is read from there on. Made while the run is built (name_tally.h). Read by
 * mmap. The delta's, in names_live.h, are the same view of memory. */
#ifndef HUSTINGS_NAMES_H
#define HUSTINGS_NAMES_H

#include "archive/lexicon.h"
#include "archive/name_tally.h"
#include "archive/sealed.h"
#include "shim/xapian_c.h"

#define NAMES_FILE "names"
enum {
    NAMES_WEIGHT_ONE = 128,  /* a weight is a logarithm to base 2, in units of so much */
    NAMES_WEIGHT_NONE = 1 << 15, /* weight 0: above it the logarithm is positive */
    NAMES_HEAD = 7,          /* bytes of a record before its key */
    NAMES_ARTICLES_MAX = (1 << 24) - 1,
    NAMES_CAPITALS = 0x3F,   /* bits of a writing: these of the first six words begin with a capital */
    NAMES_UPPER = 0x40,      /* all in capitals */
    NAMES_GIVEN = 0x80       /* the text is behind the key, with its length before it */
};

struct name_record { /* borrowed */
    const char *key, *text; /* text NULL: the key as `writing` says */
    uint8_t key_len, text_len, writing;
    uint16_t weight;
    uint32_t articles;
};

struct names_view {
    const uint8_t *heap;
    size_t heap_size;
    const uint32_t *places; /* in the heap, of each record, by key */
    size_t count;
    const uint32_t *middles; /* place of the record */
    const uint8_t *offsets;  /* and of the word in its key */
    size_t middle_count;
};

struct names;
extern const struct sealed_kind names_kind; /* what sealed_open gives is a struct names */
const struct names_view *names_view(const struct names *n);
/* The record at a place of the heap; an empty one when the file is damaged there. */
struct name_record names_record(const struct names_view *v, uint32_t place);
/* The key from the i-th place, or the i-th middle, on. */
xap_text names_key(const struct names_view *v, size_t i);
xap_text names_middle(const struct names_view *v, size_t i);
/* The record whose key is that; false: there is none. */
bool names_find(const struct names_view *v, const char *key, size_t len, struct name_record *out);
/* As it is written, in out; its length. */
size_t names_text(const struct name_record *r, char out[NAME_BYTES_MAX]);

/* ---- making ---------------------------------------------------------- */

/* An English word that is found, but that nobody wants suggested by itself: "because". */
bool names_is_dull(const char *word, size_t len);

/* What of a tally is worth suggesting, sorted by key. */
struct names_list {
    struct name_record *at; /* borrowed from the tally and the lexicon */
    size_t count, size;
};
/* words: the lexicon that the tally's numbers are of; documents: how many were counted. */
bool names_choose(const struct name_tally *tally, struct lexicon *words, size_t documents, struct names_list *out);
void names_list_free(struct names_list *l);
/* Appends a record: at most NAMES_HEAD + 2 * NAME_BYTES_MAX + 1 bytes. False: out of memory. */
bool names_put(struct buffer *out, const struct name_record *r);
/* Whether a middle begins at that byte of a key. */
bool names_is_middle(const char *key, size_t len, size_t at);
/* Makes the file and syncs it. */
int names_write(const struct names_list *list, const char *path, struct error *err);

#endif
