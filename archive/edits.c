/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edits.c - how many edits lie between one word and many others. */
#include "archive/edits.h"

#include <string.h>

void edits_start(struct edits *e, const char *word, size_t len)
{
    memset(e->places, 0, sizeof e->places);
    for (size_t i = 0; i < len; i++)
        e->places[(unsigned char)word[i]] |= UINT64_C(1) << i;
    e->len = len;
}

size_t edits_to(const struct edits *e, const char *word, size_t len)
{
    uint64_t more = ~UINT64_C(0), less = 0, last = UINT64_C(1) << (e->len - 1);
    size_t edits = e->len;

    for (size_t i = 0; i < len; i++) {
        uint64_t here = e->places[(unsigned char)word[i]], down = here | less;
        uint64_t across = (((here & more) + more) ^ more) | here;
        uint64_t up = less | ~(across | more), left = more & across;
        edits += (up & last) != 0;
        edits -= (left & last) != 0;
        up = up << 1 | 1;
        less = up & down;
        more = left << 1 | ~(down | up);
    }
    return edits;
}
