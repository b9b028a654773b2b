/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_search.h - the archive's articles in which a line stands. */
#ifndef HUSTINGS_BOILERPLATE_SEARCH_H
#define HUSTINGS_BOILERPLATE_SEARCH_H

#include "archive/boilerplate_article.h"
#include "archive/reader.h"

/* A line of a source's, as an article has it that is not one of the archive's. */
struct boilerplate_question {
    uint64_t key, seed;
    const char *line;
    size_t len;
    const char *source; /* the articles' own; "": they have none */
    size_t source_len;
    uint32_t least; /* fewer articles than that need not be found */
    uint32_t most;  /* articles that are looked at, the newest first; 0: all */
};
struct boilerplate_hit {
    uint32_t docid; /* over all shards */
    const struct record *record;
    const struct boilerplate_article *article;
};
/* Those whose text has the line: they have its words, which the index tells, and each is read. each(ctx, hit): not 0
 * stops and is returned. A line without words is found nowhere, and no line that is known and left out. */
int boilerplate_search(struct reader *r, const struct boilerplate_question *question,
                       int (*each)(void *ctx, const struct boilerplate_hit *hit, struct error *err), void *ctx,
                       struct error *err);
/* The docids of the articles that the line of that key was left out of, in arena. */
int boilerplate_left_out_of(struct reader *r, uint64_t key, uint32_t most, struct arena *arena, uint32_t **docids,
                            size_t *count, uint64_t *total, struct error *err);
/* The term of those. */
enum { BOILERPLATE_TERM_MAX = 24 };
size_t boilerplate_term(uint64_t key, char out[BOILERPLATE_TERM_MAX]);

#endif
