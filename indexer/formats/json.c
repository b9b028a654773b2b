/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json.c - one object, an array of objects, or JSON Lines read line by line. */
#include "indexer/formats/charset.h"
#include "indexer/formats/charset_lines.h"
#include "indexer/formats/format.h"
#include "indexer/formats/json_list.h"
#include "indexer/formats/json_long.h"
#include "indexer/formats/json_nul.h"
#include "indexer/formats/json_order.h"
#include "indexer/formats/json_shapes.h"
#include "indexer/formats/json_split.h"
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
    char *id; /* of the next line's document; or NULL */
};

static void refuse(const struct reading *r, const char *where, const char *reason, const char *bytes, size_t len)
{
    r->sink->problem(r->sink->ctx, where, reason, (struct raw){bytes, len});
}

/* Why cJSON made nothing of text: it goes no deeper, since it calls itself for each level. */
static const char *json_fault(const char *text)
{
    unsigned depth = 0;
    bool quoted = false;

    for (; *text; text++) {
        if (quoted && *text == '\\' && text[1])
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (!quoted && (*text == '[' || *text == '{') && ++depth > CJSON_NESTING_LIMIT)
            return "lies over 1,000 deep in itself, as no article does: flatten it";
        else if (!quoted && (*text == ']' || *text == '}') && depth)
            depth--;
    }
    return "is not JSON";
}

/* An object whose keys are ours. */
static int give_facts(struct reading *r, const cJSON *object, const char *where, struct raw raw)
{
    struct error why;
    int rc = format_give(object, where, r->sink, &why, r->err);
    if (rc <= 0)
        return rc;
    r->sink->problem(r->sink->ctx, where, why.text, raw);
    return 0;
}

static int give_item(struct reading *r, cJSON *object, const char *where, struct raw raw)
{
    if (!json_shapes_document(object) || !key_map_apply(r->sink->keys, object))
        return error_set(r->err, FAULT_MEMORY, "out of memory");
    if (!ninjs_is(object)) {
        bool good = json_order_name(object, &r->id) && json_shapes_apply(object);
        return good ? give_facts(r, object, where, raw) : error_set(r->err, FAULT_MEMORY, "out of memory");
    }
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

static int give(struct reading *r, cJSON *object, const char *where, struct raw raw)
{
    if (json_order_is(object, &r->id))
        return 0;
    const cJSON *list = json_list_of(object);
    if (!list)
        return give_item(r, object, where, raw);
    if (cJSON_IsObject(list))
        return give_item(r, (cJSON *)list, where, raw); /* all of object is ours to change */
    /* JSON Feed's title is where its articles are from. */
    const char *version = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "version"));
    bool feed = version && strstr(version, "jsonfeed.org");
    const char *source = feed ? cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "title")) : NULL;
    cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (source && cJSON_IsObject(item) && !cJSON_HasObjectItem(item, "source") &&
            !cJSON_AddStringToObject(item, "source", source))
            return error_set(r->err, FAULT_MEMORY, "out of memory");
        if (give_item(r, item, where, raw))
            return -1;
    }
    return 0;
}

static int give_all(struct reading *r, cJSON *root, const char *where, struct raw raw)
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

/* A line without NUL, and as UTF-8: its start past mark and white space, NULL without memory. */
static const char *clean_line(struct reading *r, struct buffer *line, const char *where)
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

/* The next line is an object by itself, or too long to be part of a layout: the one before is a bad record. */
static bool whole_follows(struct input *in)
{
    struct error ignored;
    const char *bytes, *stop = NULL;
    size_t len;

    if (input_peek(in, &bytes, &len, &ignored) || !len || *bytes != '{')
        return false;
    const char *newline = memchr(bytes, '\n', len);
    cJSON *root = newline ? cJSON_ParseWithLengthOpts(bytes, (size_t)(newline - bytes), &stop, 0) : NULL;
    bool whole = root && stop + strspn(stop, " \t\r") == newline;
    cJSON_Delete(root);
    return whole || (!newline && len >= PEEK_BYTES);
}

