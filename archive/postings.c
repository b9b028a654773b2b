/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings.c - an index gathered in memory; documents' data goes to its table as it comes. */
#include "archive/postings_held.h"

#include "archive/array_grow.h"
#include "archive/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COMPRESS_FROM = 19,   /* bytes of data, as libxapian's own */
    COMPRESS_WINDOW = -12 /* data is some hundred bytes; what Xapian inflates may have any window */
};
#define BYTES_MAX (SIZE_MAX / 2)

struct postings *postings_new(struct lexicon *words)
{
    struct postings *p = calloc(1, sizeof *p);

    if (!p)
        return NULL;
    p->words = words;
    p->value_bytes = buffer_make(BYTES_MAX);
    p->tag = buffer_make(BYTES_MAX);
    p->packed = buffer_make(BYTES_MAX);
    p->deflates = deflateInit2(&p->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, COMPRESS_WINDOW, 5,
                               Z_DEFAULT_STRATEGY) == Z_OK;
    if (!p->deflates) {
        postings_free(p);
        return NULL;
    }
    return p;
}

void postings_free(struct postings *p)
{
    if (!p)
        return;
    glass_table_close(p->docdata);
    lexicon_free(p->others);
    free(p->entries);
    free(p->documents);
    free(p->values);
    buffer_free(&p->value_bytes);
    buffer_free(&p->tag);
    buffer_free(&p->packed);
    if (p->deflates)
        deflateEnd(&p->deflater);
    free(p);
}

static int no_memory(struct error *err)
{
    return error_set(err, FAULT_MEMORY, "no memory to index articles");
}

/* ---- gathering --------------------------------------------------------- */

int postings_begin(struct postings *p, const char *path, struct error *err)
{
    char table[PATH_MAX];

    p->count = p->document_count = p->value_count = 0;
    buffer_clear(&p->value_bytes);
    lexicon_free(p->others);
    p->others = lexicon_new();
    if (!p->others)
        return no_memory(err);
    snprintf(p->path, sizeof p->path, "%.4000s", path);
    snprintf(table, sizeof table, "%.4000s/docdata.glass", path);
    glass_table_close(p->docdata);
    p->docdata = NULL;
    return folder_make(path, err) < 0 ? -1 : glass_table_create(table, &p->docdata, err);
}

size_t postings_docid_key(uint8_t out[POSTINGS_DOCID_MAX], uint32_t docid)
{
    if (docid < 0x8000) {
        out[0] = (uint8_t)(docid >> 8);
        out[1] = (uint8_t)docid;
        return 2;
    }
    size_t len = (size_t)(32 + 5 - __builtin_clz(docid)) / 7;
    uint32_t rest = docid;
    for (size_t i = 1; i < len; i++, rest >>= 8)
        out[len - i] = (uint8_t)rest;
    out[0] = (uint8_t)(rest | 0xffu << (10 - len));
    return len;
}

static int put_data(struct postings *p, uint32_t docid, const char *data, size_t len, struct error *err)
{
    uint8_t key[8];
    size_t key_len = postings_docid_key(key, docid);
    bool smaller = false;

    if (len == 0)
        return 0;
    if (len >= COMPRESS_FROM) {
        buffer_clear(&p->packed);
        if (!buffer_reserve(&p->packed, len))
            return no_memory(err);
        deflateReset(&p->deflater);
        p->deflater.next_in = (Bytef *)(uintptr_t)data;
        p->deflater.avail_in = (uInt)len;
        p->deflater.next_out = (Bytef *)p->packed.data;
        p->deflater.avail_out = (uInt)len - 1; /* what does not shrink is kept as it is */
        smaller = deflate(&p->deflater, Z_FINISH) == Z_STREAM_END;
    }
    glass_table_add(p->docdata, key, key_len, smaller ? p->packed.data : data,
                    smaller ? (size_t)p->deflater.total_out : len, smaller);
    return 0;
}

int postings_document(struct postings *p, uint32_t docid, const char *data, size_t len, struct error *err)
{
    if (!array_grow(&p->documents, &p->document_size, p->document_count + 1, sizeof *p->documents))
        return no_memory(err);
    p->documents[p->document_count++] = (struct held_document){p->count, docid, 0};
    return put_data(p, docid, data, len, err);
}

static bool put_entry(struct postings *p, uint32_t term, uint32_t wdf)
{
    if (!array_grow(&p->entries, &p->size, p->count + 1, sizeof *p->entries))
        return false;
    p->entries[p->count++] = (struct posting){term, wdf};
    p->documents[p->document_count - 1].length += wdf;
    return true;
}

bool postings_word(struct postings *p, uint32_t number, uint32_t wdf)
{
    return put_entry(p, number, wdf);
}

bool postings_term(struct postings *p, const char *term, size_t len, uint32_t wdf)
{
    uint32_t number = lexicon_add(p->others, 0, term, len);

    return number != LEXICON_FULL && put_entry(p, number | POSTINGS_OTHER, wdf);
}

bool postings_value(struct postings *p, unsigned slot, const char *value, size_t len)
{
    if (!array_grow(&p->values, &p->value_size, p->value_count + 1, sizeof *p->values))
        return false;
    p->values[p->value_count++] =
        (struct held_value){p->value_bytes.len, (uint32_t)len, (uint32_t)p->document_count - 1, slot};
    return buffer_append(&p->value_bytes, value, len);
}
