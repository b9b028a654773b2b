/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_freq.c - in how many articles a word stands. */
#include "archive/word_freq.h"

#include "archive/blocks.h"
#include "archive/shim_error.h"

enum { DOCIDS_A_LOOK = 256 };

static bool hides_any(const struct reader *r)
{
    for (size_t i = 0; i < reader_shard_count(r); i++)
        if (reader_shard(r, i)->hidden)
            return true;
    return false;
}

/* Those of the snapshot. */
static int count(struct reader *r, xap_text term, uint32_t *freq, struct error *err)
{
    uint32_t docids[DOCIDS_A_LOOK], from = 1;
    size_t found;

    *freq = 0;
    do {
        xap_error xerr;
        xap_status s = xap_reader_postings(reader_xapian(r), term, from, docids, DOCIDS_A_LOOK, &found, &xerr);
        if (s != XAP_OK)
            return shim_error(err, s, &xerr);
        *freq += (uint32_t)found;
        if (found)
            from = docids[found - 1] + 1;
    } while (found == DOCIDS_A_LOOK);
    return 0;
}

int term_articles(struct reader *r, xap_text term, uint32_t few, uint32_t *freq, struct error *err)
{
    xap_error xerr;

    xap_status s = xap_reader_term_freq(reader_xapian(r), term, freq, &xerr);
    if (s != XAP_OK)
        return shim_error(err, s, &xerr);
    return *freq && *freq <= few && hides_any(r) ? count(r, term, freq, err) : 0;
}

int word_freq(struct reader *r, xap_text word, uint32_t *freq, struct error *err)
{
    struct blocks_list list;

    *freq = 0;
    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct reader_shard *s = reader_shard(r, i);
        if (s->blocks && blocks_find(s->blocks, word.data, word.len, &list))
            *freq += list.freq;
    }
    if (!*freq)
        return term_articles(r, word, WORD_FREQ_FEW, freq, err);
    return *freq <= WORD_FREQ_FEW && hides_any(r) ? count(r, word, freq, err) : 0;
}
