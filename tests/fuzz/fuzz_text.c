/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_text.c - any bytes can be cleaned and folded, and doing it again changes nothing. */
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { OUT_MAX = 64 << 20 };

/* Never NULL: an offset to it is undefined even when it is zero. */
static const char *bytes_of(const struct buffer *b)
{
    return b->data ? b->data : "";
}

static bool same(const struct buffer *b, const void *bytes, size_t len)
{
    return b->len == len && (len == 0 || memcmp(b->data, bytes, len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct buffer clean = buffer_make(OUT_MAX), folded = buffer_make(OUT_MAX), again = buffer_make(OUT_MAX);

    law(text_clean(text, size, &clean));
    law(clean.len <= size * 3);
    law(is_utf8(bytes_of(&clean), clean.len) && text_is_clean(bytes_of(&clean), clean.len));
    law(text_is_clean(text, size) == same(&clean, text, size));
    law(text_clean(bytes_of(&clean), clean.len, &again) && same(&again, bytes_of(&clean), clean.len));

    law(text_fold(text, size, &folded));
    law(is_utf8(bytes_of(&folded), folded.len));
    law(!folded.len || (folded.data[0] != ' ' && folded.data[folded.len - 1] != ' '));
    buffer_clear(&again);
    law(text_fold(bytes_of(&folded), folded.len, &again) && same(&again, bytes_of(&folded), folded.len));

    buffer_free(&clean);
    buffer_free(&folded);
    buffer_free(&again);
    return 0;
}
