/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build.c - a run: sorted, cut into shards, indexed on all cores, merged. */
#include "archive/build.h"

#include "archive/folder.h"
#include "archive/item.h"
#include "archive/schema.h"
#include "archive/scoped.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    SHARD_ARTICLES = 125, /* what Xapian holds in memory of one fits the processor's cache: 1,000 cost half as much again */
    GROUP_SHARDS = 16,     /* merged as soon as all are there, so that the last merge opens few files */
    PROGRESS_EVERY = 64    /* articles */
};

struct build {
    const char *dir;
    char work[PATH_MAX]; /* where shards are made */
    const struct build_item *items;
    size_t count, shard_count, group_count;
    const struct build_options *options;
    atomic_size_t next_shard;
    atomic_bool failed;
    pthread_mutex_t mutex; /* of all below */
    size_t done;
    size_t *group_left; /* shards of each group that are still being made */
    struct word_set *words;
    struct error err;
};

static void shard_path(const struct build *b, size_t shard, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.3900s/shard-%zu", b->work, shard);
}

static void group_path(const struct build *b, size_t group, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.3900s/group-%zu", b->work, group);
}

static size_t group_size(const struct build *b, size_t group)
{
    size_t left = b->shard_count - group * GROUP_SHARDS;
    return left < GROUP_SHARDS ? left : GROUP_SHARDS;
}

/* The first failure is the one told; the others are its echo. */
static void fail(struct build *b, const struct error *err)
{
    pthread_mutex_lock(&b->mutex);
    if (!atomic_exchange(&b->failed, true))
        b->err = *err;
    pthread_mutex_unlock(&b->mutex);
}

static void tell(struct build *b, size_t more)
{
    pthread_mutex_lock(&b->mutex);
    b->done += more;
    if (b->options->progress)
        b->options->progress(b->options->ctx, b->done, b->count);
    pthread_mutex_unlock(&b->mutex);
}

/* Sources are removed once they are in target. */
static int merge(const char *const *sources, size_t count, const char *target, bool sync, struct error *err)
{
    xap_error xerr;
    xap_status s = xap_compact(sources, count, target, true, sync, &xerr);

    if (s != XAP_OK)
        return error_set(err, s == XAP_NO_MEMORY ? FAULT_MEMORY : FAULT_IO, "cannot merge an index: %s", xerr.text);
    for (size_t i = 0; i < count; i++)
        if (folder_remove(sources[i], err) < 0)
            return -1;
    return 0;
}

static int merge_parts(const struct build *b, void (*path_of)(const struct build *, size_t, char *), size_t first,
                       size_t count, const char *target, bool sync, struct error *err)
{
    scoped(char_ptr) char(*paths)[PATH_MAX] = calloc(count, sizeof *paths);
    scoped(char_ptr) const char **list = calloc(count, sizeof *list);

    if (!paths || !list)
        return error_set(err, FAULT_MEMORY, "no memory to merge an index");
    for (size_t i = 0; i < count; i++) {
        path_of(b, first + i, paths[i]);
        list[i] = paths[i];
    }
    return merge(list, count, target, sync, err);
}

static int index_item(struct item_maker *m, const struct build_item *item, xap_writer *w, struct word_set *words,
                      struct error *err)
{
    const xap_document *doc;
    char lang[FORMS_LANG_MAX];
    xap_error xerr;

