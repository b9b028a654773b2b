/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tombstone.h - what is told of an article that was retracted. */
#ifndef HUSTINGS_TOMBSTONE_H
#define HUSTINGS_TOMBSTONE_H

#include "archive/reader.h"

struct tombstone {
    char *reason;   /* to be freed; at most RETRACTION_REASON_MAX bytes */
    int64_t stored; /* when, seconds since 1970; 0: not known */
};

/* FAULT_NOT_FOUND: the id is not retracted. */
int tombstone_find(struct reader *r, const char *id, struct tombstone *out, struct error *err);
/* The same, but then *out is empty and all is well. What *out had is freed: zero it at first. */
int tombstone_look(struct reader *r, const char *id, struct tombstone *out, struct error *err);
/* Of the record at place. */
int tombstone_read(struct reader *r, uint32_t segment, struct segment_place place, struct tombstone *out,
                   struct error *err);

#endif
