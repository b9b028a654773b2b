/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.c - the one writer of an archive: opening it, and what is put and deleted between commits. */
#include "archive/store.h"

#include "archive/folder.h"
#include "archive/lock.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/scoped.h"
#include "archive/segments.h"
#include "archive/stored.h"
#include "archive/writer.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    FOLD_PENDING = 1000 /* articles in one commit that are quicker indexed on all cores than put into the delta */
};

void writer_path(const struct writer *w, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.4000s/%.64s", w->dir, name);
}

/* ---- opening --------------------------------------------------------- */

/* Articles without an index are an archive that has lost its head: a new one would cut them off. */
static int new_generation(struct writer *w, struct error *err)
{
    char path[PATH_MAX];
    struct stat st;

    if (segments_path(w->dir, SEGMENT_NUMBER, path, sizeof path, err) < 0)
        return -1;
    if (stat(path, &st) == 0 && st.st_size > 16)
        return error_set(err, FAULT_DAMAGED,
                         "'%s' holds articles but its file XAPIANDB is gone; 'indexer rebuild' makes the index anew",
                         w->dir);
    if (generation_new("UTC", &w->generation, err) < 0)
        return -1;
    w->generation.number = 1;
    w->generation.database_count = 1;
    snprintf(w->generation.databases[0], GENERATION_NAME_MAX, "delta-000001");
    writer_path(w, "text", path);
    return folder_make(path, err);
}

/* A name that an archive gives its databases, or the folder they are made in. */
static bool is_ours(const char *name)
{
    const char *number = strncmp(name, "run-", 4) == 0     ? name + 4
                         : strncmp(name, "delta-", 6) == 0 ? name + 6
                                                           : "";
    size_t digits = strspn(number, "0123456789");

    return (digits >= 6 && !number[digits]) || strcmp(name, "building") == 0;
}

/* A crash leaves folders that no generation names. */
int writer_sweep(const struct writer *w, bool fresh, struct error *err)
{
    DIR *dir = opendir(w->dir);
    int rc = 0;

    if (!dir)
        return error_errno(err, errno, "cannot read folder '%s'", w->dir);
    for (struct dirent *entry; rc == 0 && (entry = readdir(dir));) {
        char path[PATH_MAX];
        bool half = strcmp(entry->d_name, GENERATION_FRESH) == 0; /* written over by the next switch */
        bool named = !is_ours(entry->d_name) && (fresh || !half);
        for (size_t i = 0; i < w->generation.database_count; i++)
            named = named || strcmp(entry->d_name, w->generation.databases[i]) == 0;
        if (named)
            continue;
        if (fresh)
            rc = error_set(err, FAULT_INVALID, "folder '%s' is no archive and holds '%.64s', which an archive would "
                           "take for its own; name an empty folder", w->dir, entry->d_name);
        else {
            writer_path(w, entry->d_name, path);
            rc = folder_remove(path, err);
        }
    }
    closedir(dir);
    return rc;
}

/* The files of a new archive are named for good before the generation names them. */
static int begin(const struct writer *w, struct error *err)
{
    const char *const folders[] = {"text", w->generation.databases[0]};
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        writer_path(w, folders[i], path);
        if (folder_sync(path, err) < 0)
            return -1;
    }
    if (generation_write(w->dir, &w->generation, err) < 0)
        return -1;
    struct error ignored; /* whoever may not read the folder above may still write here */
    writer_path(w, "..", path);
    folder_sync(path, &ignored);
    return 0;
}

static int open_parts(struct writer *w, struct error *err)
{
    char path[PATH_MAX];
    uint64_t end = 0;
    struct error missing;
    bool fresh = false;

    if (generation_read(w->dir, &w->generation, &missing) < 0) {
        if (missing.fault != FAULT_NOT_FOUND)
            return error_set(err, missing.fault, "%s", missing.text);
        if (new_generation(w, err) < 0)
            return -1;
        fresh = true;
    }
    if (writer_sweep(w, fresh, err) < 0 || (!fresh && delta_prove(w, err) < 0) ||
        writer_open_databases(w, fresh ? XAP_CREATE : XAP_OPEN, err) < 0 ||
        delta_read_state(w, &end, err) < 0 || segments_path(w->dir, SEGMENT_NUMBER, path, sizeof path, err) < 0 ||
        segment_writer_open(path, end, &w->segment, err) < 0)
        return -1;
    if (dictionary_open(w, path, err) < 0)
        return -1;
    return fresh ? begin(w, err) : 0;
}

int writer_begin(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err)
{
    if (strlen(dir) > PATH_MAX - 256)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    struct writer *w = calloc(1, sizeof *w);
    if (!w)
        return error_set(err, FAULT_MEMORY, "no memory to open an archive");
    w->lock = -1;
    atomic_init(&w->news, true);
    atomic_init(&w->dictionary, NULL);
    snprintf(w->dir, sizeof w->dir, "%s", dir);
    w->segments.dir = w->dir;
    w->packer = packer_new();
    w->tally = boilerplate_tally_new();
    w->items = item_maker_new(w->dir, &w->boilerplate);
    struct error own = {0};
    int rc = w->packer && w->items && w->tally ? 0 : error_set(&own, FAULT_MEMORY, "no memory to open an archive");
    if (rc == 0)
        rc = folder_make(dir, &own);
    if (rc == 0)
        rc = lock_take(dir, purpose, wait_ms, &w->lock, &own);
    if (rc < 0) {
        writer_close(w);
        return error_set(err, own.fault, "%s", own.text);
    }
    *out = w;
    return 0;
}

