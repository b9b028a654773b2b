/* SPDX-License-Identifier: GPL-2.0-or-later */
/* synonyms_watch.c - the archivist's file, read when it has changed. */
#include "archive/synonyms_watch.h"

#include "archive/file_same.h"

#include <limits.h>
#include <stdio.h>
#include <time.h>

enum { SETTLE_MS = 30 /* a file written so lately may change again without its times showing it */ };

/* The file may be written in place, at any time. */
int synonyms_watch_look(struct synonyms_watch *w, const char *dir, bool *changed, struct error *err)
{
    char path[PATH_MAX];
    struct stat now = {0};
    struct synonyms *read;
    struct timespec clock;

    *changed = false;
    snprintf(path, sizeof path, "%.4000s/" SYNONYMS_FILE, dir);
    bool is_there = stat(path, &now) == 0;
    if (is_there ? file_is_same(&w->seen, &now) && time_is_same(&w->seen.st_ctim, &now.st_ctim) : !w->now)
        return 0;
    if (synonyms_read(path, &read, err) < 0)
        return -1;
    clock_gettime(CLOCK_REALTIME, &clock);
    int64_t age_ms = (clock.tv_sec - now.st_ctim.tv_sec) * 1000 + (clock.tv_nsec - now.st_ctim.tv_nsec) / 1000000;
    w->seen = age_ms >= SETTLE_MS && read ? now : (struct stat){0};
    *changed = !read != !w->now || (read && read->hash != w->now->hash);
    synonyms_free(w->now);
    w->now = read;
    return 0;
}
