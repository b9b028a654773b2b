/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_title_key.c - what a headline and a page's title have in common, whatever marks they set. */
#include "indexer/formats/html_title_key.h"

#include "archive/text.h"

#include <ctype.h>

bool html_title_key(const char *text, size_t len, struct buffer *key)
{
    struct buffer folded = buffer_make(TITLE_BYTES_MAX);
    bool done = text_fold(text, len, &folded);
    for (size_t i = 0; done && i < folded.len; i++) {
        unsigned char c = (unsigned char)folded.data[i];
        if (c == 0xE2 && i + 2 < folded.len && (unsigned char)folded.data[i + 1] == 0x80)
            i += 2; /* a dash or a quote */
        else if (c >= 0x80 || isalnum(c))
            buffer_putc(key, (char)c);
    }
    buffer_free(&folded);
    return done && key->len && !key->failed;
}
