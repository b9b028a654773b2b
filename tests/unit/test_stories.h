/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_stories.h - an archive of many small articles in a run and in the delta, some of them copies, some replaced and
 * some deleted, for tests that compare what is found with what was put. */
#ifndef HUSTINGS_TEST_STORIES_H
#define HUSTINGS_TEST_STORIES_H

#include "tests/unit/test_archive.h"
#include "tests/unit/test_dice.h"

/* A text that is near to no other story's, of which each third word is one of so many: zq0, zq1, ...; its
 * length. */
static inline size_t story_text(char *text, size_t size, unsigned story, unsigned words)
{
    size_t len = 0;

    for (unsigned i = 0; i < 34; i++)
        len += (size_t)(i % 3 ? snprintf(text + len, size - len, "s%uw%u ", story, i)
                              : snprintf(text + len, size - len, "zq%u ", (story + i * i) % words));
    return len;
}

/* An article a0, a1, ... */
typedef void stories_put(struct test_archive *t, unsigned number);

/* For a setup: a new archive, into *state, with so many articles that are not committed. NULL: it failed. */
static inline struct test_archive *stories_begin(void **state, unsigned seed, unsigned articles, stories_put *put)
{
    struct test_archive *t = calloc(1, sizeof *t);

    dice_seed(seed);
    if (!t || test_archive_make(t))
        return NULL;
    for (unsigned i = 0; i < articles; i++)
        put(t, i);
    *state = t;
    return t;
}

/* Behind a run: articles from that number on, some in place of others, into the delta, without a0, a19, a38, ...; 0, if
 * the reader then has both. */
static inline int stories_end(struct test_archive *t, unsigned from, unsigned later, unsigned deleted, stories_put *put)
{
    struct error err;
    char id[16];

    for (unsigned i = 0; i < later; i++)
        put(t, from + i);
    for (unsigned i = 0; i < deleted; i++) {
        snprintf(id, sizeof id, "a%u", i * 19);
        if (writer_delete(t->writer, id, &err) < 0)
            return -1;
    }
    test_archive_commit(t, false);
    test_archive_read(t);
    return reader_shard_count(t->reader) > 1 ? 0 : -1;
}

static inline int stories_teardown(void **state)
{
    int rc = test_archive_drop(*state);

    free(*state);
    return rc;
}

#endif
