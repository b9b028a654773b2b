/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tombstone.c - what is told of an article that was retracted. */
#include "archive/tombstone.h"

#include "archive/stored.h"

#include <stdlib.h>

int tombstone_read(struct reader *r, uint32_t segment, struct segment_place place, struct tombstone *out,
                   struct error *err)
{
    struct segment *opened;
    struct segment_record record;
    struct buffer b = buffer_make(SEGMENT_RECORD_MAX);
    char *id = NULL, *reason = NULL;

    int rc = segments_get(reader_segments(r), segment, &opened, err);
    if (rc == 0)
        rc = segment_read(opened, place, true, &b, &record, err);
    if (rc == 0)
        rc = stored_read_retraction(&record, &id, &reason, err);
    if (rc == 0)
        *out = (struct tombstone){reason, record.link.stored};
    free(id);
    buffer_free(&b);
    return rc;
}

int tombstone_find(struct reader *r, const char *id, struct tombstone *out, struct error *err)
{
    struct retraction found;

    if (reader_find_retracted(r, id, &found, err) < 0)
        return -1;
    return tombstone_read(r, found.segment, found.place, out, err);
}

int tombstone_look(struct reader *r, const char *id, struct tombstone *out, struct error *err)
{
    struct error why = {0};

    free(out->reason);
    *out = (struct tombstone){0};
    if (tombstone_find(r, id, out, &why) == 0 || why.fault == FAULT_NOT_FOUND)
        return 0;
    return error_set(err, why.fault, "%s", why.text);
}
