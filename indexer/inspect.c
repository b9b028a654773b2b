/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect.c - whether an archive is whole: its databases, its stored articles, and each with the other. */
#include "indexer/inspect.h"

#include "archive/blocks.h"
#include "archive/columns.h"
#include "archive/copies_run.h"
#include "archive/delta_sums.h"
#include "archive/forward.h"
#include "archive/pairs.h"
#include "archive/generation.h"
#include "archive/names.h"
#include "archive/reader.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/stored.h"
#include "archive/sums.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

static const char restore[] = "restore the archive from a copy, or run 'indexer rebuild', which saves what is whole";
static const char rebuild[] = "run 'indexer rebuild', which makes the index anew from the stored articles";
static const char another_disk[] = "copy the archive to another disk, and check it there";
static const char add_again[] = "delete it and add it again";
static const char no_harm[] = "nothing, unless an article is named below: no search finds what lies there";

enum { WRONG_MAX = 512 };

__attribute__((format(printf, 4, 5))) static void find(struct inspection *in, const char *part, const char *mend,
                                                       const char *format, ...)
{
    char wrong[WRONG_MAX];
    va_list args;

    va_start(args, format);
    vsnprintf(wrong, sizeof wrong, format, args);
    va_end(args);
    in->problems += mend != NULL;
    in->finding(in->ctx, part, wrong, mend);
}

static int inspect_table(const char *path, const char *part, struct inspection *in, struct error *err)
{
    size_t problems = 0;
    xap_bytes report = {0};
    xap_error xerr;

    xap_status s = xap_check(path, &problems, &report, &xerr);
    if (s == XAP_NO_MEMORY)
        return error_set(err, FAULT_MEMORY, "no memory to check '%s'", part);
    if (s != XAP_OK)
        find(in, part, in->mend_index, "%s", xerr.text);
    else if (problems)
        find(in, part, in->mend_index, "%zu problems: %.300s", problems, report.data);
    xap_bytes_free(&report);
    return 0;
}

/* Table by table, since of a whole database Xapian 1.4 keeps the lengths of all documents up to the last docid, and
 * ours are large: 4 GB. The same holds for the table of terms by document, which is read through instead, below. */
static int inspect_database(const char *dir, const char *name, struct inspection *in, struct error *err)
{
    static const char *const tables[] = {"postlist", "docdata", "position", "synonym", "spelling", NULL};
    char path[PATH_MAX], part[GENERATION_NAME_MAX + 16];

    in->databases++;
    for (const char *const *table = tables; *table; table++) {
        if (snprintf(path, sizeof path, "%s/%s/%s.glass", dir, name, *table) >= (int)sizeof path)
            return error_set(err, FAULT_INVALID, "path of the archive is too long");
        if (access(path, F_OK) < 0) /* only postlist is always there, and without it nothing opens */
            continue;
        snprintf(part, sizeof part, "%s/%s", name, *table);
        if (inspect_table(path, part, in, err) < 0)
            return -1;
    }
    return 0;
}

static bool is_named(const struct generation *g, const char *name)
{
    for (unsigned i = 0; i < g->database_count; i++) {
        if (strcmp(g->databases[i], name) == 0)
            return true;
    }
    return false;
}

/* Folders of databases that a crash left behind take room and nothing else. */
static void inspect_folders(const char *dir, const struct generation *g, struct inspection *in)
{
    DIR *folder = opendir(dir);

    for (struct dirent *e; folder && (e = readdir(folder));) {
        if ((strncmp(e->d_name, "run-", 4) == 0 || strncmp(e->d_name, "delta-", 6) == 0) && !is_named(g, e->d_name))
            find(in, e->d_name, NULL, "is left from a run that did not end; it may be removed");
    }
    if (folder)
        closedir(folder);
}

static void inspect_records(struct segment *s, const char *name, struct inspection *in)
{
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    struct segment_place place = {0};
    struct segment_record record;
    struct error why = {0};
    uint64_t at = 0;
    bool damaged, more;

    while ((more = segment_next(s, at, &place, &damaged)) || damaged) {
        if (segment_failed(s, &why) < 0)
            break;
        if (!more) {
            find(in, name, NULL,
                 "ends in bytes that were never committed, behind byte %" PRIu64 "; the next add cuts them off", at);
            break;
        }
        if (damaged)
            find(in, name, no_harm, "holds no article from byte %" PRIu64 " to %" PRIu64, at, place.offset);
        bool read = segment_read(s, place, true, &b, &record, &why) == 0;
        if (!read)
            find(in, name, no_harm, "%s", why.text);
        in->records += !read || record.kind != SEGMENT_DICTIONARY;
        at = place.offset + place.length;
    }
    if (segment_failed(s, &why) < 0)
        find(in, name, another_disk, "%s", why.text);
    buffer_free(&b);
}

