/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_archive.h - an archive in a folder of its own, with its writer and a reader, for tests that fill one. */
#ifndef HUSTINGS_TEST_ARCHIVE_H
#define HUSTINGS_TEST_ARCHIVE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mkdtemp */
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/arena.h"
#include "archive/reader.h"
#include "archive/store.h"

enum { TEST_ARENA_MAX = 1 << 30 };

struct test_archive {
    char dir[64];
    struct writer *writer;
    struct reader *reader; /* NULL until test_archive_read */
    struct arena arena;
};

/* For a setup: 0, or -1. */
static inline int test_archive_make(struct test_archive *t)
{
    struct error err;

    *t = (struct test_archive){.dir = "/tmp/hustings-test-XXXXXX", .arena = arena_make(TEST_ARENA_MAX)};
    return mkdtemp(t->dir) ? writer_open(t->dir, "test", 0, &t->writer, &err) : -1;
}

/* For a teardown. */
static inline int test_archive_drop(struct test_archive *t)
{
    char command[96];

    reader_close(t->reader);
    writer_close(t->writer);
    arena_free(&t->arena);
    snprintf(command, sizeof command, "rm -rf '%s'", t->dir);
    return system(command);
}

static inline void test_archive_put(struct test_archive *t, const struct article *a)
{
    enum put_result result;
    struct error err;

    if (writer_put(t->writer, a, &result, &err) < 0)
        fail_msg("%s", err.text);
}

/* Into the delta, or with all else into one run. */
static inline void test_archive_commit(struct test_archive *t, bool run)
{
    struct error err;
    bool done;

    if (writer_commit(t->writer, &err) < 0 || (run && writer_compact(t->writer, false, &done, &err) < 0))
        fail_msg("%s", err.text);
}

/* The reader then sees what is committed. */
static inline void test_archive_read(struct test_archive *t)
{
    struct error err;

    if ((t->reader ? reader_refresh(t->reader, NULL, &err) : reader_open(t->dir, &t->reader, &err)) < 0)
        fail_msg("%s", err.text);
}

#endif
