/* SPDX-License-Identifier: GPL-2.0-or-later */
/* one_line.c - a text as one line. */
#include "archive/one_line.h"

#include "archive/text.h"

static bool is_gap(int32_t code)
{
    return code <= ' ' || (code >= 0x7F && code <= 0xA0) || code == 0x2028 || code == 0x2029;
}

bool one_line(const char *text, size_t len, struct buffer *out)
{
    const char *end = text + len;
    bool gap = false, begun = false;
    for (const char *at = text; at < end;) {
        const char *from = at;
        int32_t code = text_next(&at, end);
        if (is_gap(code)) {
            gap = true;
            continue;
        }
        if (gap && begun)
            buffer_putc(out, ' ');
        gap = false;
        begun = true;
        if ((code == 0xFFFD && at - from == 1) || (code & 0xFFFE) == 0xFFFE)
            buffer_puts(out, "\xEF\xBF\xBD");
        else
            buffer_append(out, from, (size_t)(at - from));
    }
    return !out->failed;
}