static int inspect_segments(const char *dir, struct inspection *in, struct error *err)
{
    char path[PATH_MAX], name[NAME_MAX + 8];
    struct error why = {0};

    snprintf(path, sizeof path, "%.4000s/text", dir);
    DIR *folder = opendir(path);
    if (!folder) {
        find(in, "text", restore, "cannot be read: %s", strerror(errno));
        return 0;
    }
    for (struct dirent *e; (e = readdir(folder));) {
        struct segment *s = NULL;
        size_t len = strlen(e->d_name);
        if (len < 4 || strcmp(e->d_name + len - 4, ".seg") != 0)
            continue;
        snprintf(name, sizeof name, "text/%s", e->d_name);
        snprintf(path, sizeof path, "%.3800s/%s", dir, name);
        if (segment_open(path, &s, &why) == 0)
            inspect_records(s, name, in);
        else if (why.fault != FAULT_MEMORY)
            find(in, name, restore, "%s", why.text);
        segment_close(s);
        if (why.fault == FAULT_MEMORY)
            break;
    }
    closedir(folder);
    return why.fault == FAULT_MEMORY ? error_set(err, why.fault, "%s", why.text) : 0;
}

/* What a run has beside its database. */
static void inspect_beside(const char *dir, const char *name, struct inspection *in)
{
    static const struct sealed_kind *const kinds[] = {&forward_kind, &blocks_kind, &columns_kind, &pairs_kind,
                                                      &names_kind,  &copies_kind};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[PATH_MAX], part[GENERATION_NAME_MAX + 16];
        struct error why;
        snprintf(part, sizeof part, "%s/%s", name, kinds[i]->file);
        snprintf(path, sizeof path, "%.4000s/%s", dir, part);
        void *opened = sealed_open(kinds[i], path, true, &why);
        if (!opened)
            find(in, part, in->mend_index, "%s", why.text);
        sealed_close(opened);
    }
}

static void inspect_sums(const char *dir, const char *name, struct inspection *in)
{
    char path[PATH_MAX];
    struct error why;

    snprintf(path, sizeof path, "%.4000s/%s", dir, name);
    if (sums_check(path, NULL, &why) < 0)
        find(in, name, why.fault == FAULT_NOT_FOUND ? NULL : in->mend_index, "%s", why.text);
}

/* A writer that was killed between its commit and them leaves none, which is no damage and not told. */
static void inspect_delta_sums(const char *dir, const char *name, struct inspection *in)
{
    char path[PATH_MAX];
    struct error why;

    snprintf(path, sizeof path, "%.4000s/%s", dir, name);
    if (delta_sums_check(path, &why) < 0 && why.fault != FAULT_NOT_FOUND)
        find(in, name, in->mend_index, "%s", why.text);
}

struct crossing {
    struct inspection *in;
    struct reader *reader;
    struct buffer stored, found;
    size_t cursors[SCHEMA_DATABASES_MAX];
    bool delta_damaged; /* as its sums tell */
};

static void cross_document(struct crossing *c, const struct record *record, const char *id, const char *part)
{
    struct record same;
    struct error why = {0};
    xap_terms terms = {0};
    xap_error xerr;
    uint32_t docid;

    if (reader_find(c->reader, id, &c->found, &same, &docid, &why) < 0) {
        find(c->in, part, c->in->mend_index, "is not found by its id: %s", why.text);
        return;
    }
    if (same.segment != record->segment || same.place.offset != record->place.offset)
        find(c->in, part, c->in->mend_index, "is in the index twice");
    uint32_t shards = (uint32_t)xap_reader_shards(reader_xapian(c->reader)), shard = (docid - 1) % shards;
    const struct forward *forward = reader_shard(c->reader, shard)->forward;
    const uint8_t *from, *end;
    if (forward && !forward_find(forward, (docid - 1) / shards + 1, &c->cursors[shard], &from, &end))
        find(c->in, part, c->in->mend_index, "its words are not in its run's file '" FORWARD_FILE "'");
    if (c->delta_damaged) /* libxapian may read past the end of a list of terms that is not what was written */
        return;
    xap_status s = xap_reader_document_terms(reader_xapian(c->reader), docid, (xap_text){"", 0}, &terms, &xerr);
    if (s != XAP_OK && s != XAP_UNSUPPORTED) /* a run keeps no terms by document */
        find(c->in, part, c->in->mend_index, "its terms cannot be read: %s", xerr.text);
    else if (s == XAP_OK && !terms.count)
        find(c->in, part, c->in->mend_index, "has no terms");
    xap_terms_free(&terms);
}

