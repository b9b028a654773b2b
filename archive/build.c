/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build.c - a run: sorted, cut into shards, indexed on all cores, merged; its words in order beside it. */
#include "archive/build.h"

#include "archive/blocks.h"
#include "archive/build_place.h"
#include "archive/columns.h"
#include "archive/copies_run.h"
#include "archive/folder.h"
#include "archive/item.h"
#include "archive/memory.h"
#include "archive/names.h"
#include "archive/pairs.h"
#include "archive/postings.h"
#include "archive/word_spool.h"
#include "archive/search_facets.h"
#include "archive/shim_error.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/sums.h"

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
    SHARD_MIN = 256,       /* articles; smaller ones are not worth their merge */
    SHARD_MAX = 2048,      /* more would be held in memory and leave threads without work at the end */
    SHARDS_A_THREAD = 4,   /* at least */
    SHARDS_MAX = 256,      /* past it they are larger instead: all are open in the merge */
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
    size_t count, thread_count, shard_size, shard_count;
    const struct boilerplate *boilerplate;
    const struct build_options *options;
    atomic_size_t next_shard, next_thread;
    atomic_bool failed;
    pthread_mutex_t mutex; /* of all below */
    size_t done;
    struct slice *slices; /* of each shard */
    struct word_spool *spools[BUILD_THREADS_MAX];
    struct name_tally *tallies[BUILD_THREADS_MAX];
    struct copies_keys keys[BUILD_THREADS_MAX];
    struct error err;
};

static void shard_path(const struct build *b, size_t shard, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.3900s/shard-%zu", b->work, shard);
}

