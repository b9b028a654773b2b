/* SPDX-License-Identifier: GPL-2.0-or-later */
/* buffer.c - grows by doubling, never past its maximum. */
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SMALLEST = 64,      /* first allocation: most strings of ours fit */
    VARINT_BYTES = 10,  /* 64 bits, 7 a byte */
    FORMAT_GUESS = 128, /* room tried first by printf, so that most format once */
};

void buffer_free(struct buffer *b)
{
    if (!b)
        return;
    free(b->data);
    *b = buffer_make(b->max);
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

bool buffer_reserve(struct buffer *b, size_t more)
{
    if (b->failed)
        return false;
    if (more > b->max || b->len > b->max - more || b->len + more == SIZE_MAX) {
        b->failed = true;
        return false;
    }
    size_t need = b->len + more + 1; /* the NUL */
    if (need <= b->size)
        return true;
    size_t size = b->size > SIZE_MAX / 2 ? need : b->size * 2;
    if (size < SMALLEST)
        size = SMALLEST;
    if (b->max < SIZE_MAX && size > b->max + 1)
        size = b->max + 1;
    if (size < need)
        size = need;
    char *data = realloc(b->data, size);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->size = size;
    b->data[b->len] = '\0';
    return true;
}

bool buffer_append(struct buffer *b, const void *bytes, size_t len)
{
    if (!buffer_reserve(b, len))
        return false;
    if (len)
        memcpy(b->data + b->len, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
    return true;
}

bool buffer_puts(struct buffer *b, const char *text)
{
    b->failed |= !text;
    if (!text)
        return false;
    return buffer_append(b, text, strlen(text));
}

bool buffer_putc(struct buffer *b, char c)
{
    return buffer_append(b, &c, 1);
}

__attribute__((format(printf, 2, 0))) static int print_at_end(struct buffer *b, const char *format, va_list args)
{
    size_t room = b->size - b->len;
    return vsnprintf(b->data + b->len, room, format, args);
}

bool buffer_printf(struct buffer *b, const char *format, ...)
{
    size_t left = b->max > b->len ? b->max - b->len : 0;
    if (!buffer_reserve(b, left < FORMAT_GUESS ? left : FORMAT_GUESS))
        return false;
    va_list args;
    va_start(args, format);
    int len = print_at_end(b, format, args);
    va_end(args);
    if (len >= 0 && (size_t)len >= b->size - b->len && buffer_reserve(b, (size_t)len)) {
        va_start(args, format);
        len = print_at_end(b, format, args);
        va_end(args);
    }
    if (len < 0)
        b->failed = true;
    if (b->failed) {
        b->data[b->len] = '\0';
        return false;
    }
    b->len += (size_t)len;
    return true;
}

char *buffer_take(struct buffer *b)
{
    if (!buffer_reserve(b, 0))
        return NULL;
    char *data = b->data;
    *b = buffer_make(b->max);
    return data;
}

bool buffer_put_varint(struct buffer *b, uint64_t value)
{
    unsigned char bytes[VARINT_BYTES];
    size_t len = 0;
    while (value >= 0x80) {
        bytes[len++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[len++] = (unsigned char)value;
    return buffer_append(b, bytes, len);
}

bool varint_read(const char **at, const char *end, uint64_t *value)
{
    uint64_t sum = 0;
    const char *p = *at;
    for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
        uint64_t byte = (unsigned char)*p++;
        if (shift == 63 && byte > 1)
            return false;
        sum |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *at = p;
            *value = sum;
            return true;
        }
    }
    return false;
}
