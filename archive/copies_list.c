/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_list.c - the articles of a group of copies. */
#include "archive/copies_list.h"

#include "archive/copies.h"
#include "archive/shim_error.h"

#include <stdlib.h>

enum { DOCIDS_A_LOOK = 256 };

static int look(struct reader *r, uint64_t group, uint32_t from, uint32_t docids[DOCIDS_A_LOOK], size_t *count,
                struct error *err)
{
    char term[COPIES_TERM_LEN + 1];
    xap_error xerr;

    copies_term(group, term);
    xap_status s = xap_reader_postings(reader_xapian(r), (xap_text){term, COPIES_TERM_LEN}, from, docids, DOCIDS_A_LOOK,
                                       count, &xerr);
    return s == XAP_OK ? 0 : shim_error(err, s, &xerr);
}

int copies_count(struct reader *r, uint64_t group, size_t *others, struct error *err)
{
    uint32_t docids[DOCIDS_A_LOOK], from = 1;
    size_t all = 0, count = 0;

    do {
        if (group && look(r, group, from, docids, &count, err) < 0)
            return -1;
        all += count;
        if (count)
            from = docids[count - 1] + 1;
    } while (count == DOCIDS_A_LOOK);
    *others = all ? all - 1 : 0;
    return 0;
}

static bool is_dated(const struct reader *r, uint32_t docid)
{
    return (docid - 1) / reader_shard_count(r) + 1 < SCHEMA_DOCID_UNDATED;
}

/* Docids fall as dates rise. */
static void turn_dated(const struct reader *r, uint32_t *docids, size_t count)
{
    size_t dated = 0;

    while (dated < count && is_dated(r, docids[dated]))
        dated++;
    for (size_t i = 0; i < dated / 2; i++) {
        uint32_t moved = docids[i];
        docids[i] = docids[dated - 1 - i];
        docids[dated - 1 - i] = moved;
    }
}

int copies_list(struct reader *r, uint64_t group, struct arena *arena, uint32_t **docids, size_t *count,
                struct error *err)
{
    uint32_t got[DOCIDS_A_LOOK], from = 1, *all = NULL;
    size_t all_count = 0, size = 0, got_count = 0;

    do {
        if (group && look(r, group, from, got, &got_count, err) < 0)
            return -1;
        for (size_t i = 0; i < got_count; i++) {
            if (!arena_grow(arena, &all, &size, all_count + 1, sizeof *all))
                return error_set(err, FAULT_MEMORY, "no memory for the copies of an article");
            all[all_count++] = got[i];
        }
        if (got_count)
            from = got[got_count - 1] + 1;
    } while (got_count == DOCIDS_A_LOOK);
    turn_dated(r, all, all_count);
    *docids = all;
    *count = all_count;
    return 0;
}
