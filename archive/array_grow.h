/* SPDX-License-Identifier: GPL-2.0-or-later */
/* array_grow.h - an array that doubles when it is full. */
#ifndef HUSTINGS_ARRAY_GROW_H
#define HUSTINGS_ARRAY_GROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Makes room for need items of item bytes; array points to the pointer, which is from malloc or NULL, and *size is how
 * many there is room for. False: out of memory, and nothing has changed. */
static inline bool array_grow(void *array, size_t *size, size_t need, size_t item)
{
    if (need <= *size)
        return true;
    size_t size_new = *size ? *size * 2 : 1024;
    while (size_new < need)
        size_new *= 2;
    void *moved = realloc(*(void **)array, size_new * item);
    if (!moved)
        return false;
    *(void **)array = moved;
    *size = size_new;
    return true;
}

#endif
