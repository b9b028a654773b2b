/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.c - any bytes read as one format give articles that are whole. */
#include "tests/fuzz/articles.h"

#include "archive/date.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 16 << 20 /* unpacked */ };

static void is_fit(const char *text)
{
    law(!text || (*text && text_is_clean(text, strlen(text))));
}

static void all_fit(const struct strings *list)
{
    for (size_t i = 0; i < list->count; i++) {
        law(list->at[i]);
        is_fit(list->at[i]);
    }
}

static void is_date(const char *text)
{
    struct date d;
    law(!text || date_parse_iso(text, strlen(text), &d, NULL));
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_list(const struct strings *a, const struct strings *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same(a->at[i], b->at[i]))
            return false;
    return true;
}

/* What is stored of it gives it back. */
static void comes_back(const struct article *a)
{
    struct article back;
    char warning[256];

    cJSON *stored = article_to_json(a, 1);
    char *text = cJSON_PrintUnformatted(stored);
    law(text && is_utf8(text, strlen(text)));
    cJSON *read = cJSON_Parse(text);
    law(read && article_from_json(read, &back, warning, NULL) == 0 && !*warning);
    law(same(a->id, back.id) && same(a->title, back.title) && same(a->text, back.text));
    law(same(a->date, back.date) && same(a->updated, back.updated) && same(a->source, back.source));
    law(same(a->section, back.section) && same(a->url, back.url) && same(a->lang, back.lang));
    law(same(a->summary, back.summary) && same_list(&a->authors, &back.authors) && same_list(&a->tags, &back.tags));
    cJSON *again = article_to_json(&back, 1);
    char *text_again = cJSON_PrintUnformatted(again);
    law(same(text, text_again)); /* the hash of what is stored decides what is "unchanged" */
    free(text);
    free(text_again);
    cJSON_Delete(stored);
    cJSON_Delete(read);
    cJSON_Delete(again);
    article_free(&back);
}

static int is_whole(void *ctx, struct article *a, const char *where)
{
    const char *const texts[] = {a->id, a->title, a->text, a->source, a->section, a->url, a->lang, a->summary};

    (void)ctx;
    law(where && *where);
    law(a->title || a->text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        is_fit(texts[i]);
    all_fit(&a->authors);
    all_fit(&a->tags);
    is_date(a->date);
    is_date(a->updated);
    law(article_ensure_id(a, NULL) == 0 && a->id);
    is_fit(a->id);
    comes_back(a);
    return 0;
}

static void is_told(void *ctx, const char *where, const char *reason, struct raw record)
{
    (void)ctx;
    law(where && *where && reason && *reason);
    touch(record.bytes, record.bytes ? record.len : 0);
}

static void is_warned(void *ctx, const char *where, const char *reason)
{
    is_told(ctx, where, reason, (struct raw){0});
}

void fuzz_articles(enum format format, const uint8_t *data, size_t size)
{
    const struct sink sink = {
        .article = is_whole, .problem = is_told, .warning = is_warned, .keeps_records = true, .note = is_warned};
    struct error err = {0};
    struct input *in = input_from_memory(data, size, BYTES_MAX, &err);

    law(in || *err.text);
    if (in && format_read(in, "input", format, &sink, &err))
        law(err.fault != FAULT_NONE && *err.text);
    input_close(in);
}
