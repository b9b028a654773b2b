/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_record.c - bytes are a whole record that stays within them, or refused. */
#include "archive/record.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 7 };

static const struct record_text *text_of(const struct record *r, size_t i)
{
    const struct record_text *const texts[TEXTS] = {&r->id,      &r->title, &r->url, &r->source,
                                                    &r->section, &r->date,  &r->lang};
    return texts[i];
}

static bool same(const struct record_text *a, const struct record_text *b)
{
    return !a->data == !b->data && a->len == b->len && (!a->len || memcmp(a->data, b->data, a->len) == 0);
}

static char *copy(const struct record_text *t, bool *has_nul)
{
    *has_nul = *has_nul || (t->len && memchr(t->data, '\0', t->len));
    return t->data ? strndup(t->data, t->len) : NULL;
}

static void write_again(const struct record *r, size_t size)
{
    struct article a = {0};
    struct record back;
    struct buffer out = buffer_make(size + 16);
    char **const slots[TEXTS] = {&a.id, &a.title, &a.url, &a.source, &a.section, &a.date, &a.lang};
    bool has_nul = false;

    for (size_t i = 0; i < TEXTS; i++)
        *slots[i] = copy(text_of(r, i), &has_nul);
    for (size_t i = 0; i < r->author_count; i++) {
        has_nul = has_nul || !r->authors[i].data || memchr(r->authors[i].data, '\0', r->authors[i].len);
        law(strings_add(&a.authors, r->authors[i].data ? r->authors[i].data : "", r->authors[i].len) == 0);
    }
    for (size_t i = 0; i < r->tag_count; i++) {
        has_nul = has_nul || !r->tags[i].data || memchr(r->tags[i].data, '\0', r->tags[i].len);
        law(strings_add(&a.tags, r->tags[i].data ? r->tags[i].data : "", r->tags[i].len) == 0);
    }
    if (!has_nul) { /* an article's texts end at a NUL */
        law(record_write(&a, r->segment, r->place, r->hash, r->version, r->group, &out));
        law(record_read(out.data, out.len, &back));
        law(back.segment == r->segment && back.place.offset == r->place.offset && back.place.length == r->place.length);
        law(back.version == r->version);
        law(memcmp(back.hash, r->hash, SEGMENT_HASH) == 0);
        for (size_t i = 0; i < TEXTS; i++)
            law(same(text_of(&back, i), text_of(r, i)));
        law(back.author_count == r->author_count && back.tag_count == r->tag_count);
    }
    article_free(&a);
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct record r;
    if (!record_read((const char *)data, size, &r))
        return 0;
    law(r.author_count <= RECORD_LIST_MAX && r.tag_count <= RECORD_LIST_MAX);
    for (size_t i = 0; i < TEXTS; i++)
        touch(text_of(&r, i)->data, text_of(&r, i)->len);
    for (size_t i = 0; i < r.author_count; i++)
        touch(r.authors[i].data, r.authors[i].len);
    for (size_t i = 0; i < r.tag_count; i++)
        touch(r.tags[i].data, r.tags[i].len);
    write_again(&r, size);
    return 0;
}
