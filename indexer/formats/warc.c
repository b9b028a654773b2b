/* SPDX-License-Identifier: GPL-2.0-or-later */
/* warc.c - WARC 0.17 to 1.1 (ISO 28500): each HTML answer as a page.
 *
 * libarchive's reader of WARC is not enough: it gives responses and resources alone, without their
 * type and dates, ends at the first bad record, and knows no ARC. */
#include "indexer/formats/capture.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HEADER_LINE_MAX = 64 << 10,
    HEADER_LINES_MAX = 1000,
    DIGITS_MAX = 18
};

struct header {
    char type[16], date[40], content[128], truncated[32];
    struct buffer uri;
    uint64_t length;
    bool has_length, bad_length;
};

static void copy(const char *value, char *out, size_t size)
{
    size_t n = strlen(value);

    n = n < size - 1 ? n : size - 1;
    memcpy(out, value, n);
    out[n] = '\0';
}

static bool read_length(const char *value, uint64_t *out)
{
    size_t digits = strspn(value, "0123456789");

    if (!digits || digits > DIGITS_MAX || value[digits])
        return false;
    *out = strtoull(value, NULL, 10);
    return true;
}

static char *trimmed(char *text)
{
    text += strspn(text, " \t");
    for (size_t n = strlen(text); n && strchr(" \t\r", text[n - 1]); n--)
        text[n - 1] = '\0';
    return text;
}

/* wget puts the URI in <>. */
static void set_uri(char *value, struct buffer *uri)
{
    size_t n = strlen(value);

    if (n >= 2 && *value == '<' && value[n - 1] == '>') {
        value[n - 1] = '\0';
        value++;
    }
    buffer_clear(uri);
    buffer_puts(uri, value);
}

static void field(char *line, struct header *h)
{
    char *colon = strchr(line, ':');

    if (!colon)
        return;
    *colon = '\0';
    char *name = trimmed(line), *value = trimmed(colon + 1);
    if (strcasecmp(name, "WARC-Type") == 0)
        copy(value, h->type, sizeof h->type);
    else if (strcasecmp(name, "WARC-Date") == 0)
        copy(value, h->date, sizeof h->date);
    else if (strcasecmp(name, "WARC-Target-URI") == 0)
        set_uri(value, &h->uri);
    else if (strcasecmp(name, "WARC-Truncated") == 0)
        copy(value, h->truncated, sizeof h->truncated);
    else if (strcasecmp(name, "Content-Type") == 0)
        copy(value, h->content, sizeof h->content);
    else if (strcasecmp(name, "Content-Length") == 0)
        h->bad_length = !(h->has_length = read_length(value, &h->length));
}

static bool is_version(const struct buffer *line)
{
    return !line->failed && line->len >= 8 && strncmp(line->data, "WARC/", 5) == 0;
}

static bool is_blank(const struct buffer *line)
{
    return !line->failed && (!line->len || (line->len == 1 && *line->data == '\r'));
}

/* 1: the header up to its empty line, 0: the input ended first, -1. */
static int read_header(struct input *in, struct buffer *line, struct header *h, struct error *err)
{
    int more = 1;

    for (int i = 0; i < HEADER_LINES_MAX && (more = input_line(in, line, err)) > 0 && !is_blank(line); i++) {
        if (!line->failed && line->data && memchr(line->data, '\0', line->len) == NULL)
            field(line->data, h);
    }
    return more;
}

static int read_record(struct captures *c, struct input *in, const struct header *h, struct error *err)
{
    struct capture one = {.uri = h->uri.data ? h->uri.data : "",
                          .date = h->date,
                          .cut = *h->truncated ? h->truncated : NULL};

    if (strcasecmp(h->type, "response") == 0 && strncasecmp(one.uri, "dns:", 4) != 0)
        return capture_read(c, &one, in, h->length, err);
    if (strcasecmp(h->type, "resource") == 0) {
        one.type = h->content;
        return capture_read(c, &one, in, h->length, err);
    }
    enum left_out why = LEFT_OTHERS;
    if (strcasecmp(h->type, "request") == 0)
        why = LEFT_REQUESTS;
    else if (strcasecmp(h->type, "revisit") == 0)
        why = LEFT_REVISITS;
    else if (strcasecmp(h->type, "metadata") == 0 || strcasecmp(h->type, "warcinfo") == 0)
        why = LEFT_METADATA;
    return capture_leave_out(c, why, in, h->length, err);
}

static int next_record(struct captures *c, struct input *in, struct buffer *line, bool *lost, struct error *err)
{
    struct header h = {.uri = buffer_make(HEADER_LINE_MAX)};

    if (!is_version(line)) {
        if (!is_blank(line) && !*lost) {
            *lost = true; /* said once, however much there is to pass over */
            c->records++;
            capture_refuse(c, "", "is no record: it does not begin with WARC/; passed over up to the next that does",
                           (struct raw){line->failed ? NULL : line->data, line->len});
        }
        return 0;
    }
    *lost = false;
    c->records++;
    int rc = read_header(in, line, &h, err);
    if (rc > 0 && !h.has_length) {
        capture_refuse(c, h.uri.data ? h.uri.data : "",
                       h.bad_length
                           ? "has a Content-Length that is no number of at most 18 digits, so that its end is not known"
                           : "has no Content-Length, so that its end is not known",
                       (struct raw){0});
        *lost = true;
    } else if (rc > 0) {
        rc = read_record(c, in, &h, err);
    } else if (rc == 0) {
        capture_refuse(c, h.uri.data ? h.uri.data : "", "is cut off within its header", (struct raw){0});
    }
    buffer_free(&h.uri);
    return rc < 0 ? -1 : 0;
}

int warc_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct captures c = {.name = name, .sink = sink};
    struct buffer line = buffer_make(HEADER_LINE_MAX);
    bool lost = false;
    int more, rc = 0;

    while (!rc && (more = input_line(in, &line, err)) != 0)
        rc = more < 0 ? -1 : next_record(&c, in, &line, &lost, err);
    buffer_free(&line);
    captures_end(&c);
    return rc;
}
