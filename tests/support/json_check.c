/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_check.c - exits 0 when standard input is one JSON value in clean UTF-8. */
#include <stdio.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "archive/buffer.h"
#include "archive/text.h"

int main(void)
{
    struct buffer in = buffer_make(256 << 20);
    char piece[1 << 16];
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        buffer_append(&in, piece, n);
    if (in.failed || !in.len || !text_is_clean(in.data, in.len))
        return EXIT_FAILURE;
    cJSON *json = cJSON_ParseWithOpts(in.data, NULL, 1);
    int code = json ? EXIT_SUCCESS : EXIT_FAILURE;
    cJSON_Delete(json);
    buffer_free(&in);
    return code;
}
