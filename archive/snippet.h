/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet.h - the passage of a text that shows best why it was found, with the words marked.
 *
 * What is marked is told as units: a word (any of its forms), a prefix, a phrase or a
 * group of near words. plan.c makes them from the very forms that the search looks up, so
 * that what is found and what is marked cannot differ. */
#ifndef HUSTINGS_SNIPPET_H
#define HUSTINGS_SNIPPET_H

#include "archive/arena.h"
#include "archive/words.h"

enum {
    SNIPPET_LENGTH = 280,         /* characters (code points), where nothing else is asked */
    SNIPPET_FRAGMENTS = 2,        /* likewise */
    SNIPPET_LENGTH_MIN = 160,     /* that can be asked for */
    SNIPPET_LENGTH_MAX = 300,
    SNIPPET_ENDS = 3,             /* characters that ellipses at both ends may add */
    SNIPPET_TEXT_MAX = 512 << 10, /* bytes of an article looked at: 80,000 words */
    MARK_UNITS_MAX = 128
};

enum mark_kind { MARK_WORD, MARK_PREFIX, MARK_PHRASE, MARK_NEAR };
/* Where a unit is looked for, as bits. */
enum { MARK_IN_TITLE = 1, MARK_IN_BODY = 2, MARK_QUOTED = 4 /* with MARK_IN_BODY: within a quotation */ };

struct marks; /* lives in its arena */
struct marks *marks_new(struct arena *arena); /* NULL: the arena is full */
/* A new unit; -1: full. distance: of MARK_NEAR, words that may stand between. */
int marks_unit(struct marks *m, enum mark_kind kind, unsigned where, unsigned distance);
/* A form of the unit's part (0 unless a phrase or near group, whose parts are in order). */
bool marks_form(struct marks *m, int unit, unsigned part, const char *term, size_t len);
size_t marks_count(const struct marks *m);

/* Plain text and the byte ranges of it to mark: rising, not overlapping, a phrase one range. */
struct mark_span {
    uint32_t start, end;
};
struct marked {
    const char *text; /* NUL-terminated */
    size_t len;
    struct mark_span *spans;
    size_t span_count;
};

/* One thread's tools. */
struct snippet_maker;
struct snippet_maker *snippet_maker_new(void); /* NULL: out of memory */
void snippet_maker_free(struct snippet_maker *s);

/* The whole of a title with its words marked. False: the arena is full. */
bool snippet_title(struct snippet_maker *s, const struct marks *m, const char *title, size_t len, struct arena *arena,
                   struct marked *out);
/* The whole of a text likewise; what stands behind its first SNIPPET_TEXT_MAX bytes is there, and unmarked. */
bool snippet_whole(struct snippet_maker *s, const struct marks *m, const char *text, size_t len, struct arena *arena,
                   struct marked *out);
struct snippet_form {
    size_t length;      /* characters at most, without the ellipses at the ends (SNIPPET_ENDS) */
    unsigned fragments; /* 1 or 2 */
};
/* The best passage of text: most distinct units, then closest together, then
 * earliest; cut at sentence or word ends, white space as one space, "…" where it was
 * cut. Where two passages show more units than one, both, with " … " between them. Without any unit: the text's
 * beginning, past a repetition of title, which is not shown again. marks NULL: nothing is marked. */
bool snippet_passage(struct snippet_maker *s, const struct marks *m, const char *text, size_t len, const char *title,
                     size_t title_len, const struct snippet_form *form, struct arena *arena, struct marked *out);
/* Escaped for HTML (& < > " '), <mark> the only tag. NULL: the arena is full. */
const char *marked_html(const struct marked *m, struct arena *arena);

#endif
