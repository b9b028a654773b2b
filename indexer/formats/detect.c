/* SPDX-License-Identifier: GPL-2.0-or-later */
/* detect.c - which format it is, by content first. */
#include "indexer/formats/format.h"

#include <string.h>
#include <strings.h>

static bool has_tag(const char *bytes, size_t len, const char *tag)
{
    size_t n = strlen(tag);
    for (size_t i = 0; i + n <= len; i++) {
        if (strncasecmp(bytes + i, tag, n) == 0)
            return true;
    }
    return false;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t n = name ? strlen(name) : 0, m = strlen(ending);
    return n >= m && strcasecmp(name + n - m, ending) == 0;
}

enum format format_detect(const char *bytes, size_t len, const char *name)
{
    if (memchr(bytes, '\0', len))
        return FORMAT_UNKNOWN;
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    while (len && strchr(" \t\r\n", *bytes)) {
        bytes++;
        len--;
    }
    if (!len)
        return FORMAT_TEXT;
    /* A text may open with "[update]"; JSON's bracket is followed by a value. */
    if (*bytes == '{' || *bytes == '[') {
        size_t i = 1;
        while (i < len && strchr(" \t\r\n", bytes[i]))
            i++;
        if (i == len || bytes[i] == (*bytes == '{' ? '"' : '{') || bytes[i] == (*bytes == '{' ? '}' : ']') ||
            ends_in(name, ".json") || ends_in(name, ".jsonl") || ends_in(name, ".ndjson"))
            return FORMAT_JSON;
    }
    bool opens = *bytes == '<';
    if (opens &&
        (has_tag(bytes, len, "<!doctype html") || has_tag(bytes, len, "<html") || has_tag(bytes, len, "<head") ||
         has_tag(bytes, len, "<body") || ends_in(name, ".html") || ends_in(name, ".htm")))
        return FORMAT_HTML;
    if (opens && len > 5 && strncasecmp(bytes, "<?xml", 5) == 0)
        return FORMAT_UNKNOWN; /* a feed or wire is no text to be read as one */
    return FORMAT_TEXT;
}

int format_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    const char *bytes;
    size_t len;
    if (input_peek(in, &bytes, &len, err))
        return -1;
    switch (format_detect(bytes, len, name)) {
    case FORMAT_JSON:
        return json_read(in, name, sink, err);
    case FORMAT_HTML:
        return html_read(in, name, sink, err);
    case FORMAT_TEXT:
        return text_read(in, name, sink, err);
    case FORMAT_UNKNOWN:
        break;
    }
    sink->problem(sink->ctx, name, "is of no format we read");
    return 0;
}
