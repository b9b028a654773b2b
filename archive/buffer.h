/* SPDX-License-Identifier: GPL-2.0-or-later */
/* buffer.h - bytes that grow, up to a maximum stated at birth.
 *
 * A failed append (out of memory, or past the maximum) leaves the buffer as it
 * was and marks it failed; later appends do nothing, so a run of appends needs
 * one check at its end. data has a NUL behind its last byte (not counted) once
 * anything was appended. */
#ifndef HUSTINGS_BUFFER_H
#define HUSTINGS_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    char *data;
    size_t len;
    size_t size;
    size_t max;
    bool failed;
};

static inline struct buffer buffer_make(size_t max)
{
    return (struct buffer){.max = max};
}
void buffer_free(struct buffer *b);  /* accepts NULL; b is empty and usable after */
void buffer_clear(struct buffer *b); /* forgets bytes and failure, keeps memory */
bool buffer_reserve(struct buffer *b, size_t more);
bool buffer_append(struct buffer *b, const void *bytes, size_t len);
bool buffer_puts(struct buffer *b, const char *text); /* NULL, as a failed buffer's data may be, fails b, too */
bool buffer_putc(struct buffer *b, char c);
bool buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The bytes, NUL-terminated, now the caller's (free); b is empty. NULL when failed. */
char *buffer_take(struct buffer *b);

/* Variable-length integers (LEB128) for our own records. */
bool buffer_put_varint(struct buffer *b, uint64_t value);
/* Reads one at *at, before end; false when cut or over 64 bits. */
bool varint_read(const char **at, const char *end, uint64_t *value);

#endif
