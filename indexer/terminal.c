/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal.c - a person at the other end, or a pipe. */
#include "indexer/terminal.h"

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

void print_clean(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        fputc((unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i], out);
}
