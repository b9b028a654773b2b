/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capitals.c - the words in BlackLivesMatter. */
#include "archive/capitals.h"

enum { PART_MIN = 3 };

size_t capitals_parts(const char *text, size_t len, size_t ends[WORD_PARTS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < len;) {
        size_t from = at;
        if (count == WORD_PARTS_MAX || text[at] < 'A' || text[at] > 'Z')
            return 0;
        for (at++; at < len && text[at] >= 'a' && text[at] <= 'z'; at++)
            ;
        if (at - from < PART_MIN)
            return 0;
        ends[count++] = at;
    }
    return count > 1 ? count : 0;
}
