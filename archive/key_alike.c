/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key_alike.c - whether two names are of one key. */
#include "archive/key_alike.h"

#include <string.h>

/* The next letter that counts, small. */
static char next_letter(const char **at)
{
    while (**at && strchr(" -_", **at))
        (*at)++;
    char c = **at;
    *at += c != '\0';
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool key_is_alike(const char *a, const char *b)
{
    char c;

    do {
        c = next_letter(&a);
        if (c != next_letter(&b))
            return false;
    } while (c);
    return true;
}
