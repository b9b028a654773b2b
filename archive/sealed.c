/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sealed.c - a file of tables, written once and then read by mmap. */
#include "archive/sealed.h"

#include "archive/scoped.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <xxhash.h>

enum { WRITE_BUFFER = 1 << 20, ALIGN = 8 };

/* ---- reading --------------------------------------------------------- */

static int map_file(const struct sealed_kind *kind, const char *path, bool verify, struct sealed *out,
                    struct error *err)
{
    scoped(fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0 && errno == ENOENT)
        return error_set(err, FAULT_DAMAGED, "'%s' is gone; 'indexer rebuild' makes it anew", path);
    if (fd < 0 || fstat(fd, &st) < 0)
        return error_errno(err, errno, "cannot open '%s'", path);
    if (st.st_size < (off_t)(kind->head_size + ALIGN))
        return error_set(err, FAULT_DAMAGED, "'%s' is cut off", path);
    size_t size = (size_t)st.st_size;
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return error_errno(err, errno, "cannot map '%s'", path);
    const struct sealed_head *head = map;
    *out = (struct sealed){map, size};
    if (head->kind == kind->number && head->size == size &&
        (!verify || XXH3_64bits(head + 1, size - sizeof *head) == head->check))
        return 0;
    return error_set(err, FAULT_DAMAGED, "'%s' is not what was written", path);
}

void *sealed_open(const struct sealed_kind *kind, const char *path, bool verify, struct error *err)
{
    void *object = calloc(1, kind->object_size);

    if (!object) {
        error_set(err, FAULT_MEMORY, "no memory to open an archive");
        return NULL;
    }
    int rc = map_file(kind, path, verify, object, err);
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

    if (s && s->map)
        munmap((void *)(uintptr_t)s->map, s->size);
    free(object);
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

/* Read back piece by piece: a map of it all would count as this program's memory. */
static bool check_of(const struct sealed_writer *w, struct sealed_head *head)
{
    scoped(char_ptr) char *piece = malloc(WRITE_BUFFER);
    XXH3_state_t *state = XXH3_createState();
    uint64_t at = sizeof *head;
    bool whole = piece && state;

    if (whole)
        XXH3_64bits_reset(state);
    while (whole && at < head->size) {
        size_t wanted = head->size - at < WRITE_BUFFER ? (size_t)(head->size - at) : WRITE_BUFFER;
        ssize_t got = pread(fileno(w->file), piece, wanted, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        whole = got > 0;
        if (whole) {
            XXH3_64bits_update(state, piece, (size_t)got);
            at += (uint64_t)got;
        }
    }
    head->check = whole ? XXH3_64bits_digest(state) : 0;
    XXH3_freeState(state);
    return whole;
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
    if (!write_head(w, head, kind->head_size) || !check_of(w, head) || !write_head(w, head, sizeof *head) ||
        fdatasync(fileno(w->file)) < 0)
        return io_error(w, err);
    return 0;
}
