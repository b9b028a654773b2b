/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rebuild.c - the index anew, from the segments alone: each record is put as it once was, and all is committed as one
 * run. */
#include "archive/rebuild.h"

#include "archive/schema.h"
#include "archive/segments.h"
#include "archive/stored.h"
#include "archive/writer.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RECORD_BYTES_MIN = 56 };

struct rebuild {
    const struct rebuild_options *options;
    struct rebuilt found;
    struct writer *writer;
    struct segment *segment;
    struct buffer stored;
    uint64_t end;             /* of the last whole record */
    uint64_t lost;            /* bytes that hold no record */
    bool dictionary_was_last; /* each stands there twice */
};

__attribute__((format(printf, 2, 3))) static void damage(struct rebuild *b, const char *format, ...)
{
    char wrong[512];
    va_list args;

    va_start(args, format);
    vsnprintf(wrong, sizeof wrong, format, args);
    va_end(args);
    b->found.damaged++;
    b->options->damage(b->options->ctx, wrong);
}

/* What is known of the id from now on. */
static int remember(struct rebuild *b, const char *id_text, const struct pending_entry *now, struct error *err)
{
    struct pending *pending = &b->writer->pending;
    struct pending_entry entry = *now;
    char id[SCHEMA_TERM_MAX];

    schema_id_term(id_text, strlen(id_text), id);
    retractions_remove(&b->writer->retracted, id);
    memcpy(entry.id, id, PENDING_ID);
    entry.old = (struct old_place){.database = -1};
    struct pending_entry *known = pending_find(pending, id);
    if (known)
        *known = entry;
    else if (!pending_add(pending, &entry))
        return error_set(err, FAULT_MEMORY, "no memory for a list of %zu articles", pending->count);
    return 0;
}

static int take_article(struct rebuild *b, const struct segment_record *record, struct segment_place place,
                        struct error *err)
{
    struct article a = {0};

    if (stored_read(record, &a, err) < 0)
        return -1;
    struct pending_entry entry = {.item = {.docid = docid_wanted(&a), .segment = SEGMENT_NUMBER, .place = place},
                                  .version = record->link.version};
    memcpy(entry.hash, record->hash, SEGMENT_HASH);
    int rc = a.id ? remember(b, a.id, &entry, err) : error_set(err, FAULT_DAMAGED, "a stored article has no id");
    article_free(&a);
    return rc;
}

static int take_deletion(struct rebuild *b, const struct segment_record *record, struct error *err)
{
    char *id = strndup(record->text, record->text_len);

    if (!id)
        return error_set(err, FAULT_MEMORY, "no memory to read a deletion");
    int rc = remember(b, id, &(struct pending_entry){.deleted = true}, err);
    free(id);
    return rc;
}

static int take_retraction(struct rebuild *b, const struct segment_record *record, struct segment_place place,
                           struct error *err)
{
    char *id_text, *reason, id[SCHEMA_TERM_MAX];
    struct pending_entry entry = {
        .item = {.segment = SEGMENT_NUMBER, .place = place}, .version = record->link.version, .deleted = true};

    if (stored_read_retraction(record, &id_text, &reason, err) < 0)
        return -1;
    memcpy(entry.hash, record->hash, SEGMENT_HASH);
    schema_id_term(id_text, strlen(id_text), id);
    int rc = remember(b, id_text, &entry, err);
    if (rc == 0)
        rc = known_retract(b->writer, &entry, id, err);
    free(id_text);
    free(reason);
    return rc;
}

static int take_boilerplate(struct rebuild *b, const struct segment_record *record, struct segment_place place,
                            struct error *err)
{
    struct boilerplate_line line = {.segment = SEGMENT_NUMBER, .place = place};
    char *source, *text;

    if (stored_read_boilerplate(record, &source, &text, &line.state, err) < 0)
        return -1;
    line.key = boilerplate_key(boilerplate_seed(source, strlen(source)), text, strlen(text));
    bool taken = boilerplate_set(&b->writer->boilerplate, &line);
    free(source);
    free(text);
    return taken ? 0 : error_set(err, FAULT_MEMORY, "no memory for the list of boilerplate");
}

static int take_record(struct rebuild *b, struct segment_place place, struct error *err)
{
    struct segment_record record;

    if (segment_read(b->segment, place, true, &b->stored, &record, err) < 0)
        return -1;
    bool second = b->dictionary_was_last;
    b->dictionary_was_last = record.kind == SEGMENT_DICTIONARY;
    switch (record.kind) {
    case SEGMENT_ARTICLE:
        return take_article(b, &record, place, err);
    case SEGMENT_DELETION:
        return take_deletion(b, &record, err);
    case SEGMENT_RETRACTION:
        return take_retraction(b, &record, place, err);
    case SEGMENT_BOILERPLATE:
        return take_boilerplate(b, &record, place, err);
    case SEGMENT_DICTIONARY:
        b->writer->dictionary_at = second ? b->writer->dictionary_at : place.offset;
        return 0;
    }
    return error_set(err, FAULT_DAMAGED, "the record at byte %" PRIu64 " is of a kind we do not know", place.offset);
}

