/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sealed.c - a file of tables, written once and then read by mmap. */
#include "archive/sealed.h"

#include "archive/file_sum.h"
#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

enum { WRITE_BUFFER = 1 << 20, ALIGN = 8 };

/* ---- reading --------------------------------------------------------- */

static int not_written(const char *path, struct error *err)
{
    return error_set(err, FAULT_DAMAGED, "'%s' is not what was written", path);
}

/* The file, and its length. */
static int open_file(const struct sealed_kind *kind, const char *path, size_t *size, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0 && errno == ENOENT)
        return error_set(err, FAULT_DAMAGED, "'%s' is gone; 'indexer rebuild' makes it anew", path);
    if (fd < 0)
        return error_errno(err, errno, "cannot open '%s'", path);
    int rc = fstat(fd, &st) < 0 ? error_errno(err, errno, "cannot open '%s'", path) : 0;
    if (rc == 0 && st.st_size < (off_t)(kind->head_size + ALIGN))
        rc = error_set(err, FAULT_DAMAGED, "'%s' is cut off", path);
    if (rc < 0) {
        close(fd);
        return rc;
    }
    *size = (size_t)st.st_size;
    return fd;
}

static int map_file(const struct sealed_kind *kind, const char *path, struct sealed *out, struct error *err)
{
    size_t size = 0;
    scoped(fd) int fd = open_file(kind, path, &size, err);

    if (fd < 0)
        return -1;
    struct mapped *mapped = mapped_open(fd, size);
    if (!mapped)
        return error_errno(err, errno, "cannot map '%s'", path);
    *out = (struct sealed){mapped_bytes(mapped), size, mapped};
    const struct sealed_head *head = (const void *)out->map;
    return head->kind == kind->number && head->size == size ? 0 : not_written(path, err);
}

int sealed_verify(const struct sealed_kind *kind, const char *path, const struct pace *pace, struct error *err)
{
    struct sealed_head head;
    size_t size = 0;
    uint64_t sum, behind;
    scoped(fd) int fd = open_file(kind, path, &size, err);

    if (fd < 0)
        return -1;
    ssize_t got = read(fd, &head, sizeof head);
    if (got < 0 || file_sum(fd, sizeof head, pace, &sum, &behind) < 0)
        return error_errno(err, errno, "cannot read '%s'", path);
    return got == sizeof head && behind == size - sizeof head && sum == head.check ? 0 : not_written(path, err);
}

void *sealed_open(const struct sealed_kind *kind, const char *path, bool verify, struct error *err)
{
    if (verify && sealed_verify(kind, path, NULL, err) < 0)
        return NULL;
    void *object = calloc(1, kind->object_size);
    if (!object) {
        error_set(err, FAULT_MEMORY, "no memory to open an archive");
        return NULL;
    }
    int rc = map_file(kind, path, object, err);
    if (rc == 0 && !kind->take_tables(object))
        rc = error_set(err, FAULT_DAMAGED, "'%s' is not whole", path);
    if (rc == 0)
        return object;
    sealed_close(object);
    return NULL;
}

void sealed_close(void *object)
{
    const struct sealed *s = object;

    if (s)
        mapped_close(s->mapped);
    free(object);
}

bool sealed_is_lost(const void *object)
{
    const struct sealed *s = object;

    return mapped_is_lost(s->mapped);
}

const void *sealed_table(const struct sealed *s, uint64_t at, uint64_t count, uint64_t item)
{
    uint64_t end = s->size - ALIGN;

    return at % ALIGN == 0 && at <= end && count <= (end - at) / item ? s->map + at : NULL;
}

/* ---- writing --------------------------------------------------------- */

static int io_error(const struct sealed_writer *w, struct error *err)
{
    return error_errno(err, errno ? errno : EIO, "cannot write '%s'", w->path);
}

int sealed_create(const char *path, size_t head_size, struct sealed_writer *out, struct error *err)
{
    struct sealed_writer w = {.path = strdup(path)};

    if (!w.path)
        return error_set(err, FAULT_MEMORY, "no memory to write '%s'", path);
    errno = 0;
    w.file = fopen(path, "w+e");
    bool begun = w.file && setvbuf(w.file, NULL, _IOFBF, WRITE_BUFFER) == 0;
    for (size_t i = 0; begun && i < head_size; i++)
        begun = putc_unlocked(0, w.file) != EOF;
    if (!begun) {
        io_error(&w, err);
        sealed_writer_close(&w);
        return -1;
    }
    *out = w;
    return 0;
}

void sealed_writer_close(struct sealed_writer *w)
{
    if (w->file)
        fclose(w->file);
    free(w->path);
    *w = (struct sealed_writer){0};
}

void sealed_write(struct sealed_writer *w, const void *items, size_t size, size_t count)
{
    if (count)
        fwrite(items, size, count, w->file);
}

int sealed_check(const struct sealed_writer *w, struct error *err)
{
    return ferror(w->file) ? io_error(w, err) : 0;
}

uint64_t sealed_begin_table(struct sealed_writer *w)
{
    off_t at = ftello(w->file);

    for (; at > 0 && at % ALIGN; at++)
        putc_unlocked(0, w->file);
    return (uint64_t)at;
}

static bool write_head(struct sealed_writer *w, const struct sealed_head *head, size_t size)
{
    return fseeko(w->file, 0, SEEK_SET) == 0 && fwrite(head, size, 1, w->file) == 1 && fflush(w->file) == 0 &&
           !ferror(w->file);
}

int sealed_finish(struct sealed_writer *w, const struct sealed_kind *kind, struct sealed_head *head, struct error *err)
{
    static const uint8_t end[ALIGN];

    errno = 0;
    sealed_begin_table(w);
    fwrite(end, sizeof end, 1, w->file);
    *head = (struct sealed_head){.kind = kind->number, .size = (uint64_t)ftello(w->file)};
    if (!write_head(w, head, kind->head_size) ||
        file_sum(fileno(w->file), sizeof *head, NULL, &head->check, NULL) < 0 || !write_head(w, head, sizeof *head) ||
        fdatasync(fileno(w->file)) < 0)
        return io_error(w, err);
    return 0;
}
