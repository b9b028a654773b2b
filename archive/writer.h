/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer.h - what stands behind struct writer. For store*.c, delta.c, fold.c, rebuild.c, boilerplate_learn.c and
 * copies_*.c only. */
#ifndef HUSTINGS_WRITER_H
#define HUSTINGS_WRITER_H

#include "archive/boilerplate_tally.h"
#include "archive/docids.h"
#include "archive/forward.h"
#include "archive/retired.h"
#include "archive/forms.h"
#include "archive/generation.h"
#include "archive/item.h"
#include "archive/pending.h"
#include "archive/reader.h"
#include "archive/retractions.h"
#include "archive/segment_dictionary.h"
#include "archive/segments.h"
#include "archive/shim_error.h"
#include "archive/store.h"

#include <limits.h>
#include <stdatomic.h>

/* A database, and which of its documents are no longer to be found. */
struct part {
    char uuid[37];
    struct retired said;  /* as its documents say: of those that a run was made with */
    struct retired since; /* and as the delta's metadata says */
    struct forward *forward; /* of a run: what has its docids */
};

/* Payloads gathered until they are enough for a dictionary. */
struct samples {
    struct buffer bytes;
    size_t *sizes;
    size_t count, size;
    bool refused; /* they had too little in common: not tried again */
};

struct writer {
    char dir[PATH_MAX];
    int lock;
    struct generation generation;
    struct part parts[SCHEMA_DATABASES_MAX];
    size_t run_count;      /* the delta is the part behind them */
    xap_reader *runs_read; /* NULL when there are none */
    xap_writer *delta;
    uint64_t commit;
    uint64_t known; /* the first commit whose snapshot can still be asked */
    struct segment_writer *segment;
    _Atomic(struct segment_dictionary *) dictionary;
    uint64_t dictionary_at; /* 0: there is none */
    struct samples samples; /* that one will be made of */
    struct packer *packer;
    struct packed scratch;
    struct item_maker *items;
    struct pending pending;
    struct retractions retracted; /* as it will be after the next commit */
    bool retracted_changed;       /* since the last */
    struct boilerplate boilerplate; /* likewise */
    bool boilerplate_changed;
    struct boilerplate_tally *tally; /* of what is pending */
    struct reader *committed;        /* to look for lines in what is committed; NULL: not opened yet */
    struct segments segments;     /* to read earlier versions in */
    struct stemmer *stemmer; /* of stemmer_lang */
    char stemmer_lang[FORMS_LANG_MAX];
    struct build_options build;
    uint64_t copies; /* put since it was opened, and in a group that another leads */
    bool failed; /* a commit did: what is in memory may not be what is on disk */
    atomic_bool news;
    uint32_t day_start, day_next; /* free docids of one day are looked for where the last was found */
};

/* A writer that holds the archive's lock and has nothing of it open; dir is made when absent. */
int writer_begin(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err);
/* Removes folders that its generation does not name. fresh: where no archive was they are another's, and refused. */
int writer_sweep(const struct writer *w, bool fresh, struct error *err);
/* ARCHIVE/name into path. */
void writer_path(const struct writer *w, const char *name, char path[PATH_MAX]);
/* What is stored under an id, committed or pending. */
struct known {
    struct pending_entry *entry; /* NULL: not pending */
    struct old_place old;        /* database -1: not committed */
    bool there;                  /* and not deleted; then: */
    uint8_t hash[SEGMENT_HASH];
    uint32_t segment; /* its record */
    struct segment_place place;
    uint32_t version;
    const struct retraction *retracted; /* NULL: it is not */
};
int known_find(struct writer *w, const char id[PENDING_ID], struct known *out, struct error *err);
/* The link of the next article under the id: to this one, or to its tombstone. */
struct segment_link known_link(const struct known *known, int64_t stored);
/* Whether p is already there as that version: 1 or 0, or -1. */
int known_has(struct writer *w, const struct known *known, const struct packed *p, uint32_t version, struct error *err);
/* The id's pending entry becomes now, whose id and old place are settled. */
int known_remember(struct writer *w, const char id[PENDING_ID], const struct known *known,
                   const struct pending_entry *now, struct error *err);
/* The list of retracted ids after entry, which a tombstone (deleted) or an article left. */
int known_retract(struct writer *w, const struct pending_entry *entry, const char id[PENDING_ID], struct error *err);

/* Has a committed document made anew by the next commit, from its stored article: something else that it is made of
 * changed. Nothing to do where another article is pending under its id, or it is deleted. */
int known_again(struct writer *w, struct old_place at, struct error *err);

/* Counts the lines of an article that was put as that entry. */
int boilerplate_note(struct writer *w, const struct packed *p, const struct pending_entry *entry, struct error *err);
/* Learns lines that recur in what is pending and committed, before it is indexed: boilerplate_learn.c. */
int boilerplate_learn(struct writer *w, struct error *err);
/* Settles the groups of copies (copies.h) of what is pending, and has committed articles made anew whose group that
 * changes. To be called when the text that is compared is settled, before what is pending is indexed. */
int copies_settle(struct writer *w, struct error *err);

/* Opens what the generation names; what was open of it is closed first. XAP_CREATE: the delta is made, which
 * only a new archive may ask for: an empty delta knows of no articles, and the segment would be cut to it. */
void writer_close_databases(struct writer *w);
int writer_open_databases(struct writer *w, xap_open how, struct error *err);
/* What the delta says of the segment's length, the last commit, where the dictionary is, and a part's documents. */
int delta_read_state(struct writer *w, uint64_t *segment_end, struct error *err);
int delta_read_retired(struct writer *w, struct part *part, struct error *err);
/* Has the readers of runs and delta leave out what is retired. */
int writer_hide(struct writer *w, struct error *err);
/* The docids of all runs that the caller does not leave out, into lists; how many lists. */
size_t writer_docids(const struct writer *w, const bool *left_out, struct docids lists[SCHEMA_DATABASES_MAX]);
/* Reads the dictionary that delta_read_state found in the segment; a damaged one costs the articles that are packed by
 * it, and new ones get another. Until there is one, dictionary_learn gathers what is put to train it. */
int dictionary_open(struct writer *w, const char *segment, struct error *err);
int dictionary_learn(struct writer *w, const struct packed *p, struct error *err);
void dictionary_close(struct writer *w);
/* Commits what is pending into the delta. */
int delta_commit(struct writer *w, struct error *err);
/* Writes state and what is retired in each of parts into delta and commits it. */
int delta_finish(struct writer *w, xap_writer *delta, const struct part *parts, size_t count, struct error *err);
/* Its checksums (delta_sums.h) after that; name: its folder. */
void delta_sum(const struct writer *w, const char *name, xap_writer *delta);
/* FAULT_DAMAGED: the delta is not what those say. A commit copies what it changes, damage as well, and sums the copy:
 * to be asked before the first. */
int delta_prove(const struct writer *w, struct error *err);
/* Commits what is pending, with all that the delta holds (if one is open), as a run, and takes small runs into it; or
 * every run; and then without what is retired: no snapshot before it is known any more. */
enum fold { FOLD_SMALL, FOLD_ALL, FOLD_FORGET };
int fold_commit(struct writer *w, enum fold how, struct error *err);

#endif
