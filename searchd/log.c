/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log.c - lines that cannot be forged: whatever a client sends stays inside its quotes. */
#include "searchd/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "archive/buffer.h"

enum {
    LOG_LINE_MAX = 4000,  /* under PIPE_BUF, so that a pipe takes it whole */
    LOG_TARGET_MAX = 800, /* bytes of path and query; escaped, four times that */
};

static void put_quoted(struct buffer *line, const char *text, size_t max)
{
    buffer_putc(line, '"');
    for (size_t i = 0; i < max && text[i]; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c >= 0x7f || c == '"' || c == '\\')
            buffer_printf(line, "\\x%02x", c);
        else
            buffer_putc(line, (char)c);
    }
    buffer_putc(line, '"');
}

static void put_time(struct buffer *line)
{
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    buffer_printf(line, "%s.%03ldZ ", text, now.tv_nsec / 1000000);
}

static void write_line(struct buffer *line)
{
    if (!line->failed && buffer_putc(line, '\n')) {
        ssize_t written = write(STDERR_FILENO, line->data, line->len);
        (void)written; /* nowhere is left to say it */
    }
    buffer_free(line);
}

void log_access(const struct request *request, int status, size_t bytes)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - request->started_ns;
    struct buffer line = buffer_make(LOG_LINE_MAX);
    put_time(&line);
    buffer_printf(&line, "%s ", request->client);
    put_quoted(&line, request->method, 16);
    buffer_putc(&line, ' ');
    put_quoted(&line, request->path, LOG_TARGET_MAX / 2);
    buffer_putc(&line, ' ');
    put_quoted(&line, request->query, LOG_TARGET_MAX / 2);
    buffer_printf(&line, " %d %zu %.3fms %s", status, bytes, (double)ns / 1e6, request->id);
    write_line(&line);
}

void log_line(const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return;
    struct buffer line = buffer_make(LOG_LINE_MAX);
    buffer_printf(&line, "searchd: %s", text);
    write_line(&line);
}
