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
    DOCUMENT_BYTES_MAX = 64 << 20,   /* a file read as a whole; cJSON and libxml2 need some ten times as much */
    LINE_BYTES_MAX = 16 << 20,       /* one line of JSON or a table; the longest hansard day is under 4 MiB (json_long.h) */
    PEEK_BYTES = 4096,               /* what a format is told by */
    UNPACKED_BYTES_FREE = 256 << 20, /* what may come out of a file however small it is */
    UNPACKED_RATIO_MAX = 400,        /* times the file's size; text shrinks to a tenth, zeros to a thousandth */
    WHERE_MAX = 4200                 /* a path of Linux and a line's number */
};

enum format {
    FORMAT_UNKNOWN,
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_HTML,
    FORMAT_FEED, /* RSS, Atom, WordPress's export */
    FORMAT_NITF,
    FORMAT_NEWSML, /* 1.x */
    FORMAT_NEWSML_G2,
    FORMAT_WARC,
    FORMAT_ARC,
    FORMAT_CSV,
    FORMAT_PACK /* tar, zip */
};

/* The bytes of a record as they were given. */
struct raw {
    const char *bytes; /* NULL: there are none to show, as of a file that cannot be read */
    size_t len;
};

struct key_map;

/* where is "file", "file:line" or, of a part of a file, "file!part"; all texts are borrowed for the call. */
struct sink {
    void *ctx;
    /* May take what *a holds by emptying it; the reader frees what is left. Not 0: stop. */
    int (*article)(void *ctx, struct article *a, const char *where);
    /* The record is left out. */
    void (*problem)(void *ctx, const char *where, const char *reason, struct raw record);
    /* What follows is kept, but for what reason says; or it says what is left out on purpose. */
    void (*warning)(void *ctx, const char *where, const char *reason);
    bool keeps_records; /* problem wants the bytes of a file that no reader needs, too */
    /* What was left out and is no fault, such as the pictures of a crawl; once an input. Or NULL. */
    void (*note)(void *ctx, const char *where, const char *text);
    const struct key_map *keys; /* what JSON and tables call our keys (key_map.h); or NULL */
};

/* A stream of bytes, unpacked if it is gzip or zstd. */
struct input;
/* path "-" is stdin. Reading past max bytes (unpacked) is an error; so is stop_fd (-1: none)
 * becoming readable while bytes are waited for. NULL with *err set. */
struct input *input_open(const char *path, long long max, int stop_fd, struct error *err);
/* As that of a file that is open; takes fd, and closes it on failure, too. */
struct input *input_from_file(int fd, long long max, int stop_fd, struct error *err);
struct input *input_from_memory(const void *bytes, size_t len, long long max, struct error *err); /* bytes borrowed */
/* Gives the next bytes of a part, however few but some: 1, 0 at its end, -1. */
typedef int input_source(void *ctx, const char **bytes, size_t *len, struct error *err);
/* A part of outer, such as a member of a pack, as a stream of its own. */
struct input *input_within(struct input *outer, input_source *source, void *ctx, struct error *err);
/* The descriptor of a regular file, the input's own, whose bytes are to be had in any order by pread, and its size; -1: it
 * is none, or part of another. What is read so is told to input_file_taken. */
int input_file(const struct input *in, uint64_t *size);
void input_file_taken(struct input *in, uint64_t bytes);
/* How many streams it is a part of: 0 for a file. */
unsigned input_depth(const struct input *in);
/* Whether far more came out of the file than any text gives; then nothing more does. */
bool input_is_bomb(const struct input *in);
void input_close(struct input *in);                                                               /* accepts NULL */
/* Bytes taken from the file itself so far, packed as they are. */
uint64_t input_taken(const struct input *in);
/* The first bytes, up to PEEK_BYTES, not used up; borrowed until the next call. -1: cannot be read. */
int input_peek(struct input *in, const char **bytes, size_t *len, struct error *err);
/* The next bytes, at most max and however few, used up by this; borrowed until the next call. 1, 0 at the end, -1. */
int input_take(struct input *in, size_t max, const char **bytes, size_t *len, struct error *err);
/* Appends all that is left to *out; -1 past out->max too. */
int input_all(struct input *in, struct buffer *out, struct error *err);
/* The next line without its end into *line (cleared). 1: a line, 0: the end, -1: error.
 * A line over line->max is skipped to its end and line->failed is set. */
int input_line(struct input *in, struct buffer *line, struct error *err);

/* Told by content; the name only settles what content leaves open. Binary bytes: FORMAT_UNKNOWN. */
enum format format_detect(const char *bytes, size_t len, const char *name);
/* A name of --format: "text", "json", "html" …; FORMAT_UNKNOWN for any other. */
enum format format_named(const char *name);
/* Reads as format says, FORMAT_UNKNOWN: as it is detected; a pack is always one, and format is its members'.
 * name stands in every `where`. */
int format_read(struct input *in, const char *name, enum format format, const struct sink *sink, struct error *err);

/* For readers: gives the sink the article that facts, of article.h's keys, make. 1: they make none, *why says why, and
 * the caller knows the record to be refused; -1: no memory, or the sink said stop. */
int format_give(const cJSON *facts, const char *where, const struct sink *sink, struct error *why, struct error *err);

int text_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int json_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int html_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int feed_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int nitf_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int newsml_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int newsml_g2_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* Web archives: each page that was fetched. */
int warc_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
int arc_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* tar or zip: each member as an input of its own. */
int pack_read(struct input *in, const char *name, enum format format, const struct sink *sink, struct error *err);
/* A table with a header row; the delimiter is told by it. */
int csv_read(struct input *in, const char *name, const struct sink *sink, struct error *err);
/* One page already in memory (a WARC record): charset as declared outside, or NULL; address: where it was fetched,
 * which completes what the page says of its own, or NULL. */
int html_page(const char *bytes, size_t len, const char *charset, const char *address, const char *where,
              const struct sink *sink, struct error *err);

#endif
