/* SPDX-License-Identifier: GPL-2.0-or-later */
/* laws.c - what the fuzz targets state of their results. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

void law_broken(const char *text, const char *file, int line)
{
    fprintf(stderr, "%s:%d: broken law: %s\n", file, line, text);
    abort();
}

bool is_utf8(const char *text, size_t len)
{
    while (len) {
        utf8proc_int32_t code;
        utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &code);
        if (bytes <= 0)
            return false;
        text += bytes;
        len -= (size_t)bytes;
    }
    return true;
}

void touch(const void *bytes, size_t len)
{
    static volatile unsigned sum;
    const unsigned char *at = bytes;

    for (size_t i = 0; i < len; i++)
        sum = sum + at[i];
}
