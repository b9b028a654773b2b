/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.h - the one writer of an archive.
 *
 * An article goes to a segment first, which is synced before the index that
 * names it commits: what writer_commit reported is there after a crash, and
 * what it did not is not half there. */
#ifndef HUSTINGS_STORE_H
#define HUSTINGS_STORE_H

#include "archive/article.h"

struct writer;

enum put_result { PUT_ADDED, PUT_UPDATED, PUT_UNCHANGED };

/* Opens the archive at dir, making it when absent; waits up to wait_ms for
 * another writer (then FAULT_LOCKED). purpose is what others are told. */
int writer_open(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err);
/* Drops what was not committed; accepts NULL. */
void writer_close(struct writer *w);
/* Adds a, or replaces the article with its id; a must have one. */
int writer_put(struct writer *w, const struct article *a, enum put_result *result, struct error *err);
/* FAULT_NOT_FOUND when there is no such article. */
int writer_delete(struct writer *w, const char *id, struct error *err);
int writer_commit(struct writer *w, struct error *err);

#endif
