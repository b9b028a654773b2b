/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake.c - one run of add: from paths to committed articles and a tally. */
#include "indexer/intake_read.h"

#include "archive/clock.h"
#include "archive/memory.h"
#include "indexer/command.h"
#include "indexer/interrupt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static time_t seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1; /* never 0 */
}

static uint64_t articles_of(const struct tally *t)
{
    return t->results[PUT_ADDED] + t->results[PUT_UPDATED] + t->results[PUT_UNCHANGED];
}

static uint64_t news_of(const struct tally *t)
{
    return t->results[PUT_ADDED] + t->results[PUT_UPDATED];
}

static int commit(struct intake *in)
{
    uint64_t more = news_of(&in->put) - news_of(&in->committed);

    in->pending_since = 0;
    if (writer_commit(in->writer, &in->err) < 0)
        return -1;
    in->committed = in->put;
    in->committed.copies = writer_copies(in->writer);
    if (more)
        report_committed(in->report, more);
    return 0;
}

static bool commit_is_due(const struct intake *in)
{
    uint64_t bytes = 0;

    if (!in->pending_since)
        return false;
    size_t articles = writer_pending(in->writer, &bytes);
    return articles >= COMMIT_ARTICLES || bytes >= COMMIT_BYTES ||
           (articles < COMMIT_SLOW && seconds() - in->pending_since >= COMMIT_SECONDS);
}

static int refused(void *ctx, const struct article *a, const char *where, const struct error *why)
{
    struct intake *in = ctx;

    if (why->fault != FAULT_INVALID) {
        in->err = *why;
        return -1;
    }
    intake_refuse(in, a, where, why->text);
    return 0;
}

/* The store refused what the packer let pass: the article is back from its payload. */
static int refused_packed(struct intake *in, const struct packed *packed, const char *where, const struct error *why)
{
    struct article a = {0};
    cJSON *facts = cJSON_ParseWithLength(packed->payload.data, packed->head_len);

    if (packed->payload.len > packed->head_len)
        cJSON_AddStringToObject(facts, "text", packed->payload.data + packed->head_len);
    if (article_facts_from_json(facts, &a, NULL, NULL) < 0)
        a = (struct article){0};
    cJSON_Delete(facts);
    int rc = refused(in, &a, where, why);
    article_free(&a);
    return rc;
}

static int put(void *ctx, struct packed *packed, const char *where)
{
    struct intake *in = ctx;
    struct error err = {0};
    enum put_result result;
    unsigned changed = 0;

    int rc = in->writer ? writer_put_packed(in->writer, packed, &result, &err)
                        : dry_run_put(in->dry_run, packed, &result, &changed, &err);
    if (rc == 0 && memory_ended()) /* it may lie there as another */
        rc = error_set(&err, FAULT_MEMORY, "no memory to put articles");
    if (rc < 0)
        return refused_packed(in, packed, where, &err);
    in->put.results[result]++;
    if (in->writer && result != PUT_UNCHANGED && !in->pending_since)
        in->pending_since = seconds();
    for (unsigned i = 0; i < FIELDS; i++)
        in->put.changed[i] += changed >> i & 1;
    report_article(in->report, packed->id, result, changed);
    return commit_is_due(in) ? commit(in) : 0;
}

static int tick(void *ctx)
{
    struct intake *in = ctx;

    in->interrupted = interrupt_came();
    if (in->interrupted)
        return -1;
    report_progress(in->report, PHASE_READING, atomic_load(&in->bytes_read), in->bytes_all, articles_of(&in->put));
    return commit_is_due(in) ? commit(in) : 0;
}

/* ---- the run --------------------------------------------------------- */

/* A commit is not broken off by the first interruption, which would lose what was read; that takes a while. */
static void indexing(void *ctx, size_t done, size_t all)
{
    struct intake *in = ctx;

    if (interrupt_came() && !in->told_to_wait) {
        in->told_to_wait = true;
        report_note(in->report,
                    "interrupted; what was read is being committed first (interrupt again to end without it)");
    }
    report_progress(in->report, PHASE_INDEXING, done, all, done);
}