static void forms_path(const struct build *b, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.3900s/forms", b->work);
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

/* The forms and all shards into target; they are removed once they are in it. */
static int merge_parts(const struct build *b, const char *target, struct error *err)
{
    size_t count = 1 + b->shard_count;
    scoped(char_ptr) char(*paths)[PATH_MAX] = calloc(count, sizeof *paths);
    scoped(char_ptr) const char **list = calloc(count, sizeof *list);
    xap_error xerr;

    if (!paths || !list)
        return error_set(err, FAULT_MEMORY, "no memory to merge an index");
    forms_path(b, paths[0]);
    for (size_t i = 0; i < b->shard_count; i++)
        shard_path(b, i, paths[1 + i]);
    for (size_t i = 0; i < count; i++)
        list[i] = paths[i];
    xap_status s = xap_compact(list, count, target, true, false, &xerr);
    if (s != XAP_OK)
        return error_set(err, s == XAP_NO_MEMORY ? FAULT_MEMORY : FAULT_IO, "cannot merge an index: %s", xerr.text);
    for (size_t i = 0; i < count; i++)
        if (folder_remove(list[i], err) < 0)
            return -1;
    return 0;
}

/* Where the words of the document at hand go. */
struct shard_sink {
    struct postings *postings;
    const uint32_t *numbers;
};

static xap_status take_word(void *ctx, size_t number, xap_text word, const uint32_t *positions, size_t count,
                            uint32_t wdf, xap_error *xerr)
{
    const struct shard_sink *s = ctx;

    (void)word, (void)positions, (void)count, (void)xerr;
    return postings_word(s->postings, s->numbers[number], wdf) ? XAP_OK : XAP_NO_MEMORY;
}

static xap_status take_term(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                            xap_error *xerr)
{
    const struct shard_sink *s = ctx;

    (void)positions, (void)count, (void)xerr;
    return postings_term(s->postings, term.data, term.len, wdf) ? XAP_OK : XAP_NO_MEMORY;
}

static xap_status take_value(void *ctx, uint32_t slot, xap_text value, xap_error *xerr)
{
    const struct shard_sink *s = ctx;

    (void)xerr;
    return value.len == 0 || postings_value(s->postings, slot, value.data, value.len) ? XAP_OK : XAP_NO_MEMORY;
}

/* One thread's tools. */
struct worker {
    size_t number;
    struct item_maker *items;
    struct word_spool *spool;
    struct name_tally *tally;
    struct copies_keys *keys;
    struct postings *postings;
};

static int index_item(const struct worker *w, const struct build_item *item, struct error *err)
{
    char lang[FORMS_LANG_MAX];
    struct error why = {0};

    /* One that was deleted because it is damaged must not keep the others from being merged. */
    if (item_maker_read(w->items, item, false, lang, &why) < 0)
        return item->retired && why.fault == FAULT_DAMAGED ? 0 : error_set(err, why.fault, "%s", why.text);
    if (word_spool_add(w->spool, item->docid, lang, item_maker_words(w->items), err) < 0)
        return -1;
    /* What is no more is neither suggested nor a copy of anything. */
    if (!item->retired &&
        !name_tally_add(w->tally, item->docid, item_maker_words(w->items), word_spool_numbers(w->spool)))
        return error_set(err, FAULT_MEMORY, "no memory for the archive's names");
    if (!item->retired &&
        !copies_keys_add(w->keys, item_maker_keys(w->items), item->docid, item->group))
        return error_set(err, FAULT_MEMORY, "no memory to find copies by");
    const struct buffer *record = item_maker_record(w->items);
    struct shard_sink to = {w->postings, word_spool_numbers(w->spool)};
    const struct document_sink sink = {&to, take_word, take_term, take_value};
    if (postings_document(w->postings, item->docid, record->data, record->len, err) < 0)
        return -1;
    return item_maker_give(w->items, &sink, err);
}

static void close_writer(xap_writer **w)
{
    xap_writer_close(*w);
}

static int index_shard(struct build *b, size_t shard, const struct worker *w, struct error *err)
{
    size_t from = shard * b->shard_size;
    size_t end = from + b->shard_size < b->count ? from + b->shard_size : b->count;
    char path[PATH_MAX];

    shard_path(b, shard, path);
    b->slices[shard] = (struct slice){w->number, word_spool_end(w->spool), 0};
    if (postings_begin(w->postings, path, err) < 0)
        return -1;
    for (size_t i = from; i < end && !atomic_load(&b->failed); i++) {
        if (index_item(w, &b->items[i], err) < 0)
            return -1;
        if ((i - from + 1) % PROGRESS_EVERY == 0)
            tell(b, PROGRESS_EVERY);
    }
    tell(b, (end - from) % PROGRESS_EVERY);
    b->slices[shard].end = word_spool_end(w->spool);
    return postings_write(w->postings, err);
}

static void *work(void *arg)
{
    struct build *b = arg;
    struct worker w = {.number = atomic_fetch_add(&b->next_thread, 1), .items = item_maker_new(b->dir, b->boilerplate)};
    char path[PATH_MAX];
    struct error err = {0};

    snprintf(path, sizeof path, "%.3900s/words-%zu", b->work, w.number);
    int rc = word_spool_open(path, &w.spool, &err);
    if (rc == 0) {
        b->spools[w.number] = w.spool;
        b->tallies[w.number] = w.tally = name_tally_new();
        w.keys = &b->keys[w.number];
        w.postings = postings_new(word_spool_words(w.spool));
        if (!w.items || !w.postings || !w.tally)
            rc = error_set(&err, FAULT_MEMORY, "no memory to index articles");
    }
    while (rc == 0 && !atomic_load(&b->failed)) {
        size_t shard = atomic_fetch_add(&b->next_shard, 1);
        if (shard >= b->shard_count)
            break;
        rc = index_shard(b, shard, &w, &err);
    }
    if (rc == 0 && memory_ended()) /* an article may lack a word */
        rc = error_set(&err, FAULT_MEMORY, "no memory to index articles");
    if (rc < 0)
        fail(b, &err);
    item_maker_free(w.items);
    postings_free(w.postings);
    return NULL;
}

/* A merge of many shards has the files of each open. */
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

/* All threads' words under one numbering; numbers[t][i] is what thread t's word i is called in it. */
struct all_words {
    struct lexicon *words;
    uint32_t *numbers[BUILD_THREADS_MAX];
};

static int join_words(const struct build *b, struct all_words *all, struct error *err)
{
    bool joined = (all->words = lexicon_new()) != NULL;

    for (size_t i = 0; joined && i < BUILD_THREADS_MAX && b->spools[i]; i++) {
        struct lexicon *mine = word_spool_words(b->spools[i]);
        all->numbers[i] = malloc((lexicon_count(mine) + 1) * sizeof *all->numbers[i]);
        joined = all->numbers[i] && lexicon_join(all->words, mine, all->numbers[i]);
    }
    return joined ? 0 : error_set(err, FAULT_MEMORY, "no memory for so many different words");
}

static void free_words(struct all_words *all)
{
    for (size_t i = 0; i < BUILD_THREADS_MAX; i++)
        free(all->numbers[i]);
    lexicon_free(all->words);
}

struct forward_job {
    struct build *build;
    const struct all_words *all;
    char path[PATH_MAX], pairs[PATH_MAX], names[PATH_MAX], copies[PATH_MAX];
    int rc;
    struct error err;
};

static int write_names(const struct build *b, const struct all_words *all, const char *path, struct error *err)
{
    struct name_tally *tally = name_tally_new();
    struct names_list list = {0};
    bool fits = tally != NULL;

    for (size_t i = 0; fits && i < BUILD_THREADS_MAX && b->spools[i]; i++)
        fits = name_tally_join(tally, b->tallies[i], all->numbers[i]);
    fits = fits && names_choose(tally, all->words, b->count, &list);
    int rc = fits ? names_write(&list, path, err) : error_set(err, FAULT_MEMORY, "no memory for the archive's names");
    names_list_free(&list);
    name_tally_free(tally);
    return rc;
}

/* Shards hold rising docids, and so does the file. */
static void *write_forward(void *arg)
{
    struct forward_job *job = arg;
    const struct build *b = job->build;
    struct forward_writer *w = NULL;

    job->rc = forward_writer_open(job->path, job->pairs, job->all->words, &w, &job->err);
    for (size_t i = 0; job->rc == 0 && i < b->shard_count; i++) {
        const struct slice *s = &b->slices[i];
        job->rc = word_spool_write(b->spools[s->thread], s->from, s->end, job->all->numbers[s->thread], w, &job->err);
    }
    if (job->rc == 0)
        job->rc = forward_writer_finish(w, &job->err);
    forward_writer_close(w);
    if (job->rc == 0)
        job->rc = write_names(b, job->all, job->names, &job->err);
    if (job->rc == 0)
        job->rc = copies_write(b->keys, BUILD_THREADS_MAX, job->copies, &job->err);
    if (job->rc == 0 && memory_ended())
        job->rc = error_set(&job->err, FAULT_MEMORY, "no memory for what is written beside an index");
    return NULL;
}

static int move_in(const char *path, const char *dir, const char *name, struct error *err)
{
    char inside[PATH_MAX];

    snprintf(inside, sizeof inside, "%.4000s/%s", dir, name);
    return rename(path, inside) < 0 ? error_errno(err, errno, "cannot name '%s'", inside) : 0;
}

/* What is made from the database once it is whole. */
static int write_beside(const char *merged, struct error *err)
{
    char blocks[PATH_MAX], columns[PATH_MAX];
    struct shard_documents documents = {0};
    xap_reader *database = NULL;
    xap_error xerr;

    snprintf(blocks, sizeof blocks, "%.4000s/" BLOCKS_FILE, merged);
    snprintf(columns, sizeof columns, "%.4000s/" COLUMNS_FILE, merged);
    xap_status s = xap_reader_open(&merged, 1, &database, &xerr);
    int rc = s == XAP_OK ? shard_documents_read(database, 0, &documents, err) : shim_error(err, s, &xerr);
    if (rc == 0)
        rc = columns_write(database, &documents, search_columns, COLUMN_COUNT, columns, err);
    if (rc == 0)
        rc = blocks_write(database, &documents, blocks, err);
    shard_documents_free(&documents);
    xap_reader_close(database);
    return rc;
}

/* The merge, with the forward file written beside it. Each fills a core. */
static int write_run(struct build *b, const char *merged, struct error *err)
{
    __attribute__((cleanup(free_words))) struct all_words all = {0};
    struct forward_job job = {.build = b, .all = &all};
    char forms[PATH_MAX];
    pthread_t thread;

    forms_path(b, forms);
    snprintf(job.path, sizeof job.path, "%.3900s/" FORWARD_FILE, b->work);
    snprintf(job.pairs, sizeof job.pairs, "%.3900s/" PAIRS_FILE, b->work);
    snprintf(job.names, sizeof job.names, "%.3900s/" NAMES_FILE, b->work);
    snprintf(job.copies, sizeof job.copies, "%.3900s/" COPIES_FILE, b->work);
    if (join_words(b, &all, err) < 0 || write_forms(all.words, forms, err) < 0)
        return -1;
    bool beside = b->options->threads != 1 && pthread_create(&thread, NULL, write_forward, &job) == 0;
    if (!beside)
        write_forward(&job);
    int rc = merge_parts(b, merged, err);
    if (rc == 0)
        rc = write_beside(merged, err);
    if (beside)
        pthread_join(thread, NULL);
    if (rc < 0)
        return -1;
    if (job.rc < 0)
        return error_set(err, job.err.fault, "%s", job.err.text);
    if (move_in(job.path, merged, FORWARD_FILE, err) < 0 || move_in(job.pairs, merged, PAIRS_FILE, err) < 0)
        return -1;
    if (move_in(job.names, merged, NAMES_FILE, err) < 0)
        return -1;
    return move_in(job.copies, merged, COPIES_FILE, err);
}

static int run_threads(struct build *b, struct error *err)
{
    pthread_t threads[BUILD_THREADS_MAX];
    size_t started = 0;

    while (started < b->thread_count && started < b->shard_count &&
           pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    if (!started)
        work(b); /* no thread to be had: slower, not worse */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return atomic_load(&b->failed) ? error_set(err, b->err.fault, "%s", b->err.text) : 0;
}

static int make(struct build *b, const char *name, struct error *err)
{
    char merged[PATH_MAX], target[PATH_MAX];

    snprintf(merged, sizeof merged, "%.3900s/%.40s", b->work, name);
    snprintf(target, sizeof target, "%.3900s/%.40s", b->dir, name);
    if (run_threads(b, err) < 0 || write_run(b, merged, err) < 0 || sums_write(merged, err) < 0 ||
        folder_sync(merged, err) < 0)
        return -1;
    if (rename(merged, target) < 0)
        return error_errno(err, errno, "cannot name '%s'", target);
    return folder_sync(b->dir, err);
}

static size_t thread_count(const struct build_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = options->threads ? options->threads : cores > 0 ? (size_t)cores : 1;

    return wanted < BUILD_THREADS_MAX ? wanted : BUILD_THREADS_MAX;
}

/* In articles. The larger the shards, the fewer pieces a word's list is in. */
static size_t shard_size(size_t count, size_t threads)
{
    size_t size = count / (threads * SHARDS_A_THREAD), least = (count + SHARDS_MAX - 1) / SHARDS_MAX;

    size = size < SHARD_MIN ? SHARD_MIN : size > SHARD_MAX ? SHARD_MAX : size;
    return size > least ? size : least;
}

int build_run(const char *dir, const char *name, struct build_item *items, size_t count, const struct docids *taken,
              size_t taken_count, const struct boilerplate *boilerplate, const struct build_options *options,
              struct error *err)
{
    struct build b = {.dir = dir, .items = items, .count = count, .boilerplate = boilerplate, .options = options,
                      .mutex = PTHREAD_MUTEX_INITIALIZER};

    if (strlen(dir) > PATH_MAX - 256)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    if (build_place(items, count, taken, taken_count, err) < 0)
        return -1;
    snprintf(b.work, sizeof b.work, "%.3800s/building", dir);
    b.thread_count = thread_count(options);
    b.shard_size = shard_size(count, b.thread_count);
    b.shard_count = (count + b.shard_size - 1) / b.shard_size;
    b.slices = calloc(b.shard_count, sizeof *b.slices);
    int rc = b.slices ? 0 : error_set(err, FAULT_MEMORY, "no memory to index articles");
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
    for (size_t i = 0; i < BUILD_THREADS_MAX; i++) {
        word_spool_close(b.spools[i]);
        name_tally_free(b.tallies[i]);
        copies_keys_free(&b.keys[i]);
    }
    free(b.slices);
    pthread_mutex_destroy(&b.mutex);
    return rc;
}
