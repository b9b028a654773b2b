/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_reading.h - a text given to a reader, and all that it gave back. */
#ifndef HUSTINGS_TEST_READING_H
#define HUSTINGS_TEST_READING_H

#include "indexer/formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { READING_ARTICLES = 8 };

struct reading {
    struct article a[READING_ARTICLES]; /* the first of them */
    int articles, problems, warnings;
    char where[READING_ARTICLES][64], problem[512], warning[1024], record[4096]; /* the last of each */
};

static int reading_keep(void *ctx, struct article *a, const char *where)
{
    struct reading *r = ctx;
    if (r->articles < READING_ARTICLES) {
        snprintf(r->where[r->articles], sizeof *r->where, "%s", where);
        r->a[r->articles] = *a;
        *a = (struct article){0};
    }
    r->articles++;
    return 0;
}

static void reading_note(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct reading *r = ctx;
    r->problems++;
    snprintf(r->problem, sizeof r->problem, "%s: %s", where, reason);
    snprintf(r->record, sizeof r->record, "%.*s", (int)record.len, record.bytes ? record.bytes : "");
}

static void reading_remark(void *ctx, const char *where, const char *reason)
{
    struct reading *r = ctx;
    r->warnings++;
    snprintf(r->warning, sizeof r->warning, "%s: %s", where, reason);
}

static void reading_free(struct reading *r)
{
    for (int i = 0; i < READING_ARTICLES; i++)
        article_free(&r->a[i]);
    *r = (struct reading){0};
}

static int reading_setup(void **state)
{
    *state = calloc(1, sizeof(struct reading));
    return *state ? 0 : -1;
}

static int reading_teardown(void **state)
{
    reading_free(*state);
    free(*state);
    return 0;
}

/* Reads the bytes, told by content, into an emptied *r. */
static void read_bytes(struct reading *r, const void *bytes, size_t len)
{
    const struct sink sink = {.ctx = r, .article = reading_keep, .problem = reading_note, .warning = reading_remark, .keeps_records = true};
    struct error err = {0};
    reading_free(r);
    struct input *in = input_from_memory(bytes, len, 1LL << 30, &err);
    if (!in || format_read(in, "f", FORMAT_UNKNOWN, &sink, &err))
        fail_msg("%s", err.text);
    input_close(in);
}

static void read_text(struct reading *r, const char *text)
{
    read_bytes(r, text, strlen(text));
}

#endif
