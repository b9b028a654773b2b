/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer.h - what stands behind struct writer. For store*.c, delta.c and fold.c only. */
#ifndef HUSTINGS_WRITER_H
#define HUSTINGS_WRITER_H

#include "archive/docids.h"
#include "archive/forms.h"
#include "archive/generation.h"
#include "archive/item.h"
#include "archive/pending.h"
#include "archive/segment_dictionary.h"
#include "archive/shim_error.h"
#include "archive/store.h"

#include <limits.h>
#include <stdatomic.h>

/* A compacted database, and which of its documents are no longer to be found. */
struct run {
    char uuid[37];
    uint32_t documents; /* hidden ones included */
    struct docids hidden;
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
    struct run runs[SCHEMA_DATABASES_MAX];
    size_t run_count;      /* the delta is the database behind them */
    xap_reader *runs_read; /* NULL when there are none */
    xap_writer *delta;
    uint64_t commit;
    struct segment_writer *segment;
    _Atomic(struct segment_dictionary *) dictionary;
    uint64_t dictionary_at; /* 0: there is none */
    struct samples samples; /* that one will be made of */
    struct packer *packer;
    struct packed scratch;
    struct item_maker *items;
    struct pending pending;
    struct stemmer *stemmer; /* of stemmer_lang */
    char stemmer_lang[FORMS_LANG_MAX];
    struct build_options build;
    bool failed; /* a commit did: what is in memory may not be what is on disk */
    atomic_bool news;
    uint32_t day_start, day_next; /* free docids of one day are looked for where the last was found */
};

/* ARCHIVE/name into path. */
void writer_path(const struct writer *w, const char *name, char path[PATH_MAX]);
/* Opens what the generation names; what was open of it is closed first. XAP_CREATE: the delta is made, which
 * only a new archive may ask for: an empty delta knows of no articles, and the segment would be cut to it. */
int writer_open_databases(struct writer *w, xap_open how, struct error *err);
/* What the delta says of the segment's length, the last commit and a run's hidden documents. */
int delta_read_state(struct writer *w, uint64_t *segment_end, struct error *err); /* and where the dictionary is */
int delta_read_hidden(struct writer *w, struct run *run, struct error *err);
/* Reads the dictionary that delta_read_state found in the segment; a damaged one costs the articles that are packed by
 * it, and new ones get another. Until there is one, dictionary_learn gathers what is put to train it. */
int dictionary_open(struct writer *w, const char *segment, struct error *err);
int dictionary_learn(struct writer *w, const struct packed *p, struct error *err);
void dictionary_close(struct writer *w);
/* Commits what is pending into the delta. */
int delta_commit(struct writer *w, struct error *err);
/* Writes state and hidden lists of runs into delta and commits it. */
int delta_finish(struct writer *w, xap_writer *delta, const struct run *runs, size_t run_count, struct error *err);
/* Commits what is pending, with all that the delta holds, as a run, and takes small runs into it; all: every run. */
int fold_commit(struct writer *w, bool all, struct error *err);

#endif
