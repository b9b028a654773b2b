/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arena.h - memory given piece by piece and taken back at once.
 * For what lives as long as one request or one query. */
#ifndef HUSTINGS_ARENA_H
#define HUSTINGS_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes handed out */
    size_t max;  /* stops there: NULL from then on */
};

static inline struct arena arena_make(size_t max)
{
    return (struct arena){.max = max};
}
/* Zeroed, aligned for anything; NULL past max or out of memory. */
void *arena_alloc(struct arena *a, size_t size);
/* As array_grow, for an array that lies in the arena; what was outgrown stays there. */
bool arena_grow(struct arena *a, void *array, size_t *size, size_t need, size_t item);
/* A copy with a NUL behind it. */
char *arena_copy(struct arena *a, const char *bytes, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a);

#endif
