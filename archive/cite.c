/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite.c - what all forms of a bibliography's entry share: dates, links, the key. */
#include "archive/cite.h"

#include "archive/cite_parts.h"
#include "archive/one_line.h"
#include "archive/permalink.h"
#include "archive/schema.h"
#include "archive/text.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 1 << 20, /* of one value: past all that a record holds */
    KEY_PART = 20,            /* letters of author and title in a key */
    KEY_WORD = 4,             /* that a title's word has at least to stand in a key */
    ID_DIGITS = 6
};

static const struct {
    const char *name, *media_type, *extension;
} formats[CITE_FORMAT_COUNT] = {
    {"bibtex", "application/x-bibtex", "bib"},
    {"ris", "application/x-research-info-systems", "ris"},
    {"csl", "application/vnd.citationstyles.csl+json", "json"},
};

const char *cite_format_name(enum cite_format format)
{
    return formats[format].name;
}

const char *cite_media_type(enum cite_format format)
{
    return formats[format].media_type;
}

const char *cite_extension(enum cite_format format)
{
    return formats[format].extension;
}

static struct date day_of(int32_t day)
{
    struct date d = {.precision = DATE_DAY};
    date_from_day(day, &d.year, &d.month, &d.day);
    return d;
}

static struct date date_of(struct record_text text)
{
    struct date d;
    if (!text.data || !date_parse_iso(text.data, text.len, &d, NULL))
        return (struct date){0};
    if (d.precision == DATE_TIME)
        d.precision = DATE_DAY; /* as its own clock had it */
    return d;
}

struct record_text cite_line(struct cite_parts *parts, struct record_text text)
{
    buffer_clear(&parts->line);
    if (!text.data || !one_line(text.data, text.len, &parts->line) || !parts->line.len)
        return (struct record_text){0};
    return (struct record_text){parts->line.data, parts->line.len};
}

void cite_put_authors(struct cite_parts *parts, const struct cite_list *list, struct buffer *out)
{
    struct cite_name names[CITE_NAMES_MAX];
    bool begun = false;
    for (size_t i = 0; i < parts->record->author_count; i++) {
        size_t count = cite_names(cite_line(parts, parts->record->authors[i]), names);
        for (size_t k = 0; k < count; k++) {
            buffer_puts(out, begun ? list->between : list->begin);
            begun = true;
            list->put(&names[k], out);
        }
    }
    buffer_puts(out, begun ? list->end : "");
}

/* ---- the key --------------------------------------------------------- */

static bool is_key_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The letters and digits of text, folded to ASCII; false: out of memory. */
static bool add_letters(struct record_text text, struct buffer *folded, struct buffer *key)
{
    buffer_clear(folded);
    if (!text_fold(text.data ? text.data : "", text.len, folded))
        return false;
    for (size_t i = 0, n = 0; i < folded->len && n < KEY_PART; i++)
        if (is_key_letter(folded->data[i]) && buffer_putc(key, folded->data[i]))
            n++;
    return !key->failed;
}

static bool is_dull(const char *word, size_t len)
{
    static const char *const dull[] = {"about", "after", "from", "have", "into", "over", "says", "that", "their",
                                       "they",  "this",  "were", "what", "when", "where", "which", "will", "with"};
    for (size_t i = 0; i < sizeof dull / sizeof *dull; i++)
        if (strlen(dull[i]) == len && memcmp(dull[i], word, len) == 0)
            return true;
    return false;
}

/* The first word of the title that says something, else the first. */
static bool add_title_word(struct record_text title, struct buffer *folded, struct buffer *key)
{
    struct record_text first = {0}, chosen = {0};
    buffer_clear(folded);
    if (!text_fold(title.data ? title.data : "", title.len, folded))
        return false;
    for (size_t i = 0; i < folded->len && !chosen.data; i++) {
        size_t from = i;
        while (i < folded->len && is_key_letter(folded->data[i]))
            i++;
        struct record_text word = {folded->data + from, i - from};
        if (word.len && !first.data)
            first = word;
        if (word.len >= KEY_WORD && !is_dull(word.data, word.len))
            chosen = word;
    }
    if (!chosen.data)
        chosen = first;
    buffer_append(key, chosen.data ? chosen.data : "", chosen.len < KEY_PART ? chosen.len : KEY_PART);
    return !key->failed;
}

