/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings.c - an index in memory, and how it is laid into glass tables. */
#include "archive/postings.h"

#include "archive/buffer.h"
#include "archive/folder.h"
#include "archive/glass_table.h"
#include "archive/scoped.h"

#include <endian.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    CHUNK = 2000,         /* bytes at which a list goes on under another key, as libxapian's own */
    COMPRESS_FROM = 19,   /* bytes of data, likewise */
    COMPRESS_WINDOW = -12 /* data is some hundred bytes; what Xapian inflates may have any window */
};
#define OTHER_TERM 0x80000000u /* a term by its number in others, not in words */
#define BYTES_MAX (SIZE_MAX / 2)

struct entry {
    uint32_t term; /* once sorted: index of the document */
    uint32_t wdf;
};

struct document {
    size_t first; /* of its entries */
    uint32_t docid, length;
};

struct value {
    size_t at;
    uint32_t len, document;
    unsigned slot;
};

/* A term that occurs, with its postings. */
struct used {
    uint64_t start_of_term; /* its first bytes, to compare most terms without looking at them */
    const struct lexicon_word *word;
    size_t first, count; /* of the sorted entries */
};

struct postings {
    struct lexicon *words, *others;
    struct entry *entries;
    size_t count, size;
    struct document *documents;
    size_t document_count, document_size;
    struct value *values;
    size_t value_count, value_size;
    struct buffer value_bytes, tag, packed;
    z_stream deflater;
    bool deflates;
    struct glass_table *docdata;
    char path[PATH_MAX];
};

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

static bool make_room(void **at, size_t *size, size_t count, size_t each)
{
    if (count < *size)
        return true;
    size_t wanted = *size ? *size * 2 : 4096;
    void *moved = realloc(*at, wanted * each);
    if (!moved)
        return false;
    *at = moved;
    *size = wanted;
    return true;
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

/* Keeps the order of numbers in the order of bytes (libxapian 1.4, common/pack.h). */
static size_t put_docid(uint8_t *out, uint32_t docid)
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
    size_t key_len = put_docid(key, docid);
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
    if (!make_room((void **)&p->documents, &p->document_size, p->document_count, sizeof *p->documents))
        return no_memory(err);
    p->documents[p->document_count++] = (struct document){p->count, docid, 0};
    return put_data(p, docid, data, len, err);
}

static bool put_entry(struct postings *p, uint32_t term, uint32_t wdf)
{
    if (!make_room((void **)&p->entries, &p->size, p->count, sizeof *p->entries))
        return false;
    p->entries[p->count++] = (struct entry){term, wdf};
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

    return number != LEXICON_FULL && put_entry(p, number | OTHER_TERM, wdf);
}

bool postings_value(struct postings *p, unsigned slot, const char *value, size_t len)
{
    if (!make_room((void **)&p->values, &p->value_size, p->value_count, sizeof *p->values))
        return false;
    p->values[p->value_count++] =
        (struct value){p->value_bytes.len, (uint32_t)len, (uint32_t)p->document_count - 1, slot};
    return buffer_append(&p->value_bytes, value, len);
}

/* ---- lists ------------------------------------------------------------- */

struct list {
    struct postings *p;
    struct glass_table *table;
    const uint8_t *key; /* of the first chunk; the docid comes behind it in the others */
    size_t key_len;
    bool key_closed; /* a NUL parts the term from the docid */
    uint64_t entries, wdfs;
};

/* One chunk, its head before its postings. */
static void write_chunk(const struct list *l, bool first, bool last, uint32_t from, uint32_t to, size_t body)
{
    struct buffer *tag = &l->p->tag;
    uint8_t key[GLASS_KEY_MAX + 8];
    size_t key_len = l->key_len;
    size_t start = tag->len;

    if (first) {
        buffer_put_varint(tag, l->entries);
        buffer_put_varint(tag, l->wdfs);
        buffer_put_varint(tag, from - 1);
    }
    buffer_putc(tag, last ? '1' : '0');
    buffer_put_varint(tag, to - from);
    buffer_append(tag, tag->data + body, start - body);
    memcpy(key, l->key, key_len);
    if (!first) {
        if (l->key_closed)
            key[key_len++] = 0;
        key_len += put_docid(key + key_len, from);
    }
    if (!tag->failed)
        glass_table_add(l->table, key, key_len, tag->data + start, tag->len - start, false);
}

