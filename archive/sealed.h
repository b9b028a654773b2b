/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sealed.h - a file of tables, written once and then read by mmap: what a run has beside its database.
 *
 * A head tells the kind, the length and the XXH3 of all behind it. Numbers are in the machine's order; a machine of
 * the other order refuses the file by its kind. Tables begin at multiples of 8 bytes, and the last ends 8 bytes before
 * the file does, so that a number may be read whose end lies behind its table. */
#ifndef HUSTINGS_SEALED_H
#define HUSTINGS_SEALED_H

#include "archive/error.h"
#include "archive/file_sum.h"
#include "archive/mapped.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sealed_head { /* the file's first bytes; the kind's own head begins with it */
    uint64_t kind, size, check;
};

/* ---- reading --------------------------------------------------------- */

struct sealed {
    const uint8_t *map;
    size_t size;
    struct mapped *mapped;
};

/* How files of one kind are read: each into an object whose first member is a struct sealed. */
struct sealed_kind {
    const char *file; /* its name in a run's folder */
    uint64_t number;
    size_t head_size, object_size;
    /* Finds the object's tables, by sealed_table, in the file that it has by then. False: they are not all there. */
    bool (*take_tables)(void *object);
};

/* The object, zero where take_tables sets nothing. NULL: *err is set, FAULT_DAMAGED when the file is gone, cut or of
 * another kind; with verify, which reads all of it, also when any byte is not what was written. */
void *sealed_open(const struct sealed_kind *kind, const char *path, bool verify, struct error *err);
void sealed_close(void *object); /* and frees it; accepts NULL */
/* Whether some of it could not be read (mapped.h): then what was read is not to be believed, and it is to be opened
 * anew. */
bool sealed_is_lost(const void *object);
/* What verify does, before anything of a map is looked at. FAULT_IO: it cannot be read, or pace (file_sum.h; may be
 * NULL) stopped it. */
int sealed_verify(const struct sealed_kind *kind, const char *path, const struct pace *pace, struct error *err);
/* The table of count items of size bytes at offset at; NULL when the file does not hold all of it. */
const void *sealed_table(const struct sealed *s, uint64_t at, uint64_t count, uint64_t item);

/* ---- writing --------------------------------------------------------- */

struct sealed_writer {
    FILE *file; /* to append bytes to; what fails is told by sealed_check and sealed_finish */
    char *path;
};

/* Leaves room for a head of that size. */
int sealed_create(const char *path, size_t head_size, struct sealed_writer *out, struct error *err);
/* Appends count items of size bytes; items may be NULL when there are none. */
void sealed_write(struct sealed_writer *w, const void *items, size_t size, size_t count);
/* Whether all writes went well so far: to be called where errno is still theirs. */
int sealed_check(const struct sealed_writer *w, struct error *err);
/* Where the next table begins: what is between is filled. */
uint64_t sealed_begin_table(struct sealed_writer *w);
/* Writes the kind's head in front, with its check, and syncs. */
int sealed_finish(struct sealed_writer *w, const struct sealed_kind *kind, struct sealed_head *head, struct error *err);
void sealed_writer_close(struct sealed_writer *w); /* w may be {0} */

#endif
