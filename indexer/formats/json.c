/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json.c - one object, an array of objects, or JSON Lines read line by line. */
#include "indexer/formats/charset.h"
#include "indexer/formats/charset_lines.h"
#include "indexer/formats/format.h"
#include "indexer/formats/json_long.h"
#include "indexer/formats/json_nul.h"
#include "indexer/formats/key_map.h"
#include "indexer/formats/ninjs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const char *name;
    const struct sink *sink;
    struct error *err;
    struct charset_lines *charset;
};

static void refuse(const struct reading *r, const char *where, const char *reason, const char *bytes, size_t len)
{
    r->sink->problem(r->sink->ctx, where, reason, (struct raw){bytes, len});
}

/* An object whose keys are ours. */
static int give_facts(const struct reading *r, const cJSON *object, const char *where, struct raw raw)
{
    struct error why;
    int rc = format_give(object, where, r->sink, &why, r->err);
    if (rc <= 0)
        return rc;
    r->sink->problem(r->sink->ctx, where, why.text, raw);
    return 0;
}

static int give(const struct reading *r, cJSON *object, const char *where, struct raw raw)
{
    if (!key_map_apply(r->sink->keys, object))
        return error_set(r->err, FAULT_MEMORY, "out of memory");
    if (!ninjs_is(object))
        return give_facts(r, object, where, raw);
    const char *withdrawn = ninjs_withdrawn(object);
    if (withdrawn) {
        r->sink->warning(r->sink->ctx, where, withdrawn);
        return 0;
    }
    cJSON *facts = ninjs_facts(object);
    int rc = facts ? give_facts(r, facts, where, raw) : error_set(r->err, FAULT_MEMORY, "out of memory");
    cJSON_Delete(facts);
    return rc;
}

static int give_all(const struct reading *r, cJSON *root, const char *where, struct raw raw)
{
    if (!cJSON_IsArray(root))
        return give(r, root, where, raw);
    cJSON *item;
    cJSON_ArrayForEach(item, root)
    {
        if (give(r, item, where, raw))
            return -1;
    }
    return 0;
}

/* A place in a text, and the line it is in. */
struct place {
    const char *at, *end;
    unsigned long line;
};

static void move_to(struct place *p, const char *at)
{
    for (; p->at < at; p->at++)
        p->line += *p->at == '\n';
}

static void skip_space(struct place *p)
{
    const char *at = p->at;
    while (at < p->end && strchr(" \t\r\n", *at))
        at++;
    move_to(p, at);
}

/* One value at p, given on: 1, 0 when it is not JSON, -1 to stop. */
static int value(const struct reading *r, struct place *p)
{
    char where[WHERE_MAX];
    const char *stop = p->at;
    cJSON *root = cJSON_ParseWithLengthOpts(p->at, (size_t)(p->end - p->at), &stop, 0);
    struct raw raw = {p->at, (size_t)(stop - p->at)};

    if (!root) {
        struct place bad = *p;
        move_to(&bad, stop);
        snprintf(where, sizeof where, "%s:%lu", r->name, bad.line);
        refuse(r, where, "is not JSON from here on", p->at, (size_t)(p->end - p->at));
        return 0;
    }
    snprintf(where, sizeof where, "%s:%lu", r->name, p->line);
    int rc = give_all(r, root, where, raw);
    cJSON_Delete(root);
    move_to(p, stop);
    return rc ? -1 : 1;
}

/* The values of an array are read one by one: that names the line of each, and a
 * break in the last costs none before it. */
static int array(const struct reading *r, struct place *p)
{
    char where[WHERE_MAX];

    p->at++;
    skip_space(p);
    if (p->at < p->end && *p->at == ']')
        return 0;
    for (;;) {
        skip_space(p);
        int rc = value(r, p);
        if (rc <= 0)
            return rc;
        skip_space(p);
        if (p->at < p->end && *p->at == ']')
            return 0;
        if (p->at == p->end || *p->at != ',') {
            snprintf(where, sizeof where, "%s:%lu", r->name, p->line);
            refuse(r, where, "is not JSON from here on: neither ',' nor ']' follows", p->at, (size_t)(p->end - p->at));
            return 0;
        }
        p->at++;
    }
}

static int whole(const struct reading *r, const struct buffer *text)
{
    struct place p = {text->data, text->data + text->len, 1};

    skip_space(&p);
    if (p.at < p.end && *p.at == '[')
        return array(r, &p);
    int rc = value(r, &p);
    return rc < 0 ? -1 : 0;
}