/* A value that was cut out of the input. */
static int value(struct reading *r, struct json_split *s)
{
    char where[WHERE_MAX];
    const char *stop = NULL;

    snprintf(where, sizeof where, "%s:%lu", r->name, s->value_line);
    if (s->value.failed) {
        refuse(r, where, "the object is over 64 MiB", NULL, 0);
        return 0;
    }
    const char *start = clean_line(r, &s->value, where);
    if (!start)
        return -1;
    if (json_is_too_full(start, strlen(start))) {
        refuse(r, where, "the object is over 16 MiB and holds too much for one article", NULL, 0);
        return 0;
    }
    cJSON *root = cJSON_ParseWithOpts(start, &stop, 1);
    if (!root) {
        unsigned long line = s->value_line;
        const char *at = start;
        bool cut = !stop || !stop[strspn(stop, " \t\r\n")]; /* the input ended: what began there is to be mended */
        for (; !cut && at < stop; at++)
            line += *at == '\n';
        snprintf(where, sizeof where, "%s:%lu", r->name, line);
        refuse(r, where, cut ? "is not JSON: it is not whole" : json_fault(start), s->value.data, s->value.len);
        return 0;
    }
    int rc = give_all(r, root, where, (struct raw){s->value.data, s->value.len});
    cJSON_Delete(root);
    return rc;
}

/* What is left of the input, with `first` before it, of which the first `enter` bytes open the list of its values. */
static int values(struct reading *r, struct input *in, const char *first, size_t enter, unsigned within)
{
    struct json_split s;
    const char *broken = NULL;
    char where[WHERE_MAX];
    int more, rc = 0;

    if (!json_split_start(&s, in, first, strlen(first)))
        rc = error_set(r->err, FAULT_MEMORY, "out of memory");
    if (!rc)
        rc = json_split_enter(&s, enter, within, r->err);
    while (!rc && (more = json_split_next(&s, &broken, r->err)) != 0)
        rc = more < 0 ? -1 : value(r, &s);
    if (!rc && broken) {
        snprintf(where, sizeof where, "%s:%lu", r->name, s.value_line);
        refuse(r, where, broken, s.value.data, s.value.len);
    }
    json_split_free(&s);
    return rc;
}

/* The line is the first of a value that goes on in the next. */
static int rest(struct reading *r, struct input *in, struct buffer *line, const char *start)
{
    struct buffer first = buffer_make(strlen(start) + 2);

    buffer_puts(&first, start);
    buffer_putc(&first, '\n');
    buffer_clear(line);
    int rc = first.failed ? error_set(r->err, FAULT_MEMORY, "out of memory") : values(r, in, first.data, 0, 0);
    buffer_free(&first);
    return rc;
}

/* Objects that follow each other on one line; or it is no JSON. */
static int objects(struct reading *r, const char *start, const char *where)
{
    for (const char *stop = NULL; *start; start = stop + strspn(stop, " \t\r,")) {
        cJSON *root = cJSON_ParseWithOpts(start, &stop, 0);
        if (!root || !cJSON_IsObject(root)) {
            refuse(r, where, root ? "is not JSON" : json_fault(start), start, strlen(start));
            cJSON_Delete(root);
            return 0;
        }
        int rc = give(r, root, where, (struct raw){start, (size_t)(stop - start)});
        cJSON_Delete(root);
        if (rc)
            return -1;
    }
    return 0;
}

/* A line that was read; 1: it was the beginning of one value, and the rest is done too. */
static int one_line(struct reading *r, struct input *in, struct buffer *line, unsigned long number, bool *first)
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
    if (!root && opens && goes_on(line) && !whole_follows(in))
        return rest(r, in, line, start) ? -1 : 1;
    if (!root)
        return objects(r, start, where);
    int rc = give_all(r, root, where, (struct raw){start, strlen(start)});
    cJSON_Delete(root);
    return rc ? -1 : 0;
}

static int lines(struct reading *r, struct input *in)
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
    struct reading r = {.name = name, .sink = sink, .err = err, .charset = &charset};
    const char *bytes;
    unsigned within = 0;
    size_t len;

    if (input_peek(in, &bytes, &len, err))
        return -1;
    size_t i = charset_mark(bytes, len);
    size_t list = json_list_ahead(bytes + i, len - i, &within), mark = i;
    while (i < len && strchr(" \t\r\n", bytes[i]))
        i++;
    bool split = list || (i < len && bytes[i] == '[');
    int rc = split ? values(&r, in, "", mark + list, within) : lines(&r, in);
    charset_lines_free(&charset);
    free(r.id);
    return rc;
}
