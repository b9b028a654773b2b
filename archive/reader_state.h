/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reader_state.h - what stands behind struct reader. For reader*.c only. */
#ifndef HUSTINGS_READER_STATE_H
#define HUSTINGS_READER_STATE_H

#include "archive/databases.h"
#include "archive/forms.h"
#include "archive/reader.h"
#include "archive/synonyms_watch.h"

#include <limits.h>
#include <sys/stat.h>

enum { UUID_SHOWN = 8 /* characters: enough to tell one archive from another in an answer */ };

struct reader {
    char dir[PATH_MAX];
    char stub[PATH_MAX]; /* the generation's file */
    struct stat seen;    /* of it, when it was read */
    struct generation generation;
    struct databases databases;
    uint64_t commit, known; /* the newest, and the first that can be shown */
    struct boilerplate boilerplate;
    struct synonyms_watch synonyms;
    struct snapshot snapshot;
    struct segments segments;
    struct snippet_maker *snippets;
    struct spelling *spelling;
    struct names_live *names_live;
    struct buffer text;
    char langs[READER_LANGS_MAX][FORMS_LANG_MAX];
    size_t lang_count;
};

/* Shows the archive as it was after a commit that is known. */
int reader_show_commit(struct reader *r, uint64_t commit, struct error *err);
/* What lies with a document (docid over all shards), borrowed from b. */
int reader_read_record(struct reader *r, uint32_t docid, struct buffer *b, struct record *out, struct error *err);

#endif
