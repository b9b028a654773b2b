/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof.c - reads each new run, and the delta after each commit, to the end. */
#include "searchd/proof.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/delta_sums.h"
#include "archive/file_same.h"
#include "archive/generation.h"
#include "archive/mapped.h"
#include "archive/memory.h"
#include "archive/prove_run.h"
#include "searchd/every.h"
#include "searchd/log.h"

enum { LOOK_MS = 1000, MENDED_SECONDS = 10, WAIT_MAX_SECONDS = 60, DOUBT_SECONDS = 60 };

/* What tells that a delta was written to: a commit replaces both. */
struct delta_seen {
    struct stat revision, sums; /* zero: not there */
};

struct proof {
    pthread_mutex_t mutex; /* of state */
    struct error state;
    atomic_bool broken; /* state says so */
    atomic_uint mends;
    atomic_bool doubted;
    struct every *often;
    struct stat generation; /* the thread's alone, as what follows: whose runs were read */
    char delta[PATH_MAX];   /* its folder */
    struct delta_seen seen;
    struct error bad_delta, bad_run; /* FAULT_DAMAGED, or none */
    time_t again_at;                 /* when to read what is not proved again; 0: all is */
    time_t wait;                     /* seconds, after the last that could not be read */
    struct error unread;             /* as was told of it */
    struct stat runs[SCHEMA_DATABASES_MAX]; /* folders that are */
    size_t run_count;
    unsigned losses;     /* of maps, when all was read */
    time_t doubted_at;
    const char *archive;
    char stub[PATH_MAX];
};

static bool is_proved(const struct proof *p, const struct stat *run)
{
    for (size_t i = 0; i < p->run_count; i++)
        if (file_is_same(&p->runs[i], run))
            return true;
    return false;
}

/* What was found in one look: each the first of its kind. */
struct found {
    struct error damaged, unread;
};

static void note(struct found *found, const struct error *err)
{
    struct error *to = err->fault == FAULT_DAMAGED ? &found->damaged : &found->unread;

    if (!to->fault)
        *to = *err;
}

/* For want of memory anything may look as if it were not there, or another. */
static void note_failure(struct found *found, struct error *err)
{
    if (memory_ended())
        error_set(err, FAULT_MEMORY, "out of memory");
    note(found, err);
}

/* Each run that the generation names and that was not proved before, until one is not what was written. */
static void prove_runs(struct proof *p, const struct generation *g, const atomic_bool *stopping, struct found *found)
{
    struct stat proved[SCHEMA_DATABASES_MAX];
    size_t count = 0;

    for (size_t i = 0; i + 1 < g->database_count; i++) {
        char path[PATH_MAX];
        struct stat st;
        struct error err = {0};
        snprintf(path, sizeof path, "%.4000s/%s", p->archive, g->databases[i]);
        if (stat(path, &st) < 0) { /* another generation by now, or it is not known what will stand there */
            error_errno(&err, errno, "cannot read '%.3000s'", path);
            note(found, &err);
            continue;
        }
        bool known = is_proved(p, &st);
        if (!known && !found->damaged.fault) {
            known = prove_run(path, &(struct pace){.stop = stopping}, &err) == 0;
            if (!known)
                note_failure(found, &err);
        }
        if (known)
            proved[count++] = st;
    }
    memcpy(p->runs, proved, count * sizeof *proved);
    p->run_count = count;
}

static void see_delta(const char *dir, struct delta_seen *out)
{
    char path[PATH_MAX];

    *out = (struct delta_seen){0};
    snprintf(path, sizeof path, "%.4000s/" DELTA_REVISION_FILE, dir);
    if (stat(path, &out->revision) < 0)
        out->revision = (struct stat){0};
    snprintf(path, sizeof path, "%.4000s/" DELTA_SUMS_FILE, dir);
    if (stat(path, &out->sums) < 0)
        out->sums = (struct stat){0};
}

static bool delta_is_seen(const struct proof *p)
{
    struct delta_seen now;

    see_delta(p->delta, &now);
    return file_is_same(&now.revision, &p->seen.revision) && file_is_same(&now.sums, &p->seen.sums);
}

/* A commit without sums, of a writer that died behind it or has yet to write them, is proved with the next: if it was
 * damaged before, it is until then. */
static void prove_delta(struct proof *p, const struct generation *g, struct found *found)
{
    char before[PATH_MAX];
    struct error err = {0};

    if (g->database_count == 0)
        return;
    memcpy(before, p->delta, sizeof before);
    snprintf(p->delta, sizeof p->delta, "%.4000s/%s", p->archive, g->databases[g->database_count - 1]);
    see_delta(p->delta, &p->seen); /* before it is read: what comes meanwhile is news */
    if (delta_sums_check(p->delta, &err) == 0)
        return;
    if (err.fault != FAULT_NOT_FOUND || memory_ended()) {
        error_prefix(&err, "delta '%.300s'", p->delta);
        note_failure(found, &err);
    } else if (strcmp(before, p->delta) == 0)
        found->damaged = p->bad_delta;
}

static void tell(struct proof *p)
{
    const struct error *err = p->bad_delta.fault ? &p->bad_delta : &p->bad_run;

    pthread_mutex_lock(&p->mutex);
    bool news = strcmp(p->state.text, err->text) != 0;
    p->state = *err;
    if (!err->fault && atomic_load(&p->broken)) /* before anybody may ask */
        atomic_fetch_add(&p->mends, 1);
    atomic_store(&p->broken, err->fault != FAULT_NONE);
    pthread_mutex_unlock(&p->mutex);
    if (err->fault && news)
        log_line("nothing is answered: %s; 'indexer check' tells how to mend it", err->text);
}