/* A line without NUL, and as UTF-8: its start past mark and white space, NULL without memory. */
static const char *clean_line(const struct reading *r, struct buffer *line, const char *where)
{
    if (line->data)
        line->len = json_drop_nul(line->data, line->len);
    if (!charset_is_utf8(line->data ? line->data : "", line->len)) {
        struct buffer text = buffer_make((size_t)LINE_BYTES_MAX * 3);
        const char *warning;
        if (charset_line(r->charset, line->data, line->len, &text, &warning, r->err) < 0) {
            buffer_free(&text);
            return NULL;
        }
        if (warning)
            r->sink->warning(r->sink->ctx, where, warning);
        text.max = line->max;
        buffer_free(line);
        *line = text;
    }
    const char *at = line->data ? line->data : "";
    at += charset_mark(at, line->len);
    return at + strspn(at, " \t\r");
}

/* An object laid out over many lines breaks its first where a value or key is to follow. */
static bool goes_on(const struct buffer *line)
{
    size_t len = line->len;
    while (len && strchr(" \t\r", line->data[len - 1]))
        len--;
    return len && strchr("{[,:", line->data[len - 1]) != NULL;
}

static int rest_as_whole(const struct reading *r, struct input *in, const char *first)
{
    struct buffer raw = buffer_make(DOCUMENT_BYTES_MAX), text = buffer_make(DOCUMENT_BYTES_MAX * 3L);
    const char *warning = NULL;

    if (*first) {
        buffer_puts(&raw, first);
        buffer_putc(&raw, '\n');
    }
    int rc = input_all(in, &raw, r->err);
    if (!rc)
        rc = charset_convert(raw.data ? raw.data : "", raw.len, &text, &warning, r->err);
    buffer_free(&raw);
    if (!rc && warning)
        r->sink->warning(r->sink->ctx, r->name, warning);
    if (!rc && text.data)
        text.len = json_drop_nul(text.data, text.len);
    if (!rc)
        rc = whole(r, &text);
    buffer_free(&text);
    return rc;
}

/* A line that was read; 1: it was the beginning of one value, and the rest is done too. */
static int one_line(const struct reading *r, struct input *in, struct buffer *line, unsigned long number, bool *first)
{
    char where[WHERE_MAX];
    bool opens = *first;

    snprintf(where, sizeof where, "%s:%lu", r->name, number);
    if (line->failed) {
        *first = false;
        refuse(r, where, "the line is over 128 MiB, as no article is", NULL, 0);
        return 0;
    }
    const char *too_long = line->len > LINE_BYTES_MAX ? json_long_refusal(line->data, line->len) : NULL;
    if (too_long) {
        *first = false;
        refuse(r, where, too_long, line->data, line->len);
        return 0;
    }
    const char *start = clean_line(r, line, where);
    if (!start)
        return -1;
    if (!*start)
        return 0;
    *first = false;
    cJSON *root = cJSON_ParseWithOpts(start, NULL, 1);
    if (!root && opens && goes_on(line))
        return rest_as_whole(r, in, start) ? -1 : 1;
    int rc = 0;
    if (root)
        rc = give_all(r, root, where, (struct raw){start, strlen(start)});
    else
        refuse(r, where, "is not JSON", start, strlen(start));
    cJSON_Delete(root);
    return rc ? -1 : 0;
}

static int lines(const struct reading *r, struct input *in)
{
    struct buffer line = buffer_make(LONG_LINE_BYTES_MAX);
    unsigned long number = 0;
    bool first = true;
    int more, rc = 0;

    while (!rc && (more = input_line(in, &line, r->err)) != 0) {
        rc = more < 0 ? -1 : one_line(r, in, &line, ++number, &first);
        if (line.size > LINE_BYTES_MAX)
            buffer_free(&line);
    }
    buffer_free(&line);
    return rc < 0 ? -1 : 0;
}

int json_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct charset_lines charset = charset_lines_make(in);
    const struct reading r = {name, sink, err, &charset};
    const char *bytes;
    size_t len;

    if (input_peek(in, &bytes, &len, err))
        return -1;
    size_t i = charset_mark(bytes, len);
    while (i < len && strchr(" \t\r\n", bytes[i]))
        i++;
    int rc = i < len && bytes[i] == '[' ? rest_as_whole(&r, in, "") : lines(&r, in);
    charset_lines_free(&charset);
    return rc;
}
