/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_words.c - any bytes are cut into words that stand where they say, in order. */
#include "archive/text.h"
#include "archive/words.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void is_folded(const struct word *w)
{
    struct buffer again = buffer_make(WORD_MAX * 32);

    law(text_fold(w->term, w->len, &again));
    law(again.len == w->len && memcmp(again.data, w->term, w->len) == 0);
    buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct words *words = words_new();
    struct word w, before = {0};
    size_t count = 0;
    uint32_t parts = 0;

    words_start(words, (const char *)data, size);
    while (words_next(words, &w)) {
        law(w.len > 0 && w.len <= WORD_MAX);
        law(w.start < w.end && w.end <= size && w.start >= before.start);
        law(w.position == before.position + (before.kind != WORD_JOINED || count == 0));
        law(w.kind == WORD_JOINED ? w.parts > 1 && parts == 0 : w.parts == 0);
        law(is_utf8(w.term, w.len));
        is_folded(&w);
        parts = w.kind == WORD_JOINED ? w.parts : parts ? parts - 1 : 0;
        before = w;
        law(++count <= size * 2);
    }
    law(parts == 0);
    law(!words_next(words, &w));
    words_free(words);
    return 0;
}
