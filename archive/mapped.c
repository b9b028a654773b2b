/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapped.c - files read by mmap, and what becomes of a page that the disk does not give. mmap(2), signal-safety(7). */
#include "archive/mapped.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

/* In a list that the handler walks, without a lock: so none is ever taken out, but used again. */
struct mapped {
    struct mapped *next;
    atomic_bool taken;
    _Atomic(uint8_t *) bytes; /* NULL: none */
    atomic_size_t size;
    atomic_bool lost;
};

static _Atomic(struct mapped *) all;
static atomic_uint losses;

static struct mapped *take_place(void)
{
    for (struct mapped *m = atomic_load(&all); m; m = m->next)
        if (!atomic_exchange(&m->taken, true))
            return m;
    struct mapped *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    atomic_init(&m->taken, true);
    m->next = atomic_load(&all);
    while (!atomic_compare_exchange_weak(&all, &m->next, m))
        ;
    return m;
}

struct mapped *mapped_open(int fd, size_t size)
{
    struct mapped *m = take_place();

    if (!m) {
        errno = ENOMEM;
        return NULL;
    }
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        atomic_store(&m->taken, false);
        return NULL;
    }
    atomic_store(&m->lost, false);
    atomic_store(&m->size, size);
    atomic_store(&m->bytes, (uint8_t *)map);
    return m;
}

void mapped_close(struct mapped *m)
{
    if (!m)
        return;
    uint8_t *bytes = atomic_exchange(&m->bytes, NULL);
    munmap(bytes, atomic_load(&m->size));
    atomic_store(&m->taken, false);
}

const uint8_t *mapped_bytes(const struct mapped *m)
{
    return atomic_load_explicit(&m->bytes, memory_order_relaxed);
}

bool mapped_is_lost(const struct mapped *m)
{
    return atomic_load(&m->lost);
}

unsigned mapped_losses(void)
{
    return atomic_load(&losses);
}

/* In the thread that read. */
static void on_bus_error(int number, siginfo_t *info, void *context)
{
    uintptr_t at = (uintptr_t)info->si_addr;
    int saved = errno;

    (void)context;
    for (struct mapped *m = atomic_load(&all); m; m = m->next) {
        uint8_t *bytes = atomic_load(&m->bytes);
        size_t size = atomic_load(&m->size);
        /* Looked at again: closed and opened meanwhile by another thread, it may have the size of another file. */
        if (!bytes || at - (uintptr_t)bytes >= size || atomic_load(&m->bytes) != bytes)
            continue;
        /* All of it, not a page: as many pages of their own as can be bad would be more than the kernel has maps. */
        if (mmap(bytes, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED)
            break;
        atomic_store(&m->lost, true);
        atomic_fetch_add(&losses, 1);
        errno = saved;
        return;
    }
    signal(number, SIG_DFL); /* and what was read is read again */
    errno = saved;
}

void mapped_catch(void)
{
    struct sigaction catch = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_RESTART};

    sigemptyset(&catch.sa_mask);
    sigaction(SIGBUS, &catch, NULL);
}
