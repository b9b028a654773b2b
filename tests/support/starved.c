/* SPDX-License-Identifier: GPL-2.0-or-later */
/* starved.c - stands before the allocator, which may be a sanitizer's. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "starved.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct starved own;
static struct starved *_Atomic here = &own;

/* dlsym itself may allocate before there is an allocator to be found. */
enum { EARLY_BYTES = 16 << 10, UNIT = 16 };
static _Alignas(UNIT) char early[EARLY_BYTES];
static size_t early_used;

static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*memalign)(size_t, size_t);
    void (*free)(void *);
} next;

struct starved *starved(void)
{
    return atomic_load(&here);
}

/* ISO C has no way from an object's address to a function's. */
static void find(void *function, const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (!found)
        abort();
    memcpy(function, &found, sizeof found);
}

static bool is_early(const void *piece)
{
    return (uintptr_t)piece >= (uintptr_t)early && (uintptr_t)piece < (uintptr_t)early + EARLY_BYTES;
}

static void *early_alloc(size_t size)
{
    size_t rounded = (size + UNIT - 1) / UNIT * UNIT;

    if (rounded > EARLY_BYTES - early_used)
        abort();
    void *piece = early + early_used;
    early_used += rounded;
    return piece;
}

/* False: they are being found, by this thread. */
static bool found(void)
{
    static bool finding;

    if (next.free)
        return true;
    if (finding)
        return false;
    finding = true;
    find(&next.malloc, "malloc");
    find(&next.calloc, "calloc");
    find(&next.realloc, "realloc");
    find(&next.memalign, "memalign");
    find(&next.free, "free");
    return true;
}

/* Before main, with one thread. */
__attribute__((constructor)) static void share(void)
{
    const char *name = getenv("STARVED");
    int fd = name ? open(name, O_RDWR | O_CLOEXEC) : -1;

    found();
    if (fd < 0)
        return;
    struct starved *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (shared == MAP_FAILED)
        abort();
    shared->live = own.live;
    shared->ready = 1;
    atomic_store(&here, shared);
}

/* A debugger's place to stop. */
__attribute__((noinline)) static bool starve(struct starved *s)
{
    atomic_fetch_add(&s->failed, 1);
    errno = ENOMEM;
    return true;
}

static bool fails(void)
{
    struct starved *s = starved();
    long number = atomic_fetch_add(&s->count, 1) + 1, at = atomic_load(&s->at);

    return at && (number == at || (number > at && atomic_load(&s->onwards))) && starve(s);
}

static void *counted(void *piece)
{
    if (piece)
        atomic_fetch_add(&starved()->live, 1);
    return piece;
}

void *malloc(size_t size)
{
    if (!found())
        return early_alloc(size);
    return fails() ? NULL : counted(next.malloc(size));
}

void *calloc(size_t count, size_t size)
{
    if (!found())
        return early_alloc(count * size);
    return fails() ? NULL : counted(next.calloc(count, size));
}

void *realloc(void *piece, size_t size)
{
    if (!piece)
        return malloc(size);
    if (!size) {
        free(piece);
        return NULL;
    }
    if (!found() || is_early(piece))
        abort();
    return fails() ? NULL : next.realloc(piece, size);
}

void *memalign(size_t alignment, size_t size)
{
    if (!found())
        abort();
    return fails() ? NULL : counted(next.memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *piece = memalign(alignment, size);

    if (!piece)
        return ENOMEM;
    *out = piece;
    return 0;
}

void free(void *piece)
{
    if (!piece || is_early(piece))
        return;
    found();
    atomic_fetch_sub(&starved()->live, 1);
    next.free(piece);
}
