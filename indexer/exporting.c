/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exporting.c - the articles of an archive, with their earlier versions, on stdout as JSON Lines. */
#include "indexer/exporting.h"

#include "archive/article_history.h"
#include "archive/copies.h"
#include "archive/reader.h"
#include "archive/scoped.h"
#include "archive/stored.h"
#include "archive/versions.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
    uint32_t segment;
    struct segment_place in;
    uint64_t group; /* of copies.h */
};

struct exporting {
    FILE *places; /* one struct place an article or tombstone */
    uint64_t count;
    bool newest;
    struct boilerplate lines; /* what the archive knows */
    struct segments segments;
    struct buffer stored;
    struct version chain[VERSIONS_MAX]; /* of one article, the newest first */
    size_t chain_count;
    struct report *report;
    struct exported out;
};

static int note_place(struct exporting *e, uint32_t segment, struct segment_place in, uint64_t group,
                      struct error *err)
{
    const struct place place = {segment, in, group};

    e->count++;
    return fwrite(&place, sizeof place, 1, e->places) == 1 ? 0
                                                           : error_errno(err, errno, "cannot write a temporary file");
}

static int note_article(void *ctx, const struct record *record, struct error *err)
{
    return note_place(ctx, record->segment, record->place, record->group, err);
}

static int note_retracted(struct exporting *e, struct reader *r, struct error *err)
{
    struct retractions all;
    int rc = 0;

    if (reader_retracted(r, &all, err) < 0)
        return -1;
    for (size_t i = 0; rc == 0 && i < all.count; i++)
        rc = note_place(e, all.at[i].segment, all.at[i].place, 0, err);
    retractions_free(&all);
    return rc;
}

static int note_lines(struct exporting *e, struct reader *r, struct error *err)
{
    const struct boilerplate *known = reader_boilerplate(r);

    boilerplate_free(&e->lines);
    for (size_t i = 0; i < known->count; i++)
        if (boilerplate_is_last(known, i) && !boilerplate_set(&e->lines, &known->at[i]))
            return error_set(err, FAULT_MEMORY, "no memory to export an archive");
    return 0;
}

/* Anew when a writer overtakes it. */
static int gather(struct reader *r, void *ctx, struct error *err)
{
    struct exporting *e = ctx;

    e->count = 0;
    rewind(e->places);
    if (ftruncate(fileno(e->places), 0) < 0)
        return error_errno(err, errno, "cannot write a temporary file");
    if (reader_walk(r, note_article, e, err) != 0 || (!e->newest && note_retracted(e, r, err) < 0) ||
        note_lines(e, r, err) < 0)
        return -1;
    return fflush(e->places) == 0 ? 0 : error_errno(err, errno, "cannot write a temporary file");
}

/* For people and programs that read it: add finds copies by itself. */
static bool put_group(cJSON *object, uint64_t group)
{
    cJSON *ours = cJSON_GetObjectItemCaseSensitive(object, HISTORY_KEY);
    char digits[17];

    if (!group)
        return true;
    snprintf(digits, sizeof digits, "%016" PRIx64, copies_group(group));
    return cJSON_AddStringToObject(ours, "group", digits) &&
           cJSON_AddBoolToObject(ours, "leads", (group & COPIES_LEADS) != 0);
}

/* Takes object; made: it is whole. */
static int print_object(cJSON *object, bool made, const char *what, struct error *err)
{
    char *text = made ? cJSON_PrintUnformatted(object) : NULL;

    cJSON_Delete(object);
    if (!text)
        return error_set(err, FAULT_MEMORY, "no memory to export %.100s", what);
    int rc = puts(text) < 0 ? error_errno(err, errno, "cannot write the output") : 0;
    cJSON_free(text);
    return rc;
}

static int print(cJSON *object, const char *id, const struct segment_link *link, const char *retracted, uint64_t group,
                 struct error *err)
{
    bool made =
        object && article_history_put(object, link->version, link->stored, retracted) && put_group(object, group);

    return print_object(object, made, id, err);
}

static int print_article(const struct segment_record *record, uint64_t group, struct error *err)
{
    struct article a;

    if (stored_read(record, &a, err) < 0)
        return -1;
    int rc = print(article_to_json(&a, 1), a.id, &record->link, NULL, group, err);
    article_free(&a);
    return rc;
}

static int print_retraction(const struct segment_record *record, struct error *err)
{
    char *id, *reason;

    if (stored_read_retraction(record, &id, &reason, err) < 0)
        return -1;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", id);
    int rc = print(object, id, &record->link, reason, 0, err);
    free(id);
    free(reason);
    return rc;
}

