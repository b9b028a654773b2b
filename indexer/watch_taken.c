/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_taken.c - which files of a watched folder were taken in. */
#include "indexer/watch_taken.h"

#include "archive/folder.h"
#include "archive/lock.h"
#include "archive/scoped.h"
#include "archive/segment.h"
#include "indexer/watch_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <string.h>

enum {
    KEY_BYTES = 8,      /* of the hash of a folder's path, in its name */
    LINES_SPARE = 10000 /* lines of no use before the file is written anew, beside as many as are of use */
};

struct file {
    char *path; /* without the folder */
    struct stamp stamp;
    bool unreadable, saved;
    unsigned scan; /* the last that saw it */
};

struct taken {
    char dir[PATH_MAX]; /* of the state */
    char *folder;
    void *tree; /* tsearch of struct file */
    struct file **unsaved;
    size_t unsaved_count, unsaved_size;
    size_t count, lines;
    unsigned scan;
    int lock;
    FILE *out;
};

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void free_file(void *file)
{
    free(((struct file *)file)->path);
    free(file);
}

static const char *below(const struct taken *t, const char *path)
{
    size_t len = strlen(t->folder);

    return strncmp(path, t->folder, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

static struct file *find(struct taken *t, const char *path)
{
    const struct file sought = {.path = (char *)path};
    struct file **found = tfind(&sought, &t->tree, by_path);

    return found ? *found : NULL;
}

/* NULL: out of memory. */
static struct file *note(struct taken *t, const char *path, const struct stamp *stamp, bool unreadable)
{
    struct file *file = find(t, path);

    if (!file) {
        file = calloc(1, sizeof *file);
        if (!file || !(file->path = strdup(path)) || !tsearch(file, &t->tree, by_path)) {
            if (file)
                free_file(file);
            return NULL;
        }
        t->count++;
    }
    file->stamp = *stamp;
    file->unreadable = unreadable;
    file->scan = t->scan;
    return file;
}

static bool remember(void *ctx, const char *path, const struct stamp *stamp, bool unreadable)
{
    struct taken *t = ctx;
    struct file *file = note(t, path, stamp, unreadable);

    t->lines++;
    if (file)
        file->saved = true;
    return file != NULL;
}

/* ---- the file ---------------------------------------------------------- */

static int begin_file(struct taken *t, const char *path, const char *mode, struct error *err)
{
    scoped_file(&t->out);
    t->out = fopen(path, mode);
    return t->out ? 0 : error_errno(err, errno, "cannot write '%s'", path);
}

static int end_file(struct taken *t, const char *path, struct error *err)
{
    if (fflush(t->out) != 0 || ferror(t->out) || fdatasync(fileno(t->out)) < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    return 0;
}

struct writing {
    FILE *out;
    size_t lines;
};

static void write_one(const void *node, VISIT visit, void *ctx)
{
    struct file *const *file = node;
    struct writing *w = ctx;

    if (visit != postorder && visit != leaf)
        return;
    watch_line_write(w->out, (*file)->path, &(*file)->stamp, (*file)->unreadable);
    (*file)->saved = true;
    w->lines++;
}

/* A new file of all that counts, in the place of the old. */
static int write_anew(struct taken *t, struct error *err)
{
    char fresh[PATH_MAX + 16], path[PATH_MAX + 16];

    snprintf(fresh, sizeof fresh, "%s/taken.new", t->dir);
    snprintf(path, sizeof path, "%s/taken", t->dir);
    if (begin_file(t, fresh, "we", err) < 0)
        return -1;
    struct writing w = {.out = t->out};
    watch_head_write(t->out, t->folder);
    twalk_r(t->tree, write_one, &w);
    if (end_file(t, fresh, err) < 0)
        return -1;
    if (rename(fresh, path) < 0)
        return error_errno(err, errno, "cannot write '%s'", path);
    t->lines = w.lines;
    return folder_sync(t->dir, err);
}

/* ---- opening ----------------------------------------------------------- */

static int make_folders(struct taken *t, const char *archive, struct error *err)
{
    uint8_t hash[SEGMENT_HASH];
    char name[2 * KEY_BYTES + 1];

    segment_hash(t->folder, strlen(t->folder), hash);
    for (int i = 0; i < KEY_BYTES; i++)
        snprintf(name + 2 * i, 3, "%02x", hash[i]);
    if (snprintf(t->dir, sizeof t->dir, "%s/watched", archive) >= PATH_MAX - 64)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    if (folder_make(t->dir, err) < 0)
        return -1;
    size_t len = strlen(t->dir);
    snprintf(t->dir + len, sizeof t->dir - len, "/%s", name);
    return folder_make(t->dir, err);
}

static int take_lock(struct taken *t, struct error *err)
{
    struct error why = {0};

    if (lock_take(t->dir, "watch", 0, &t->lock, &why) == 0)
        return 0;
    if (why.fault != FAULT_LOCKED)
        return error_set(err, why.fault, "%s", why.text);
    const char *who = strstr(why.text, "(pid"), *end = who ? strchr(who, ')') : NULL;
    return error_set(err, FAULT_LOCKED, "folder '%s' is being watched for this archive already%s%.*s", t->folder,
                     end ? " " : "", end ? (int)(end - who + 1) : 0, end ? who : "");
}

static int read_file(struct taken *t, struct error *err)
{
    char path[PATH_MAX + 16];

    snprintf(path, sizeof path, "%s/taken", t->dir);
    bool whole;
    if (watch_lines_read(path, remember, t, &whole, err) < 0)
        return -1;
    return whole ? begin_file(t, path, "ae", err) : write_anew(t, err);
}

int taken_open(const char *archive, const char *folder, struct taken **out, struct error *err)
{
    struct taken *t = calloc(1, sizeof *t);

    if (t)
        t->lock = -1;
    int rc = t && (t->folder = strdup(folder)) ? 0 : error_set(err, FAULT_MEMORY, "no memory to watch a folder");
    if (rc == 0 && (make_folders(t, archive, err) < 0 || take_lock(t, err) < 0 || read_file(t, err) < 0))
        rc = -1;
    if (rc < 0) {
        taken_close(t);
        return -1;
    }
    *out = t;
    return 0;
}

void taken_close(struct taken *t)
{
    if (!t)
        return;
    tdestroy(t->tree, free_file);
    free(t->unsaved);
    free(t->folder);
    scoped_file(&t->out);
    scoped_fd(&t->lock);
    free(t);
}

/* ---- what is asked and told -------------------------------------------- */

bool taken_has(struct taken *t, const char *path, const struct stamp *now, bool *unreadable)
{
    const struct file *file = find(t, below(t, path));

    if (!file || !stamp_same(&file->stamp, now))
        return false;
    if (unreadable)
        *unreadable = file->unreadable;
    return true;
}

bool taken_put(struct taken *t, const char *path, const struct stamp *stamp, bool unreadable)
{
    if (t->unsaved_count == t->unsaved_size) {
        size_t size = t->unsaved_size ? t->unsaved_size * 2 : 64;
        struct file **moved = realloc(t->unsaved, size * sizeof *moved);
        if (!moved)
            return false;
        t->unsaved = moved;
        t->unsaved_size = size;
    }
    struct file *file = note(t, below(t, path), stamp, unreadable);
    if (!file)
        return false;
    file->saved = false;
    t->unsaved[t->unsaved_count++] = file;
    return true;
}

int taken_save(struct taken *t, struct error *err)
{
    size_t count = t->unsaved_count;

    t->unsaved_count = 0;
    if (t->lines + count > 2 * t->count + LINES_SPARE)
        return write_anew(t, err);
    for (size_t i = 0; i < count; i++) {
        struct file *file = t->unsaved[i];
        if (file->saved)
            continue;
        watch_line_write(t->out, file->path, &file->stamp, file->unreadable);
        file->saved = true;
        t->lines++;
    }
    return end_file(t, t->dir, err);
}

size_t taken_count(const struct taken *t)
{
    return t->count;
}

static void remove_file(struct taken *t, struct file *file)
{
    tdelete(file, &t->tree, by_path);
    free_file(file);
    t->count--;
}

void taken_forget(struct taken *t, const char *path)
{
    struct file *file = find(t, below(t, path));

    if (file)
        remove_file(t, file);
}

void taken_scan_begin(struct taken *t)
{
    t->scan++;
}

void taken_mark(struct taken *t, const char *path)
{
    struct file *file = find(t, below(t, path));

    if (file)
        file->scan = t->scan;
}

struct stale {
    struct file **at;
    size_t count, size;
    unsigned scan;
};

static void gather_stale(const void *node, VISIT visit, void *ctx)
{
    struct file *const *file = node;
    struct stale *s = ctx;

    if ((visit == postorder || visit == leaf) && (*file)->scan != s->scan && s->count < s->size)
        s->at[s->count++] = *file;
}

void taken_scan_end(struct taken *t)
{
    struct stale s = {.at = calloc(t->count + 1, sizeof(struct file *)), .size = t->count, .scan = t->scan};

    if (s.at) /* else they are forgotten after the next scan */
        twalk_r(t->tree, gather_stale, &s);
    for (size_t i = 0; i < s.count; i++)
        remove_file(t, s.at[i]);
    free(s.at);
}
