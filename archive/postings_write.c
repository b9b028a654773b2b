/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings_write.c - what was gathered, sorted and laid into glass's table of postings, in the order of its keys. */
#include "archive/postings_held.h"

#include "archive/scoped.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 2000 /* bytes at which a list goes on under another key, as libxapian's own */ };

/* A term that occurs, with its postings. */
struct used {
    uint64_t start_of_term; /* its first bytes, to compare most terms without looking at them */
    const struct lexicon_word *word;
    size_t first, count; /* of the sorted entries */
};

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
        key_len += postings_docid_key(key + key_len, from);
    }
    if (!tag->failed)
        glass_table_add(l->table, key, key_len, tag->data + start, tag->len - start, false);
}

/* Documents' indexes in at[].term. */
static bool write_list(const struct list *l, const struct posting *at, size_t count)
{
    const struct held_document *documents = l->p->documents;
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
    scoped(char_ptr) struct posting *lengths = malloc((p->document_count + 1) * sizeof *lengths);

    if (!lengths)
        return false;
    for (size_t i = 0; i < p->document_count; i++)
        lengths[i] = (struct posting){(uint32_t)i, p->documents[i].length};
    return write_list(&l, lengths, p->document_count);
}

/* ---- terms, sorted ----------------------------------------------------- */

static int by_term(const void *left, const void *right)
{
    const struct used *a = left, *b = right;

    if (a->start_of_term != b->start_of_term)
        return a->start_of_term < b->start_of_term ? -1 : 1;
    int order = memcmp(a->word->word, b->word->word, a->word->len < b->word->len ? a->word->len : b->word->len);
    return order ? order : (a->word->len > b->word->len) - (a->word->len < b->word->len);
}

/* The entries by term, and in each by document, into sorted; the terms that occur, in their order. NULL: no memory. */
static struct used *sort_entries(const struct postings *p, struct posting *sorted, size_t *used_count)
{
    size_t words = lexicon_count(p->words), all = words + lexicon_count(p->others), used = 0;
    scoped(char_ptr) uint32_t *counts = calloc(all + 1, sizeof *counts); /* then: where the next one goes */

    if (!counts)
        return NULL;
#define TERM_INDEX(term) ((term) & POSTINGS_OTHER ? words + ((term) & ~POSTINGS_OTHER) : (term))
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
            sorted[counts[TERM_INDEX(p->entries[i].term)]++] = (struct posting){(uint32_t)d, p->entries[i].wdf};
    }
#undef TERM_INDEX
    for (size_t i = 0; i < used; i++)
        list[i].count = counts[list[i].count] - list[i].first;
    qsort(list, used, sizeof *list, by_term);
    *used_count = used;
    return list;
}

/* A term given twice to a document is one. */
static size_t join_repeats(struct posting *at, size_t count)
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
    scoped(char_ptr) struct posting *sorted = malloc((p->count + 1) * sizeof *sorted);
    size_t used_count = 0;
    scoped(char_ptr) struct used *used = sorted ? sort_entries(p, sorted, &used_count) : NULL;
    bool written = used != NULL;

    for (size_t i = 0; written && i < used_count; i++) {
        struct posting *at = sorted + used[i].first;
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

static int compare_values(const struct postings *p, const struct held_value *a, const struct held_value *b)
{
    int order = memcmp(p->value_bytes.data + a->at, p->value_bytes.data + b->at, a->len < b->len ? a->len : b->len);

    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* How many there are, and the least and the greatest. */
static bool write_value_stats(struct postings *p, struct glass_table *table, unsigned slot)
{
    uint8_t key[] = {0, 0xd0, (uint8_t)slot};
    const struct held_value *least = NULL, *greatest = NULL;
    uint64_t count = 0;

    for (const struct held_value *v = p->values, *end = v + p->value_count; v < end; v++) {
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

    glass_table_add(table, key, 3 + postings_docid_key(key + 3, from), p->tag.data, p->tag.len, false);
    buffer_clear(&p->tag);
}

static bool write_values(struct postings *p, struct glass_table *table, unsigned slot)
{
    uint32_t from = 0, docid = 0;

    buffer_clear(&p->tag);
    for (const struct held_value *v = p->values, *end = v + p->value_count; v < end; v++) {
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
        return error_set(err, FAULT_MEMORY, "no memory to index articles");
    if (glass_table_finish(table, &postlist, err) < 0)
        return -1;
    return glass_version_write(p->path, &postlist, &docdata, &stats, err);
}
