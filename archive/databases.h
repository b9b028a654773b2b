/* SPDX-License-Identifier: GPL-2.0-or-later */
/* databases.h - what a generation names, opened: its databases, and the files that lie beside each run's. For reader.c
 * only. */
#ifndef HUSTINGS_DATABASES_H
#define HUSTINGS_DATABASES_H

#include "archive/generation.h"
#include "archive/groups.h"
#include "archive/reader.h"
#include "archive/retired.h"
#include "archive/schema.h"
#include "archive/shard_documents.h"

struct databases {
    xap_reader *xapian;
    size_t count;
    struct forward *forwards[SCHEMA_DATABASES_MAX]; /* one a run, as the next four */
    struct blocks *blocks[SCHEMA_DATABASES_MAX];
    struct columns *columns[SCHEMA_DATABASES_MAX];
    struct pairs *pairs[SCHEMA_DATABASES_MAX];
    struct names *names[SCHEMA_DATABASES_MAX];
    struct retired said[SCHEMA_DATABASES_MAX];    /* by a run's documents themselves */
    struct retired retired[SCHEMA_DATABASES_MAX]; /* all */
    uint64_t *hidden[SCHEMA_DATABASES_MAX];       /* of the shard's documents, in the view */
    uint64_t view;                                /* commit */
    struct groups groups[SCHEMA_DATABASES_MAX];
    struct shard_documents delta;
    struct reader_shard shards[SCHEMA_DATABASES_MAX];
};

/* Opens those of the archive at dir into *d, closing what it held; on failure that stays. */
int databases_open(struct databases *d, const char *dir, const struct generation *generation, struct error *err);
void databases_close(struct databases *d); /* d is empty and usable after */
/* Takes in what the newest commit says of the documents; to be followed by databases_view. */
int databases_refresh(struct databases *d, struct error *err);
/* Shows the documents of a commit, VIEW_NEWEST or older; how many that are, into *articles. */
int databases_view(struct databases *d, uint64_t commit, uint32_t *articles, struct error *err);
/* FAULT_DAMAGED: a file that was read meanwhile could not be (mapped.h): what was found is not to be believed, and they
 * are to be opened anew. */
int databases_whole(const struct databases *d, const char *dir, const struct generation *generation,
                    struct error *err);
/* Whether a document of the view is there in the newest, too. */
bool databases_is_live(const struct databases *d, size_t shard, uint32_t docid);

#endif
