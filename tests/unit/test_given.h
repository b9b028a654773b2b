/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_given.h - bytes given to the readers, and what came of them. */
#ifndef HUSTINGS_TEST_GIVEN_H
#define HUSTINGS_TEST_GIVEN_H

#include "indexer/formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct reading {
    struct article a; /* the last one given */
    int articles, problems, warnings;
    char where[256], problem[512], warning[512], record[512]; /* of the last of each */
    struct sink sink;
};

static int reading_article(void *ctx, struct article *a, const char *where)
{
    struct reading *r = ctx;

    article_free(&r->a);
    r->a = *a;
    *a = (struct article){0};
    r->articles++;
    snprintf(r->where, sizeof r->where, "%s", where);
    return 0;
}

static void reading_problem(void *ctx, const char *where, const char *reason, struct raw record)
{
    struct reading *r = ctx;

    r->problems++;
    snprintf(r->problem, sizeof r->problem, "%s: %s", where, reason);
    snprintf(r->record, sizeof r->record, "%.*s", (int)record.len, record.bytes ? record.bytes : "");
}

static void reading_warning(void *ctx, const char *where, const char *reason)
{
    struct reading *r = ctx;

    r->warnings++;
    snprintf(r->warning, sizeof r->warning, "%s: %s", where, reason);
}

static int reading_setup(void **state)
{
    struct reading *r = calloc(1, sizeof *r);

    if (r)
        r->sink = (struct sink){.ctx = r, .article = reading_article, .problem = reading_problem,
                                .warning = reading_warning, .keeps_records = true};
    *state = r;
    return r ? 0 : -1;
}

static int reading_teardown(void **state)
{
    article_free(&((struct reading *)*state)->a);
    free(*state);
    return 0;
}

static inline void read_bytes(struct reading *r, const char *name, const void *bytes, size_t len)
{
    struct error err = {0};
    struct input *in = input_from_memory(bytes, len, 256 << 20, &err);

    if (!in || format_read(in, name, FORMAT_UNKNOWN, &r->sink, &err))
        fail_msg("%s", err.text);
    input_close(in);
}

static inline void read_string(struct reading *r, const char *name, const char *text)
{
    read_bytes(r, name, text, strlen(text));
}

#define reading_test(f) cmocka_unit_test_setup_teardown(f, reading_setup, reading_teardown)

#endif
