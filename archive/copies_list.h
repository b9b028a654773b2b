/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_list.h - the articles of a group of copies, as readers see them. */
#ifndef HUSTINGS_COPIES_LIST_H
#define HUSTINGS_COPIES_LIST_H

#include "archive/arena.h"
#include "archive/reader.h"

/* How many others are in the group that lies with an article (record.group); 0 where that is 0. */
int copies_count(struct reader *r, uint64_t group, size_t *others, struct error *err);
/* Docids over all shards of a group's articles, the first published first and the undated last, in arena. */
int copies_list(struct reader *r, uint64_t group, struct arena *arena, uint32_t **docids, size_t *count,
                struct error *err);

#endif
