/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_cite.c - whatever an article says, its entries stay entries: one line a value in RIS, matched braces in BibTeX,
 * JSON. The input is the article's texts, a byte 0x1E between two, authors last. */
#include "archive/cite.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { OUT_MAX = 64 << 20, SEPARATOR = 0x1E };

static void read_texts(const char *data, size_t size, struct record *out)
{
    struct record_text *const slots[] = {&out->id, &out->title, &out->url, &out->source,
                                         &out->section, &out->date, &out->lang};
    const char *end = data + size;
    for (size_t i = 0; data; i++) {
        const char *cut = size ? memchr(data, SEPARATOR, (size_t)(end - data)) : NULL;
        struct record_text text = {data, (size_t)((cut ? cut : end) - data)};
        if (i < sizeof slots / sizeof *slots)
            *slots[i] = text;
        else if (out->author_count < RECORD_LIST_MAX)
            out->authors[out->author_count++] = text;
        data = cut ? cut + 1 : NULL;
    }
}

static void is_ris(const char *all)
{
    const char *line = all, *next;
    for (; *line; line = next + 2) {
        law((next = strstr(line, "\r\n")));
        law(strncmp(line + 2, "  - ", 4) == 0 && (line == all) == (strncmp(line, "TY", 2) == 0));
        law((next[2] == '\0') == (strncmp(line, "ER", 2) == 0));
        law(!memchr(line, '\n', (size_t)(next - line)));
    }
}

static void is_bibtex(const char *all)
{
    const char *open = strchr(all, '{');
    size_t depth = 0;
    law(open && *all == '@');
    for (const char *c = open; *c; c++) {
        law(*c != '}' || depth);
        depth += *c == '{';
        depth -= *c == '}';
        law(depth || strcmp(c, "}\n") == 0 || strcmp(c, "\n") == 0);
    }
    law(depth == 0);
}

static void is_csl(const char *all)
{
    cJSON *read = cJSON_ParseWithOpts(all, NULL, true);
    law(cJSON_IsObject(read));
    law(cJSON_IsString(cJSON_GetObjectItemCaseSensitive(read, "id")));
    cJSON_Delete(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const laws[CITE_FORMAT_COUNT])(const char *) = {is_bibtex, is_ris, is_csl};
    static const struct cite_context context = {.base = "https://news.example"};
    static struct record r;
    r = (struct record){.segment = 0};
    read_texts((const char *)data, size, &r);
    for (enum cite_format f = 0; f < CITE_FORMAT_COUNT; f++) {
        struct buffer out = buffer_make(OUT_MAX);
        law(cite_put(f, &r, &context, &out));
        law(strlen(out.data) == out.len && text_is_clean(f == CITE_RIS ? "" : out.data, f == CITE_RIS ? 0 : out.len));
        laws[f](out.data);
        buffer_free(&out);
    }
    return 0;
}
