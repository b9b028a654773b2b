/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build.c - a run: sorted, cut into shards, indexed on all cores, merged; its words in order beside it. */
#include "archive/build.h"

#include "archive/folder.h"
#include "archive/item.h"
#include "archive/word_spool.h"
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

/* Where a shard's words were put aside. */
struct slice {
    size_t thread;
    uint64_t from, end;
};

struct build {
    const char *dir;
    char work[PATH_MAX]; /* where shards are made */
    const struct build_item *items;
    size_t count, shard_count, group_count;
    const struct build_options *options;
    atomic_size_t next_shard, next_thread;
    atomic_bool failed;
    pthread_mutex_t mutex; /* of all below */
    size_t done;
    size_t *group_left; /* shards of each group that are still being made */
    struct slice *slices; /* of each shard */
    struct word_spool *spools[BUILD_THREADS_MAX];
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

static int index_item(struct item_maker *m, const struct build_item *item, xap_writer *w, struct word_spool *spool,
                      struct error *err)
{
    const xap_document *doc;
    char lang[FORMS_LANG_MAX];
    xap_error xerr;

    if (item_maker_document(m, item, false, &doc, lang, err) < 0 ||
        word_spool_add(spool, item->docid, lang, item_maker_words(m), err) < 0)
        return -1;
    if (xap_writer_put(w, item->docid, doc, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot write an index: %s", xerr.text);
    return 0;
}

static void close_writer(xap_writer **w)
{
    xap_writer_close(*w);
}

static int index_shard(struct build *b, size_t shard, size_t thread, struct item_maker *m, struct error *err)
{
    __attribute__((cleanup(close_writer))) xap_writer *w = NULL;
    size_t from = shard * SHARD_ARTICLES;
    size_t end = from + SHARD_ARTICLES < b->count ? from + SHARD_ARTICLES : b->count;
    char path[PATH_MAX];
    xap_error xerr;

    shard_path(b, shard, path);
    b->slices[shard] = (struct slice){thread, word_spool_end(b->spools[thread]), 0};
    if (xap_writer_open(path, XAP_CREATE_THROWAWAY, &w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot make an index: %s", xerr.text);
    for (size_t i = from; i < end && !atomic_load(&b->failed); i++) {
        if (index_item(m, &b->items[i], w, b->spools[thread], err) < 0)
            return -1;
        if ((i - from + 1) % PROGRESS_EVERY == 0)
            tell(b, PROGRESS_EVERY);
    }
    tell(b, (end - from) % PROGRESS_EVERY);
    b->slices[shard].end = word_spool_end(b->spools[thread]);
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
    size_t thread = atomic_fetch_add(&b->next_thread, 1);
    struct item_maker *m = item_maker_new(b->dir);
    char path[PATH_MAX];
    struct error err = {0};

    snprintf(path, sizeof path, "%.3900s/words-%zu", b->work, thread);
    int rc = m ? word_spool_open(path, &b->spools[thread], &err) : error_set(&err, FAULT_MEMORY, "no memory to index articles");
    for (size_t shard; rc == 0 && !atomic_load(&b->failed) && (shard = atomic_fetch_add(&b->next_shard, 1)) < b->shard_count;) {
        rc = index_shard(b, shard, thread, m, &err);
        if (rc == 0 && !atomic_load(&b->failed))
            rc = finish_shard(b, shard, &err);
    }
    if (rc < 0)
        fail(b, &err);
    item_maker_free(m);
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
static int write_forms(struct lexicon *words, const char *path, struct error *err)
{
    __attribute__((cleanup(close_writer))) xap_writer *w = NULL;
    xap_error xerr;

    if (xap_writer_open(path, XAP_CREATE_THROWAWAY, &w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot make an index: %s", xerr.text);
    if (forms_write(words, w, err) < 0)
        return -1;
    if (xap_writer_commit(w, &xerr) != XAP_OK)
        return error_set(err, FAULT_IO, "cannot write an index: %s", xerr.text);
    return 0;
}

/* Shards hold rising docids, and so does the file. */
static int write_forward(struct build *b, struct lexicon *words, uint32_t *const *numbers, const char *path,
                         struct error *err)
{
    struct forward_writer *w = NULL;
    int rc = forward_writer_open(path, words, &w, err);

    for (size_t i = 0; rc == 0 && i < b->shard_count; i++) {
        const struct slice *s = &b->slices[i];
        rc = word_spool_write(b->spools[s->thread], s->from, s->end, numbers[s->thread], w, err);
    }
    if (rc == 0)
        rc = forward_writer_finish(w, err);
    forward_writer_close(w);
    return rc;
}

/* All threads' words under one numbering, and what is made of them. */
static int write_words(struct build *b, const char *forms, const char *forward, struct error *err)
{
    struct lexicon *words = lexicon_new();
    uint32_t *numbers[BUILD_THREADS_MAX] = {NULL};
    bool joined = words != NULL;

    for (size_t i = 0; joined && i < BUILD_THREADS_MAX && b->spools[i]; i++) {
        struct lexicon *mine = word_spool_words(b->spools[i]);
        numbers[i] = malloc((lexicon_count(mine) + 1) * sizeof *numbers[i]);
        joined = numbers[i] && lexicon_join(words, mine, numbers[i]);
    }
    int rc = joined ? write_forms(words, forms, err) : error_set(err, FAULT_MEMORY, "no memory for so many different words");
    if (rc == 0)
        rc = write_forward(b, words, numbers, forward, err);
    for (size_t i = 0; i < BUILD_THREADS_MAX; i++)
        free(numbers[i]);
    lexicon_free(words);
    return rc;
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
    char forms[PATH_MAX], forward[PATH_MAX], merged[PATH_MAX], target[PATH_MAX], inside[PATH_MAX];

    snprintf(forward, sizeof forward, "%.3900s/" FORWARD_FILE, b->work);
    snprintf(merged, sizeof merged, "%.3900s/%.40s", b->work, name);
    snprintf(inside, sizeof inside, "%.4000s/" FORWARD_FILE, merged);
    snprintf(target, sizeof target, "%.3900s/%.40s", b->dir, name);
    parts_path(b, 0, forms);
    if (run_threads(b, err) < 0 || write_words(b, forms, forward, err) < 0 ||
        merge_parts(b, parts_path, 0, 1 + (b->group_count == 1 ? b->shard_count : b->group_count), merged, false, err) < 0)
        return -1;
    if (rename(forward, inside) < 0)
        return error_errno(err, errno, "cannot name '%s'", inside);
    if (folder_sync(merged, err) < 0)
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
    b.slices = calloc(b.shard_count, sizeof *b.slices);
    int rc = b.group_left && b.slices ? 0 : error_set(err, FAULT_MEMORY, "no memory to index articles");
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
    for (size_t i = 0; i < BUILD_THREADS_MAX; i++)
        word_spool_close(b.spools[i]);
    free(b.group_left);
    free(b.slices);
    pthread_mutex_destroy(&b.mutex);
    return rc;
}
