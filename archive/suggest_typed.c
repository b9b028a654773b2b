/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_typed.c - what was typed, read by the analyser. */
#include "archive/suggest_typed.h"

#include "archive/text.h"

#include <string.h>

bool typed_read(const char *text, size_t len, struct typed *out, struct error *err)
{
    struct buffer clean = buffer_make(SUGGEST_BYTES_MAX * 3);
    struct words *words = words_new();
    struct word w;
    uint32_t end = 0;
    bool fits = len <= SUGGEST_BYTES_MAX;

    *out = (struct typed){0};
    if (!words || (fits && !text_clean(text, len, &clean)))
        error_set(err, FAULT_MEMORY, "no memory to suggest words");
    fits = fits && words && !clean.failed;
    if (fits)
        words_start(words, clean.data ? clean.data : "", clean.len);
    while (fits && words_next(words, &w)) {
        if (w.kind == WORD_JOINED)
            continue;
        fits = out->count < TYPED_WORDS_MAX && out->len + w.len + 2 < sizeof out->key;
        if (!fits)
            break;
        if (out->len)
            out->key[out->len++] = ' ';
        memcpy(out->key + out->len, w.term, w.len);
        out->words[out->count++] = (xap_text){out->key + out->len, w.len};
        out->len += w.len;
        end = w.end;
    }
    out->open = out->count && end == clean.len;
    while (out->first + 1 < out->count && word_is_stop(out->words[out->first].data, out->words[out->first].len))
        out->first++;
    out->name = out->count ? (size_t)(out->words[out->first].data - out->key) : 0;
    if (out->count && !out->open)
        out->key[out->len++] = ' ';
    buffer_free(&clean);
    words_free(words);
    return fits && out->count;
}
