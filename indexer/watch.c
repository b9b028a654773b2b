/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch.c - a folder whose files are taken in as they arrive.
 *
 * Each batch is a run of add of its own, so that the archive is free for others between them. Which files it held is
 * written down once it is committed: what a crash comes between is read again, and changes nothing. */
#include "indexer/watch.h"

#include "archive/clock.h"
#include "archive/scoped.h"
#include "indexer/command.h"
#include "indexer/interrupt.h"
#include "indexer/quarantine.h"
#include "indexer/watch_arrivals.h"
#include "indexer/watch_taken.h"
#include "indexer/watch_tree.h"

#include <errno.h>
#include <string.h>

static const double quiet = 1, longest = 30; /* seconds: a batch begins so long after its last file, or its first */
static const double retry = 0.25;            /* seconds between looks at an archive that is held */

struct watch {
    const struct watch_options *options;
    struct intake_options intake;
    struct timespec began;
    char *folder; /* its real path */
    struct report *report;
    struct quarantine *quarantine;
    struct taken *taken;
    struct watch_tree *tree;
    struct arrivals arrivals;
    struct tally tally;
    double held_since, not_before; /* another writer has the archive; 0: not */
    double next_walk;
    bool told; /* of all that happens in the folder */
    struct error err;
};

static double now(const struct watch *w)
{
    return clock_ms_since(&w->began) / 1e3;
}

/* ---- what arrives -------------------------------------------------------- */

static void file_told(void *ctx, const char *path, enum watch_sign sign)
{
    struct watch *w = ctx;
    struct stat st;
    bool unreadable = false;

    if (sign == WATCH_GONE || stat(path, &st) < 0) {
        arrivals_forget(&w->arrivals, path);
        taken_forget(w->taken, path);
        return;
    }
    const struct stamp stamp = stamp_of(&st);
    taken_mark(w->taken, path);
    if (taken_has(w->taken, path, &stamp, &unreadable) && !(unreadable && sign == WATCH_TOUCHED)) {
        arrivals_forget(&w->arrivals, path);
        return;
    }
    /* It lay there before we looked; where other machines write, their clocks need not be ours. */
    bool old = w->told && time(NULL) - stamp.seconds > (time_t)w->options->settle;
    if (!arrivals_note(&w->arrivals, path, &stamp, sign == WATCH_WHOLE || old, now(w)))
        error_set(&w->err, FAULT_MEMORY, "no memory to note the files of '%s'", w->folder);
}

static void folder_problem(void *ctx, const char *path, const char *reason)
{
    report_problem(((struct watch *)ctx)->report, path, reason);
}

static int walk(struct watch *w)
{
    w->told = watch_tree_is_told(w->tree);
    taken_scan_begin(w->taken);
    if (watch_tree_walk(w->tree, &w->err) < 0 || w->err.fault)
        return -1;
    taken_scan_end(w->taken);
    w->told = watch_tree_is_told(w->tree); /* there may have been no room for all its folders */
    w->next_walk = now(w) + (w->options->poll ? w->options->poll : w->told ? WATCH_WALK : WATCH_POLL_SHARED);
    return 0;
}

/* ---- a batch --------------------------------------------------------------- */

static void add_tally(struct tally *sum, const struct tally *t)
{
    for (int i = 0; i < PUT_RESULTS; i++)
        sum->results[i] += t->results[i];
    sum->copies += t->copies;
    sum->failed += t->failed;
    sum->warnings += t->warnings;
    sum->files += t->files;
    sum->seconds += t->seconds;
}

/* FAULT_LOCKED: told once, and no failure until the wait is over. */
static int held(struct watch *w, const struct error *err)
{
    char text[600];
    double t = now(w);

    if (w->held_since == 0) {
        w->held_since = t;
        snprintf(text, sizeof text, "waiting: %s", err->text);
        report_note(w->report, text);
    }
    if (w->options->wait >= 0 && t - w->held_since >= (double)w->options->wait)
        return error_set(&w->err, err->fault, "%s", err->text);
    w->not_before = t + retry;
    return 0;
}

struct batch {
    struct arrival **files;
    char **paths;
    bool *unreadable;
    size_t count;
};

static int settle_batch(struct watch *w, const struct batch *b, struct intake_outcome *o)
{
    if (o->err.fault == FAULT_LOCKED)
        return held(w, &o->err);
    w->held_since = w->not_before = 0;
    bool whole = !o->err.fault && !o->interrupted;
    o->tally.files = whole ? b->count : 0;
    for (size_t i = 0; whole && i < b->count; i++) {
        if (!taken_put(w->taken, b->files[i]->path, &b->files[i]->stamp, b->unreadable[i]))
            return error_set(&w->err, FAULT_MEMORY, "no memory to note the files of '%s'", w->folder);
    }
    if (whole && taken_save(w->taken, &w->err) < 0)
        return -1;
    report_batch(w->report, &o->tally);
    add_tally(&w->tally, &o->tally);
    for (size_t i = 0; whole && i < b->count; i++)
        arrivals_forget(&w->arrivals, b->files[i]->path);
    return o->err.fault ? error_set(&w->err, o->err.fault, "%s", o->err.text) : 0;
}

