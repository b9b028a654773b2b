/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export.c - a whole result, piece by piece. */
#include "searchd/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "searchd/cursor.h"
#include "searchd/log.h"

enum { SECONDS_A_DAY = 86400, TIME_TEXT = 32 };

/* A piece while it is made; the export moves on when it is whole. */
struct making {
    const struct export *export;
    struct buffer *out;
    struct export_writing writing;
    struct manifest_ids ids;
    uint32_t after;
    bool whole, more; /* it is the last; there are articles behind its last */
};

static bool is_full(const struct making *m)
{
    uint64_t made = m->ids.count - m->export->ids.count;
    return m->out->len >= EXPORT_PIECE || made == EXPORT_IDS || m->out->failed;
}

static bool is_enough(const struct making *m)
{
    uint64_t limit = m->export->asked.params.articles;
    return limit && m->ids.count == limit;
}

static int put_article(struct making *m, const struct export_form *form, struct listing *l, struct error *err)
{
    struct search_result result;
    struct record_text id;
    int got = form->article ? listing_next(l, &result, &m->after, err) : listing_next_id(l, &id, &m->after, err);
    if (got < 1)
        return got;
    if (form->article) {
        m->writing.first = m->ids.count == 0;
        form->article(&m->writing, &result);
        id = result.record.id;
    }
    manifest_ids_add(&m->ids, id.data, id.len);
    return 1;
}

static int put_articles(struct making *m, const struct export_form *form, struct listing *l, struct error *err)
{
    while (!is_enough(m)) {
        if (is_full(m))
            return 0;
        int got = put_article(m, form, l, err);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
    }
    m->whole = true;
    m->more = is_enough(m) && selection_walk_next(&l->walk, NULL);
    return 0;
}

static void put_tail(struct making *m, const struct export_form *form)
{
    struct manifest manifest = m->export->manifest;
    struct cursor cursor = {.walk = true, .place = m->after};
    char made[TIME_TEXT], next[CURSOR_TEXT];
    struct tm utc;
    time_t now = time(NULL);
    strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    manifest.made = made;
    manifest_ids_end(&m->ids, &manifest);
    snprintf(cursor.hash, sizeof cursor.hash, "%s", manifest.hash);
    snprintf(cursor.snapshot, sizeof cursor.snapshot, "%s", manifest.snapshot.id);
    cursor_print(&cursor, next);
    const struct export_end end = {.manifest = &manifest, .next_cursor = m->more ? next : NULL,
                                   .warnings = m->export->warnings, .warning_count = m->export->warning_count};
    form->tail(&m->writing, &end);
}

/* The unit of retry. */
static int make_piece(struct reader *r, void *ctx, struct error *err)
{
    struct making *m = ctx;
    const struct export *e = m->export;
    const struct search_params *params = &e->asked.params;
    const struct export_form *form = export_form_of(params->format);
    const struct listing_place place = {.snapshot = e->manifest.snapshot.id, .after = e->after};
    struct arena set = arena_make(SEARCH_ARENA_MAX), pieces = arena_make(SEARCH_ARENA_MAX);
    const struct cite_context cite = {.base = e->base, .accessed = (int32_t)(time(NULL) / SECONDS_A_DAY)};
    struct listing l;

    buffer_clear(m->out);
    m->ids = e->ids;
    m->after = e->after;
    m->whole = m->more = false;
    m->writing = (struct export_writing){.render = &params->render, .cite = &cite, .bom = params->bom,
                                         .arena = &pieces, .out = m->out};
    int rc = listing_begin(r, &params->search, &place, &set, &l, err);
    if (rc == 0) {
        if (form->head && !e->ids.count)
            form->head(&m->writing);
        rc = put_articles(m, form, &l, err);
        if (rc == 0 && m->whole && form->tail)
            put_tail(m, form);
        listing_end(&l);
    }
    arena_free(&set);
    arena_free(&pieces);
    return rc;
}

static enum stream_state next_piece(struct stream *stream, struct worker *worker, struct buffer *out)
{
    struct export *e = (struct export *)stream;
    struct making m = {.export = e, .out = out};
    struct error err = {0};
    if (worker_try(worker, make_piece, &m, &err) == 0 && !out->failed) {
        e->ids = m.ids;
        e->after = m.after;
        return m.whole ? STREAM_END : STREAM_MORE;
    }
    log_line("request %s: the export broke off behind %" PRIu64 " articles: %s", e->request.id, e->ids.count,
             err.fault ? err.text : "out of memory");
    return STREAM_BROKEN;
}

static void free_stream(struct stream *stream)
{
    export_free((struct export *)stream);
}

struct export *export_new(const struct request *request)
{
    struct export *e = calloc(1, sizeof *e);
    if (!e)
        return NULL;
    e->stream = (struct stream){.next = next_piece, .free = free_stream};
    e->request = *request;
    manifest_ids_begin(&e->ids);
    return e;
}

void export_free(struct export *e)
{
    if (!e)
        return;
    ask_free(&e->asked);
    free(e);
}
