/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format.h - readers: bytes of one input into articles, handed on one by one.
 *
 * One bad record is a problem and the reading goes on; -1 is for what ends the
 * whole input (it cannot be read, no memory, or the sink said stop). */
#ifndef HUSTINGS_FORMAT_H
#define HUSTINGS_FORMAT_H

#include "archive/article.h"
#include "archive/buffer.h"

#include <stdint.h>

enum {
    DOCUMENT_BYTES_MAX = 64 << 20, /* a file read as a whole; cJSON and libxml2 need some ten times as much */
    LINE_BYTES_MAX = 16 << 20,     /* one JSON line; the longest hansard day is under 4 MiB */
    PEEK_BYTES = 4096,             /* what a format is told by */
    WHERE_MAX = 4200               /* a path of Linux and a line's number */
};

enum format { FORMAT_UNKNOWN, FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML, FORMAT_CSV };

/* The bytes of a record as they were given. */
struct raw {
    const char *bytes; /* NULL: there are none to show, as of a file that cannot be read */
    size_t len;
};

struct key_map;
/* where is "file" or "file:line"; all texts are borrowed for the call. */
struct sink {
    void *ctx;
    /* May take what *a holds by emptying it; the reader frees what is left. Not 0: stop. */
    int (*article)(void *ctx, struct article *a, const char *where);
    /* The record is left out. */
    void (*problem)(void *ctx, const char *where, const char *reason, struct raw record);
    /* The article that follows is kept, but for what reason says; or one is left out as its maker wants it. */
    void (*warning)(void *ctx, const char *where, const char *reason);
    bool keeps_records; /* problem wants the bytes of a file that no reader needs, too */
    const struct key_map *keys; /* what JSON and tables call our keys (key_map.h); or NULL */
};

/* A stream of bytes, unpacked if it is gzip or zstd. */
struct input;
/* path "-" is stdin. Reading past max bytes (unpacked) is an error; so is stop_fd (-1: none)
 * becoming readable while bytes are waited for. NULL with *err set. */
struct input *input_open(const char *path, long long max, int stop_fd, struct error *err);
struct input *input_from_memory(const void *bytes, size_t len, long long max, struct error *err); /* bytes borrowed */
void input_close(struct input *in);                                                               /* accepts NULL */
/* Bytes taken from the file itself so far, packed as they are. */
uint64_t input_taken(const struct input *in);
/* The first bytes, up to PEEK_BYTES, not used up; borrowed until the next call. -1: cannot be read. */
int input_peek(struct input *in, const char **bytes, size_t *len, struct error *err);
/* Appends all that is left to *out; -1 past out->max too. */
int input_all(struct input *in, struct buffer *out, struct error *err);
/* The next line without its end into *line (cleared). 1: a line, 0: the end, -1: error.
 * A line over line->max is skipped to its end and line->failed is set. */
int input_line(struct input *in, struct buffer *line, struct error *err);

/* Told by content; the name only settles what content leaves open. Binary bytes: FORMAT_UNKNOWN. */
enum format format_detect(const char *bytes, size_t len, const char *name);
/* "text", "json", "html" or "csv"; FORMAT_UNKNOWN for any other name. */
enum format format_named(const char *name);
/* Reads as format says, FORMAT_UNKNOWN: as it is detected. name stands in every `where`. */
int format_read(struct input *in, const char *name, enum format format, const struct sink *sink, struct error *err);

int text_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int json_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int html_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* A table with a header row; the delimiter is told by it. */
int csv_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* One page already in memory (a WARC record): charset as declared outside, or NULL. */
int html_page(const char *bytes, size_t len, const char *charset, const char *where, const struct sink *sink,
              struct error *err);

#endif
