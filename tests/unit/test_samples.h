/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_samples.h - an archive of tests/articles, laid out in each way that a writer may leave one. */
#ifndef HUSTINGS_TEST_SAMPLES_H
#define HUSTINGS_TEST_SAMPLES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* nftw, mkdtemp */
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fts.h>
#include <ftw.h>

#include <cmocka.h>

#include "archive/arena.h"
#include "archive/reader.h"
#include "archive/store.h"
#include "indexer/formats/format.h"

enum { SAMPLES_MAX = 128, SAMPLES_LEAST = 60, SAMPLES_WAIT_MS = 5000 };

enum samples_layout {
    SAMPLES_DELTA,   /* all in the live database */
    SAMPLES_RUN,     /* all in a compacted one */
    SAMPLES_BOTH,    /* half in each */
    SAMPLES_REPLACED /* a run of drafts, every one of them hidden by its article in the delta */
};

struct samples {
    char dir[64];
    enum samples_layout layout;
    bool drafts; /* this reading puts drafts */
    struct writer *writer;
    struct reader *reader;
    struct arena arena;
    struct buffer problems; /* of the formats: there should be none */
    struct error err;
    size_t put;
    size_t count;
    char *ids[SAMPLES_MAX];
    char *names[SAMPLES_MAX]; /* what the cases call it: its id, or the name of the file that gave it none */
};

static inline bool samples_remember(struct samples *s, const char *id, const char *name, size_t name_len)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->ids[i], id) == 0)
            return true;
    if (s->count == SAMPLES_MAX)
        return false;
    s->ids[s->count] = strdup(id);
    s->names[s->count] = strndup(name, name_len);
    return s->ids[s->count] && s->names[s->count++];
}

static inline int samples_put(void *ctx, struct article *a, const char *where)
{
    struct samples *s = ctx;
    const char *slash = strrchr(where, '/'), *file = slash ? slash + 1 : where;
    const char *name = a->id ? a->id : file;
    size_t name_len = a->id ? strlen(name) : strcspn(file, ".");
    enum put_result result;
    char *own = strndup(name, name_len);

    bool known = own && article_ensure_id(a, &s->err) == 0 && samples_remember(s, a->id, own, name_len);
    free(own);
    if (!known)
        return -1;
    if (s->drafts) {
        free(a->text);
        a->text = strdup("A draft of tax cuts, a budget, a minister, a harpsichord and a tunnel.");
    }
    if (writer_put(s->writer, a, &result, &s->err))
        return -1;
    if (++s->put == SAMPLES_LEAST / 2 && s->layout == SAMPLES_BOTH) {
        bool done;
        return writer_commit(s->writer, &s->err) || writer_compact(s->writer, false, &done, &s->err) ? -1 : 0;
    }
    return 0;
}

static inline void samples_warning(void *ctx, const char *where, const char *reason)
{
    struct samples *s = ctx;
    buffer_printf(&s->problems, "%s: %s\n", where, reason);
}

static inline void samples_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    (void)record;
    samples_warning(ctx, where, reason);
}

static inline int samples_by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Reads the whole folder of samples once, and commits. */
static inline int samples_read(struct samples *s)
{
    char folder[] = CASES_DIR "/../articles";
    char *const roots[] = {folder, NULL};
    const struct sink sink = {.ctx = s, .article = samples_put, .problem = samples_problem, .warning = samples_warning};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, samples_by_name);
    int rc = walk ? 0 : -1;

    for (FTSENT *e; rc == 0 && (e = fts_read(walk));) {
        if (e->fts_info != FTS_F)
            continue;
        struct input *in = input_open(e->fts_path, 1 << 20, -1, &s->err);
        rc = in ? format_read(in, e->fts_path, FORMAT_UNKNOWN, &sink, &s->err) : -1;
        input_close(in);
    }
    if (walk)
        fts_close(walk);
    return rc ? rc : writer_commit(s->writer, &s->err);
}

static inline int samples_make(struct samples *s)
{
    bool done;
    if (writer_open(s->dir, "test", SAMPLES_WAIT_MS, &s->writer, &s->err))
        return -1;
    s->drafts = s->layout == SAMPLES_REPLACED;
    if (samples_read(s))
        return -1;
    if ((s->layout == SAMPLES_RUN || s->drafts) && writer_compact(s->writer, false, &done, &s->err))
        return -1;
    if (s->drafts) {
        s->drafts = false;
        if (samples_read(s))
            return -1;
    }
    writer_close(s->writer);
    s->writer = NULL;
    return reader_open(s->dir, &s->reader, &s->err);
}

/* cmocka's setup; *state is the layout, and then the samples. */
static inline int samples_open(void **state)
{
    struct samples *s = calloc(1, sizeof *s);
    const char *tmp = getenv("TMPDIR");
    if (!s)
        return -1;
    s->layout = *(const enum samples_layout *)*state;
    s->problems = buffer_make(1 << 16);
    *state = s;
    snprintf(s->dir, sizeof s->dir, "%.40s/samples.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(s->dir))
        return -1;
    if (samples_make(s) == 0 && !s->problems.len && s->count >= SAMPLES_LEAST)
        return 0;
    print_error("the samples: %zu articles; %s%s\n", s->count, s->err.text, s->problems.len ? s->problems.data : "");
    return -1;
}

static inline int samples_remove(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static inline int samples_close(void **state)
{
    struct samples *s = *state;
    reader_close(s->reader);
    writer_close(s->writer);
    arena_free(&s->arena);
    buffer_free(&s->problems);
    for (size_t i = 0; i < s->count; i++) {
        free(s->ids[i]);
        free(s->names[i]);
    }
    nftw(s->dir, samples_remove, 8, FTW_DEPTH | FTW_PHYS);
    free(s);
    return 0;
}

static inline int samples_hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* \n, \t, \\, \xNN as bytes and \e as nothing; any other backslash stands for itself. out has room for len. */
static inline size_t samples_unescape(const char *text, size_t len, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char next = i + 1 < len ? text[i + 1] : '\0';
        if (text[i] != '\\' || !next || !strchr("nt\\xe", next)) {
            out[n++] = text[i];
            continue;
        }
        i++;
        if (next == 'e')
            continue;
        if (next != 'x') {
            out[n++] = next == 'n' ? '\n' : next == 't' ? '\t' : '\\';
            continue;
        }
        int high = i + 2 < len ? samples_hex(text[i + 1]) : -1, low = high < 0 ? -1 : samples_hex(text[i + 2]);
        assert_true(low >= 0);
        out[n++] = (char)(high << 4 | low);
        i += 2;
    }
    return n;
}

#endif