/* A part that the disk does not give, or that no memory or descriptor is left for, is not proved, but nothing is known
 * against it: it is answered from, as before, and read again after a while that doubles. */
static void tell_unread(struct proof *p, const struct error *err)
{
    if (strcmp(p->unread.text, err->text) != 0)
        log_line("whether the archive is what was written is not known, and tried again: %s", err->text);
    p->unread = *err;
    p->wait = p->wait ? p->wait * 2 : 1;
    if (p->wait > WAIT_MAX_SECONDS)
        p->wait = WAIT_MAX_SECONDS;
}

/* The sooner of that and what was said before. */
static void look_again_at(struct proof *p, time_t at)
{
    if (p->again_at == 0 || at < p->again_at)
        p->again_at = at;
}

/* Whether the generation is still that one: files that are gone, of one that is gone, are no damage. */
static bool stands(const struct proof *p, const struct stat *generation)
{
    struct stat now;

    return stat(p->stub, &now) == 0 && file_is_same(generation, &now);
}

/* False: another generation came meanwhile; as look_at_runs. */
static bool look_at_delta(struct proof *p, const struct generation *g, const struct stat *of, struct found *found)
{
    prove_delta(p, g, found);
    if (!stands(p, of))
        return false;
    if (!found->unread.fault) /* else as far as is known it is what it was */
        p->bad_delta = found->damaged;
    tell(p);
    return true;
}

static bool look_at_runs(struct proof *p, const struct generation *g, const struct stat *of,
                         const atomic_bool *stopping, struct found *found)
{
    struct found here = {0};

    prove_runs(p, g, stopping, &here);
    if (atomic_load(stopping) || !stands(p, of))
        return false;
    p->generation = *of;
    if (here.damaged.fault || !here.unread.fault)
        p->bad_run = here.damaged;
    tell(p);
    if (here.damaged.fault)
        note(found, &here.damaged);
    if (here.unread.fault)
        note(found, &here.unread);
    if (!here.damaged.fault && !here.unread.fault)
        log_line("%zu runs are what was written", p->run_count);
    return true;
}

static void plan_next(struct proof *p, time_t begun, bool runs, const struct found *found)
{
    time_t took = every_now() - begun;

    if (runs)
        p->again_at = 0;
    /* Who puts a file back changes no generation. At most half of the time is spent on reading. */
    if (found->damaged.fault)
        look_again_at(p, every_now() + (took > MENDED_SECONDS ? took : MENDED_SECONDS));
    if (found->unread.fault) {
        tell_unread(p, &found->unread);
        look_again_at(p, every_now() + p->wait);
    } else if (runs) {
        p->wait = 0;
        p->unread = (struct error){0};
    }
}

/* What was proved is proved again when somebody says so, or a search could not read it: then once in a while, since
 * others may meet the same. */
static bool is_doubted(struct proof *p, time_t at)
{
    unsigned losses = mapped_losses();

    bool lost = losses != p->losses && (!p->doubted_at || at - p->doubted_at >= DOUBT_SECONDS);
    if (!atomic_exchange(&p->doubted, false) && !lost)
        return false;
    p->losses = losses;
    p->doubted_at = at;
    p->run_count = 0;
    return true;
}

static void look(void *ctx, const atomic_bool *stopping)
{
    struct proof *p = ctx;
    struct generation g;
    struct stat of;
    struct found found = {0};
    time_t begun = every_now();

    if (stat(p->stub, &of) < 0)
        return;
    bool due = p->again_at && begun >= p->again_at;
    bool runs = is_doubted(p, begun) || due || !file_is_same(&of, &p->generation);
    if (!runs && delta_is_seen(p))
        return;
    if (generation_read(p->archive, &g, NULL) < 0) { /* as the searches will say */
        p->generation = (struct stat){0}; /* at the next look all that is due now */
        return;
    }
    if (look_at_delta(p, &g, &of, &found) && (!runs || look_at_runs(p, &g, &of, stopping, &found)))
        plan_next(p, begun, runs, &found);
}

struct proof *proof_start(const char *archive)
{
    struct proof *p = calloc(1, sizeof *p);
    struct generation g;
    struct stat of;

    if (!p)
        return NULL;
    pthread_mutex_init(&p->mutex, NULL);
    p->archive = archive;
    snprintf(p->stub, sizeof p->stub, "%.4000s/XAPIANDB", archive);
    if (stat(p->stub, &of) == 0 && generation_read(archive, &g, NULL) == 0)
        look_at_delta(p, &g, &of, &(struct found){0});
    p->often = every_start(LOOK_MS, true, look, p);
    if (p->often)
        return p;
    proof_stop(p);
    return NULL;
}

void proof_stop(struct proof *p)
{
    if (!p)
        return;
    every_stop(p->often);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}

int proof_state(struct proof *p, struct error *err)
{
    if (!atomic_load(&p->broken))
        return 0;
    pthread_mutex_lock(&p->mutex);
    struct error state = p->state;
    pthread_mutex_unlock(&p->mutex);
    return state.fault ? error_set(err, state.fault, "%s", state.text) : 0;
}

void proof_doubt(struct proof *p)
{
    atomic_store(&p->doubted, true);
}

unsigned proof_mends(const struct proof *p)
{
    return atomic_load(&p->mends);
}
