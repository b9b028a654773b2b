/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segments.h - the segments of one archive, opened when asked for. One thread. */
#ifndef HUSTINGS_SEGMENTS_H
#define HUSTINGS_SEGMENTS_H

#include "archive/segment.h"

enum { SEGMENT_NUMBER = 1 /* the one that is written */ };

struct segments {
    const char *dir; /* of the archive; borrowed */
    struct segment *open;
    uint32_t number; /* of it */
};

/* ARCHIVE/text/000001.seg into path; FAULT_INVALID when that is too long. */
int segments_path(const char *dir, uint32_t number, char *path, size_t size, struct error *err);
/* Borrowed until the next call. */
int segments_get(struct segments *s, uint32_t number, struct segment **out, struct error *err);
void segments_close(struct segments *s);

#endif