static bool shows(struct crossing *c, const struct record *record, uint32_t version, const struct article *a)
{
    struct record made;

    buffer_clear(&c->found);
    return record_write(a, record->segment, record->place, record->hash, version, record->group, &c->found) &&
           record_read(c->found.data, c->found.len, &made) && record_same(record, &made);
}

/* Every article that a search may find is there, whole, under its own id. */
static int cross(void *ctx, const struct record *record, struct error *err)
{
    struct crossing *c = ctx;
    struct segment_record stored;
    struct article a = {0};
    struct error why = {0};
    char part[256];

    scoped(char_ptr) char *id = strndup(record->id.data ? record->id.data : "", record->id.len);
    if (!id)
        return error_set(err, FAULT_MEMORY, "no memory to check an article");
    snprintf(part, sizeof part, "article '%.200s'", id);
    c->in->articles++;
    if (reader_stored(c->reader, record, true, &c->stored, &stored, &why) < 0) {
        if (why.fault == FAULT_STALE || why.fault == FAULT_MEMORY)
            return error_set(err, why.fault, "%s", why.text);
        find(c->in, part, add_again, "%s", why.text);
        return 0;
    }
    if (stored_read(&stored, &a, &why) < 0)
        find(c->in, part, add_again, "%s", why.text);
    else if (!a.id || strcmp(a.id, id) != 0)
        find(c->in, part, add_again, "is stored under the id '%.100s'", a.id ? a.id : "");
    else if (!shows(c, record, stored.link.version, &a))
        find(c->in, part, add_again, "what results show of it is not what the article says");
    else
        cross_document(c, record, id, part);
    article_free(&a);
    return c->found.failed ? error_set(err, FAULT_MEMORY, "no memory to check an article") : 0;
}

static int walk(struct reader *r, void *ctx, struct error *err)
{
    struct crossing *c = ctx;

    c->in->articles = 0;
    return reader_walk(r, cross, c, err);
}

static int inspect_index(const char *dir, bool delta_damaged, struct inspection *in, struct error *err)
{
    struct crossing c = {.in = in, .delta_damaged = delta_damaged, .stored = buffer_make(SEGMENT_RECORD_MAX),
                         .found = buffer_make(1 << 20)};
    struct error why = {0};

    int rc = reader_open(dir, &c.reader, &why);
    if (rc == 0)
        rc = reader_ask(c.reader, walk, &c, &why);
    reader_close(c.reader);
    buffer_free(&c.stored);
    buffer_free(&c.found);
    if (rc == 0)
        return 0;
    if (why.fault == FAULT_MEMORY)
        return error_set(err, why.fault, "%s", why.text);
    find(in, "index", in->mend_index, "%s", why.text);
    return 0;
}

int inspect_archive(const char *dir, struct inspection *in, struct error *err)
{
    struct generation g;

    if (generation_read(dir, &g, err) < 0 || inspect_segments(dir, in, err) < 0)
        return -1;
    uint64_t of_segments = in->problems;
    in->mend_index = of_segments ? restore : rebuild;
    for (unsigned i = 0; i < g.database_count; i++) {
        if (inspect_database(dir, g.databases[i], in, err) < 0)
            return -1;
        if (i + 1 == g.database_count)
            break;
        inspect_beside(dir, g.databases[i], in);
        inspect_sums(dir, g.databases[i], in);
    }
    uint64_t before_delta = in->problems;
    if (g.database_count) /* its structure can be whole all the same, and its articles compared */
        inspect_delta_sums(dir, g.databases[g.database_count - 1], in);
    bool delta_damaged = in->problems > before_delta;
    inspect_folders(dir, &g, in);
    if (before_delta == of_segments)
        return inspect_index(dir, delta_damaged, in, err);
    /* libxapian reads past its blocks when their structure is broken. */
    find(in, "index", NULL, "was not compared with the stored articles, since it is damaged");
    return 0;
}
