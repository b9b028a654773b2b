/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edition.c - which state of the archive's files an answer was made from. */
#include "searchd/edition.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/synonyms.h"

static int64_t ns_of(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool mark(struct file_mark *out, const char *archive, const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat file;
    int len = snprintf(path, sizeof path, "%s/%s%s%s", archive, folder, *folder ? "/" : "", name);
    if (len < 0 || (size_t)len >= sizeof path || stat(path, &file) != 0)
        return false;
    *out = (struct file_mark){.device = file.st_dev,
                              .inode = file.st_ino,
                              .size = (uint64_t)file.st_size,
                              .modified_ns = ns_of(file.st_mtim),
                              .changed_ns = ns_of(file.st_ctim)};
    return true;
}

static bool mark_stub(struct file_mark *out, const char *archive)
{
    return mark(out, archive, "", "XAPIANDB");
}

static bool mark_delta(struct file_mark *out, const char *archive, const char *name)
{
    return mark(out, archive, name, "iamglass");
}

static struct file_mark mark_synonyms(const char *archive)
{
    struct file_mark found = {0};
    mark(&found, archive, "", SYNONYMS_FILE);
    return found;
}

static bool same(const struct file_mark *a, const struct file_mark *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

bool edition_read(const char *archive, const struct edition *last, struct edition *out)
{
    struct edition e = {0};
    struct generation g;
    if (!mark_stub(&e.stub, archive))
        return false;
    if (last && same(&last->stub, &e.stub)) {
        memcpy(e.delta_name, last->delta_name, sizeof e.delta_name);
    } else {
        if (generation_read(archive, &g, NULL) || g.database_count == 0)
            return false;
        memcpy(e.delta_name, g.databases[g.database_count - 1], sizeof e.delta_name);
    }
    if (!mark_delta(&e.delta, archive, e.delta_name))
        return false;
    e.synonyms = mark_synonyms(archive);
    *out = e;
    return true;
}

bool edition_same(const struct edition *a, const struct edition *b)
{
    return same(&a->stub, &b->stub) && same(&a->delta, &b->delta) && same(&a->synonyms, &b->synonyms);
}

bool edition_stands(const char *archive, const struct edition *e)
{
    struct file_mark stub, delta, synonyms = mark_synonyms(archive);
    return same(&synonyms, &e->synonyms) && mark_stub(&stub, archive) && same(&stub, &e->stub) &&
           mark_delta(&delta, archive, e->delta_name) && same(&delta, &e->delta);
}

bool edition_settled(const struct edition *e)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t latest = ns_of(now) - EDITION_SETTLE_MS * INT64_C(1000000);
    return e->stub.changed_ns <= latest && e->delta.changed_ns <= latest && e->stub.modified_ns <= latest &&
           e->delta.modified_ns <= latest && e->synonyms.changed_ns <= latest && e->synonyms.modified_ns <= latest;
}
