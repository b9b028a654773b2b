/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_sketch.c - the sketches of all that is pending, made on all cores from the stored articles. */
#include "archive/copies_board.h"
#include "archive/memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum {
    ARTICLES_A_TURN = 64,
    ARTICLES_A_THREAD = 256 /* fewer are not worth a thread */
};

struct sketching {
    struct board *board;
    atomic_size_t next;
    atomic_bool failed;
    pthread_mutex_t mutex; /* of err */
    struct error err;
};

struct sketcher {
    struct segments segments;
    const struct boilerplate *boilerplate;
    struct buffer stored;
    struct said said;
    struct story story;
};

static int sketch_node(struct sketcher *t, struct board_node *node, struct error *err)
{
    struct segment *segment;
    struct segment_record stored;
    const char *text;
    size_t len;

    if (segments_get(&t->segments, node->segment, &segment, err) < 0 ||
        segment_read(segment, node->place, false, &t->stored, &stored, err) < 0)
        return err->fault != FAULT_DAMAGED
                   ? -1
                   : error_set(err, FAULT_DAMAGED, "%s; 'indexer check' says how to mend it", err->text);
    if (!said_read(&t->said, t->boilerplate, &stored, &text, &len) || !story_read(&t->story, text, len))
        return error_set(err, FAULT_MEMORY, "no memory to find copies of articles");
    story_sketch(&t->story, &node->sketch);
    node->sketched = true;
    return 0;
}

static void fail(struct sketching *s, const struct error *err)
{
    pthread_mutex_lock(&s->mutex);
    if (!atomic_exchange(&s->failed, true))
        s->err = *err;
    pthread_mutex_unlock(&s->mutex);
}

static void *work(void *arg)
{
    struct sketching *s = arg;
    struct board *b = s->board;
    struct sketcher tools = {.segments = {.dir = b->writer->dir}, .boilerplate = &b->writer->boilerplate,
                             .stored = buffer_make(SEGMENT_RECORD_MAX)};
    struct error err = {0};
    int rc = 0;

    while (rc == 0 && !atomic_load(&s->failed)) {
        size_t from = atomic_fetch_add(&s->next, ARTICLES_A_TURN);
        if (from >= b->pending)
            break;
        for (size_t i = from; rc == 0 && i < from + ARTICLES_A_TURN && i < b->pending; i++)
            rc = sketch_node(&tools, &b->nodes[i], &err);
    }
    if (rc == 0 && memory_ended()) /* a text may lack words */
        rc = error_set(&err, FAULT_MEMORY, "no memory to find copies by");
    if (rc < 0)
        fail(s, &err);
    segments_close(&tools.segments);
    buffer_free(&tools.stored);
    said_free(&tools.said);
    story_free(&tools.story);
    return NULL;
}

int board_sketch(struct board *b, struct error *err)
{
    struct sketching s = {.board = b, .mutex = PTHREAD_MUTEX_INITIALIZER};
    pthread_t threads[BUILD_THREADS_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = b->writer->build.threads ? b->writer->build.threads : cores > 0 ? (size_t)cores : 1, started = 0;

    if (wanted > BUILD_THREADS_MAX)
        wanted = BUILD_THREADS_MAX;
    /* This thread is one of them. */
    while (started + 1 < wanted && (started + 1) * ARTICLES_A_THREAD < b->pending &&
           pthread_create(&threads[started], NULL, work, &s) == 0)
        started++;
    work(&s);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&s.mutex);
    return atomic_load(&s.failed) ? error_set(err, s.err.fault, "%s", s.err.text) : 0;
}
