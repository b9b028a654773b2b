/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_spans.c - a text with marks where the API says that they are. */
#include "searchd/web/html_spans.h"

#include <string.h>

static size_t offset_at(const cJSON *pair, int i, size_t missing)
{
    const cJSON *number = cJSON_GetArrayItem(pair, i);
    return cJSON_IsNumber(number) && number->valuedouble >= 0 ? (size_t)number->valuedouble : missing;
}

/* Calls put for each piece in the text's order: what is between marks, and marks, counted from 1. */
static void each_piece(const char *text, const cJSON *offsets,
                       void (*put)(void *ctx, unsigned mark, const char *piece, size_t len), void *ctx)
{
    size_t len = strlen(text), at = 0;
    unsigned mark = 0;
    const cJSON *pair;
    cJSON_ArrayForEach(pair, offsets) {
        size_t start = offset_at(pair, 0, len), end = offset_at(pair, 1, len);
        if (start < at || end <= start || end > len)
            continue;
        if (start > at)
            put(ctx, 0, text + at, start - at);
        put(ctx, ++mark, text + start, end - start);
        at = end;
    }
    if (at < len)
        put(ctx, 0, text + at, len - at);
}

static void put_in_line(void *ctx, unsigned mark, const char *piece, size_t len)
{
    struct buffer *out = ctx;
    html(out, mark ? "<mark>" : "");
    html_text(out, piece, len);
    html(out, mark ? "</mark>" : "");
}

void html_spans(struct buffer *out, const char *text, const cJSON *offsets)
{
    each_piece(text, offsets, put_in_line, out);
}

static void put_in_paragraph(void *ctx, unsigned mark, const char *piece, size_t len)
{
    html_paragraphs_put(ctx, mark ? PIECE_MARK : PIECE_PLAIN, mark, piece, len);
}

void html_spans_paragraphs(struct html_paragraphs *p, const char *text, const cJSON *offsets)
{
    each_piece(text, offsets, put_in_paragraph, p);
}
