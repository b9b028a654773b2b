/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arc.c - ARC 1.0, the Internet Archive's format before WARC: each HTML answer as a page.
 *
 * A record is a line "URL IP date type length", or of ten fields in version 2, and length bytes
 * (archive.org/web/researcher/ArcFileFormat.php). */
#include "indexer/formats/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HEADER_LINE_MAX = 64 << 10,
    FIELDS = 5,   /* from the end, since URLs may hold spaces */
    FIELDS_2 = 10,
    STAMP = 14,   /* digits of "20140216050221" */
    DIGITS_MAX = 18
};

struct header {
    const char *url;
    char date[24];
    uint64_t length;
};

static bool is_number(const char *text, size_t digits_max)
{
    size_t n = strspn(text, "0123456789");

    return n && n <= digits_max && !text[n];
}

/* Cuts the last n fields off line; what is before them stays in it. */
static bool cut_fields(char *line, char **fields, size_t n)
{
    while (n) {
        char *space = strrchr(line, ' ');
        if (!space)
            return false;
        *space = '\0';
        fields[--n] = space + 1;
    }
    return true;
}

static bool take_fields(const char *url, const char *stamp, const char *length, struct header *h)
{
    if (strlen(stamp) != STAMP || !is_number(stamp, STAMP) || !is_number(length, DIGITS_MAX) || !strchr(url, ':'))
        return false;
    snprintf(h->date, sizeof h->date, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", stamp, stamp + 4, stamp + 6, stamp + 8,
             stamp + 10, stamp + 12);
    h->url = url;
    h->length = strtoull(length, NULL, 10);
    return true;
}

/* spare: a copy of the line, since the first try cuts it. */
static bool read_header(struct buffer *line, struct buffer *spare, struct header *h)
{
    char *f[FIELDS_2];

    if (line->failed || !line->len || memchr(line->data, '\0', line->len))
        return false;
    if (line->data[line->len - 1] == '\r')
        line->data[--line->len] = '\0';
    buffer_clear(spare);
    if (!buffer_append(spare, line->data, line->len))
        return false;
    if (cut_fields(line->data, f, FIELDS - 1) && take_fields(line->data, f[1], f[3], h))
        return true;
    return cut_fields(spare->data, f, FIELDS_2 - 1) && take_fields(spare->data, f[1], f[8], h);
}

static int read_record(struct captures *c, struct input *in, const struct header *h, struct error *err)
{
    const struct capture one = {.uri = h->url, .date = h->date};

    if (strncasecmp(h->url, "filedesc:", 9) == 0)
        return capture_leave_out(c, LEFT_METADATA, in, h->length, err);
    if (strncasecmp(h->url, "dns:", 4) == 0)
        return capture_leave_out(c, LEFT_OTHERS, in, h->length, err);
    return capture_read(c, &one, in, h->length, err);
}

static bool is_blank(const struct buffer *line)
{
    return !line->failed && (!line->len || (line->len == 1 && *line->data == '\r'));
}

int arc_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct captures c = {.name = name, .sink = sink};
    struct buffer line = buffer_make(HEADER_LINE_MAX), spare = buffer_make(HEADER_LINE_MAX);
    bool lost = false;
    int more, rc = 0;

    while (!rc && (more = input_line(in, &line, err)) != 0) {
        struct header h;
        if (more < 0) {
            rc = -1;
        } else if (read_header(&line, &spare, &h)) {
            lost = false;
            c.records++;
            rc = read_record(&c, in, &h, err);
        } else if (!is_blank(&line) && !lost) {
            lost = true;
            c.records++;
            capture_refuse(&c, "", "is no record: no line of URL, IP, date, type, length; passed over up to the next",
                           (struct raw){0});
        }
    }
    buffer_free(&line);
    buffer_free(&spare);
    captures_end(&c);
    return rc;
}
