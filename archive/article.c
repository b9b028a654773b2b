/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article.c - an article's memory, and an id for one that has none. */
#include "archive/article.h"

#include "archive/buffer.h"
#include "archive/scoped.h"
#include "archive/text.h"

#include <nettle/sha2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    ID_DIGITS = 20,          /* 80 bits: two of a billion articles meet with a chance of one in a million */
    ID_SOURCE_MAX = 64 << 20 /* bytes hashed; past any title or URL that a reader lets through */
};

int strings_add(struct strings *s, const char *text, size_t len)
{
    char *copy = malloc(len + 1);
    if (!copy)
        return -1;
    char **at = realloc(s->at, (s->count + 1) * sizeof *at);
    if (!at) {
        free(copy);
        return -1;
    }
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    s->at = at;
    s->at[s->count++] = copy;
    return 0;
}

void strings_free(struct strings *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        free(s->at[i]);
    free(s->at);
    *s = (struct strings){0};
}

void article_free(struct article *a)
{
    if (!a)
        return;
    free(a->id);
    free(a->title);
    free(a->text);
    free(a->date);
    free(a->updated);
    free(a->source);
    free(a->section);
    free(a->url);
    free(a->lang);
    free(a->summary);
    free(a->numeric_date);
    free(a->numeric_updated);
    strings_free(&a->authors);
    strings_free(&a->tags);
    cJSON_Delete(a->extra);
    free(a->retracted);
    *a = (struct article){0};
}

static void fold_part(const char *text, struct buffer *out)
{
    if (text)
        text_fold(text, strlen(text), out);
    /* Parts are ended, so that ("ab", "c") and ("a", "bc") differ; folded text holds no newline. */
    buffer_putc(out, '\n');
}

int article_ensure_id(struct article *a, struct error *err)
{
    if (a->id && *a->id)
        return 0;
    bool by_url = a->url && *a->url;
    if (!by_url && !a->title && !a->text)
        return error_set(err, FAULT_INVALID, "has neither id, url, title nor text to be known by");
    struct buffer key = buffer_make(ID_SOURCE_MAX);
    if (by_url) {
        text_fold(a->url, strlen(a->url), &key);
    } else {
        fold_part(a->source, &key);
        fold_part(a->date, &key);
        fold_part(a->title, &key);
        /* A title alone ("Letters") is no name: another article of that title must not replace this one. */
        if (!a->title || (!a->source && !a->date))
            fold_part(a->text, &key);
    }
    if (key.failed) {
        buffer_free(&key);
        return error_set(err, FAULT_MEMORY, "out of memory");
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, key.len, (const uint8_t *)key.data);
    sha256_digest(&hash, sizeof digest, digest);
    buffer_free(&key);
    char *id = malloc(2 + ID_DIGITS + 1);
    if (!id)
        return error_set(err, FAULT_MEMORY, "out of memory");
    id[0] = by_url ? 'u' : 't';
    id[1] = '-';
    for (size_t i = 0; i < ID_DIGITS; i++)
        id[2 + i] = "0123456789abcdef"[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4];
    id[2 + ID_DIGITS] = '\0';
    free(a->id);
    a->id = id;
    return 0;
}