/* Documents' indexes in at[].term. */
static bool write_list(const struct list *l, const struct entry *at, size_t count)
{
    const struct document *documents = l->p->documents;
    struct buffer *tag = &l->p->tag;
    bool first = true;

    for (size_t i = 0; i < count;) {
        uint32_t from = documents[at[i].term].docid, docid = from;
        buffer_clear(tag);
        if (!buffer_reserve(tag, 4 * CHUNK)) /* so that appending from itself does not move it */
            return false;
        buffer_put_varint(tag, at[i].wdf);
        for (i++; i < count && tag->len < CHUNK; i++) {
            uint32_t next = documents[at[i].term].docid;
            buffer_put_varint(tag, next - docid - 1);
            buffer_put_varint(tag, at[i].wdf);
            docid = next;
        }
        write_chunk(l, first, i == count, from, docid, 0);
        first = false;
    }
    return !tag->failed;
}

static bool write_lengths(struct postings *p, struct glass_table *table)
{
    static const uint8_t key[] = {0, 0xe0};
    struct list l = {.p = p, .table = table, .key = key, .key_len = sizeof key};
    scoped(char_ptr) struct entry *lengths = malloc((p->document_count + 1) * sizeof *lengths);

    if (!lengths)
        return false;
    for (size_t i = 0; i < p->document_count; i++)
        lengths[i] = (struct entry){(uint32_t)i, p->documents[i].length};
    return write_list(&l, lengths, p->document_count);
}

/* ---- terms, sorted ----------------------------------------------------- */

static int by_term(const void *left, const void *right)
{
    const struct used *a = left, *b = right;

    if (a->start_of_term != b->start_of_term)
        return a->start_of_term < b->start_of_term ? -1 : 1;
    int order = memcmp(a->word->word, b->word->word, a->word->len < b->word->len ? a->word->len : b->word->len);
    return order ? order : a->word->len - b->word->len;
}

/* The entries by term, and in each by document, into sorted; the terms that occur, in their order. NULL: no memory. */
static struct used *sort_entries(const struct postings *p, struct entry *sorted, size_t *used_count)
{
    size_t words = lexicon_count(p->words), all = words + lexicon_count(p->others), used = 0;
    scoped(char_ptr) uint32_t *counts = calloc(all + 1, sizeof *counts); /* then: where the next one goes */

    if (!counts)
        return NULL;
#define TERM_INDEX(term) ((term) & OTHER_TERM ? words + ((term) & ~OTHER_TERM) : (term))
    for (size_t i = 0; i < p->count; i++)
        used += counts[TERM_INDEX(p->entries[i].term)]++ == 0;
    struct used *list = malloc((used + 1) * sizeof *list);
    if (!list)
        return NULL;
    uint32_t at = 0;
    used = 0;
    for (size_t i = 0; i < all; i++) {
        uint32_t count = counts[i];
        counts[i] = at;
        if (count) {
            const struct lexicon_word *word =
                i < words ? lexicon_at(p->words, (uint32_t)i) : lexicon_at(p->others, (uint32_t)(i - words));
            uint64_t start = 0;
            memcpy(&start, word->word, word->len < sizeof start ? word->len : sizeof start);
            list[used++] = (struct used){be64toh(start), word, at, i}; /* count: the term, until it is known */
        }
        at += count;
    }
    for (size_t d = 0; d < p->document_count; d++) {
        size_t end = d + 1 < p->document_count ? p->documents[d + 1].first : p->count;
        for (size_t i = p->documents[d].first; i < end; i++)
            sorted[counts[TERM_INDEX(p->entries[i].term)]++] = (struct entry){(uint32_t)d, p->entries[i].wdf};
    }
#undef TERM_INDEX
    for (size_t i = 0; i < used; i++)
        list[i].count = counts[list[i].count] - list[i].first;
    qsort(list, used, sizeof *list, by_term);
    *used_count = used;
    return list;
}

/* A term given twice to a document is one. */
static size_t join_repeats(struct entry *at, size_t count)
{
    size_t kept = 0;

    for (size_t i = 1; i < count; i++) {
        if (at[i].term == at[kept].term)
            at[kept].wdf += at[i].wdf;
        else
            at[++kept] = at[i];
    }
    return kept + 1;
}

/* A NUL in a term is escaped, since one ends it. */
static size_t term_key(const struct lexicon_word *word, uint8_t key[GLASS_KEY_MAX])
{
    size_t len = 0;

    for (size_t i = 0; i < word->len && len < GLASS_KEY_MAX - 1; i++) {
        key[len++] = (uint8_t)word->word[i];
        if (!word->word[i])
            key[len++] = 0xff;
    }
    return len;
}

static bool write_terms(struct postings *p, struct glass_table *table, uint32_t *wdf_max)
{
    scoped(char_ptr) struct entry *sorted = malloc((p->count + 1) * sizeof *sorted);
    size_t used_count = 0;
    scoped(char_ptr) struct used *used = sorted ? sort_entries(p, sorted, &used_count) : NULL;
    bool written = used != NULL;

    for (size_t i = 0; written && i < used_count; i++) {
        struct entry *at = sorted + used[i].first;
        uint8_t key[GLASS_KEY_MAX];
        struct list l = {.p = p, .table = table, .key = key, .key_len = term_key(used[i].word, key), .key_closed = true,
                         .entries = join_repeats(at, used[i].count)};
        for (size_t k = 0; k < l.entries; k++) {
            l.wdfs += at[k].wdf;
            if (at[k].wdf > *wdf_max)
                *wdf_max = at[k].wdf;
        }
        written = write_list(&l, at, l.entries);
    }
    return written;
}

