/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_long.c - lines of JSON so long that they are read only if they can be one article. */
#include "indexer/formats/json_long.h"

#include "indexer/formats/charset.h"

#include <string.h>

/* Past the string that opens at text; the end where it does not close. */
static const char *past_string(const char *text, const char *end)
{
    for (text++; text < end && *text != '"'; text++)
        text += *text == '\\';
    return text < end ? text + 1 : end;
}

static size_t values_in(const char *text, size_t len)
{
    const char *end = text + len;
    size_t n = 1;

    while (text < end) {
        if (*text == '"') {
            text = past_string(text, end);
            continue;
        }
        n += strchr(",[{", *text) != NULL;
        text++;
    }
    return n;
}

bool json_is_too_full(const char *text, size_t len)
{
    return len > LINE_BYTES_MAX && values_in(text, len) > LONG_LINE_VALUES_MAX;
}

const char *json_long_refusal(const char *text, size_t len)
{
    if (!charset_is_utf8(text, len)) /* to convert it would take three times its size again */
        return "the line is over 16 MiB and not UTF-8";
    return values_in(text, len) > LONG_LINE_VALUES_MAX ? "the line is over 16 MiB and holds too much for one article"
                                                       : NULL;
}