    if (item_maker_document(m, item, &doc, lang, err) < 0)
        return -1;
    const struct document_maker *made = item_maker_words(m);
    for (size_t i = 0; i < document_word_count(made); i++) {
        xap_text word = document_word(made, i);
        if (!word_set_add(words, lang, word.data, word.len))
            return error_set(err, FAULT_MEMORY, "no memory for the forms of words");
    }
    if (xap_writer_put(w, item->docid, doc, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot write an index: %s", xerr.text);
    return 0;
}

static void close_writer(xap_writer **w)
{
    xap_writer_close(*w);
}

static int index_shard(struct build *b, size_t shard, struct item_maker *m, struct word_set *words, struct error *err)
{
    __attribute__((cleanup(close_writer))) xap_writer *w = NULL;
    size_t from = shard * SHARD_ARTICLES;
    size_t end = from + SHARD_ARTICLES < b->count ? from + SHARD_ARTICLES : b->count;
    char path[PATH_MAX];
    xap_error xerr;

    shard_path(b, shard, path);
    if (xap_writer_open(path, XAP_CREATE_THROWAWAY, &w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot make an index: %s", xerr.text);
    for (size_t i = from; i < end && !atomic_load(&b->failed); i++) {
        if (index_item(m, &b->items[i], w, words, err) < 0)
            return -1;
        if ((i - from + 1) % PROGRESS_EVERY == 0)
            tell(b, PROGRESS_EVERY);
    }
    tell(b, (end - from) % PROGRESS_EVERY);
    if (xap_writer_commit(w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot write an index: %s", xerr.text);
    return 0;
}

/* Whoever made the last shard of a group merges it, while others go on. */
static int finish_shard(struct build *b, size_t shard, struct error *err)
{
    size_t group = shard / GROUP_SHARDS;
    char path[PATH_MAX];

    pthread_mutex_lock(&b->mutex);
    bool last = --b->group_left[group] == 0;
    pthread_mutex_unlock(&b->mutex);
    if (!last || b->group_count == 1)
        return 0;
    group_path(b, group, path);
    return merge_parts(b, shard_path, group * GROUP_SHARDS, group_size(b, group), path, false, err);
}

static void *work(void *arg)
{
    struct build *b = arg;
    struct item_maker *m = item_maker_new(b->dir);
    struct word_set *words = word_set_new();
    struct error err = {0};
    int rc = m && words ? 0 : error_set(&err, FAULT_MEMORY, "no memory to index articles");

    for (size_t shard; rc == 0 && !atomic_load(&b->failed) && (shard = atomic_fetch_add(&b->next_shard, 1)) < b->shard_count;) {
        rc = index_shard(b, shard, m, words, &err);
        if (rc == 0 && !atomic_load(&b->failed))
            rc = finish_shard(b, shard, &err);
    }
    if (rc == 0) {
        pthread_mutex_lock(&b->mutex);
        bool joined = word_set_join(b->words, words);
        pthread_mutex_unlock(&b->mutex);
        if (!joined)
            rc = error_set(&err, FAULT_MEMORY, "no memory for the forms of words");
    }
    if (rc < 0)
        fail(b, &err);
    item_maker_free(m);
    word_set_free(words);
    return NULL;
}

static int by_docid(const void *left, const void *right)
{
    const struct build_item *a = left, *b = right;

    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return (a->place.offset > b->place.offset) - (a->place.offset < b->place.offset);
}

/* A day may hold more articles than it has slots: they go on in the next earlier day's. */
static int settle_docids(struct build_item *items, size_t count, struct error *err)
{
    uint32_t next = 1;

    qsort(items, count, sizeof *items, by_docid);
    for (size_t i = 0; i < count; i++) {
        if (items[i].docid < next)
            items[i].docid = next;
        if (items[i].docid > SCHEMA_DOCID_MAX)
            return error_set(err, FAULT_INVALID, "the archive has no room for more undated articles");
        next = items[i].docid + 1;
    }
    return 0;
}

/* A merge of many groups has six files of each open. */
static void allow_many_files(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* The forms are a shard of their own, without documents, so that they are written once. */
static int write_forms(const struct build *b, const char *path, struct error *err)
{
    __attribute__((cleanup(close_writer))) xap_writer *w = NULL;
    xap_error xerr;

    if (xap_writer_open(path, XAP_CREATE_THROWAWAY, &w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot make an index: %s", xerr.text);
    if (word_set_write(b->words, w, err) < 0)
        return -1;
    if (xap_writer_commit(w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot write an index: %s", xerr.text);
    return 0;
}

static void parts_path(const struct build *b, size_t part, char *path)
{
    if (part == 0)
        snprintf(path, PATH_MAX, "%.3900s/forms", b->work);
    else if (b->group_count == 1)
        shard_path(b, part - 1, path);
    else
        group_path(b, part - 1, path);
}

static int run_threads(struct build *b, struct error *err)
{
    pthread_t threads[BUILD_THREADS_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = b->options->threads ? b->options->threads : cores > 0 ? (size_t)cores : 1, started = 0;

    if (wanted > BUILD_THREADS_MAX)
        wanted = BUILD_THREADS_MAX;
    if (wanted > b->shard_count)
        wanted = b->shard_count;
    while (started < wanted && pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    if (!started)
        work(b); /* no thread to be had: slower, not worse */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&b->failed) ? error_set(err, b->err.fault, "%s", b->err.text) : 0;
}

static int make(struct build *b, const char *name, struct error *err)
{
    char forms[PATH_MAX], merged[PATH_MAX], target[PATH_MAX];

    snprintf(merged, sizeof merged, "%.3900s/%.40s", b->work, name);
    snprintf(target, sizeof target, "%.3900s/%.40s", b->dir, name);
    parts_path(b, 0, forms);
    if (run_threads(b, err) < 0 || write_forms(b, forms, err) < 0 ||
        merge_parts(b, parts_path, 0, 1 + (b->group_count == 1 ? b->shard_count : b->group_count), merged, true, err) < 0)
        return -1;
    if (rename(merged, target) < 0)
        return error_errno(err, errno, "cannot name '%s'", target);
    return folder_sync(b->dir, err);
}

int build_run(const char *dir, const char *name, struct build_item *items, size_t count,
              const struct build_options *options, struct error *err)
{
    struct build b = {.dir = dir, .items = items, .count = count, .options = options,
                      .mutex = PTHREAD_MUTEX_INITIALIZER};

    if (strlen(dir) > PATH_MAX - 256)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    if (settle_docids(items, count, err) < 0)
        return -1;
    snprintf(b.work, sizeof b.work, "%.3800s/building", dir);
    b.shard_count = (count + SHARD_ARTICLES - 1) / SHARD_ARTICLES;
    b.group_count = (b.shard_count + GROUP_SHARDS - 1) / GROUP_SHARDS;
    b.group_left = malloc(b.group_count * sizeof *b.group_left);
    b.words = word_set_new();
    int rc = b.group_left && b.words ? 0 : error_set(err, FAULT_MEMORY, "no memory to index articles");
    for (size_t i = 0; rc == 0 && i < b.group_count; i++)
        b.group_left[i] = group_size(&b, i);
    if (rc == 0)
        rc = folder_remove(b.work, err);
    if (rc == 0)
        rc = folder_make(b.work, err);
    if (rc == 0) {
        allow_many_files();
        rc = make(&b, name, err);
        struct error ignored;
        folder_remove(b.work, rc < 0 ? &ignored : err); /* left over, it is removed by the next writer */
    }
    free(b.group_left);
    word_set_free(b.words);
    pthread_mutex_destroy(&b.mutex);
    return rc;
}