/* ---- values ------------------------------------------------------------ */

static int compare_values(const struct postings *p, const struct value *a, const struct value *b)
{
    int order = memcmp(p->value_bytes.data + a->at, p->value_bytes.data + b->at, a->len < b->len ? a->len : b->len);

    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* How many there are, and the least and the greatest. */
static bool write_value_stats(struct postings *p, struct glass_table *table, unsigned slot)
{
    uint8_t key[] = {0, 0xd0, (uint8_t)slot};
    const struct value *least = NULL, *greatest = NULL;
    uint64_t count = 0;

    for (const struct value *v = p->values, *end = v + p->value_count; v < end; v++) {
        if (v->slot != slot)
            continue;
        count++;
        if (!least || compare_values(p, v, least) < 0)
            least = v;
        if (!greatest || compare_values(p, v, greatest) > 0)
            greatest = v;
    }
    if (!count)
        return true;
    buffer_clear(&p->tag);
    buffer_put_varint(&p->tag, count);
    buffer_put_varint(&p->tag, least->len);
    buffer_append(&p->tag, p->value_bytes.data + least->at, least->len);
    if (compare_values(p, least, greatest) != 0)
        buffer_append(&p->tag, p->value_bytes.data + greatest->at, greatest->len);
    if (!p->tag.failed)
        glass_table_add(table, key, slot ? 3 : 2, p->tag.data, p->tag.len, false);
    return !p->tag.failed;
}

static void write_value_chunk(struct postings *p, struct glass_table *table, unsigned slot, uint32_t from)
{
    uint8_t key[16] = {0, 0xd8, (uint8_t)slot};

    glass_table_add(table, key, 3 + put_docid(key + 3, from), p->tag.data, p->tag.len, false);
    buffer_clear(&p->tag);
}

static bool write_values(struct postings *p, struct glass_table *table, unsigned slot)
{
    uint32_t from = 0, docid = 0;

    buffer_clear(&p->tag);
    for (const struct value *v = p->values, *end = v + p->value_count; v < end; v++) {
        if (v->slot != slot)
            continue;
        uint32_t next = p->documents[v->document].docid;
        if (p->tag.len == 0)
            from = next;
        else
            buffer_put_varint(&p->tag, next - docid - 1);
        docid = next;
        buffer_put_varint(&p->tag, v->len);
        if (!buffer_append(&p->tag, p->value_bytes.data + v->at, v->len))
            return false;
        if (p->tag.len >= CHUNK)
            write_value_chunk(p, table, slot, from);
    }
    if (p->tag.len)
        write_value_chunk(p, table, slot, from);
    return !p->tag.failed;
}

/* ---- all of it --------------------------------------------------------- */

/* In the order of keys. */
static bool write_postlist(struct postings *p, struct glass_table *table, struct glass_stats *stats)
{
    unsigned slots = 0;
    bool written = true;

    for (size_t i = 0; i < p->value_count; i++)
        if (p->values[i].slot >= slots)
            slots = p->values[i].slot + 1;
    for (unsigned s = 0; written && s < slots; s++)
        written = write_value_stats(p, table, s);
    for (unsigned s = 0; written && s < slots; s++)
        written = write_values(p, table, s);
    return written && write_lengths(p, table) && write_terms(p, table, &stats->wdf_max);
}

static void close_table(struct glass_table **t)
{
    glass_table_close(*t);
}

int postings_write(struct postings *p, struct error *err)
{
    __attribute__((cleanup(close_table))) struct glass_table *table = NULL;
    struct glass_stats stats = {.documents = (uint32_t)p->document_count};
    struct glass_root postlist, docdata;
    char path[PATH_MAX];

    for (size_t i = 0; i < p->document_count; i++) {
        uint32_t length = p->documents[i].length;
        stats.total_length += length;
        stats.last_docid = p->documents[i].docid;
        if (length && (!stats.shortest || length < stats.shortest))
            stats.shortest = length;
        if (length > stats.longest)
            stats.longest = length;
    }
    snprintf(path, sizeof path, "%.4000s/postlist.glass", p->path);
    if (glass_table_finish(p->docdata, &docdata, err) < 0 || glass_table_create(path, &table, err) < 0)
        return -1;
    if (!write_postlist(p, table, &stats))
        return no_memory(err);
    if (glass_table_finish(table, &postlist, err) < 0)
        return -1;
    return glass_version_write(p->path, &postlist, &docdata, &stats, err);
}
