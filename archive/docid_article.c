/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docid_article.c - the article of a match. */
#include "archive/docid_article.h"

#include "archive/shim_error.h"

int docid_article(struct reader *r, uint32_t docid, struct arena *arena, struct record *record,
                  struct record_text *text, struct error *err)
{
    struct segment_record stored;
    struct error damage = {0};
    xap_bytes bytes = {0};
    xap_error xerr;

    *record = (struct record){0};
    *text = (struct record_text){"", 0};
    xap_status status = xap_reader_data(reader_xapian(r), docid, &bytes, &xerr);
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    const char *copy = arena_copy(arena, bytes.data, bytes.len);
    size_t len = bytes.len;
    xap_bytes_free(&bytes);
    if (!copy)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    if (!record_read(copy, len, record)) {
        *record = (struct record){0};
        return 0;
    }
    if (reader_stored(r, record, false, reader_buffer(r), &stored, &damage) == 0) {
        if (stored.text)
            *text = (struct record_text){stored.text, stored.text_len};
        return 0;
    }
    if (damage.fault == FAULT_DAMAGED)
        return 0;
    *err = damage;
    return -1;
}
