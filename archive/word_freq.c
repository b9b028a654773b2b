/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_freq.c - in how many articles a word stands. */
#include "archive/word_freq.h"

#include "archive/blocks.h"
#include "archive/shim_error.h"

int word_freq(struct reader *r, xap_text word, uint32_t *freq, struct error *err)
{
    struct blocks_list list;
    xap_error xerr;

    *freq = 0;
    for (size_t i = 0; i < reader_shard_count(r); i++) {
        const struct reader_shard *s = reader_shard(r, i);
        if (s->blocks && blocks_find(s->blocks, word.data, word.len, &list))
            *freq += list.freq;
    }
    if (*freq)
        return 0;
    xap_status status = xap_reader_term_freq(reader_xapian(r), word, freq, &xerr);
    return status == XAP_OK ? 0 : shim_error(err, status, &xerr);
}
