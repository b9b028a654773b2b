/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms.h - the archivist's file of names that mean the same, and what it makes of a query.
 *
 * ARCHIVE/synonyms.txt (docs/synonyms.md), a group a line: "a = b = c" are taken for each other, with "a => b" b is
 * taken for a but not a for b; "[2016..2019]" behind a name: in articles of that time alone; "#" begins a comment. A
 * line that cannot be used is a problem, and the others hold. Nothing of it is in the index, so a change holds from the
 * next refresh of a reader on. */
#ifndef HUSTINGS_SYNONYMS_H
#define HUSTINGS_SYNONYMS_H

#include "archive/buffer.h"
#include "archive/query.h"
#include "archive/reader.h"

#define SYNONYMS_FILE "synonyms.txt"
enum {
    SYNONYMS_BYTES_MAX = 1 << 20,
    SYNONYMS_LINES_MAX = 10000,
    SYNONYMS_NAMES_MAX = 16,    /* of a line; further ones are a problem */
    SYNONYMS_PROBLEMS_MAX = 100 /* that are told; the others are counted */
};

struct synonyms_name {
    struct query_node *node; /* a QUERY_WORD or QUERY_PHRASE without field; from and to: the line's dates */
    const char *key;         /* the stems of its words but stop words, a space between two; a compound is one word */
};

struct synonyms_group {
    unsigned line; /* counted from 1 */
    bool one_way;  /* the others are taken for the first, not it for them */
    struct synonyms_name *names;
    size_t count; /* at least 2 */
};

struct synonyms_problem {
    unsigned line; /* 0: the whole file */
    const char *text;
};

struct synonyms_key { /* what is looked for in a query */
    const char *text;
    uint32_t group, name;
};

struct synonyms {
    struct arena arena; /* of all below */
    struct synonyms_group *groups;
    size_t group_count;
    struct synonyms_problem *problems;
    size_t problem_count, problems_untold;
    uint64_t hash; /* of the file's bytes */
    struct synonyms_key *keys; /* sorted by text, then as in the file */
    size_t key_count;
    const char **stems; /* of all names, sorted */
    size_t stem_count;
    struct stemmer *stemmer;
};

/* What text says. -1 only out of memory. */
int synonyms_parse(const char *text, size_t len, struct synonyms **out, struct error *err);
/* The file at path; *out NULL: there is none. One that is too large or cannot be read is a problem. */
int synonyms_read(const char *path, struct synonyms **out, struct error *err);
void synonyms_free(struct synonyms *s); /* accepts NULL */
/* Whether a folded word stands in a name, in any form. Accepts NULL s. */
bool synonyms_know(const struct synonyms *s, const char *word, size_t len);

/* Puts names of the file behind the words and names of query that it has them for, and so into understood_as, with room
 * for the longest first. What is quoted, behind NOT, has a *, names of its own, or stands in another field than title
 * or body is left as it is; in: where words without field look. The tree borrows from s. Accepts NULL s. */
int synonyms_apply(const struct synonyms *s, enum query_field in, struct query *query, struct arena *arena,
                   struct error *err);

/* A line for people, "pm (20) = \"prime minister\" (31), date:2016..2019", in arena: as it is understood, and how many
 * articles each name finds by itself. */
int synonyms_show(struct reader *r, const struct synonyms_group *g, struct arena *arena, const char **out,
                  struct error *err);

/* For synonyms_*.c: groups and problems from a file's text. False: out of memory. */
bool synonyms_take_lines(struct synonyms *s, const char *text, size_t len);
/* The names to be looked for, from groups. False: out of memory. */
bool synonyms_make_keys(struct synonyms *s);
/* Appends a word's stem to a key: with a space before it unless it is the first. */
void synonyms_add_stem(const struct synonyms *s, const char *word, size_t len, struct buffer *key);
/* The keys of that text; how many. */
size_t synonyms_find(const struct synonyms *s, const char *text, const struct synonyms_key **first);

#endif