static int read_segment(struct rebuild *b, uint64_t size, struct error *err)
{
    struct segment_place place = {0};
    bool damaged, more;

    b->end = SEGMENT_START;
    while ((more = segment_next(b->segment, b->end, &place, &damaged)) || damaged) {
        struct error why = {0};
        uint64_t whole = more ? place.offset : size;
        if (segment_failed(b->segment, err) < 0)
            return -1;
        if (damaged) {
            damage(b, "the stored articles hold none from byte %" PRIu64 " to %" PRIu64, b->end, whole);
            b->lost += whole - b->end;
        }
        if (!more)
            break;
        if (take_record(b, place, &why) < 0) {
            if (segment_failed(b->segment, err) < 0)
                return -1;
            if (why.fault != FAULT_DAMAGED)
                return error_set(err, why.fault, "%s", why.text);
            damage(b, "%s", why.text);
        }
        b->found.records++;
        b->end = place.offset + place.length;
        b->options->reading(b->options->ctx, b->end, size, b->found.records);
    }
    for (size_t i = 0; i < b->writer->pending.count; i++)
        b->found.articles += !b->writer->pending.entries[i].deleted;
    return segment_failed(b->segment, err);
}

/* The highest of the folders, which a rebuild that was killed may have left: their names are taken. */
static uint64_t last_number(const char *dir)
{
    DIR *folder = opendir(dir);
    uint64_t last = 0;

    for (struct dirent *e; folder && (e = readdir(folder));) {
        const char *dash = strchr(e->d_name, '-');
        uint64_t number = dash ? strtoull(dash + 1, NULL, 10) : 0;
        if (number > last && number < UINT32_MAX)
            last = number;
    }
    if (folder)
        closedir(folder);
    return last;
}

static int read_generation(struct writer *w, struct error *err)
{
    struct error why = {0};
    uint64_t last = last_number(w->dir);

    if (generation_read(w->dir, &w->generation, &why) < 0) {
        if (why.fault != FAULT_NOT_FOUND && why.fault != FAULT_DAMAGED)
            return error_set(err, why.fault, "%s", why.text);
        if (generation_new("UTC", &w->generation, err) < 0)
            return -1;
    }
    if (w->generation.number < last)
        w->generation.number = last;
    return 0;
}

static int rebuild(struct rebuild *b, struct error *err)
{
    struct writer *w = b->writer;
    char path[PATH_MAX];
    struct stat st;

    if (read_generation(w, err) < 0 || segments_path(w->dir, SEGMENT_NUMBER, path, sizeof path, err) < 0)
        return -1;
    if (stat(path, &st) < 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    if (segment_open(path, &b->segment, err) < 0)
        return -1;
    if (read_segment(b, (uint64_t)st.st_size, err) < 0)
        return error_prefix(err, "cannot read '%s'", path);
    if (segment_writer_open(path, b->end, &w->segment, err) < 0 || segment_sync(w->segment, err) < 0)
        return -1;
    /* A commit leaves a record, or else switches the generation: no snapshot has had this number. */
    w->commit = b->found.records + b->lost / RECORD_BYTES_MIN + w->generation.number;
    w->known = w->commit + 1; /* what the archive was before, the stored articles do not tell */
    writer_set_build(w, &b->options->build);
    return copies_settle(w, err) < 0 || fold_commit(w, FOLD_ALL, err) < 0 ? -1 : writer_sweep(w, false, err);
}

int archive_rebuild(const char *dir, unsigned wait_ms, const struct rebuild_options *options, struct rebuilt *out,
                    struct error *err)
{
    struct rebuild b = {.options = options, .stored = buffer_make(SEGMENT_RECORD_MAX)};
    char path[PATH_MAX];
    struct stat st;

    if (segments_path(dir, SEGMENT_NUMBER, path, sizeof path, err) < 0)
        return -1;
    if (stat(path, &st) < 0 && (errno == ENOENT || errno == ENOTDIR))
        return error_set(err, FAULT_NOT_FOUND, "no archive at '%s': it holds no stored articles", dir);
    if (writer_begin(dir, "rebuild", wait_ms, &b.writer, err) < 0)
        return -1;
    int rc = rebuild(&b, err);
    if (rc == 0)
        *out = b.found;
    segment_close(b.segment);
    writer_close(b.writer);
    buffer_free(&b.stored);
    return rc;
}
