/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_page.c - one HTML page from standard input, as the article that indexer makes of it, in JSON; for html_body and
 * html_days. */
#include "indexer/formats/format.h"

#include <stdio.h>
#include <stdlib.h>

static int show(void *ctx, struct article *a, const char *where)
{
    (void)ctx;
    (void)where;
    cJSON *object = article_to_json(a, 1);
    char *text = object ? cJSON_PrintUnformatted(object) : NULL;
    if (text)
        puts(text);
    cJSON_free(text);
    cJSON_Delete(object);
    return text ? 0 : -1;
}

static void complain(void *ctx, const char *where, const char *reason, struct raw record)
{
    (void)ctx;
    (void)record;
    fprintf(stderr, "%s: %s\n", where, reason);
}

static void warn(void *ctx, const char *where, const char *reason)
{
    complain(ctx, where, reason, (struct raw){0});
}

int main(void)
{
    struct error err = {0};
    struct sink sink = {.article = show, .problem = complain, .warning = warn};
    struct input *in = input_open("-", DOCUMENT_BYTES_MAX, -1, &err);
    int rc = in ? html_read(in, "page", &sink, &err) : -1;
    input_close(in);
    if (rc)
        fprintf(stderr, "html_page: %s\n", err.text);
    return rc ? EXIT_FAILURE : EXIT_SUCCESS;
}