int writer_open(const char *dir, const char *purpose, unsigned wait_ms, struct writer **out, struct error *err)
{
    struct writer *w;

    if (writer_begin(dir, purpose, wait_ms, &w, err) < 0)
        return -1;
    if (open_parts(w, err) < 0) {
        writer_close(w);
        return -1;
    }
    *out = w;
    return 0;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    writer_close_databases(w);
    segment_writer_close(w->segment);
    packer_free(w->packer);
    dictionary_close(w);
    packed_free(&w->scratch);
    item_maker_free(w->items);
    pending_free(&w->pending);
    retractions_free(&w->retracted);
    boilerplate_free(&w->boilerplate);
    boilerplate_tally_free(w->tally);
    reader_close(w->committed);
    segments_close(&w->segments);
    stemmer_free(w->stemmer);
    scoped_fd(&w->lock);
    free(w);
}

void writer_set_build(struct writer *w, const struct build_options *options)
{
    w->build = *options;
}

bool writer_expects_news(const struct writer *w)
{
    return atomic_load(&w->news);
}

size_t writer_pending(const struct writer *w, uint64_t *bytes)
{
    if (bytes)
        *bytes = w->pending.bytes;
    return w->pending.count;
}

uint64_t writer_copies(const struct writer *w)
{
    return w->copies;
}

/* ---- putting and deleting -------------------------------------------- */

static int decide_retraction(struct writer *w, const struct known *known, const struct packed *p,
                             enum put_result *result, struct error *err)
{
    int has = p->version ? known_has(w, known, p, p->version, err) : 0;

    if (has < 0)
        return -1;
    if (!known->there && !known->retracted)
        return error_set(err, FAULT_INVALID, "no article '%.200s' to retract", p->id);
    bool same = !known->there && memcmp(known->retracted->hash, p->hash, SEGMENT_HASH) == 0;
    *result = has || same ? PUT_UNCHANGED : PUT_UPDATED;
    return 0;
}

/* What was once exported as an earlier version, or retracted, and is given again, changes nothing. */
static int decide(struct writer *w, const struct known *known, const struct packed *p, enum put_result *result,
                  struct error *err)
{
    if (p->kind == SEGMENT_RETRACTION)
        return decide_retraction(w, known, p, result, err);
    if (known->there && memcmp(known->hash, p->hash, SEGMENT_HASH) == 0) {
        *result = PUT_UNCHANGED;
        return 0;
    }
    uint32_t version = p->version || known->there || !known->retracted ? p->version : known->retracted->version;
    int has = version ? known_has(w, known, p, version, err) : 0;
    *result = has ? PUT_UNCHANGED : known->there ? PUT_UPDATED : PUT_ADDED;
    return has < 0 ? -1 : 0;
}

static int look_up(struct writer *w, const char *id_text, char id[SCHEMA_TERM_MAX], struct known *known,
                   struct error *err)
{
    schema_id_term(id_text, strlen(id_text), id);
    return known_find(w, id, known, err);
}

int writer_would_put(struct writer *w, const struct packed *p, enum put_result *result, struct error *err)
{
    char id[SCHEMA_TERM_MAX];
    struct known known;

    return look_up(w, p->id, id, &known, err) < 0 ? -1 : decide(w, &known, p, result, err);
}

static int append(struct writer *w, const char id[PENDING_ID], const struct known *known, struct packed *p,
                  struct error *err)
{
    struct segment_link link = known_link(known, p->stored ? p->stored : time(NULL));
    bool retracts = p->kind == SEGMENT_RETRACTION;
    struct pending_entry entry = {.item = {.docid = p->docid, .segment = SEGMENT_NUMBER}, .deleted = retracts};

    if (p->version > link.version) /* the ones between were not to be had */
        link.version = p->version;
    else
        link.version -= retracts; /* it is about the text before it */
    entry.version = link.version;
    memcpy(entry.hash, p->hash, SEGMENT_HASH);
    if (packer_complete(w->packer, w, p, err) < 0 ||
        segment_append_linked(w->segment, p->record.data, p->record.len, &link, &entry.item.place, err) < 0 ||
        known_remember(w, id, known, &entry, err) < 0 || known_retract(w, &entry, id, err) < 0)
        return -1;
    w->pending.bytes += p->payload.len;
    if (retracts)
        return 0;
    const struct pending_entry *now = known->entry ? known->entry : &w->pending.entries[w->pending.count - 1];
    return boilerplate_note(w, p, now, err) < 0 ? -1 : dictionary_learn(w, p, err);
}

