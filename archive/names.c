/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.c - a file of names as it is read: mapped, never copied. */
#include "archive/names_file.h"

#include <string.h>

struct names {
    struct sealed file; /* first: sealed_open */
    struct names_view view;
};

static bool take_tables(void *object)
{
    struct names *n = object;
    const struct names_head *h = (const void *)n->file.map;

    n->view =
        (struct names_view){.heap = sealed_table(&n->file, h->heap, h->heap_bytes, 1),
                            .heap_size = h->heap_bytes,
                            .places = sealed_table(&n->file, h->places, h->count, sizeof *n->view.places),
                            .count = h->count,
                            .middles = sealed_table(&n->file, h->middles, h->middle_count, sizeof *n->view.middles),
                            .offsets = sealed_table(&n->file, h->offsets, h->middle_count, 1),
                            .middle_count = h->middle_count};
    return n->view.heap && n->view.places && n->view.middles && n->view.offsets;
}

const struct sealed_kind names_kind = {NAMES_FILE, NAMES_KIND, sizeof(struct names_head), sizeof(struct names),
                                       take_tables};

const struct names_view *names_view(const struct names *n)
{
    return &n->view;
}

struct name_record names_record(const struct names_view *v, uint32_t place)
{
    struct name_record r = {.key = ""};

    if (place >= v->heap_size || v->heap_size - place < NAMES_HEAD)
        return r;
    const uint8_t *at = v->heap + place, *end = v->heap + v->heap_size;
    size_t key_len = at[6];
    if ((size_t)(end - at) - NAMES_HEAD < key_len || key_len > NAME_BYTES_MAX)
        return r;
    const uint8_t *behind = at + NAMES_HEAD + key_len;
    bool given = at[5] & NAMES_GIVEN;
    if (given && (behind == end || *behind > NAME_BYTES_MAX || (size_t)(end - behind) - 1 < *behind))
        return r;
    r.weight = (uint16_t)(at[0] | at[1] << 8);
    r.articles = at[2] | (uint32_t)at[3] << 8 | (uint32_t)at[4] << 16;
    r.writing = at[5];
    r.key = (const char *)at + NAMES_HEAD;
    r.key_len = (uint8_t)key_len;
    if (given) {
        r.text = (const char *)behind + 1;
        r.text_len = *behind;
    }
    return r;
}

/* Without the rest of the record: what binary searches look at. */
static xap_text key_at(const struct names_view *v, uint32_t place)
{
    if (place >= v->heap_size || v->heap_size - place < NAMES_HEAD)
        return (xap_text){"", 0};
    size_t len = v->heap[place + 6];
    if (v->heap_size - place - NAMES_HEAD < len)
        return (xap_text){"", 0};
    return (xap_text){(const char *)v->heap + place + NAMES_HEAD, len};
}

xap_text names_key(const struct names_view *v, size_t i)
{
    return key_at(v, v->places[i]);
}

xap_text names_middle(const struct names_view *v, size_t i)
{
    xap_text key = key_at(v, v->middles[i]);
    size_t skip = v->offsets[i] < key.len ? v->offsets[i] : key.len;

    return (xap_text){key.data + skip, key.len - skip};
}

bool names_find(const struct names_view *v, const char *key, size_t len, struct name_record *out)
{
    size_t low = 0, high = v->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        xap_text at = names_key(v, middle);
        int order = memcmp(at.data, key, at.len < len ? at.len : len);
        if (order == 0 && at.len == len) {
            *out = names_record(v, v->places[middle]);
            return out->key_len > 0;
        }
        if (order < 0 || (order == 0 && at.len < len))
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

size_t names_text(const struct name_record *r, char out[NAME_BYTES_MAX])
{
    unsigned word = 0;

    if (r->text) {
        memcpy(out, r->text, r->text_len);
        return r->text_len;
    }
    for (size_t i = 0; i < r->key_len; i++) {
        char c = r->key[i];
        bool first = i == 0 || r->key[i - 1] == ' ';
        word += first && i;
        bool capital = (r->writing & NAMES_UPPER) || (first && word < 6 && r->writing & 1u << word);
        out[i] = capital && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return r->key_len;
}
