/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build_place.c - the docids of a run's articles. */
#include "archive/build_place.h"

#include "archive/schema.h"
#include "archive/scoped.h"

#include <stdlib.h>
#include <string.h>

static int by_docid(const void *left, const void *right)
{
    const struct build_item *a = left, *b = right;

    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return (a->place.offset > b->place.offset) - (a->place.offset < b->place.offset);
}

static int placed_first(const void *left, const void *right)
{
    const struct build_item *a = left, *b = right;

    return a->placed != b->placed ? (a->placed ? -1 : 1) : by_docid(left, right);
}

/* Those that are not placed yet, sorted by what they want, one after the other, past all docids of the lists: a day may
 * hold more articles than it has slots, and then they go on in the next earlier day's. */
static int settle(struct build_item *items, size_t count, const struct docids *lists, size_t list_count,
                  struct error *err)
{
    uint32_t next = 1;

    for (size_t i = 0; i < count; i++) {
        uint32_t wanted = items[i].docid < next ? next : items[i].docid;
        items[i].docid = docids_free_from(lists, list_count, wanted);
        if (items[i].docid > SCHEMA_DOCID_MAX)
            return error_set(err, FAULT_INVALID, "the archive has no room for more undated articles");
        next = items[i].docid + 1;
    }
    return 0;
}

int build_place(struct build_item *items, size_t count, const struct docids *taken, size_t taken_count,
                struct error *err)
{
    struct docids lists[SCHEMA_DATABASES_MAX + 1];
    size_t placed = 0;

    qsort(items, count, sizeof *items, placed_first);
    while (placed < count && items[placed].placed)
        placed++;
    scoped(char_ptr) uint32_t *mine = malloc((placed + 1) * sizeof *mine);
    if (!mine)
        return error_set(err, FAULT_MEMORY, "no memory for a list of %zu articles", count);
    for (size_t i = 0; i < placed; i++)
        mine[i] = items[i].docid;
    memcpy(lists, taken, taken_count * sizeof *lists);
    lists[taken_count] = (struct docids){mine, placed};
    if (settle(items + placed, count - placed, lists, taken_count + 1, err) < 0)
        return -1;
    qsort(items, count, sizeof *items, by_docid);
    return 0;
}
