/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arena.c - a chain of blocks; the newest is filled, all are freed together. */
#include "arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 8192 }; /* one query's tree fits in one or two */

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    max_align_t bytes[];
};

static size_t round_up(size_t size)
{
    size_t unit = alignof(max_align_t);
    return (size + unit - 1) / unit * unit;
}

static struct arena_block *block_with_room(struct arena *a, size_t size)
{
    struct arena_block *block = a->blocks;
    if (block && block->size - block->used >= size)
        return block;
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    block = calloc(1, sizeof *block + room);
    if (!block)
        return NULL;
    block->size = room;
    block->next = a->blocks;
    a->blocks = block;
    return block;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t left = a->max - a->used;
    if (size > left || size > SIZE_MAX / 2)
        return NULL;
    size_t rounded = round_up(size ? size : 1);
    if (rounded > left)
        return NULL;
    struct arena_block *block = block_with_room(a, rounded);
    if (!block)
        return NULL;
    void *piece = (char *)block->bytes + block->used;
    block->used += rounded;
    a->used += rounded;
    return piece;
}

bool arena_grow(struct arena *a, void *array, size_t *size, size_t need, size_t item)
{
    if (need <= *size)
        return true;
    size_t size_new = *size ? *size * 2 : 16;
    while (size_new < need)
        size_new *= 2;
    void *moved = arena_alloc(a, size_new * item);
    if (!moved)
        return false;
    if (*size)
        memcpy(moved, *(void **)array, *size * item);
    *(void **)array = moved;
    *size = size_new;
    return true;
}

char *arena_copy(struct arena *a, const char *bytes, size_t len)
{
    if (len == SIZE_MAX)
        return NULL;
    char *copy = arena_alloc(a, len + 1); /* zeroed, so the NUL is there */
    if (copy && len)
        memcpy(copy, bytes, len);
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        return NULL;
    char *text = arena_alloc(a, (size_t)len + 1);
    if (!text)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)len + 1, format, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    struct arena_block *block = a->blocks;
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    *a = arena_make(a->max);
}
