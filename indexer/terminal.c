/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal.c - a person at the other end, or a pipe. */
#include "indexer/terminal.h"

#include "archive/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_UNKNOWN = 80 };

bool terminal_redraws(FILE *out)
{
    const char *kind = getenv("TERM");

    return isatty(fileno(out)) && kind && *kind && strcmp(kind, "dumb") != 0;
}

bool terminal_is_bold(FILE *out)
{
    const char *plain = getenv("NO_COLOR");

    return terminal_redraws(out) && (!plain || !*plain);
}

unsigned terminal_width(FILE *out)
{
    struct winsize size;

    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : WIDTH_UNKNOWN;
}

/* What a terminal obeys, or that has its neighbours stand in another order than they are in. */
static bool is_obeyed(int32_t c)
{
    return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x61c;
}

void print_clean(FILE *out, const char *text, size_t len)
{
    char block[1024]; /* stderr has none, and would be written to for each letter */
    const char *end = text + len;
    size_t n = 0;

    for (const char *from = text; text < end; from = text) {
        int32_t c = text_next(&text, end);
        bool broken = c == 0xFFFD && text - from == 1; /* a byte alone may be obeyed, too: 0x9b */
        if (n + 4 > sizeof block) {
            fwrite(block, 1, n, out);
            n = 0;
        }
        if (broken || is_obeyed(c))
            block[n++] = '?';
        else
            for (; from < text; from++)
                block[n++] = *from;
    }
    fwrite(block, 1, n, out);
}
