/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored.h - an article as its segment keeps it: the facts as JSON, then the text. */
#ifndef HUSTINGS_STORED_H
#define HUSTINGS_STORED_H

#include "archive/article.h"
#include "archive/boilerplate.h"
#include "archive/segment.h"

/* Fills payload (cleared first) and its first head_len bytes, the facts. The same article gives the same
 * bytes. FAULT_INVALID when it is over SEGMENT_RECORD_MAX. */
int stored_write(const struct article *a, struct buffer *payload, size_t *head_len, struct error *err);
/* The article of a record of kind SEGMENT_ARTICLE, into *out (article_free). */
int stored_read(const struct segment_record *record, struct article *out, struct error *err);

enum { RETRACTION_REASON_MAX = 400 }; /* bytes: an error's line holds it */
/* A tombstone's payload: all of it facts. */
int stored_write_retraction(const char *id, const char *reason, struct buffer *payload, size_t *head_len,
                            struct error *err);
/* Id and reason (free) of a record of kind SEGMENT_RETRACTION. */
int stored_read_retraction(const struct segment_record *record, char **id, char **reason, struct error *err);

/* What became of a source's line: source and state are the facts, the line is the text. */
int stored_write_boilerplate(const char *source, const char *line, enum boilerplate_state state,
                             struct buffer *payload, size_t *head_len, struct error *err);
/* Source and line (free) of a record of kind SEGMENT_BOILERPLATE. */
int stored_read_boilerplate(const struct segment_record *record, char **source, char **line,
                            enum boilerplate_state *state, struct error *err);

#endif
