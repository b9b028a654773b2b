/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_charset.c - bytes of whatever charset, named by the first of them or told by the others, come out as UTF-8. */
#include "archive/text.h"
#include "indexer/formats/charset.h"
#include "indexer/language.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { TIMES_MAX = 4 /* bytes that one byte can become */ };

/* What a page, an XML declaration or a server may name. */
static void is_converted(const char *name, const char *bytes, size_t len)
{
    struct buffer out = buffer_make(len * TIMES_MAX + 16);
    struct error err = {0};

    law(charset_convert_from(name, bytes, len, &out, &err) == 0);
    law(is_utf8(out.data ? out.data : "", out.len));
    buffer_free(&out);
}

static void is_told(const char *bytes, size_t len)
{
    struct buffer out = buffer_make(len * TIMES_MAX + 16), clean = buffer_make(len * TIMES_MAX * 3UL + 16);
    const char *warning;
    struct error err = {0};

    law(charset_mark(bytes, len) <= len);
    law(charset_convert(bytes, len, &out, &warning, &err) == 0);
    law(warning || is_utf8(out.data ? out.data : "", out.len));
    law(!charset_is_utf8(bytes, len) || charset_is_utf16(bytes, len) || !warning);
    law(text_clean(out.data ? out.data : "", out.len, &clean));
    law(text_is_clean(clean.data ? clean.data : "", clean.len));
    const char *lang = language_of(clean.data ? clean.data : "", clean.len);
    law(!lang || strlen(lang) == 2);
    buffer_free(&clean);
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"WINDOWS-1252", "ISO-8859-15", "KOI8-R",      "MACINTOSH", "UTF-16LE",
                                        "UTF-16BE",     "UTF-32LE",    "UTF-7",       "SHIFT_JIS", "EUC-JP",
                                        "GB18030",      "BIG5",        "ISO-2022-JP", "EUC-KR"};

    if (size)
        is_converted(names[*data % (sizeof names / sizeof *names)], (const char *)data + 1, size - 1);
    is_told((const char *)data, size);
    return 0;
}