static int print_version(struct exporting *e, const struct version *v, uint64_t group, struct error *err)
{
    struct segment *segment;
    struct segment_record record;

    if (segments_get(&e->segments, v->segment, &segment, err) < 0 ||
        segment_read(segment, v->place, true, &e->stored, &record, err) < 0)
        return -1;
    return v->kind == SEGMENT_RETRACTION ? print_retraction(&record, err) : print_article(&record, group, err);
}

static int note_version(void *ctx, const struct version *v, struct error *err)
{
    struct exporting *e = ctx;

    (void)err;
    e->chain[e->chain_count++] = *v;
    return e->newest;
}

/* One that is damaged costs no other. */
static int tell_damage(struct exporting *e, const struct error *why, struct error *err)
{
    if (why->fault != FAULT_DAMAGED)
        return error_set(err, why->fault, "%s", why->text);
    e->out.damaged++;
    report_note(e->report, why->text);
    return 0;
}

static int export_one(struct exporting *e, const struct place *place, struct error *err)
{
    struct error why = {0};

    e->chain_count = 0;
    if (versions_walk(&e->segments, place->segment, place->in, note_version, e, &why) < 0 &&
        tell_damage(e, &why, err) < 0)
        return -1;
    for (size_t i = e->chain_count; i-- > 0;) {
        why = (struct error){0};
        if (print_version(e, &e->chain[i], i ? 0 : place->group, &why) < 0) {
            if (tell_damage(e, &why, err) < 0)
                return -1;
        } else if (e->chain[i].kind == SEGMENT_RETRACTION) {
            e->out.retracted += i == 0;
        } else {
            e->out.articles += i == 0;
            e->out.earlier += i != 0;
        }
    }
    return 0;
}

static int print_line(struct exporting *e, const struct boilerplate_line *line, struct error *err)
{
    struct segment *segment;
    struct segment_record record;
    enum boilerplate_state state;
    char *source, *text;

    if (segments_get(&e->segments, line->segment, &segment, err) < 0 ||
        segment_read(segment, line->place, true, &e->stored, &record, err) < 0 ||
        stored_read_boilerplate(&record, &source, &text, &state, err) < 0)
        return -1;
    cJSON *object = cJSON_CreateObject(), *ours = cJSON_AddObjectToObject(object, HISTORY_KEY);
    bool made = cJSON_AddStringToObject(object, "source", source) && cJSON_AddStringToObject(object, "text", text) &&
                cJSON_AddStringToObject(ours, HISTORY_LINE, boilerplate_state_name(state));
    free(source);
    free(text);
    return print_object(object, made, "line of boilerplate", err);
}

static int export_lines(struct exporting *e, struct error *err)
{
    for (size_t i = 0; !e->newest && i < e->lines.count; i++) {
        struct error why = {0};
        if (print_line(e, &e->lines.at[i], &why) == 0)
            e->out.lines++;
        else if (tell_damage(e, &why, err) < 0)
            return -1;
    }
    return 0;
}

static int export_all(struct exporting *e, struct error *err)
{
    struct place place;

    rewind(e->places);
    for (uint64_t i = 0; i < e->count; i++) {
        if (fread(&place, sizeof place, 1, e->places) != 1)
            return error_errno(err, errno, "cannot read a temporary file");
        if (export_one(e, &place, err) < 0)
            return -1;
        report_progress(e->report, PHASE_EXPORTING, i + 1, e->count, i + 1);
    }
    return export_lines(e, err);
}

int export_archive(const char *archive, bool newest, struct report *report, struct exported *out, struct error *err)
{
    struct reader *r = NULL;
    scoped(char_ptr) struct exporting *e = calloc(1, sizeof *e);

    if (!e)
        return error_set(err, FAULT_MEMORY, "no memory to export an archive");
    if (reader_open(archive, &r, err) < 0)
        return -1;
    e->newest = newest;
    e->report = report;
    e->segments.dir = archive;
    e->stored = buffer_make(SEGMENT_RECORD_MAX);
    e->places = tmpfile();
    int rc = e->places ? reader_ask(r, gather, e, err) : error_errno(err, errno, "cannot make a temporary file");
    reader_close(r); /* its files may be removed from here on */
    if (rc == 0)
        rc = export_all(e, err);
    *out = e->out;
    segments_close(&e->segments);
    scoped_file(&e->places);
    buffer_free(&e->stored);
    boilerplate_free(&e->lines);
    return rc;
}