bool cite_key(const struct record *record, char out[CITE_KEY_MAX])
{
    struct buffer folded = buffer_make(LINE_MAX_BYTES), line = buffer_make(LINE_MAX_BYTES),
                  key = buffer_make(CITE_KEY_MAX);
    struct record_text by = record->author_count ? record->authors[0] : record->source;
    char term[SCHEMA_TERM_MAX];
    struct date d = date_of(record->date);

    bool ok = one_line(by.data ? by.data : "", by.len, &line);
    if (ok && line.len) {
        struct cite_name names[CITE_NAMES_MAX];
        cite_names((struct record_text){line.data, line.len}, names);
        ok = add_letters(record->author_count ? names[0].family : by, &folded, &key);
    }
    if (d.precision != DATE_NONE)
        buffer_printf(&key, "%04d", d.year);
    ok = ok && add_title_word(record->title, &folded, &key);
    schema_id_term(record->id.data ? record->id.data : "", record->id.len, term);
    buffer_printf(&key, "-%.*s", ID_DIGITS, term + 1);
    ok = ok && !key.failed;
    if (ok) /* a key begins with a letter */
        snprintf(out, CITE_KEY_MAX, "%s%s", key.data[0] >= 'a' && key.data[0] <= 'z' ? "" : "article", key.data);
    buffer_free(&folded);
    buffer_free(&line);
    buffer_free(&key);
    return ok;
}

/* ---- the entry ------------------------------------------------------- */

struct record cite_record(const struct article *a, const uint8_t hash[SEGMENT_HASH])
{
    struct record r = {.segment = 0};
    const char *const texts[] = {a->id, a->title, a->url, a->source, a->section, a->date, a->lang};
    struct record_text *const places[] = {&r.id, &r.title, &r.url, &r.source, &r.section, &r.date, &r.lang};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            *places[i] = (struct record_text){texts[i], strlen(texts[i])};
    for (size_t i = 0; i < a->authors.count && i < RECORD_LIST_MAX; i++)
        r.authors[r.author_count++] = (struct record_text){a->authors.at[i], strlen(a->authors.at[i])};
    memcpy(r.hash, hash, SEGMENT_HASH);
    return r;
}

static bool put_proof(const struct record *record, struct buffer *out)
{
    if (record->withdrawn)
        return buffer_puts(out, "withdrawn from the archive");
    return buffer_puts(out, "SHA-256 ") && permalink_hex(record->hash, PERMALINK_DIGITS_MAX, out);
}

bool cite_put(enum cite_format format, const struct record *record, const struct cite_context *context,
              struct buffer *out)
{
    static bool (*const writers[CITE_FORMAT_COUNT])(struct cite_parts *, struct buffer *) = {
        cite_put_bibtex, cite_put_ris, cite_put_csl};
    struct cite_parts parts = {.record = record,
                               .date = date_of(record->date),
                               .accessed = day_of(context->accessed),
                               .archive_url = buffer_make(LINE_MAX_BYTES),
                               .proof = buffer_make(PERMALINK_DIGITS_MAX + 16),
                               .line = buffer_make(LINE_MAX_BYTES)};
    bool ok = cite_key(record, parts.key) && buffer_puts(&parts.archive_url, context->base ? context->base : "") &&
              permalink_put(record->id, record->withdrawn ? NULL : record->hash, &parts.archive_url) &&
              put_proof(record, &parts.proof) && writers[format](&parts, out) &&
              !parts.line.failed && !out->failed;
    buffer_free(&parts.archive_url);
    buffer_free(&parts.proof);
    buffer_free(&parts.line);
    return ok;
}
