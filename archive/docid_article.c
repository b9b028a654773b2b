/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docid_article.c - the article of a match. */
#include "archive/docid_article.h"

#include "archive/said.h"
#include "archive/shim_error.h"

int docid_record(struct reader *r, uint32_t docid, struct arena *arena, struct record *out, struct error *err)
{
    xap_bytes bytes = {0};
    xap_error xerr;

    xap_status status = xap_reader_data(reader_xapian(r), docid, &bytes, &xerr);
    if (status == XAP_NOT_FOUND) /* a run's files name what its database does not have */
        return error_set(err, FAULT_DAMAGED, "an article that was found is gone; 'indexer check' says more");
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    const char *copy = arena_copy(arena, bytes.data, bytes.len);
    size_t len = bytes.len;
    xap_bytes_free(&bytes);
    if (!copy)
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    if (record_read(copy, len, out))
        return reader_withdraw(r, docid, out, err);
    return error_set(err, FAULT_DAMAGED, "the record of an article is damaged; 'indexer check' says which");
}

bool docid_said(struct reader *r, const struct record *record, struct arena *arena, struct record_text *text)
{
    const struct said_of of = {.commit = reader_snapshot(r)->commit, .source = record->source.data,
                               .source_len = record->source.len, .url = record->url.data, .url_len = record->url.len};
    const char *said = text->data;
    size_t len = text->len;
    struct said tools = {0};

    bool fits = said_cut(&tools, reader_boilerplate(r), &of, &said, &len);
    if (fits && said != text->data)
        *text = (struct record_text){arena_copy(arena, said, len), len};
    said_free(&tools);
    return fits && (text->data || !text->len);
}

int docid_article(struct reader *r, uint32_t docid, struct arena *arena, struct record *record,
                  struct record_text *text, struct error *err)
{
    struct segment_record stored = {0};
    struct error own = {0};

    *record = (struct record){0};
    *text = (struct record_text){"", 0};
    int rc = docid_record(r, docid, arena, record, &own);
    if (rc == 0)
        rc = reader_stored(r, record, false, reader_buffer(r), &stored, &own);
    if (rc == 0 && stored.text)
        *text = (struct record_text){stored.text, stored.text_len};
    if (rc == 0 && !docid_said(r, record, arena, text))
        return error_set(err, FAULT_MEMORY, "the search needs too much memory");
    return rc == 0 || own.fault == FAULT_DAMAGED ? 0 : error_set(err, own.fault, "%s", own.text);
}
