/* SPDX-License-Identifier: GPL-2.0-or-later */
/* press.h - an archive made by rule, once a program, and the same articles as plain lists: what a search must find is
 * known without searching.
 *
 * Two runs and a delta, after three commits; the second and third replace and delete articles of those before. The
 * first run is longer than a window of the matcher (match.h). Its folder is removed at exit. */
#ifndef HUSTINGS_FUZZ_PRESS_H
#define HUSTINGS_FUZZ_PRESS_H

#include "archive/date.h"
#include "archive/reader.h"

enum {
    PRESS_EPOCHS = 3, /* commits */
    PRESS_IDS = 3400,
    PRESS_TEXTS = 3800, /* of ids, replaced ones too, at most */
    PRESS_BODY_MAX = 120,
    PRESS_TITLE_MAX = 5,
    PRESS_WORDS = 24,
    PRESS_SOURCES = 4,
    PRESS_SECTIONS = 3,
    PRESS_TAGS = 5,
    PRESS_AUTHORS = 6,
    PRESS_SET = PRESS_TEXTS / 64 + 1 /* a bit for each text */
};

/* Words that share a stem share `stem`; those that are two spellings of one share `spelling`. */
struct press_word {
    const char *text;
    unsigned stem, spelling;
};
extern const struct press_word press_words[PRESS_WORDS];
enum { PRESS_STOP = 0 /* the word that is a stop word: it counts in phrases alone */ };
extern const char *const press_sources[PRESS_SOURCES], *const press_sections[PRESS_SECTIONS],
    *const press_tags[PRESS_TAGS];
/* Two words each. */
extern const unsigned char press_authors[PRESS_AUTHORS][2];

struct press_text {
    unsigned id;          /* of article "aID" */
    unsigned from, until; /* commits, from 0: there since `from`, no more since `until` */
    unsigned char body[PRESS_BODY_MAX], title[PRESS_TITLE_MAX]; /* words by number */
    unsigned body_count, title_count;
    unsigned quote_from, quote_end; /* words of the body between quotation marks; none: equal */
    uint32_t in_body, in_title, in_quote, in_author; /* which words: bits */
    int author, section;            /* -1: none */
    unsigned source, tags;          /* bits */
    struct date date;
    uint64_t group[PRESS_EPOCHS]; /* of copies, as the archive shows that commit; 0: none */
};

struct press {
    char dir[64];
    struct reader *reader;
    struct press_text *texts;
    size_t count;
    char snapshots[PRESS_EPOCHS][SNAPSHOT_MAX];
    uint64_t present[PRESS_EPOCHS][PRESS_SET]; /* texts that are there at a commit */
};

/* Ends the program where it cannot be made. */
const struct press *press_open(void);
static inline bool press_has(const struct press_text *t, unsigned epoch)
{
    return t->from <= epoch && epoch < t->until;
}
/* The text of a shard's document, and of an id, at a commit. */
size_t press_by_document(unsigned epoch, size_t shard, size_t document);
size_t press_by_id(const struct press *p, unsigned epoch, const char *id, size_t len);

#endif
