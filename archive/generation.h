/* SPDX-License-Identifier: GPL-2.0-or-later */
/* generation.h - which databases make up the archive now: one small file, replaced whole.
 *
 * The file is ARCHIVE/XAPIANDB, a Xapian stub whose comment lines hold ours, so
 * that Xapian's own tools open the folder too. It is switched by rename, after
 * all it names is synced: a reader sees the old set or the new, never a mixture. */
#ifndef HUSTINGS_GENERATION_H
#define HUSTINGS_GENERATION_H

#include "archive/error.h"
#include "archive/schema.h"

#include <stdbool.h>
#include <stdint.h>

#define GENERATION_FRESH "XAPIANDB.new" /* the file before it is renamed; a crash leaves it */

enum { GENERATION_NAME_MAX = 32 };

struct generation {
    char uuid[37];     /* of the archive, for its whole life */
    uint64_t number;   /* rises with every switch */
    char timezone[48]; /* name in the tz database: what a day is here */
    char databases[SCHEMA_DATABASES_MAX][GENERATION_NAME_MAX]; /* folders inside the archive; the delta last */
    unsigned database_count;
};

/* FAULT_NOT_FOUND when dir holds no archive, FAULT_VERSION when its format is
 * not ours, FAULT_DAMAGED when the file makes no sense. */
int generation_read(const char *dir, struct generation *out, struct error *err);
/* Durable when it returns 0; on failure the old generation stands. */
int generation_write(const char *dir, const struct generation *g, struct error *err);
/* A generation for a new archive: a fresh uuid, number 0, no databases. */
int generation_new(const char *timezone, struct generation *out, struct error *err);

#endif
