/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event.h - what --json prints: one object a line, {"event": NAME, ...}. docs/adding.md lists them all. */
#ifndef HUSTINGS_EVENT_H
#define HUSTINGS_EVENT_H

#include <cjson/cJSON.h>
#include <stdint.h>

cJSON *event_new(const char *name); /* NULL: out of memory, which event_emit says */
/* Cleaned: JSON must be UTF-8, and names of files need not be. text NULL: null. */
void event_text(cJSON *object, const char *key, const char *text);
void event_number(cJSON *object, const char *key, double n);
void event_count(cJSON *object, const char *key, uint64_t n);
/* "where", and from it "file" and "line" (null where it names none). */
void event_where(cJSON *object, const char *where);
/* Prints it at once; takes object. */
void event_emit(cJSON *object);

#endif
