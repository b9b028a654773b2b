/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quarantine_file.h - the files of a quarantine: their names, and writing them whole or not at all. For quarantine.c
 * only. */
#ifndef HUSTINGS_QUARANTINE_FILE_H
#define HUSTINGS_QUARANTINE_FILE_H

#include "archive/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUARANTINE_NAME_MAX = 112 };

/* "000007-news-12.jsonl" from "from/news.jsonl:12": letters that mean nothing to a shell, and the ending that its
 * format may be told by. */
void quarantine_file_name(const char *where, unsigned long number, char out[QUARANTINE_NAME_MAX]);
/* "where TAB reason" on one line. */
void quarantine_file_reason(const char *where, const char *reason, char *out, size_t size);
/* A new file of these bytes; on failure there is none. */
int quarantine_file_make(const char *path, const char *bytes, size_t len, struct error *err);
/* Opens to append, behind a whole line; the descriptor or -1. */
int quarantine_file_append_to(const char *path, struct error *err);
/* All of it or nothing: -1 with errno set. */
int quarantine_file_append(int fd, const char *bytes, size_t len);
/* Whether the file is there and holds these bytes. */
bool quarantine_file_holds(const char *path, const char *bytes, size_t len);

#endif
