/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docids.c - rising lists of docids. */
#include "archive/docids.h"

#include <stdbool.h>

size_t docids_seek(const uint32_t *docids, size_t count, size_t from, uint32_t docid)
{
    size_t low = from, high = from, step = 1;

    while (high < count && docids[high] < docid) { /* doubling steps, then halves */
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > count)
        high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (docids[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Behind the docids that follow each other without a gap from the one at `at` on: days have thousands. */
static uint32_t behind_block(const struct docids *list, size_t at)
{
    size_t low = at, high = list->count; /* low is in the block, high is not */

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (list->at[middle] - list->at[at] == middle - at)
            low = middle;
        else
            high = middle;
    }
    return list->at[low] + 1;
}

uint32_t docids_free_from(const struct docids *lists, size_t count, uint32_t docid)
{
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < count; i++) {
            size_t at = docids_seek(lists[i].at, lists[i].count, 0, docid);
            if (at < lists[i].count && lists[i].at[at] == docid) {
                docid = behind_block(&lists[i], at);
                moved = true;
            }
        }
    }
    return docid;
}
