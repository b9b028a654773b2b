/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_known.c - whether a word is a name, by how the archive writes it. */
#include "archive/names_known.h"

#include "archive/names.h"
#include "archive/names_live.h"

bool names_know(struct reader *r, const char *word, size_t len)
{
    struct name_record record;
    struct error unread; /* of the delta's: then they are not known */

    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct names *of = reader_shard(r, i)->names;
        const struct names_view *v = of ? names_view(of) : names_live_view(reader_names_live(r), r, &unread);
        if (v && names_find(v, word, len, &record) && record.writing & (NAMES_CAPITALS | NAMES_UPPER | NAMES_GIVEN))
            return true;
    }
    return false;
}
