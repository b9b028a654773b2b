/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_gathered.h - what a reader gave of some bytes, as lines to be looked at. */
#ifndef HUSTINGS_TEST_GATHERED_H
#define HUSTINGS_TEST_GATHERED_H

#include "indexer/formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct gathered {
    struct buffer articles; /* "where|title|url|date|archived|text", a line each */
    struct buffer problems, warnings, notes; /* "where: reason" */
    int count, problem_count;
    size_t longest; /* bytes of an article's text */
    int stop_after; /* articles; 0: never */
};

static inline int gather_article(void *ctx, struct article *a, const char *where)
{
    struct gathered *g = ctx;
    const char *archived = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(a->extra, "archived"));
    size_t len = a->text ? strlen(a->text) : 0;

    g->longest = len > g->longest ? len : g->longest;
    buffer_printf(&g->articles, "%s|%s|%s|%s|%s|%.300s\n", where, a->title ? a->title : "", a->url ? a->url : "",
                  a->date ? a->date : "", archived ? archived : "", a->text ? a->text : "");
    return ++g->count == g->stop_after;
}

static inline void gather_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct gathered *g = ctx;

    (void)record;
    g->problem_count++;
    buffer_printf(&g->problems, "%s: %s\n", where, reason);
}

static inline void gather_warning(void *ctx, const char *where, const char *reason)
{
    buffer_printf(&((struct gathered *)ctx)->warnings, "%s: %s\n", where, reason);
}

static inline void gather_note(void *ctx, const char *where, const char *text)
{
    buffer_printf(&((struct gathered *)ctx)->notes, "%s: %s\n", where, text);
}

static inline int gathered_setup(void **state)
{
    struct gathered *g = calloc(1, sizeof *g);

    if (!g)
        return -1;
    g->articles = g->problems = g->warnings = g->notes = buffer_make(1 << 20);
    *state = g;
    return 0;
}

static inline int gathered_teardown(void **state)
{
    struct gathered *g = *state;

    buffer_free(&g->articles);
    buffer_free(&g->problems);
    buffer_free(&g->warnings);
    buffer_free(&g->notes);
    free(g);
    return 0;
}

/* As format_read; what ends the whole input is among the problems, too, as in a run of add. */
static inline int gather(struct gathered *g, const char *name, const void *bytes, size_t len, struct error *err)
{
    const struct sink sink = {.ctx = g,
                              .article = gather_article,
                              .problem = gather_problem,
                              .warning = gather_warning,
                              .note = gather_note};
    struct input *in = input_from_memory(bytes, len, INT64_MAX, err);
    int rc = in ? format_read(in, name, FORMAT_UNKNOWN, &sink, err) : -1;

    input_close(in);
    if (rc < 0 && err->fault != FAULT_NONE)
        gather_problem(g, name, err->text, (struct raw){0});
    return rc;
}

static inline int gather_buffer(struct gathered *g, const char *name, const struct buffer *b)
{
    struct error err = {0};

    assert_false(b->failed);
    return gather(g, name, b->data, b->len, &err);
}

/* A string (or part of one) stands in the lines; says which lines it was looked for in when not. */
#define assert_has(lines, part)                                                          \
    do {                                                                                 \
        if (!(lines).data || !strstr((lines).data, part))                                \
            fail_msg("no '%s' in:\n%s", part, (lines).data ? (lines).data : "(nothing)"); \
    } while (0)
#define assert_lacks(lines, part)                                     \
    do {                                                              \
        if ((lines).data && strstr((lines).data, part))               \
            fail_msg("there is '%s' in:\n%s", part, (lines).data);    \
    } while (0)

#endif
