/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.h - the one writer of an archive.
 *
 * An article goes to a segment first; commit syncs that and indexes what is new: a few into
 * the delta, many as a run of their own (build.h). What writer_commit reported is there
 * after a crash, and what it did not is not half there. */
#ifndef HUSTINGS_STORE_H
#define HUSTINGS_STORE_H

#include "archive/article.h"
#include "archive/boilerplate_tally.h"
#include "archive/build.h"

struct writer;

enum put_result { PUT_ADDED, PUT_UPDATED, PUT_UNCHANGED, PUT_LINE /* no article but a line */, PUT_RESULTS };

enum {
    STORE_DELTA_MAX = 4000 /* articles; past it the delta is folded into a run */
};

/* Opens the archive at dir, making it when absent; waits up to wait_ms for
 * another writer (then FAULT_LOCKED). purpose is what others are told. */
int writer_open(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err);
/* Drops what was not committed; accepts NULL. */
void writer_close(struct writer *w);
/* For commits that build; copied. */
void writer_set_build(struct writer *w, const struct build_options *options);

/* An article made ready to be stored: the part of writer_put that any thread may do. */
struct packed {
    char *id;
    enum segment_kind kind; /* SEGMENT_ARTICLE, SEGMENT_RETRACTION or SEGMENT_BOILERPLATE */
    uint32_t version;       /* that it was exported as; 0: it is none */
    int64_t stored;         /* when it was first, in seconds since 1970; 0: now */
    struct buffer payload; /* facts as JSON, then the text */
    size_t head_len;
    uint8_t hash[SEGMENT_HASH];
    uint32_t docid;        /* schema_docid's */
    struct buffer record;  /* packed for the segment, or empty: writer_put_packed does it then */
    struct buffer lines;   /* keys of its lines, which article points to */
    struct boilerplate_article article;
};
/* The docid that an article's date asks for. */
uint32_t docid_wanted(const struct article *a);
struct packer; /* one thread's tools */
struct packer *packer_new(void); /* NULL: out of memory */
void packer_free(struct packer *p);
/* Fills *out, whose buffers are reused (zero it at first). a must have an id; with a->retracted it is a tombstone. The
 * record for w's segment is packed only if that writer expects news, since it is wasted on an article that has not
 * changed; w may be NULL. */
int packer_pack(struct packer *p, const struct article *a, const struct writer *w, struct packed *out,
                struct error *err);
/* Packs the record if it is not packed yet. */
int packer_complete(struct packer *p, const struct writer *w, struct packed *out, struct error *err);
/* The record that says an article is deleted, into out->record. */
int packer_deletion(struct packer *p, const char *id, struct packed *out, struct error *err);
/* The record that says what became of a source's line, likewise. */
int packer_line(struct packer *p, const char *source, const char *line, enum boilerplate_state state,
                const struct writer *w, struct packed *out, struct error *err);
void packed_free(struct packed *p); /* accepts NULL */
/* Whether the last article put was new or changed, and what records are packed by (NULL: nothing yet). Any thread may
 * ask; the dictionary is the writer's. */
bool writer_expects_news(const struct writer *w);
const struct segment_dictionary *writer_dictionary(const struct writer *w);

/* Adds the article, or replaces the one with its id, whose text stays as an earlier version. A tombstone takes it out
 * of the index (FAULT_INVALID where there is none); another text under its id brings it back, the same does not. */
int writer_put_packed(struct writer *w, struct packed *p, enum put_result *result, struct error *err);
/* As packer_pack and writer_put_packed. */
int writer_put(struct writer *w, const struct article *a, enum put_result *result, struct error *err);
/* What writer_put would say, without doing it. */
int writer_would_put(struct writer *w, const struct packed *p, enum put_result *result, struct error *err);
/* Leaves a tombstone with its reason: PUT_UPDATED, or PUT_UNCHANGED where that is there. FAULT_NOT_FOUND. */
int writer_retract(struct writer *w, const char *id, const char *reason, enum put_result *result, struct error *err);
/* Nothing is known of the id afterwards, no tombstone either. FAULT_NOT_FOUND when there is no such article. */
int writer_delete(struct writer *w, const char *id, struct error *err);
/* Says what becomes of a source's line (boilerplate.h): KEPT leaves it out of all articles that have it, DROPPED brings
 * it back, LEARNED does as KEPT where nothing was said of it before. *changed: how many articles the next commit makes
 * anew. FAULT_INVALID when it is no line. */
int writer_set_line(struct writer *w, const char *source, const char *line, enum boilerplate_state state,
                    size_t *changed, struct error *err);
/* After a failure the writer commits no more: open it again. */
int writer_commit(struct writer *w, struct error *err);
/* Articles put and deletions since the last commit, and the bytes of text among them. */
size_t writer_pending(const struct writer *w, uint64_t *bytes);
/* Of the articles put, those committed as copies of one that was published before (copies.h). */
uint64_t writer_copies(const struct writer *w);
/* Makes one run of all articles, when there is more than that; *done says whether. forget: of what they were before,
 * too, nothing is left in the index, and no older snapshot can be asked any more. */
int writer_compact(struct writer *w, bool forget, bool *done, struct error *err);

#endif