static int take_batch(struct watch *w, struct batch *b)
{
    size_t ready;
    uint64_t bytes = 0;
    struct intake_outcome o;

    b->files = arrivals_ready(&w->arrivals, &ready);
    b->paths = calloc(ready + 1, sizeof(char *));
    b->unreadable = calloc(ready + 1, sizeof(bool));
    if (!b->files || !b->paths || !b->unreadable)
        return error_set(&w->err, FAULT_MEMORY, "no memory for the files of '%s'", w->folder);
    for (size_t i = 0; i < ready && b->count < WATCH_FILES && bytes < WATCH_BYTES; i++) {
        struct arrival *one = b->files[i];
        if (!arrivals_still(&w->arrivals, one, now(w)))
            continue;
        b->files[b->count] = one;
        b->paths[b->count++] = one->path;
        bytes += one->stamp.size;
    }
    if (!b->count)
        return 0;
    const struct intake_work work = {.purpose = "watch",
                                     .paths = b->paths,
                                     .count = (int)b->count,
                                     .unreadable = b->unreadable,
                                     .within = w->folder,
                                     .report = w->report,
                                     .quarantine = w->quarantine};
    report_begin_progress(w->report);
    intake_batch(&w->intake, &work, &o);
    return settle_batch(w, b, &o);
}

/* Seconds until a batch begins, 0: now; -1: nothing is ready. */
static double batch_due(const struct watch *w)
{
    const struct arrivals *a = &w->arrivals;
    double t = now(w), due = a->last_ready + quiet;

    if (!a->ready_count)
        return -1;
    if (due > a->first_ready + longest || a->ready_count >= WATCH_FILES)
        due = a->ready_count >= WATCH_FILES ? t : a->first_ready + longest;
    if (due < w->not_before)
        due = w->not_before;
    return due > t ? due - t : 0;
}

static int batch(struct watch *w)
{
    struct batch b = {0};

    if (batch_due(w) != 0)
        return 0;
    int rc = take_batch(w, &b);
    free(b.files);
    free(b.paths);
    free(b.unreadable);
    return rc;
}

/* ---- the run ----------------------------------------------------------------- */

static void wait_for_news(struct watch *w)
{
    struct pollfd fd = {.fd = watch_tree_fd(w->tree), .events = POLLIN};
    const double due[] = {batch_due(w), arrivals_due(&w->arrivals, now(w)), w->next_walk - now(w)};
    double least = WATCH_WALK;

    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        least = i < 2 && due[i] < 0 ? least : due[i] < least ? due[i] : least;
    interrupt_poll(&fd, 1, least > 0 ? (int)(least * 1000) + 1 : 0);
}

static int go_on(struct watch *w)
{
    wait_for_news(w);
    int rc = watch_tree_read(w->tree, &w->err);
    if (rc < 0 || w->err.fault)
        return -1;
    if (rc > 0)
        report_note(w->report, "more happened than the kernel keeps; looking through the folder anew");
    if ((rc > 0 || now(w) >= w->next_walk) && walk(w) < 0)
        return -1;
    arrivals_settle(&w->arrivals, now(w));
    return interrupt_came() ? 0 : batch(w);
}

/* The archive is there, and can be written, before the first file arrives. */
static int open_archive(struct watch *w)
{
    struct writer *writer;
    struct error err;

    for (;;) {
        if (writer_open(w->intake.archive, "watch", 0, &writer, &err) == 0) {
            writer_close(writer);
            w->held_since = w->not_before = 0;
            return 0;
        }
        if (err.fault != FAULT_LOCKED)
            return error_set(&w->err, err.fault, "%s", err.text);
        if (held(w, &err) < 0)
            return -1;
        interrupt_poll(NULL, 0, (int)(retry * 1000));
        if (interrupt_came())
            return 0;
    }
}

static int begin(struct watch *w)
{
    const char *const own[] = {w->intake.archive, w->intake.quarantine, NULL};
    const struct watch_tree_options options = {
        .ctx = w, .file = file_told, .problem = folder_problem, .leave_out = own, .walks_only = w->options->poll > 0};
    struct stat st;

    w->folder = realpath(w->options->folder, NULL);
    if (!w->folder || stat(w->folder, &st) < 0)
        return error_errno(&w->err, errno, "cannot watch '%s'", w->options->folder);
    if (!S_ISDIR(st.st_mode))
        return error_set(&w->err, FAULT_INVALID, "cannot watch '%s': it is no folder", w->options->folder);
    if (w->intake.quarantine && quarantine_open(w->intake.quarantine, &w->quarantine, &w->err) < 0)
        return -1;
    if (open_archive(w) < 0 || interrupt_came() || taken_open(w->intake.archive, w->folder, &w->taken, &w->err) < 0)
        return w->err.fault ? -1 : 0;
    w->tree = watch_tree_new(w->folder, &options, &w->err);
    if (!w->tree || walk(w) < 0)
        return -1;
    if (!w->options->poll && !w->told)
        report_note(w->report, "the system does not tell of all that happens in this folder (it is shared, or has more "
                               "folders than fs.inotify.max_user_watches); looking through it every few seconds");
    report_watching(w->report, w->folder, taken_count(w->taken), w->arrivals.settling_count + w->arrivals.ready_count);
    while (!interrupt_came()) {
        if (go_on(w) < 0)
            return -1;
    }
    return 0;
}

static void end(struct watch *w)
{
    taken_close(w->taken);
    watch_tree_free(w->tree);
    arrivals_free(&w->arrivals);
    quarantine_close(w->quarantine);
    report_free(w->report);
    free(w->folder);
}

int watch_run(const struct watch_options *options)
{
    struct watch w = {.options = options, .intake = options->intake};
    char *const paths[] = {(char *)options->folder};
    int code = EXIT_DONE;

    clock_gettime(CLOCK_MONOTONIC, &w.began);
    w.intake.wait_ms = 0;
    arrivals_init(&w.arrivals, options->settle);
    w.report = report_new(&options->intake.report);
    if (!w.report)
        return command_failed(&(struct error){FAULT_MEMORY, "no memory to begin"});
    interrupt_catch();
    report_started(w.report, "watch", w.intake.archive, paths, 1);
    if (begin(&w) < 0)
        code = report_failed(w.report, &w.err);
    report_tally(w.report, &w.tally);
    end(&w);
    return code;
}
