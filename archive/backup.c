/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backup.c - a copy of an archive, made beside its writers. */
#include "archive/backup.h"

#include "archive/folder.h"
#include "archive/generation.h"
#include "archive/lock.h"
#include "archive/scoped.h"
#include "archive/segments.h"
#include "archive/shim_error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PIECE = 1 << 20 };

struct backup {
    const char *from, *to;
    struct generation generation;
    uint64_t articles_end; /* bytes of the segment that the commit knows of */
    struct backed_up done;
};

static void scoped_dir(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

/* ---- one file -------------------------------------------------------- */

static ssize_t write_all(int fd, const char *bytes, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = write(fd, bytes + done, len - done);
        if (n < 0 && errno != EINTR)
            return -1;
        done += n > 0 ? (size_t)n : 0;
    }
    return (ssize_t)len;
}

/* The first len bytes, which must all be there; UINT64_MAX: what there is. Synced. */
static int copy_file(struct backup *b, const char *from, const char *to, uint64_t len, struct error *err)
{
    scoped(char_ptr) char *piece = malloc(PIECE);
    scoped(fd) int in = open(from, O_RDONLY | O_CLOEXEC);
    if (!piece)
        return error_set(err, FAULT_MEMORY, "no memory to copy a file");
    if (in < 0)
        return error_errno(err, errno, "cannot read '%s'", from);
    scoped(fd) int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (out < 0)
        return error_errno(err, errno, "cannot make '%s'", to);
    for (uint64_t left = len; left;) {
        ssize_t got = read(in, piece, left < PIECE ? (size_t)left : PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_errno(err, errno, "cannot read '%s'", from);
        if (got == 0 && len != UINT64_MAX)
            return error_set(err, FAULT_DAMAGED, "'%s' is shorter than the index says", from);
        if (got == 0)
            break;
        if (write_all(out, piece, (size_t)got) < 0)
            return error_errno(err, errno, "cannot write '%s'", to);
        left -= (uint64_t)got;
        b->done.bytes_copied += (uint64_t)got;
    }
    return fsync(out) < 0 ? error_errno(err, errno, "cannot write '%s'", to) : 0;
}

/* Another file system, or one without links, gets a copy. */
static int link_file(struct backup *b, const char *from, const char *to, struct error *err)
{
    struct stat st;

    if (link(from, to) < 0)
        return copy_file(b, from, to, UINT64_MAX, err);
    b->done.bytes_linked += stat(to, &st) == 0 ? (uint64_t)st.st_size : 0;
    return 0;
}

/* ---- folders --------------------------------------------------------- */

static int copy_database(struct backup *b, const char *name, bool changes, struct error *err)
{
    char from[PATH_MAX], to[PATH_MAX], file[PATH_MAX], copy[PATH_MAX];
    int rc = 0;

    snprintf(from, sizeof from, "%.3000s/%s", b->from, name);
    snprintf(to, sizeof to, "%.3000s/%s", b->to, name);
    if (folder_make(to, err) < 0)
        return -1;
    __attribute__((cleanup(scoped_dir))) DIR *dir = opendir(from);
    if (!dir)
        return error_errno(err, errno, "cannot read '%s'", from);
    for (struct dirent *e; rc == 0 && (e = readdir(dir));) {
        if (*e->d_name == '.')
            continue;
        snprintf(file, sizeof file, "%.3800s/%s", from, e->d_name);
        snprintf(copy, sizeof copy, "%.3800s/%s", to, e->d_name);
        rc = changes ? copy_file(b, file, copy, UINT64_MAX, err) : link_file(b, file, copy, err);
    }
    return rc < 0 ? -1 : folder_sync(to, err);
}

/* The next writer would sweep it away. */
static int refuse_within(const char *dir, const char *to, struct error *err)
{
    scoped(char_ptr) char *archive = realpath(dir, NULL);
    scoped(char_ptr) char *place = realpath(to, NULL);

    if (!archive || !place)
        return error_errno(err, errno, "cannot find '%s'", archive ? to : dir);
    size_t len = strlen(archive);
    if (strncmp(place, archive, len) == 0 && (!place[len] || place[len] == '/' || archive[len - 1] == '/'))
        return error_set(err, FAULT_INVALID,
                         "folder '%s' lies in the archive itself, whose next writer would remove "
                         "it; name one outside, best on another disk",
                         to);
    return 0;
}

static int make_empty(const char *dir, const char *to, struct error *err)
{
    bool made = access(to, F_OK) < 0;

    if (folder_make(to, err) < 0)
        return -1;
    if (refuse_within(dir, to, err) < 0) {
        if (made)
            rmdir(to);
        return -1;
    }
    __attribute__((cleanup(scoped_dir))) DIR *folder = opendir(to);
    if (!folder)
        return error_errno(err, errno, "cannot read '%s'", to);
    for (struct dirent *e; (e = readdir(folder));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            return error_set(err, FAULT_INVALID, "folder '%s' is not empty; name one that is, or that is not there",
                             to);
    return 0;
}

/* ---- the archive ----------------------------------------------------- */

static int read_articles_end(struct backup *b, struct error *err)
{
    char path[PATH_MAX];
    const char *const list[] = {path};
    xap_reader *delta = NULL;
    xap_bytes bytes = {0};
    xap_error xerr;

    if (!b->generation.database_count)
        return error_set(err, FAULT_DAMAGED, "archive '%s' is damaged: its file XAPIANDB names no database", b->from);
    snprintf(path, sizeof path, "%.4000s/%s", b->from, b->generation.databases[b->generation.database_count - 1]);
    xap_status s = xap_reader_open(list, 1, &delta, &xerr);
    if (s == XAP_OK)
        s = xap_reader_metadata(delta, 0, (xap_text){DELTA_SEGMENT, strlen(DELTA_SEGMENT)}, &bytes, &xerr);
    xap_reader_close(delta);
    if (s != XAP_OK)
        return shim_open_error(err, s, &xerr, b->from);
    b->articles_end = strtoull(bytes.data, NULL, 10);
    if (b->articles_end < SEGMENT_START) /* nothing was ever committed */
        b->articles_end = SEGMENT_START;
    xap_bytes_free(&bytes);
    return 0;
}

static int copy_synonyms(struct backup *b, struct error *err)
{
    char from[PATH_MAX], to[PATH_MAX];

    snprintf(from, sizeof from, "%.4000s/synonyms.txt", b->from);
    snprintf(to, sizeof to, "%.4000s/synonyms.txt", b->to);
    return access(from, F_OK) == 0 ? copy_file(b, from, to, UINT64_MAX, err) : 0;
}

/* What a writer may change or remove: under its lock. */
static int copy_index(struct backup *b, unsigned wait_ms, struct error *err)
{
    scoped(fd) int lock = -1;

    if (lock_take_to_read(b->from, "backup", wait_ms, &lock, err) < 0 || generation_read(b->from, &b->generation, err) < 0 ||
        read_articles_end(b, err) < 0 || copy_synonyms(b, err) < 0)
        return -1;
    for (unsigned i = 0; i < b->generation.database_count; i++)
        if (copy_database(b, b->generation.databases[i], i + 1 == b->generation.database_count, err) < 0)
            return -1;
    return 0;
}

static int copy_articles(struct backup *b, struct error *err)
{
    char from[PATH_MAX], to[PATH_MAX], folder[PATH_MAX];

    snprintf(folder, sizeof folder, "%.4000s/text", b->to);
    if (folder_make(folder, err) < 0 || segments_path(b->from, SEGMENT_NUMBER, from, sizeof from, err) < 0 ||
        segments_path(b->to, SEGMENT_NUMBER, to, sizeof to, err) < 0 ||
        copy_file(b, from, to, b->articles_end, err) < 0)
        return -1;
    return folder_sync(folder, err);
}

int archive_backup(const char *dir, const char *to, unsigned wait_ms, struct backed_up *out, struct error *err)
{
    struct backup b = {.from = dir, .to = to};

    if (strlen(dir) > PATH_MAX / 2 || strlen(to) > PATH_MAX / 2)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    if (generation_read(dir, &b.generation, err) < 0 || make_empty(dir, to, err) < 0 ||
        copy_index(&b, wait_ms, err) < 0 || copy_articles(&b, err) < 0 || folder_sync(to, err) < 0 ||
        generation_write(to, &b.generation, err) < 0)
        return -1;
    char above[PATH_MAX];
    struct error ignored; /* whoever may not read the folder above may still write here */
    snprintf(above, sizeof above, "%.4000s/..", to);
    folder_sync(above, &ignored);
    *out = b.done;
    return 0;
}
