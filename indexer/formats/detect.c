/* SPDX-License-Identifier: GPL-2.0-or-later */
/* detect.c - which format it is, by content first. */
#include "indexer/formats/charset.h"
#include "indexer/formats/format.h"
#include "indexer/formats/table_head.h"

#include <string.h>
#include <strings.h>

enum { ROOT_MAX = 32 }; /* bytes of an element's name that is looked at */

static bool begins(const char *bytes, size_t len, const char *with)
{
    size_t n = strlen(with);
    return len >= n && strncasecmp(bytes, with, n) == 0;
}

static bool holds(const char *bytes, size_t len, const char *tag)
{
    for (; len; bytes++, len--) {
        if (begins(bytes, len, tag))
            return true;
    }
    return false;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t n = name ? strlen(name) : 0, m = strlen(ending);
    return n >= m && strcasecmp(name + n - m, ending) == 0;
}

/* The file's own bytes say it is something else than an article: better told than indexed as garbage. */
static bool is_foreign(const char *bytes, size_t len)
{
    static const char *const starts[] = {"%PDF-", "{\\rtf", "WARC/", "filedesc://", "PK\3\4", NULL};
    size_t controls = 0;

    for (size_t i = 0; starts[i]; i++) {
        if (begins(bytes, len, starts[i]))
            return true;
    }
    for (size_t i = 0; i < len; i++) {
        if (!bytes[i])
            return true;
        controls += (unsigned char)bytes[i] < ' ' && !strchr("\t\n\f\r\b\x1b", bytes[i]);
    }
    return controls > len / 32;
}

/* The name of the first element, past declaration, comments and doctype; "!doctype html" for that one. */
static void root_of(const char *at, size_t len, char root[ROOT_MAX])
{
    const char *end = at + len;

    *root = '\0';
    while (at < end && *at == '<') {
        const char *close = ">";
        if (begins(at, (size_t)(end - at), "<!doctype html")) {
            memcpy(root, "html", sizeof "html");
            return;
        }
        if (begins(at, (size_t)(end - at), "<!--"))
            close = "-->";
        else if (at + 1 < end && at[1] != '?' && at[1] != '!')
            break;
        const char *stop = memmem(at, (size_t)(end - at), close, strlen(close));
        at = stop ? stop + strlen(close) : end;
        while (at < end && strchr(" \t\r\n", *at))
            at++;
    }
    size_t n = 0;
    for (at++; at < end && n < ROOT_MAX - 1 && !strchr(" \t\r\n/>", *at); at++)
        root[n++] = *at;
    root[n] = '\0';
}

static bool is_any(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcasecmp(name, *names) == 0)
            return true;
    }
    return false;
}

static enum format markup(const char *bytes, size_t len, const char *name)
{
    static const char *const pages[] = {"html", "head", "body", NULL};
    static const char *const feeds[] = {"rss", "feed", "rdf:RDF", "nitf", "newsItem", "newsMessage", "NewsML", NULL};
    char root[ROOT_MAX];

    root_of(bytes, len, root);
    if (is_any(root, pages))
        return FORMAT_HTML;
    if (begins(bytes, len, "<?xml") || is_any(root, feeds))
        return FORMAT_UNKNOWN;
    if (ends_in(name, ".html") || ends_in(name, ".htm") || holds(bytes, len, "<html") || holds(bytes, len, "<body"))
        return FORMAT_HTML;
    return FORMAT_TEXT;
}

enum format format_detect(const char *bytes, size_t len, const char *name)
{
    size_t mark = charset_mark(bytes, len);

    if (is_foreign(bytes, len))
        return FORMAT_UNKNOWN;
    bytes += mark;
    len -= mark;
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
    if (*bytes == '<')
        return markup(bytes, len, name);
    if (ends_in(name, ".csv") || ends_in(name, ".tsv") || table_is_one(bytes, len))
        return FORMAT_CSV;
    return FORMAT_TEXT;
}

enum format format_named(const char *name)
{
    static const char *const names[] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_HTML] = "html", [FORMAT_CSV] = "csv"};

    for (size_t i = FORMAT_TEXT; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0)
            return (enum format)i;
    }
    return FORMAT_UNKNOWN;
}
