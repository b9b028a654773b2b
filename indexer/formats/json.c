/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json.c - one object, an array of objects, or JSON Lines read line by line. */
#include "indexer/formats/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHERE_MAX = 4200 }; /* a path of Linux and a number */

struct reading {
    const char *name;
    const struct sink *sink;
    struct error *err;
};

static int give(const struct reading *r, const cJSON *object, const char *where)
{
    struct article a = {0};
    struct error why = {0};
    char warning[256] = "";
    if (article_from_json(object, &a, warning, &why)) {
        if (why.fault == FAULT_MEMORY)
            return error_set(r->err, why.fault, "%s", why.text);
        r->sink->problem(r->sink->ctx, where, why.text);
        return 0;
    }
    if (*warning)
        r->sink->problem(r->sink->ctx, where, warning);
    int rc = r->sink->article(r->sink->ctx, &a, where);
    article_free(&a);
    return rc ? error_set(r->err, FAULT_NONE, "stopped") : 0;
}

static int give_all(const struct reading *r, const cJSON *root)
{
    char where[WHERE_MAX];
    if (!cJSON_IsArray(root))
        return give(r, root, r->name);
    const cJSON *item;
    unsigned long n = 0;
    cJSON_ArrayForEach(item, root)
    {
        snprintf(where, sizeof where, "%s[%lu]", r->name, n++);
        if (give(r, item, where))
            return -1;
    }
    return 0;
}

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static int whole(const struct reading *r, const struct buffer *text)
{
    const char *end = NULL;
    char where[WHERE_MAX];
    cJSON *root = cJSON_ParseWithLengthOpts(text->data, text->len, &end, 0);
    if (!root) {
        snprintf(where, sizeof where, "%s:%d", r->name, end ? line_of(text->data, end) : 1);
        r->sink->problem(r->sink->ctx, where, "is not JSON from here on");
        return 0;
    }
    int rc = give_all(r, root);
    cJSON_Delete(root);
    return rc;
}

static const char *start_of(const struct buffer *line)
{
    const char *at = line->data ? line->data : "";
    if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
    return at;
}

/* An object laid out over many lines breaks its first where a value or key is to follow. */
static bool goes_on(const struct buffer *line, const char *start)
{
    if (*start == '[')
        return true;
    size_t len = line->len;
    while (len && strchr(" \t\r", line->data[len - 1]))
        len--;
    return len && strchr("{[,:", line->data[len - 1]) != NULL;
}

static int rest_as_whole(const struct reading *r, struct input *in, const struct buffer *first)
{
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);
    buffer_puts(&text, start_of(first));
    buffer_putc(&text, '\n');
    int rc = input_all(in, &text, r->err);
    if (!rc)
        rc = whole(r, &text);
    buffer_free(&text);
    return rc;
}

static int lines(const struct reading *r, struct input *in, struct buffer *line)
{
    char where[WHERE_MAX];
    unsigned long number = 0;
    bool first = true;
    int more;
    while ((more = input_line(in, line, r->err)) > 0) {
        snprintf(where, sizeof where, "%s:%lu", r->name, ++number);
        if (line->failed) {
            r->sink->problem(r->sink->ctx, where, "the line is too long");
            first = false;
            continue;
        }
        const char *start = start_of(line);
        if (!*start)
            continue;
        cJSON *root = cJSON_ParseWithOpts(start, NULL, 1);
        if (!root && first && goes_on(line, start))
            return rest_as_whole(r, in, line);
        first = false;
        int rc = 0;
        if (root)
            rc = cJSON_IsArray(root) ? give_all(r, root) : give(r, root, where);
        else
            r->sink->problem(r->sink->ctx, where, "is not JSON");
        cJSON_Delete(root);
        if (rc)
            return -1;
    }
    return more;
}

int json_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct reading r = {name, sink, err};
    struct buffer line = buffer_make(LINE_BYTES_MAX);
    const char *bytes;
    size_t len;
    int rc = input_peek(in, &bytes, &len, err);
    if (!rc) {
        size_t i = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        while (i < len && strchr(" \t\r\n", bytes[i]))
            i++;
        struct buffer none = buffer_make(1);
        rc = i < len && bytes[i] == '[' ? rest_as_whole(&r, in, &none) : lines(&r, in, &line);
    }
    buffer_free(&line);
    return rc;
}
