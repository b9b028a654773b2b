/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_manifest.c - a line is a request that prints as one that reads the same, or is refused; and JSON a manifest. */
#include "archive/json_put.h"
#include "archive/manifest.h"
#include "archive/request_line.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { ARENA_MAX = 64 << 20 };

static int take_any(void *ctx, const char *name, const char *value, struct error *err)
{
    (void)ctx;
    (void)err;
    touch(name, strlen(name));
    touch(value, strlen(value));
    return 0;
}

static void try_line(const char *line, struct arena *arena)
{
    struct search_request request, again;
    struct buffer once = buffer_make(ARENA_MAX), twice = buffer_make(ARENA_MAX);

    if (request_line_read(line, arena, take_any, NULL, &request, NULL) == 0) {
        request_line_print(&request, &once);
        law(!once.failed && request_line_read(once.data, arena, NULL, NULL, &again, NULL) == 0);
        request_line_print(&again, &twice);
        law(!twice.failed && strcmp(once.data, twice.data) == 0);
    }
    buffer_free(&once);
    buffer_free(&twice);
}

static void try_manifest(const char *text, size_t len, struct arena *arena)
{
    scoped(json) cJSON *json = cJSON_ParseWithLength(text, len);
    struct manifest m, again;

    if (!json || manifest_read(json, arena, &m, NULL) < 0)
        return;
    scoped(json) cJSON *back = manifest_render(&m);
    law(back && manifest_read(back, arena, &again, NULL) == 0);
    law(again.count == m.count && strcmp(again.sha256, m.sha256) == 0 && strcmp(again.hash, m.hash) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = arena_make(ARENA_MAX);
    const char *line = arena_copy(&arena, (const char *)data, size);

    if (line) {
        try_line(line, &arena);
        try_manifest((const char *)data, size, &arena);
    }
    arena_free(&arena);
    return 0;
}
