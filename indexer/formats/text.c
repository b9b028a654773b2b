/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.c - an article as plain text: title, second headline, byline, date, paragraphs. */
#include "indexer/formats/format.h"

#include "archive/date.h"
#include "archive/schema.h"
#include "archive/text.h"
#include "indexer/formats/charset.h"
#include "indexer/formats/headline.h"
#include "indexer/formats/text_head.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HEAD_LINES = 6,   /* of text under the title, where a byline or date may stand */
    BYLINE_MAX = 120, /* bytes; longer is a sentence */
    TITLE_MAX = 1000  /* bytes of a first line that is kept as title; the rest is a paragraph without line ends */
};

struct head {
    bool byline, date, headline;
};

static void trim(const char **from, const char **end)
{
    while (*from < *end && strchr(" \t", **from))
        (*from)++;
    while (*end > *from && strchr(" \t", (*end)[-1]))
        (*end)--;
}

/* Bytes of "By " and of its like, where names follow alone: other languages' begin sentences, too. */
static size_t byline_intro(const char *from, size_t len)
{
    static const char *const others[] = {"Von ", "Par ", "Por ", "Door ", "Di "};

    if (strncmp(from, "By ", 3) == 0 || strncmp(from, "BY ", 3) == 0)
        return 3;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t n = strlen(others[i]), words = 0;
        bool names = len > n && strncmp(from, others[i], n) == 0;
        for (const char *at = from + n, *end = from + len; names && at < end; words++) {
            const char *space = memchr(at, ' ', (size_t)(end - at)), *stop = space ? space : end;
            bool small = *at >= 'a' && *at <= 'z';
            bool link = small && stop - at <= 3 && words > 0; /* und, et, y, de, van */
            names = (!small || link) && (*at < '0' || *at > '9');
            at = stop + (space != NULL);
        }
        if (names && words >= 2 && words <= 8)
            return n;
    }
    return 0;
}

static bool read_byline(struct article *a, const char *from, size_t len)
{
    if (len < 4 || len > BYLINE_MAX || strchr(".?!:", from[len - 1]) != NULL)
        return false;
    size_t intro = byline_intro(from, len);
    if (!intro)
        return false;
    const char *at = from + intro, *end = from + len;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *cut = comma ? comma : end;
        if (authors_add(&a->authors, at, (size_t)(cut - at)))
            return false;
        at = comma ? comma + 1 : end;
    }
    return true;
}

static bool read_date(struct article *a, const char *from, size_t len)
{
    struct date d;
    enum date_order shown;
    char iso[32];
    bool read = date_parse_ordered(from, len, DATE_ORDER_UNKNOWN, &d, &shown, NULL);
    if (shown != DATE_ORDER_UNKNOWN && !a->numeric_date)
        a->numeric_date = strndup(from, len);
    if (!read)
        return shown == DATE_ORDER_EITHER && a->numeric_date != NULL;
    if (!schema_dates(&d))
        return false;
    date_format(&d, iso);
    bool update = len > 7 && (strncasecmp(from, "updated", 7) == 0 || strncasecmp(from, "last upd", 8) == 0);
    if (update) { /* which says nothing of when it was published */
        a->updated = a->updated ? a->updated : strdup(iso);
        return a->updated != NULL;
    }
    a->date = strdup(iso);
    return a->date != NULL;
}

/* A line's place among the paragraphs. */
struct line {
    const char *from;
    size_t len;
    bool alone; /* empty lines before and behind it, and text after them */
};

static bool is_head(struct article *a, struct head *h, const struct line *l)
{
    if (l->len == strlen(a->title) && memcmp(l->from, a->title, l->len) == 0)
        return true;
    if (!h->byline && read_byline(a, l->from, l->len))
        return h->byline = true;
    if (!h->date && read_date(a, l->from, l->len)) {
        h->date = a->date || a->numeric_date;
        return true;
    }
    /* Said twice at the top, it would be the snippet of every search that the title answers. */
    if (!h->headline && !a->summary && l->alone && headline_repeats(a->title, l->from, l->len)) {
        a->summary = strndup(l->from, l->len);
        return h->headline = a->summary != NULL;
    }
    return false;
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && strchr(" \t", *at))
        at++;
    return at < end && *at == '\n';
}

static bool is_rest_blank(const char *at, const char *end)
{
    while (at < end && strchr(" \t\n", *at))
        at++;
    return at == end;
}

static int read_lines(struct article *a, const char *at, const char *end)
{
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX * 3L); /* text_clean may make three bytes of a bad one */
    struct head head = {.byline = a->authors.count > 0, .date = a->date || a->numeric_date};
    int seen = 0;
    bool gap = false, body = false;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *from = at, *to = stop ? stop : end;
        at = to + (stop != NULL);
        trim(&from, &to);
        struct line line = {from, (size_t)(to - from), false};
        if (!line.len) {
            gap = true;
            continue;
        }
        if (!a->title && line.len <= TITLE_MAX) {
            a->title = strndup(from, line.len);
            if (!a->title)
                break;
            gap = false;
            continue;
        }
        line.alone = gap && is_blank(at, end) && !is_rest_blank(at, end);
        if (!body && a->title && seen++ < HEAD_LINES && is_head(a, &head, &line))
            continue;
        if (body)
            buffer_puts(&text, gap ? "\n\n" : "\n");
        buffer_append(&text, from, line.len);
        body = true;
        gap = false;
    }
    if (text.len && !text.failed)
        a->text = buffer_take(&text);
    bool failed = text.failed || (body && !a->text);
    buffer_free(&text);
    return failed ? -1 : 0;
}

/* Facts above the text, each with its key, then the text. */
static int read_text(struct article *a, const struct buffer *clean, const char *name, const struct sink *sink)
{
    const char *at = clean->data, *end = at + clean->len;
    char warning[256] = "";

    cJSON *facts = text_head_read(at, end, &at);
    int rc = facts ? article_facts_from_json(facts, a, warning, NULL) : 0;
    cJSON_Delete(facts);
    if (*warning)
        sink->warning(sink->ctx, name, warning);
    return rc ? -1 : read_lines(a, at, end);
}

int text_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct buffer raw = buffer_make(DOCUMENT_BYTES_MAX);
    struct buffer utf8 = buffer_make(DOCUMENT_BYTES_MAX * 3L), clean = buffer_make(DOCUMENT_BYTES_MAX * 3L);
    struct article a = {0};
    const char *warning = NULL;

    int rc = input_all(in, &raw, err);
    if (!rc && raw.len)
        rc = charset_convert(raw.data, raw.len, &utf8, &warning, err);
    if (!rc && utf8.len &&
        (!text_clean(utf8.data, utf8.len, &clean) || (clean.len && read_text(&a, &clean, name, sink))))
        rc = error_set(err, FAULT_MEMORY, "out of memory");
    buffer_free(&utf8);
    buffer_free(&clean);
    if (!rc && warning)
        sink->warning(sink->ctx, name, warning);
    if (!rc && !a.title && !a.text)
        sink->problem(sink->ctx, name, "has no text", (struct raw){raw.data, raw.len});
    else if (!rc && sink->article(sink->ctx, &a, name))
        rc = error_set(err, FAULT_NONE, "stopped");
    buffer_free(&raw);
    article_free(&a);
    return rc;
}
