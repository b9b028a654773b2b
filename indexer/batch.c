/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch.c - a file of queries, each counted or listed, to stdout. */
#include "indexer/batch.h"

#include "archive/clock.h"
#include "archive/csv_put.h"
#include "archive/docid_article.h"
#include "archive/render.h"
#include "archive/scoped.h"
#include "archive/search_ends.h"
#include "indexer/batch_put.h"
#include "indexer/command.h"
#include "indexer/progress.h"
#include "indexer/terminal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS_MAX = 64 << 20, /* bytes of rows gathered before they are put aside */
    ROWS_ASIDE = 256 << 10,
    RECORD_ARENA_MAX = 1 << 20, /* of one article */
    COPY_BYTES = 64 << 10
};
static const double redraw_ms = 100;

struct batch {
    const struct search_options *options;
    struct batch_file *file;
    struct batch_form form;
    const char *name; /* of the file, for what is told */
    char snapshot[SNAPSHOT_MAX]; /* that all are asked; "" before the first */
    struct batch_row row;
    struct batch_query query;
    struct arena arena;  /* of the query at hand */
    struct buffer rows;  /* of what it found, until they are put aside */
    FILE *aside;         /* those that may have to be made anew when a writer overtakes the search */
    uint64_t done, failed;
    struct timespec begun, shown;
    bool shows; /* progress, to a person */
    bool told_synonyms;
};

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory for what a query found");
}

/* ---- answers ------------------------------------------------------------ */

static int put_aside(struct batch *b, struct error *err)
{
    if (b->rows.failed)
        return no_memory(err);
    if (b->rows.len && fwrite(b->rows.data, 1, b->rows.len, b->aside) != b->rows.len)
        return error_errno(err, errno, "cannot write a temporary file");
    buffer_clear(&b->rows);
    return 0;
}

static int put_hit(struct batch *b, uint64_t rank, const struct record *record, const double *score, struct error *err)
{
    const struct batch_hit hit = {rank, record, score != NULL, score ? *score : 0};

    if (!batch_put_hit(&b->form, &b->row, &b->query, &hit, &b->rows))
        return no_memory(err);
    return b->rows.len > ROWS_ASIDE ? put_aside(b, err) : 0;
}

/* What is to be said of the snapshot, and of the query. */
static int list_warnings(struct batch *b, const struct reader *r, const struct selection *s, struct batch_count *c,
                         struct error *err)
{
    const char *says = render_snapshot_says(reader_snapshot(r));
    const char **all = arena_alloc(&b->arena, (1 + s->warning_count) * sizeof *all);

    if (!all)
        return no_memory(err);
    all[0] = says;
    c->warnings = says ? all : all + 1;
    c->warning_count = s->warning_count + (says != NULL);
    for (size_t i = 0; i < s->warning_count; i++)
        all[1 + i] = s->warnings[i];
    return 0;
}

static int count(struct batch *b, struct reader *r, struct error *err)
{
    struct batch_count c = {0};
    struct selection s;

    if (select_run(r, &b->query.request, &b->arena, &s, err) < 0 ||
        selection_ends(&s, &b->arena, &c.first, &c.last, err) < 0 || list_warnings(b, r, &s, &c, err) < 0)
        return -1;
    c.total = s.total;
    return batch_put_count(&b->form, &b->row, &b->query, &c, &b->rows) ? 0 : no_memory(err);
}

static void tell_warnings(const struct batch *b, const char *const *warnings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "indexer: warning: %s:%lu: %s\n", b->name, b->row.line, warnings[i]);
}

