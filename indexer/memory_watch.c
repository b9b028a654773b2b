/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory_watch.c - stands between what we link and the allocator. Linked into the program only: tests have one of their
 * own (tests/support/starved.c). */
#include "indexer/memory_watch.h"

#include "archive/memory.h"

#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

/* The linker's names: __wrap_f is called where the code says f, __real_f is the true f. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *piece, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t len);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *piece, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t len);

static void *noted(void *piece)
{
    if (!piece)
        memory_note();
    return piece;
}

void *__wrap_malloc(size_t size)
{
    return noted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return noted(__real_calloc(count, size));
}

void *__wrap_realloc(void *piece, size_t size)
{
    return noted(__real_realloc(piece, size));
}

char *__wrap_strdup(const char *text)
{
    return noted(__real_strdup(text));
}

char *__wrap_strndup(const char *text, size_t len)
{
    return noted(__real_strndup(text, len));
}

bool memory_watch(void)
{
    cJSON_Hooks hooks = {.malloc_fn = __wrap_malloc, .free_fn = free};

    if (xmlMemSetup(free, __wrap_malloc, __wrap_realloc, __wrap_strdup) != 0)
        return false;
    cJSON_InitHooks(&hooks);
    xmlInitParser(); /* its tables, which would lack what there was no memory for as long as we run */
    return !memory_ended();
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
