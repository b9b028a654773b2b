/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segments.c - the segments of one archive, opened when asked for. */
#include "archive/segments.h"

#include <limits.h>
#include <stdio.h>

int segments_path(const char *dir, uint32_t number, char *path, size_t size, struct error *err)
{
    if (snprintf(path, size, "%s/text/%06u.seg", dir, (unsigned)number) >= (int)size)
        return error_set(err, FAULT_INVALID, "path of the archive is too long");
    return 0;
}

int segments_get(struct segments *s, uint32_t number, struct segment **out, struct error *err)
{
    char path[PATH_MAX];

    if (!s->open || s->number != number) {
        struct segment *opened;
        if (segments_path(s->dir, number, path, sizeof path, err) < 0 || segment_open(path, &opened, err) < 0)
            return -1;
        segments_close(s);
        s->open = opened;
        s->number = number;
    }
    *out = s->open;
    return 0;
}

void segments_close(struct segments *s)
{
    segment_close(s->open);
    s->open = NULL;
}
