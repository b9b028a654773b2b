/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate.h - lines that a source puts under or into its articles and that are none of what they say.
 *
 * Known lines are left out of index, snippets and the comparison of articles; the stored text keeps them. Each is a
 * record of the segment, and a list of them lies in the delta's metadata. How they are learned: boilerplate_learn.h. */
#ifndef HUSTINGS_BOILERPLATE_H
#define HUSTINGS_BOILERPLATE_H

#include "archive/buffer.h"
#include "archive/segment.h"

enum { BOILERPLATE_LINE_MAX = 4000 /* bytes; a longer line is none */ };

enum boilerplate_state {
    BOILERPLATE_LEARNED = 1, /* left out */
    BOILERPLATE_KEPT,        /* left out, as the archivist said */
    BOILERPLATE_DROPPED      /* text, as the archivist said: not learned again */
};

const char *boilerplate_state_name(enum boilerplate_state state); /* "learned" */
bool boilerplate_state_named(const char *name, enum boilerplate_state *out);

/* What became of a line, and when. A line may have several, since documents that were made before the last of them are
 * made again as they were: retired.h. */
struct boilerplate_line {
    uint64_t key; /* boilerplate_key */
    uint64_t since; /* the first commit that it holds for */
    enum boilerplate_state state;
    uint32_t segment; /* where its record stands */
    struct segment_place place;
};
struct boilerplate {
    struct boilerplate_line *at; /* by key, and then by since */
    size_t count, size;
};
void boilerplate_free(struct boilerplate *b); /* b is empty and usable after */
/* The last of key's. Borrowed until the next change; NULL: not known. */
const struct boilerplate_line *boilerplate_find(const struct boilerplate *b, uint64_t key);
/* Whether the i-th is the last of its key's: what holds now. */
bool boilerplate_is_last(const struct boilerplate *b, size_t i);
/* Adds a copy of line, or replaces that of its key and commit. False: out of memory. */
bool boilerplate_set(struct boilerplate *b, const struct boilerplate_line *line);
/* As bytes; false: over the maximum of out. */
bool boilerplate_write(const struct boilerplate *b, struct buffer *out);
/* Replaces b. False: the bytes are no such list, or out of memory; b is empty then. */
bool boilerplate_read(struct boilerplate *b, const char *bytes, size_t len);

/* Appends whose lines an article's are: its source, else its URL's host, else nothing. False: out of memory. */
bool boilerplate_source(const char *source, size_t source_len, const char *url, size_t url_len, struct buffer *out);
/* A number for that, whatever its case and accents. */
uint64_t boilerplate_seed(const char *source, size_t len);

/* The lines of a text, but for empty and very long ones. */
struct boilerplate_lines {
    const char *at, *end;
    uint64_t seed;
    const char *line; /* the last, without white space at its ends and runs of it in between; no NUL behind it */
    size_t len;
    size_t start, stop; /* bytes of the text it stands in, its newline left out */
    const char *text;
    char squeezed[BOILERPLATE_LINE_MAX];
};
void boilerplate_lines_start(struct boilerplate_lines *l, uint64_t seed, const char *text, size_t len);
/* The next line's key, never 0; 0: there are no more. */
uint64_t boilerplate_lines_next(struct boilerplate_lines *l);
/* Of one line by itself; 0: it is empty or too long. */
uint64_t boilerplate_key(uint64_t seed, const char *line, size_t len);

#define BOILERPLATE_NOW UINT64_MAX
/* The text without the lines of b as they were at a commit: text itself where it has none, else out's bytes. keys (may
 * be NULL; cleared first) gets those that were left out, each once, as uint64_t. False: out of memory. */
bool boilerplate_strip(const struct boilerplate *b, uint64_t commit, uint64_t seed, const char **text, size_t *len,
                       struct buffer *out, struct buffer *keys);

#endif
