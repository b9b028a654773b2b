/* SPDX-License-Identifier: GPL-2.0-or-later */
/* detect.c - which format it is, by content first. */
#include "indexer/formats/charset.h"
#include "indexer/formats/format.h"
#include "indexer/formats/table_head.h"

#include <string.h>
#include <strings.h>

enum {
    ROOT_MAX = 32,     /* bytes of an element's name that is looked at */
    TAR_BLOCK = 512,   /* of which the first describes a member */
    TAR_SUM = 148,     /* where the sum of its bytes stands, in octal, itself counted as spaces */
    TAR_SUM_LEN = 8,
    ZIP_NAME = 30      /* where the first member's name stands */
};

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

static bool is_tar(const char *bytes, size_t len)
{
    unsigned long sum = 0, said = 0;

    if (len < TAR_BLOCK || !*bytes)
        return false;
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= TAR_SUM && i < TAR_SUM + TAR_SUM_LEN ? ' ' : (unsigned char)bytes[i];
    for (const char *at = bytes + TAR_SUM; at < bytes + TAR_SUM + TAR_SUM_LEN && strchr(" 01234567", *at) && *at; at++)
        said = *at == ' ' ? said : said * 8 + (unsigned long)(*at - '0');
    return sum == said;
}

/* Documents of offices and books are zips, too, but not of articles. */
static bool is_zip(const char *bytes, size_t len)
{
    return begins(bytes, len, "PK\3\4") && len > ZIP_NAME &&
           !begins(bytes + ZIP_NAME, len - ZIP_NAME, "[Content_Types].xml") &&
           !begins(bytes + ZIP_NAME, len - ZIP_NAME, "mimetype");
}

static enum format container(const char *bytes, size_t len)
{
    if (begins(bytes, len, "WARC/"))
        return FORMAT_WARC;
    if (begins(bytes, len, "filedesc://"))
        return FORMAT_ARC;
    return is_zip(bytes, len) || is_tar(bytes, len) ? FORMAT_PACK : FORMAT_UNKNOWN;
}

/* The file's own bytes say it is something else than an article: better told than indexed as garbage. */
static bool is_foreign(const char *bytes, size_t len)
{
    static const char *const starts[] = {"%PDF-", "{\\rtf", "PK\3\4", NULL};
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
        const char *subset = stop && at[1] == '!' && at[2] != '-' ? memchr(at, '[', (size_t)(stop - at)) : NULL;
        const char *after = subset ? memchr(subset, ']', (size_t)(end - subset)) : NULL;
        if (subset) /* of a document type, with a '>' for each thing that it declares */
            stop = after ? memchr(after, '>', (size_t)(end - after)) : NULL;
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

/* By the root element, with whatever prefix its namespace has. */
static enum format xml_format(const char *root, const char *bytes, size_t len)
{
    static const struct {
        const char *root;
        enum format format;
    } roots[] = {{"rss", FORMAT_FEED},
                 {"feed", FORMAT_FEED},
                 {"RDF", FORMAT_FEED},
                 {"nitf", FORMAT_NITF},
                 {"NewsML", FORMAT_NEWSML},
                 {"newsMessage", FORMAT_NEWSML_G2},
                 {"newsItem", FORMAT_NEWSML_G2},
                 {"packageItem", FORMAT_NEWSML_G2},
                 {"conceptItem", FORMAT_NEWSML_G2},
                 {"knowledgeItem", FORMAT_NEWSML_G2},
                 {"planningItem", FORMAT_NEWSML_G2},
                 {"catalogItem", FORMAT_NEWSML_G2}};
    const char *colon = strchr(root, ':'), *name = colon ? colon + 1 : root;

    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        if (strcmp(name, roots[i].root) != 0)
            continue;
        /* RDF may hold anything; RSS 0.9 and 1.0 are told by their namespace. */
        bool feed =
            strcmp(name, "RDF") != 0 || holds(bytes, len, "purl.org/rss/") || holds(bytes, len, "netscape.com/rdf");
        return feed ? roots[i].format : FORMAT_UNKNOWN;
    }
    return FORMAT_UNKNOWN;
}

static enum format markup(const char *bytes, size_t len, const char *name)
{
    static const char *const pages[] = {"html", "head", "body", NULL};
    char root[ROOT_MAX];

    root_of(bytes, len, root);
    if (is_any(root, pages))
        return FORMAT_HTML;
    enum format xml = xml_format(root, bytes, len);
    if (xml || begins(bytes, len, "<?xml") || strcmp(root, "rdf:RDF") == 0)
        return xml;
    if (ends_in(name, ".html") || ends_in(name, ".htm") || holds(bytes, len, "<html") || holds(bytes, len, "<body"))
        return FORMAT_HTML;
    if (ends_in(name, ".xml")) /* a piece of some other kind, without a declaration */
        return FORMAT_UNKNOWN;
    return !*root && begins(bytes, len, "<!--") ? FORMAT_UNKNOWN : FORMAT_TEXT; /* nothing but a comment */
}

enum format format_detect(const char *bytes, size_t len, const char *name)
{
    size_t mark = charset_mark(bytes, len);
    enum format held = container(bytes, len);

    if (held)
        return held;
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
    static const char *const names[] = {[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json",     [FORMAT_HTML] = "html",
                                        [FORMAT_FEED] = "feed", [FORMAT_NITF] = "nitf",     [FORMAT_NEWSML] = "newsml",
                                        [FORMAT_WARC] = "warc", [FORMAT_ARC] = "arc",       [FORMAT_CSV] = "csv",
                                        [FORMAT_NEWSML_G2] = "newsml-g2"};

    for (size_t i = FORMAT_TEXT; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0)
            return (enum format)i;
    }
    return FORMAT_UNKNOWN;
}
