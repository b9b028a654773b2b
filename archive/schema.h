/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.h - how an article lies in Xapian: the one place. The reasons are in docs/schema.md. */
#ifndef HUSTINGS_SCHEMA_H
#define HUSTINGS_SCHEMA_H

#include "archive/arena.h"
#include "archive/buffer.h"
#include "archive/date.h"

#include <stdbool.h>
#include <stdint.h>

#define PREFIX_TITLE "S"     /* word of the title, with positions */
#define PREFIX_AUTHOR "A"    /* word of an author's name, with positions */
#define PREFIX_NOT_BODY "XN" /* word of title or author that is not in the body */
#define PREFIX_ID "Q"
#define PREFIX_DAY "D"   /* YYYYMMDD */
#define PREFIX_MONTH "M" /* YYYYMM */
#define PREFIX_YEAR "Y"  /* YYYY */
#define TERM_UNDATED "Ynone"
#define PREFIX_URL "U"   /* the address without scheme, www. and closing slash; and its host alone */
#define PREFIX_SOURCE "XS"
#define PREFIX_SECTION "XC"
#define PREFIX_AUTHOR_NAME "XA" /* a whole author's name */
#define PREFIX_TAG "XT"
#define PREFIX_LANG "XL"
#define PREFIX_BOILERPLATE "XB" /* a line that was left out of it, as boilerplate.h names lines */
#define PREFIX_GROUP "XG"       /* copies of one story: copies.h */
#define PREFIX_STORY_KEY "XF"   /* in the delta: by which copies are looked for, story.h */

/* Keys of the delta's metadata, which changes in the same commit as the documents it is about. */
#define DELTA_SEGMENT "segment" /* bytes of the segment that the index knows of, in decimal */
#define DELTA_COMMIT "commit"   /* number of the last commit, in decimal */
#define DELTA_DICTIONARY "dictionary" /* offset of the segment's last one, in decimal; absent: there is none */
#define DELTA_NAMES                                                                                                    \
    "names" /* how many lists of names its commits left, in decimal; and with a number behind, from 0, each of         \
             * them: names_live.h */
#define DELTA_KNOWN "known"     /* the first commit whose snapshot can still be asked, in decimal; absent: all */
#define DELTA_RETRACTED "retracted" /* retractions_write; absent: none is */
#define DELTA_BOILERPLATE "boilerplate" /* boilerplate_write; absent: no line is known */
#define DELTA_HIDDEN "hidden:"  /* and a database's uuid: retired_write of those of its documents that are no longer to
                                 * be found and do not say so themselves */

enum schema_slot {
    SLOT_DATE, SLOT_SOURCE, SLOT_SECTION, SLOT_AUTHORS, SLOT_TAGS, SLOT_LANG,
    SLOT_LENGTH, /* in words as BM25 takes it, a varint: document.h */
    SLOT_GROUP,  /* of copies: copies.h */
    SLOT_ADDED,   /* the commit that first has it: retired.h */
    SLOT_RETIRED, /* the first that has it no more, of documents of a run that was made later */
    SLOT_QUOTED   /* in the delta: where it quotes, in positions: quoted.h */
};

enum {
    SCHEMA_FORMAT = 5,          /* an archive of another format is refused, with what to do */
    SCHEMA_FIRST_DAY = -135140, /* 1600-01-01, in days since 1970-01-01 */
    SCHEMA_LAST_DAY = 84005,    /* 2199-12-31 */
    SCHEMA_SLOTS_A_DAY = 4800,  /* docids of one day: 18 seconds each */
    SCHEMA_DATABASES_MAX = 4,   /* that one reader joins: three runs and the delta */
    SCHEMA_TERM_MAX = 245       /* glass's limit */
};
/* The undated lie from here on. */
#define SCHEMA_DOCID_UNDATED ((uint32_t)(SCHEMA_LAST_DAY - SCHEMA_FIRST_DAY + 1) * SCHEMA_SLOTS_A_DAY + 1)
#define SCHEMA_DOCID_MAX (UINT32_MAX / SCHEMA_DATABASES_MAX) /* a reader over so many multiplies docids */

/* The first docid to try for an article of this date, and how many follow it
 * on the same day. Docids fall as dates rise: a day's first slot is its latest
 * moment. A year or month alone counts as its first day, as its range is
 * searched. Undated (precision DATE_NONE), or outside 1600..2199: behind all days. */
uint32_t schema_docid(const struct date *d, uint32_t *room);
/* Whether articles of this date can be ordered and found by it: 1600..2199. */
bool schema_dates(const struct date *d);

/* "Q" and 128 bits of the SHA-256 of an id, in hex, into out; its length. */
size_t schema_id_term(const char *id, size_t len, char out[SCHEMA_TERM_MAX]);
/* prefix and the folded value; one too long for a term ends in its hash. -1: out of memory. */
int schema_value_term(const char *prefix, const char *value, size_t len, struct buffer *out);

/* The part of a URL that its terms are made of, and the length of its host: without scheme, "www.", fragment and
 * closing slash. Borrowed from url. */
size_t schema_url(const char *url, size_t len, const char **out, size_t *host_len);
/* The terms of which any matches an article of first..last (days since
 * 1970-01-01, inclusive), as the fewest years, months and days: for each,
 * add(ctx, term). A year-only article is inside when its whole year is. Stops
 * and returns -1 when add does. */
int schema_date_terms(int32_t first, int32_t last, int (*add)(void *ctx, const char *term), void *ctx);

#endif
