/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_finder.h - the names in a text: runs of capitalised words such as "Rebecca Long-Bailey" or "Bank of England".
 *
 * It is told the analyser's words one by one. A run is taken whole, never a part of it: "Long Bailey" is found only
 * where it stands by itself. Titles of respect and stop words ("Mr", "The") end a run and are no part of one; "of", "de
 * la" and the like may stand inside. A run at the beginning of a sentence is told as such, since its first word may be
 * capital for that alone. Single words, also those within a run, are found where only the text says how they are
 * written: "McConnell", "COVID-19", "Féin". */
#ifndef HUSTINGS_NAME_FINDER_H
#define HUSTINGS_NAME_FINDER_H

#include "archive/words.h"

enum {
    NAME_WORDS_MAX = 4,  /* capitalised ones */
    NAME_BYTES_MAX = 100 /* of the text, and of the folded key */
};

struct found_name {
    const char *key;  /* its words folded, a space between */
    const char *text; /* as written, without a possessive */
    uint32_t key_len, text_len;
    uint32_t before, behind; /* hashes of the bytes next to it; 0: there are too few to tell anything */
    bool inside;      /* not at the beginning of the sentence */
};

/* How a word is written where that is no matter of its place. */
enum name_casing { CASING_NONE, CASING_CAPITAL = 1, CASING_UPPER = 2, CASING_LOWER = 4 };

struct name_finder {
    const char *text, *end;
    struct buffer keys; /* one behind the other */
    struct found_name *names;
    size_t count, size;
    /* The run at hand. */
    char key[NAME_BYTES_MAX + WORD_MAX + 8];
    size_t key_len;
    const char *run, *run_end; /* NULL: there is none */
    unsigned words;
    bool inside, shouted, refused, compounded;
    const char *titled;       /* where a title of respect ended last */
    const char *compound_end; /* of the compound whose parts come */
    const char *compound;
};

void name_finder_free(struct name_finder *f); /* f may be {0}, and is usable after */
void name_finder_clear(struct name_finder *f); /* for the next article */
void name_finder_start(struct name_finder *f, const char *text, size_t len);
/* Whether w is to be given to name_finder_take; cheap. */
static inline bool name_finder_wants(const struct name_finder *f, const struct word *w)
{
    unsigned char first = (unsigned char)f->text[w->start];
    return (first >= 'A' && first <= 'Z') || first >= 0x80 || f->text + w->start < f->compound_end;
}
/* The next of the text's words that are wanted. False: out of memory. */
bool name_finder_take(struct name_finder *f, const struct word *w, enum name_casing *casing);
bool name_finder_finish(struct name_finder *f); /* of the text that was started */
/* A text that is a name as a whole, such as an author's, with its words. False: out of memory. */
bool name_finder_whole(struct name_finder *f, const char *text, size_t len, struct words *words);
/* All since name_finder_clear, borrowed until the next call and from the texts. */
const struct found_name *name_finder_names(struct name_finder *f, size_t *count);

#endif
