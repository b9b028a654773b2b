/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_add.c - add or update the articles of files. */
#include "archive/store.h"
#include "indexer/command.h"
#include "indexer/formats/format.h"

#include <stdio.h>
#include <time.h>

enum {
    COMMIT_EVERY = 1000 /* articles: what a crash may cost, against the price of a sync */
};
static const long long input_max = 1LL << 40; /* bytes of one input, unpacked: more is no archive but a bomb */

struct run {
    struct writer *writer;
    struct error err; /* why the run must end */
    unsigned long counts[3], failed, pending;
};

static void problem(void *ctx, const char *where, const char *reason)
{
    struct run *run = ctx;

    fprintf(stderr, "%s: %s\n", where, reason);
    run->failed++;
}

static int commit(struct run *run)
{
    run->pending = 0;
    return writer_commit(run->writer, &run->err);
}

static int article(void *ctx, struct article *a, const char *where)
{
    struct run *run = ctx;
    struct error err;
    enum put_result result;

    if (article_ensure_id(a, &err) < 0 || writer_put(run->writer, a, &result, &err) < 0) {
        if (err.fault == FAULT_INVALID) { /* this article alone is at fault */
            problem(run, where, err.text);
            return 0;
        }
        run->err = err;
        return -1;
    }
    run->counts[result]++;
    return ++run->pending >= COMMIT_EVERY ? commit(run) : 0;
}

int cmd_add(const char *archive, int argc, char **argv)
{
    struct run run = {0};
    const struct sink sink = {.ctx = &run, .article = article, .problem = problem};
    struct timespec begin, end;

    if (argc < 2) {
        fputs("indexer: add needs a file, or '-' for standard input\n", stderr);
        return EXIT_WRONG_USE;
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (writer_open(archive, "add", WRITER_WAIT_MS, &run.writer, &run.err) < 0)
        return report(&run.err);

    for (int i = 1; i < argc && run.err.fault == FAULT_NONE; i++) {
        struct error err = {0};
        struct input *in = input_open(argv[i], input_max, &err);
        if (!in || (format_read(in, argv[i], &sink, &err) < 0 && run.err.fault == FAULT_NONE))
            problem(&run, argv[i], err.text);
        input_close(in);
    }
    if (run.err.fault == FAULT_NONE)
        commit(&run);
    int code = run.err.fault != FAULT_NONE ? report(&run.err) : run.failed ? EXIT_SOME_FAILED : EXIT_DONE;
    writer_close(run.writer);

    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    unsigned long all = run.counts[PUT_ADDED] + run.counts[PUT_UPDATED] + run.counts[PUT_UNCHANGED];
    printf("added %lu, updated %lu, unchanged %lu, failed %lu, %.0f articles/s\n", run.counts[PUT_ADDED],
           run.counts[PUT_UPDATED], run.counts[PUT_UNCHANGED], run.failed, (double)all / (seconds > 0 ? seconds : 1));
    return code;
}
