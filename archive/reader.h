/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader.h - an archive as one thread reads it: the databases of a generation, what is
 * hidden in them, and the articles themselves. */
#ifndef HUSTINGS_READER_H
#define HUSTINGS_READER_H

#include "archive/boilerplate.h"
#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/record.h"
#include "archive/retractions.h"
#include "archive/segments.h"
#include "archive/snippet.h"
#include "shim/xapian_c.h"

enum {
    READER_TRIES = 4,      /* the first, and three more when writers overtake it */
    READER_LANGS_MAX = 16, /* languages whose stems a query word is looked up under */
    SNAPSHOT_MAX = 64
};

/* The archive as it was after one commit. */
struct snapshot {
    char id[SNAPSHOT_MAX]; /* the archive's uuid, cut, the number of the commit, and where the archive has synonyms a
                            * hash of them */
    uint32_t articles;
    uint64_t commit, latest; /* its own, and the archive's newest */
    bool newest;         /* else articles are found exactly as then, but may be ranked otherwise: words are weighed by
                          * how frequent they are today */
    bool other_synonyms; /* the one that was asked for had others than there are now */
};

struct forward;
struct blocks;
struct columns;
struct groups;
struct pairs;
struct names;
struct names_live;
struct spelling;
struct synonyms;

struct reader;
/* FAULT_NOT_FOUND when there is no archive at dir. */
int reader_open(const char *dir, struct reader **out, struct error *err);
void reader_close(struct reader *r); /* accepts NULL */
/* Moves to the newest snapshot; cheap when nothing was written. changed may be NULL. */
int reader_refresh(struct reader *r, bool *changed, struct error *err);
const struct snapshot *reader_snapshot(const struct reader *r);
/* The number of the commit that a snapshot's id names. FAULT_INVALID: no id of a snapshot of this archive;
 * FAULT_NOT_FOUND: it is no longer known. */
int reader_commit_of(const struct reader *r, const char *id, size_t len, uint64_t *commit, struct error *err);
/* Shows the archive as it was at an earlier snapshot, by its id, until the next refresh; what is asked of r then is
 * answered from that. Fails as reader_commit_of. */
int reader_show(struct reader *r, const char *id, size_t len, struct error *err);
/* Refreshes, then calls ask, again while it fails with FAULT_STALE: the unit of
 * retry. ask must start anew each time. */
int reader_ask(struct reader *r, int (*ask)(struct reader *r, void *ctx, struct error *err), void *ctx,
               struct error *err);

/* The functions below answer from one snapshot, the newest unless reader_show was called; FAULT_STALE: it was
 * overtaken. */

/* The article's record, borrowed from b, and docid (may be NULL). FAULT_NOT_FOUND. */
int reader_find(struct reader *r, const char *id, struct buffer *b, struct record *out, uint32_t *docid,
                struct error *err);
/* Facts and text from the article's segment, into b; verify proves the hash. Of one that is withdrawn: none. */
int reader_stored(struct reader *r, const struct record *record, bool verify, struct buffer *b,
                  struct segment_record *out, struct error *err);
/* An article's tombstone, as reader_find finds an article. Its reason is in its record (stored_read_retraction). */
int reader_find_retracted(struct reader *r, const char *id, struct retraction *out, struct error *err);
/* All of them, to be freed. */
int reader_retracted(struct reader *r, struct retractions *out, struct error *err);
/* For versions.h: the links of all that reader_find gives lead to records in these. */
struct segments *reader_segments(struct reader *r);
/* Lines that are left out of what is shown of a text and compared. */
const struct boilerplate *reader_boilerplate(const struct reader *r);
/* Walks all articles, the newest first: each(ctx, record); not 0 stops and is returned. */
int reader_walk(struct reader *r, int (*each)(void *ctx, const struct record *record, struct error *err), void *ctx,
                struct error *err);

/* For search.c and plan.c. */
xap_reader *reader_xapian(struct reader *r);
/* One database of the generation. Its documents are numbered from 0 in the order of their docids. */
struct reader_shard {
    const struct forward *forward; /* these five are NULL in the delta, which has positions */
    const struct blocks *blocks;
    const struct columns *columns;
    const struct pairs *pairs;
    const struct names *names;
    size_t documents;
    const uint32_t *docids;  /* as the database has them, one a document */
    const uint32_t *lengths; /* likewise */
    const struct groups *groups; /* of copies */
    const uint64_t *hidden;  /* bit i: document i is not in the snapshot; NULL: all are */
};
size_t reader_shard_count(const struct reader *r);
const struct reader_shard *reader_shard(const struct reader *r, size_t shard);
/* Where a docid over all shards, as xap_reader counts, lies: its shard, and there its document's number, which is
 * shard->documents where there is none. */
struct reader_place {
    size_t number; /* of the shard */
    const struct reader_shard *shard;
    uint32_t docid; /* as the shard has it */
    size_t document;
};
struct reader_place reader_place(const struct reader *r, uint32_t docid);
/* Of a document of an older snapshot: sets record->withdrawn where its article was deleted since, or this text of it
 * retracted. Then nothing but its id is shown, and that it was there. */
int reader_withdraw(struct reader *r, uint32_t docid, struct record *record, struct error *err);
/* Whether it would. */
int reader_is_withdrawn(struct reader *r, uint32_t docid, bool *is, struct error *err);
struct snippet_maker *reader_snippets(struct reader *r);
struct spelling *reader_spelling(struct reader *r);
const struct synonyms *
reader_synonyms(const struct reader *r); /* the archive's file, as it was at the last refresh; NULL: none */
struct names_live *reader_names_live(struct reader *r); /* the delta's names, as they were when last asked for */
struct buffer *reader_buffer(struct reader *r); /* for a text that is read and done with at once */
const char *reader_dir(const struct reader *r);
const char *reader_uuid(const struct reader *r); /* of the archive, for its whole life */
size_t reader_lang_count(const struct reader *r);
const char *reader_lang(const struct reader *r, size_t i); /* "en" first, then what articles say */

#endif
