/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake_read.c - the reading side of a run of add: paths into articles. */
#include "indexer/intake_read.h"

#include "archive/memory.h"
#include "indexer/language.h"
#include "indexer/walk.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const long long input_max = 1LL << 40; /* bytes of one input, unpacked: more is no archive but a bomb */

static void problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct intake *in = ctx;
    struct error err = {0};

    char path[PATH_MAX];

    report_problem(in->report, where, reason);
    if (!in->quarantine)
        return;
    pthread_mutex_lock(&in->quarantine_lock);
    int rc = quarantine_put(in->quarantine, where, reason, record.bytes, record.len, path, &err);
    pthread_mutex_unlock(&in->quarantine_lock);
    if (rc < 0)
        report_note(in->report, err.text);
    else if (*path)
        report_quarantined(in->report, where, path);
}

void intake_refuse(struct intake *in, const struct article *a, const char *where, const char *reason)
{
    cJSON *object = in->quarantine ? article_to_json(a, 1) : NULL;
    char *text = object ? cJSON_PrintUnformatted(object) : NULL;

    problem(in, where, reason, (struct raw){text, text ? strlen(text) : 0});
    cJSON_free(text);
    cJSON_Delete(object);
}

/* What a reader without memory says of its input is not so. */
static void reader_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    if (!memory_ended())
        problem(ctx, where, reason, record);
}

static void warning(void *ctx, const char *where, const char *reason)
{
    if (!memory_ended())
        report_warning(((struct intake *)ctx)->report, where, reason);
}

static void left_out(void *ctx, const char *where, const char *text)
{
    report_left_out(((struct intake *)ctx)->report, where, text);
}

/* One whose dates are settled. */
static int give_article(void *ctx, struct article *a, const char *where)
{
    struct intake *in = ctx;
    struct error err = {0};

    int rc = article_ensure_id(a, &err);
    if (memory_ended()) /* whatever it is, it is not what was written */
        return -1;
    if (rc < 0) {
        intake_refuse(in, a, where, err.text);
        return 0;
    }
    return pipeline_give(in->pipeline, a, where);
}

/* The stemmer follows it; what the article says of itself stands. */
static bool tell_language(struct article *a)
{
    const char *lang = a->lang || !a->text ? NULL : language_of(a->text, strlen(a->text));

    if (lang)
        a->lang = strdup(lang);
    return !lang || a->lang;
}

static int take_article(void *ctx, struct article *a, const char *where)
{
    struct intake *in = ctx;

    atomic_store(&in->bytes_read, in->bytes_before + input_taken(in->input));
    if (!a->source && in->options->source)
        a->source = strdup(in->options->source);
    if ((!a->source && in->options->source) || !tell_language(a) || memory_ended())
        return -1;
    return date_habits_take(in->habits, a, where);
}

/* fd is the file, and closed; -1: it was named itself. 1: it cannot be opened or read; -1: the run is over. */
static int read_one(struct intake *in, const char *path, int fd, uint64_t bytes)
{
    const struct sink sink = {.ctx = in,
                              .article = take_article,
                              .problem = reader_problem,
                              .warning = warning,
                              .keeps_records = in->quarantine != NULL,
                              .note = left_out,
                              .keys = in->options->keys};
    const char *name = strcmp(path, "-") == 0 ? "stdin" : path;
    struct error err = {0};
    int stop_fd = pipeline_stop_fd(in->pipeline);

    struct input *input = fd < 0 ? input_open(path, input_max, stop_fd, &err)
                                 : input_from_file(fd, input_max, stop_fd, &err);
    in->input = input;
    int rc = input ? format_read(input, name, in->options->format, &sink, &err) : -1;
    input_close(input);
    if (memory_ended() || (rc < 0 && err.fault == FAULT_NONE)) /* the run is over */
        return -1;
    if (rc < 0)
        problem(in, name, err.text, (struct raw){0});
    in->bytes_before += bytes;
    atomic_store(&in->bytes_read, in->bytes_before);
    return rc < 0;
}

/* 1: it is not to be had, as is told. */
static int read_found(struct intake *in, const char *path, const char *root, const char *const *roots, int count,
                      uint64_t bytes)
{
    char reason[WALK_REASON_MAX];
    int fd = walk_open(path, root, roots, count, reason);

    if (fd >= 0)
        return read_one(in, path, fd, bytes);
    reader_problem(in, path, reason, (struct raw){0});
    in->bytes_before += bytes;
    return memory_ended() ? -1 : 1;
}

static int read_file(void *ctx, const char *path, const char *root, uint64_t bytes)
{
    struct intake *in = ctx;
    const char *const *roots = (const char *const *)in->work->paths;
    int rc = root ? read_found(in, path, root, roots, in->work->count, bytes) : read_one(in, path, -1, bytes);

    return rc < 0 ? -1 : 0;
}

/* -1: the run is over. */
static int read_listed(struct intake *in)
{
    const struct intake_work *w = in->work;
    struct stat st;
    int rc = 0;

    for (int i = 0; i < w->count && rc >= 0; i++) {
        if (stat(w->paths[i], &st) < 0 && errno == ENOENT)
            continue;
        rc = read_found(in, w->paths[i], w->within, NULL, 0, (uint64_t)st.st_size);
        w->unreadable[i] = rc > 0;
    }
    return rc < 0 ? -1 : 0;
}

static void file_problem(void *ctx, const char *path, const char *reason)
{
    reader_problem(ctx, path, reason, (struct raw){0});
}

/* Never silent: what memory that ended kept from being read may be anything. */
static void end_reading(struct intake *in, int rc, const struct error *err)
{
    bool over = pipeline_is_over(in->pipeline);
    int given = date_habits_end(in->habits);

    if (rc < 0 && err->fault != FAULT_NONE && err->fault != FAULT_MEMORY)
        report_problem(in->report, "indexer", err->text);
    else if ((rc < 0 || given < 0 || memory_ended()) && !over && !pipeline_is_over(in->pipeline))
        error_set(&in->unread, FAULT_MEMORY, "no memory to read on");
}

void intake_read(void *ctx, struct pipeline *p)
{
    struct intake *in = ctx;
    const char *const own[] = {in->options->archive, in->options->quarantine, NULL};
    const struct walk_options walk = {
        .ctx = in, .file = read_file, .problem = file_problem, .passed = left_out, .leave_out = own};
    struct error err = {0};

    in->pipeline = p;
    in->habits = date_habits_new(in->options->date_order, &(struct habit_sink){in, give_article, warning});
    if (!in->habits) {
        error_set(&in->unread, FAULT_MEMORY, "no memory to read");
        return;
    }
    int rc = in->work->unreadable ? read_listed(in) : walk_paths(in->work->paths, in->work->count, &walk, &err);
    end_reading(in, rc, &err);
    date_habits_free(in->habits);
}

/* One size that is not known makes the sum unknown. */
static int add_size(void *ctx, const char *path, const char *root, uint64_t bytes)
{
    uint64_t *all = ctx;
    struct stat st;

    (void)root;
    *all += bytes;
    return bytes == 0 && (stat(path, &st) < 0 || !S_ISREG(st.st_mode));
}

uint64_t intake_size(const struct intake *in)
{
    const char *const own[] = {in->options->archive, in->options->quarantine, NULL};
    uint64_t all = 0;
    const struct walk_options walk = {.ctx = &all, .file = add_size, .leave_out = own};

    return walk_paths(in->work->paths, in->work->count, &walk, NULL) == 0 ? all : 0;
}
