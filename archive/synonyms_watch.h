/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_watch.h - the archivist's file, read when it has changed. For reader.c only. */
#ifndef HUSTINGS_SYNONYMS_WATCH_H
#define HUSTINGS_SYNONYMS_WATCH_H

#include "archive/synonyms.h"

#include <sys/stat.h>

struct synonyms_watch {
    struct synonyms *now; /* NULL: there is no file; the owner frees it at the end */
    struct stat seen;     /* of the file, when it was read; zero: it is read anew */
};
/* Reads the file of the archive at dir unless it is as it was; *changed: it says something else. */
int synonyms_watch_look(struct synonyms_watch *w, const char *dir, bool *changed, struct error *err);

#endif