/* The best, or as they are sorted, a page at a time. */
static int list_some(struct batch *b, struct reader *r, struct error *err)
{
    struct search_request request = b->query.request;
    request.as_written = true;
    uint64_t rank = 0, max = b->options->hits_max;

    for (bool more = true; more && rank < max;) {
        struct search_page page;
        request.first = (uint32_t)rank;
        request.count = max - rank < SEARCH_COUNT_MAX ? (uint32_t)(max - rank) : SEARCH_COUNT_MAX;
        if (search_run(r, &request, &b->arena, &page, err) < 0)
            return -1;
        if (!rank)
            tell_warnings(b, page.warnings, page.warning_count);
        for (size_t i = 0; i < page.count; i++)
            if (put_hit(b, ++rank, &page.results[i].record,
                        request.sort == SORT_RELEVANCE ? &page.results[i].score : NULL, err) < 0)
                return -1;
        more = page.count == request.count;
    }
    return 0;
}

static int list_all(struct batch *b, struct reader *r, struct error *err)
{
    struct arena one = arena_make(RECORD_ARENA_MAX);
    struct selection s;
    struct selection_walk walk;
    uint64_t rank = 0;
    uint32_t docid;

    if (select_run(r, &b->query.request, &b->arena, &s, err) < 0)
        return -1;
    tell_warnings(b, s.warnings, s.warning_count);
    selection_walk_start(&walk, &s, b->query.request.sort == SORT_OLDEST, 0);
    while ((docid = selection_walk_next(&walk, NULL))) {
        struct record record;
        int rc = docid_record(r, docid, &one, &record, err);
        if (rc == 0)
            rc = put_hit(b, ++rank, &record, NULL, err);
        arena_free(&one);
        if (rc < 0)
            return -1;
    }
    return 0;
}

/* The snapshot that was asked for, or that the first query met, also when others have been committed since. */
static int hold_snapshot(struct batch *b, struct reader *r, struct error *err)
{
    const struct snapshot *now = reader_snapshot(r);

    if (!*b->snapshot)
        snprintf(b->snapshot, sizeof b->snapshot, "%s", b->options->snapshot ? b->options->snapshot : now->id);
    if (strcmp(b->snapshot, now->id) != 0)
        return reader_show(r, b->snapshot, strlen(b->snapshot), err);
    return 0;
}

/* The unit of retry. */
static int answer(struct reader *r, void *ctx, struct error *err)
{
    struct batch *b = ctx;

    buffer_clear(&b->rows);
    rewind(b->aside);
    if (ftruncate(fileno(b->aside), 0) < 0)
        return error_errno(err, errno, "cannot write a temporary file");
    arena_free(&b->arena);
    if (hold_snapshot(b, r, err) < 0 ||
        batch_row_read(&b->row, b->form.columns, b->options, &b->arena, &b->query, err) < 0)
        return -1;
    b->form.snapshot = reader_snapshot(r)->id;
    if (b->query.problem) {
        const char *problem = arena_printf(&b->arena, "line %lu: %s", b->row.line, b->query.problem);
        return problem && batch_put_problem(&b->form, &b->row, &b->query, problem, &b->rows) ? 0 : no_memory(err);
    }
    return !b->form.hits ? count(b, r, err) : b->options->hits_all ? list_all(b, r, err) : list_some(b, r, err);
}

/* ---- the file ----------------------------------------------------------- */

static int print(const char *bytes, size_t len, struct error *err)
{
    return fwrite(bytes, 1, len, stdout) == len ? 0 : error_errno(err, errno, "cannot write the output");
}

static int print_rows(struct batch *b, struct error *err)
{
    char block[COPY_BYTES];

    if (ftell(b->aside) > 0) {
        if (put_aside(b, err) < 0)
            return -1;
        rewind(b->aside);
        for (size_t n; (n = fread(block, 1, sizeof block, b->aside)) > 0;)
            if (print(block, n, err) < 0)
                return -1;
    } else if (b->rows.failed) {
        return no_memory(err);
    }
    return print(b->rows.data ? b->rows.data : "", b->rows.len, err);
}