/* An exported line, as packer_pack made it. */
static int put_line(struct writer *w, const struct packed *p, struct error *err)
{
    const struct segment_record made = {.kind = p->kind, .head = p->payload.data, .head_len = p->head_len,
                                        .text = p->payload.data + p->head_len,
                                        .text_len = p->payload.len - p->head_len};
    enum boilerplate_state state;
    char *source, *line;
    size_t changed;

    if (stored_read_boilerplate(&made, &source, &line, &state, err) < 0)
        return -1;
    int rc = writer_set_line(w, source, line, state, &changed, err);
    free(source);
    free(line);
    return rc;
}

int writer_put_packed(struct writer *w, struct packed *p, enum put_result *result, struct error *err)
{
    char id[SCHEMA_TERM_MAX];
    struct known known;
    enum put_result found = PUT_UNCHANGED;

    if (p->kind == SEGMENT_BOILERPLATE) {
        *result = PUT_LINE;
        return put_line(w, p, err);
    }
    if (look_up(w, p->id, id, &known, err) < 0 || decide(w, &known, p, &found, err) < 0)
        return -1;
    atomic_store(&w->news, found != PUT_UNCHANGED);
    if (found != PUT_UNCHANGED && append(w, id, &known, p, err) < 0)
        return -1;
    *result = found;
    return 0;
}

int writer_put(struct writer *w, const struct article *a, enum put_result *result, struct error *err)
{
    return packer_pack(w->packer, a, NULL, &w->scratch, err) < 0 ? -1
                                                                  : writer_put_packed(w, &w->scratch, result, err);
}

int writer_retract(struct writer *w, const char *id_text, const char *reason, enum put_result *result,
                   struct error *err)
{
    const struct article a = {.id = (char *)id_text, .retracted = (char *)reason};
    char id[SCHEMA_TERM_MAX];
    struct known known;

    if (look_up(w, id_text, id, &known, err) < 0)
        return -1;
    if (!known.there && !known.retracted)
        return error_set(err, FAULT_NOT_FOUND, "no article '%.200s'", id_text);
    return writer_put(w, &a, result, err);
}

int writer_delete(struct writer *w, const char *id_text, struct error *err)
{
    char id[SCHEMA_TERM_MAX];
    struct known known;
    struct segment_place place;

    if (look_up(w, id_text, id, &known, err) < 0)
        return -1;
    if (!known.there && !known.retracted)
        return error_set(err, FAULT_NOT_FOUND, "no article '%.200s'", id_text);
    /* Told to the segment too, or an index made anew from it would bring the article back. */
    if (packer_deletion(w->packer, id_text, &w->scratch, err) < 0 ||
        segment_append(w->segment, w->scratch.record.data, w->scratch.record.len, &place, err) < 0)
        return -1;
    w->retracted_changed |= retractions_remove(&w->retracted, id);
    return known_remember(w, id, &known, &(struct pending_entry){.deleted = true}, err);
}

/* ---- committing ------------------------------------------------------ */

static int pending_to_index(const struct writer *w, size_t *count, struct error *err)
{
    xap_error xerr;
    uint32_t documents = 0;

    *count = 0;
    for (size_t i = 0; i < w->pending.count; i++)
        *count += !w->pending.entries[i].deleted;
    xap_status s = xap_reader_documents(xap_writer_reader(w->delta), &documents, NULL, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    return *count >= FOLD_PENDING || *count + documents > STORE_DELTA_MAX;
}

static int commit(struct writer *w, struct error *err)
{
    size_t count;

    if (!w->pending.count && !w->boilerplate_changed)
        return 0;
    if (boilerplate_learn(w, err) < 0 || copies_settle(w, err) < 0 || segment_sync(w->segment, err) < 0)
        return -1;
    int fold = pending_to_index(w, &count, err);
    if (fold < 0 || (fold ? fold_commit(w, FOLD_SMALL, err) : delta_commit(w, err)) < 0)
        return -1;
    pending_clear(&w->pending);
    return 0;
}

/* What failed half way, a sync above all, would seem to succeed when tried again: the files tell what is there. */
static int refuse_failed(const struct writer *w, struct error *err)
{
    return w->failed ? error_set(err, FAULT_IO, "an earlier commit to archive '%s' failed; open it again", w->dir) : 0;
}

static int fail(struct writer *w, struct error *err)
{
    w->failed = true;
    return error_prefix(err, "cannot commit to archive '%s'", w->dir);
}

int writer_commit(struct writer *w, struct error *err)
{
    if (refuse_failed(w, err) < 0)
        return -1;
    return commit(w, err) < 0 ? fail(w, err) : 0;
}

int writer_compact(struct writer *w, bool forget, bool *done, struct error *err)
{
    uint32_t in_delta = 0;
    xap_error xerr;

    if (writer_commit(w, err) < 0)
        return -1;
    xap_status s = xap_reader_documents(xap_writer_reader(w->delta), &in_delta, NULL, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    /* What is retired in the only run is retired by the next, so that names and counts are without it. */
    bool news = w->run_count && w->parts[0].since.count, past = w->run_count && w->parts[0].said.count;
    *done = in_delta || w->run_count > 1 || news || (forget && past);
    return *done && fold_commit(w, forget ? FOLD_FORGET : FOLD_ALL, err) < 0 ? fail(w, err) : 0;
}