static int open_all(struct intake *in)
{
    const struct intake_options *o = in->options;
    const struct build_options build = {.threads = o->jobs, .progress = indexing, .ctx = in};

    if (o->dry_run)
        return dry_run_open(o->archive, &in->dry_run, &in->err);
    if (writer_open(o->archive, in->work->purpose, o->wait_ms, &in->writer, &in->err) < 0)
        return -1;
    writer_set_build(in->writer, &build);
    return memory_ended() ? error_set(&in->err, FAULT_MEMORY, "no memory to open archive '%s'", o->archive) : 0;
}

static void run(struct intake *in)
{
    const struct pipeline_work work = {in, intake_read, in->writer, put, refused, tick};

    interrupt_catch(); /* not while another writer is waited for */
    in->bytes_all = intake_size(in);
    pipeline_run(&work, in->options->jobs, &in->err);
    memory_forget(); /* the reader's, who gave on nothing that came of it */
    if (in->err.fault == FAULT_NONE && in->writer)
        commit(in);
    if (in->err.fault == FAULT_NONE)
        in->err = in->unread;
}

void intake_batch(const struct intake_options *options, const struct intake_work *work, struct intake_outcome *out)
{
    struct intake in = {.options = options, .work = work, .report = work->report, .quarantine = work->quarantine};
    uint64_t failures, warnings;
    struct timespec begin;

    memory_forget(); /* what was short in a batch before */
    clock_gettime(CLOCK_MONOTONIC, &begin);
    report_faults(in.report, &failures, &warnings);
    pthread_mutex_init(&in.quarantine_lock, NULL);
    if (open_all(&in) == 0)
        run(&in);
    writer_close(in.writer);
    dry_run_close(in.dry_run);
    pthread_mutex_destroy(&in.quarantine_lock);
    *out = (struct intake_outcome){
        .tally = options->dry_run ? in.put : in.committed, .interrupted = in.interrupted, .err = in.err};
    report_faults(in.report, &out->tally.failed, &out->tally.warnings);
    out->tally.failed -= failures;
    out->tally.warnings -= warnings;
    out->tally.planned = options->dry_run;
    out->tally.seconds = clock_ms_since(&begin) / 1e3;
}

/* ---- add ------------------------------------------------------------- */

static int tell_fault(struct report *r, const struct intake_outcome *o)
{
    char text[192];
    int code = report_failed(r, &o->err);

    snprintf(text, sizeof text,
             "the run ended there; %" PRIu64 " articles were committed before and are safe; "
             "add the rest again when that is mended",
             news_of(&o->tally));
    if (code != EXIT_BUSY)
        report_note(r, text);
    return code;
}

static int add(const struct intake_options *options, const struct intake_work *work)
{
    struct intake_outcome o;

    report_started(work->report, work->purpose, options->archive, work->paths, work->count);
    intake_batch(options, work, &o);
    int code = o.interrupted || o.tally.failed ? EXIT_SOME_FAILED : EXIT_DONE;
    if (o.err.fault)
        code = tell_fault(work->report, &o);
    else if (o.interrupted)
        report_note(work->report, "interrupted; what the tally counts is in the archive, add the rest again");
    report_tally(work->report, &o.tally);
    return code;
}

int intake_run(const struct intake_options *options, char *const *paths, int count)
{
    struct intake_work work = {.purpose = "add", .paths = paths, .count = count};
    struct error err = {0};
    int code;

    work.report = report_new(&options->report);
    if (!work.report)
        return command_failed(&(struct error){FAULT_MEMORY, "no memory to begin"});
    if (options->quarantine && !options->dry_run && quarantine_open(options->quarantine, &work.quarantine, &err) < 0)
        code = report_failed(work.report, &err);
    else
        code = add(options, &work);
    quarantine_close(work.quarantine);
    report_free(work.report);
    return code;
}
