/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scoped.h - a local frees itself when its scope ends, so that any line may return.
 *
 *     scoped(char_ptr) char *name = strdup(x);
 *     return take(&name);            the caller has it now
 *
 * A type takes part by DEFINE_SCOPED(name, type, free_call). */
#ifndef HUSTINGS_SCOPED_H
#define HUSTINGS_SCOPED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define scoped(name) __attribute__((cleanup(scoped_##name)))

/* The value, and NULL left behind. */
#define take(pointer) ((__typeof__(*(pointer)))take_pointer(pointer))

static inline void *take_pointer(void *place)
{
    void *value, *none = NULL;
    memcpy(&value, place, sizeof value); /* as bytes: it may be a pointer to anything */
    memcpy(place, &none, sizeof none);
    return value;
}

/* NOLINTBEGIN(bugprone-macro-parentheses): no type can have any */
#define DEFINE_SCOPED(name, type, call)           \
    static inline void scoped_##name(type *value) \
    {                                             \
        call(*value);                             \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static inline void scoped_char_ptr(void *pointer) /* char *, or any malloc'd pointer */
{
    free(*(void **)pointer);
}
static inline void scoped_file(FILE **file)
{
    if (*file)
        fclose(*file);
}
static inline void scoped_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

#endif
