/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format.h - readers: bytes of one input into articles, handed on one by one.
 *
 * One bad record is a problem and the reading goes on; -1 is for what ends the
 * whole input (it cannot be read, no memory, or the sink said stop). */
#ifndef HUSTINGS_FORMAT_H
#define HUSTINGS_FORMAT_H

#include "archive/article.h"
#include "archive/buffer.h"

enum {
    DOCUMENT_BYTES_MAX = 64 << 20, /* a file read as a whole; cJSON and libxml2 need some ten times as much */
    LINE_BYTES_MAX = 16 << 20,     /* one JSON line; the longest hansard day is under 4 MiB */
    PEEK_BYTES = 4096              /* what a format is told by */
};

enum format { FORMAT_UNKNOWN, FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML };

struct sink {
    void *ctx;
    /* May take what *a holds by emptying it; the reader frees what is left. Not 0: stop. */
    int (*article)(void *ctx, struct article *a, const char *where);
    /* where is "file" or "file:line"; both texts are borrowed for the call. */
    void (*problem)(void *ctx, const char *where, const char *reason);
};

/* A stream of bytes, unpacked if it is gzip or zstd. */
struct input;
/* path "-" is stdin. Reading past max bytes (unpacked) is an error. NULL with *err set. */
struct input *input_open(const char *path, long long max, struct error *err);
struct input *input_from_memory(const void *bytes, size_t len, long long max, struct error *err); /* bytes borrowed */
void input_close(struct input *in);                                                               /* accepts NULL */
/* The first bytes, up to PEEK_BYTES, not used up; borrowed until the next call. -1: cannot be read. */
int input_peek(struct input *in, const char **bytes, size_t *len, struct error *err);
/* Appends all that is left to *out; -1 past out->max too. */
int input_all(struct input *in, struct buffer *out, struct error *err);
/* The next line without its end into *line (cleared). 1: a line, 0: the end, -1: error.
 * A line over line->max is skipped to its end and line->failed is set. */
int input_line(struct input *in, struct buffer *line, struct error *err);

/* Told by content; the name only settles what content leaves open. Binary bytes: FORMAT_UNKNOWN. */
enum format format_detect(const char *bytes, size_t len, const char *name);
/* Detects and reads. name stands in every `where`. */
int format_read(struct input *in, const char *name, const struct sink *sink, struct error *err);

int text_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int json_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int html_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* One page already in memory (a WARC record): charset as declared outside, or NULL. */
int html_page(const char *bytes, size_t len, const char *charset, const char *where, const struct sink *sink,
              struct error *err);

#endif