static void show_progress(struct batch *b)
{
    struct progress p = {.phase = "searching", .articles = b->done, .unit = "queries"};
    char line[PROGRESS_LINE_MAX];

    if (!b->shows || clock_ms_since(&b->shown) < redraw_ms)
        return;
    batch_file_progress(b->file, &p.done, &p.all);
    p.seconds = clock_ms_since(&b->begun) / 1e3;
    unsigned width = terminal_width(stderr);
    size_t len = progress_bar(&p, width > 1 ? width - 1 : 1, line);
    fprintf(stderr, "\r%.*s\033[K", (int)len, line);
    clock_gettime(CLOCK_MONOTONIC, &b->shown);
}

static void tell_row(struct batch *b)
{
    static const char bare[] = "the quotes round the query are the table's and mark no phrase; for one write "
                               "\"\"\"...\"\"\"";

    if (b->shows && (b->query.problem || b->row.bare_quotes))
        fputs("\r\033[K", stderr);
    if (b->query.problem) {
        fprintf(stderr, "indexer: %s:%lu: ", b->name, b->row.line);
        print_clean(stderr, b->query.problem, strlen(b->query.problem));
        fputc('\n', stderr);
        b->failed++;
    } else if (b->row.bare_quotes) {
        fprintf(stderr, "indexer: warning: %s:%lu: %s\n", b->name, b->row.line, bare);
    }
}

/* Hits have no column for it. */
static void tell_synonyms(struct batch *b, const struct reader *r)
{
    const char *says = render_snapshot_says(reader_snapshot(r));

    if (!b->form.hits || !says || b->told_synonyms)
        return;
    fprintf(stderr, "%sindexer: warning: %s\n", b->shows ? "\r\033[K" : "", says);
    b->told_synonyms = true;
}

static int run_all(struct batch *b, struct reader *r, struct error *err)
{
    int more;

    if ((b->options->bom && !b->form.json && !buffer_puts(&b->rows, CSV_BOM)) || !batch_put_head(&b->form, &b->rows))
        return no_memory(err);
    if (print(b->rows.data ? b->rows.data : "", b->rows.len, err) < 0)
        return -1;
    while ((more = batch_file_next(b->file, &b->row, err)) > 0) {
        if (reader_ask(r, answer, b, err) < 0)
            return error_prefix(err, "%s:%lu", b->name, b->row.line);
        tell_row(b);
        tell_synonyms(b, r);
        if (print_rows(b, err) < 0)
            return -1;
        b->done++;
        show_progress(b);
    }
    if (b->shows)
        fputs("\r\033[K", stderr);
    return more;
}

static int open_and_run(struct batch *b, const char *archive, struct error *err)
{
    struct reader *r = NULL;
    int rc = reader_open(archive, &r, err);

    if (rc == 0)
        rc = batch_file_open(b->options->batch, &b->file, err);
    if (rc == 0) {
        b->form.columns = batch_file_columns(b->file);
        b->aside = tmpfile();
        rc = b->aside ? run_all(b, r, err) : error_errno(err, errno, "cannot make a temporary file");
    }
    reader_close(r);
    return rc;
}

int batch_run(const char *archive, const struct search_options *options)
{
    struct batch b = {.options = options, .arena = arena_make(SEARCH_ARENA_MAX), .rows = buffer_make(ROWS_MAX),
                      .name = strcmp(options->batch, "-") == 0 ? "stdin" : options->batch,
                      .form = {.hits = options->hits, .json = options->json}, .shows = terminal_redraws(stderr)};
    struct error err = {0};

    clock_gettime(CLOCK_MONOTONIC, &b.begun);
    int rc = open_and_run(&b, archive, &err);
    uint64_t failed = b.failed + (b.file ? batch_file_lost(b.file) : 0);
    batch_file_close(b.file);
    scoped_file(&b.aside);
    arena_free(&b.arena);
    buffer_free(&b.rows);
    if (rc < 0)
        return command_failed(&err);
    if (failed)
        fprintf(stderr, "indexer: %" PRIu64 " of %" PRIu64 " queries could not be answered\n", failed, b.done);
    return failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
