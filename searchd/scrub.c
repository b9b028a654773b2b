/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scrub.c - what was proved is read again once in a while. */
#include "searchd/scrub.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/delta_sums.h"
#include "archive/file_same.h"
#include "archive/generation.h"
#include "archive/prove_run.h"
#include "searchd/every.h"
#include "searchd/log.h"

enum { LOOK_MS = 1000 };

struct scrub {
    const char *archive;
    unsigned seconds;
    struct proof *proof;
    time_t next;
    struct stat read[SCHEMA_DATABASES_MAX]; /* runs that were, this time */
    size_t read_count;
    struct every *often;
};

/* Once each time: of a large archive generations follow each other sooner than all of one is read. */
static int read_run(struct scrub *s, const char *path, const struct pace *pace, struct error *err)
{
    struct stat st;

    if (stat(path, &st) < 0)
        return error_errno(err, errno, "cannot read '%.3000s'", path);
    for (size_t i = 0; i < s->read_count; i++)
        if (file_is_same(&st, &s->read[i]))
            return 0;
    if (prove_run(path, pace, err) < 0)
        return -1;
    if (s->read_count < SCHEMA_DATABASES_MAX)
        s->read[s->read_count++] = st;
    return 0;
}

/* Each run, and the delta, which is small. */
static int read_all(struct scrub *s, const struct generation *g, const atomic_bool *stopping, struct error *err)
{
    const struct pace pace = {.stop = stopping, .bytes_per_second = SCRUB_RATE};

    for (size_t i = 0; i < g->database_count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%.4000s/%s", s->archive, g->databases[i]);
        if (i + 1 < g->database_count && read_run(s, path, &pace, err) < 0)
            return -1;
        if (i + 1 == g->database_count && delta_sums_check(path, err) < 0 && err->fault != FAULT_NOT_FOUND)
            return -1;
    }
    return 0;
}

static void look(void *ctx, const atomic_bool *stopping)
{
    struct scrub *s = ctx;
    char stub[PATH_MAX];
    struct stat before, after;
    struct generation g;
    struct error err = {0};

    if (every_now() < s->next)
        return;
    snprintf(stub, sizeof stub, "%.4000s/XAPIANDB", s->archive);
    if (stat(stub, &before) < 0 || generation_read(s->archive, &g, NULL) < 0)
        return;
    int rc = read_all(s, &g, stopping, &err);
    /* Another generation is proved by then, or soon; the rest of it at the next look. */
    if (atomic_load(stopping) || stat(stub, &after) < 0 || !file_is_same(&before, &after))
        return;
    s->next = every_now() + s->seconds;
    s->read_count = 0;
    if (rc == 0) {
        log_line("what is searched was read again, and is what was written");
        return;
    }
    log_line("what is searched was read again: %s", err.text);
    proof_doubt(s->proof);
}

struct scrub *scrub_start(const char *archive, unsigned seconds, struct proof *proof)
{
    struct scrub *s = calloc(1, sizeof *s);

    if (!s)
        return NULL;
    *s = (struct scrub){.archive = archive, .seconds = seconds, .proof = proof, .next = every_now() + seconds};
    s->often = every_start(LOOK_MS, true, look, s);
    if (s->often)
        return s;
    free(s);
    return NULL;
}

void scrub_stop(struct scrub *s)
{
    if (!s)
        return;
    every_stop(s->often);
    free(s);
}
