/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document.c - an article made into a Xapian document, as schema.h has it. */
#include "archive/document.h"

#include "archive/array_grow.h"
#include "archive/forward.h"
#include "archive/quotations.h"
#include "archive/quoted.h"
#include "archive/schema.h"
#include "archive/terms.h"
#include "archive/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct document_maker {
    struct words *words;
    struct terms *plain;    /* title, authors and body: what a query without field finds */
    struct terms *prefixed; /* S and A terms */
    struct buffer term;
    uint32_t *positions;
    size_t positions_size;
    bool with_positions;
    uint32_t *sequence; /* forward.h: words by number in plain, and marks */
    size_t sequence_count, sequence_size;
    struct quotations quotations; /* of the text at hand */
    struct quoted_span *quoted;   /* where the article quotes, in positions of its body */
    size_t quoted_count, quoted_size;
    struct name_finder names;
    uint8_t *writings; /* document_writing's, of each plain word */
    size_t writing_count, writing_size;
};

/* libxapian 1.4.22 reads a term without positions as standing at 0, so that a
 * title word would make a phrase with the body's first words: no phrase or NEAR
 * reaches from 0 to here. */
enum { FIRST_POSITION = 1000 };
/* Authors, and text and summary, are parted so that no phrase runs from one into the next. */
enum { FIELD_GAP = 1000, TERM_BUFFER_MAX = 1 << 20, VALUE_BYTES_MAX = 1 << 16 };

struct document_maker *document_maker_new(void)
{
    struct document_maker *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->words = words_new();
    m->plain = terms_new();
    m->prefixed = terms_new();
    m->term = buffer_make(TERM_BUFFER_MAX);
    if (!m->words || !m->plain || !m->prefixed) {
        document_maker_free(m);
        return NULL;
    }
    return m;
}

void document_maker_free(struct document_maker *m)
{
    if (!m)
        return;
    words_free(m->words);
    terms_free(m->plain);
    terms_free(m->prefixed);
    buffer_free(&m->term);
    name_finder_free(&m->names);
    quotations_free(&m->quotations);
    free(m->quoted);
    free(m->writings);
    free(m->positions);
    free(m->sequence);
    free(m);
}

static bool put_in_sequence(struct document_maker *m, uint32_t number)
{
    if (m->sequence_count == m->sequence_size) {
        size_t size = m->sequence_size ? m->sequence_size * 2 : 4096;
        uint32_t *moved = realloc(m->sequence, size * sizeof *moved);
        if (!moved)
            return false;
        m->sequence = moved;
        m->sequence_size = size;
    }
    m->sequence[m->sequence_count++] = number;
    return true;
}

static bool put_writing(struct document_maker *m, uint32_t number, uint8_t bits)
{
    if (number < m->writing_count) {
        m->writings[number] |= bits;
        return true;
    }
    if (!array_grow(&m->writings, &m->writing_size, (size_t)number + 1, sizeof *m->writings))
        return false;
    while (m->writing_count <= number)
        m->writings[m->writing_count++] = 0;
    m->writings[number] |= bits;
    return true;
}

/* A joined compound has no place of its own in a phrase: its parts have. */
static bool put_word(struct document_maker *m, enum word_kind kind, uint32_t number, bool quoted)
{
    if (kind == WORD_JOINED && (!quoted || !put_in_sequence(m, FORWARD_MARK(FORWARD_JOINED))))
        return !quoted;
    return put_in_sequence(m, number);
}

/* Among the plain words. */
static bool add_plain(struct document_maker *m, const struct word *w, uint32_t position, uint32_t wdf, bool in_body,
                      bool quoted)
{
    uint32_t number = terms_add(m->plain, w->term, w->len, m->with_positions ? position : 0, wdf, in_body);
    enum name_casing casing = CASING_NONE;

    if (number == TERMS_FULL || !put_word(m, w->kind, number, quoted))
        return false;
    if (!in_body)
        return w->kind == WORD_PLAIN || put_writing(m, number, WRITING_NO_WORD);
    if (name_finder_wants(&m->names, w)) {
        if (!name_finder_take(&m->names, w, &casing))
            return false;
    } else {
        casing = CASING_LOWER;
    }
    return put_writing(m, number, (uint8_t)casing | (w->kind == WORD_PLAIN ? 0 : WRITING_NO_WORD));
}

/* A walk through a text's words, told which quotation they stand in. */
struct quoting {
    size_t cursor, at; /* the quotation it is in */
    bool inside;
};

static bool end_quotation(struct document_maker *m, struct quoting *q)
{
    bool fits = !q->inside || put_in_sequence(m, FORWARD_MARK(FORWARD_UNQUOTE));

    q->inside = false;
    return fits;
}

static bool begin_quotation(struct document_maker *m, struct quoting *q, uint32_t position)
{
    if (m->quoted_count == QUOTED_MAX)
        return true;
    if (!array_grow(&m->quoted, &m->quoted_size, m->quoted_count + 1, sizeof *m->quoted))
        return false;
    m->quoted[m->quoted_count++].from = position;
    q->at = q->cursor;
    q->inside = true;
    return put_in_sequence(m, FORWARD_MARK(FORWARD_QUOTE));
}

/* Before the word goes into the sequence. A joined one has the position of its first part, which follows. */
static bool quote(struct document_maker *m, struct quoting *q, const struct word *w, uint32_t position)
{
    bool quoted = quotations_have(&m->quotations, w->start, &q->cursor);

    if (q->inside && (!quoted || q->at != q->cursor) && !end_quotation(m, q))
        return false;
    if (quoted && !q->inside && !begin_quotation(m, q, position))
        return false;
    if (q->inside)
        m->quoted[m->quoted_count - 1].end = position + 1;
    return true;
}

static bool add_text(struct document_maker *m, const char *text, uint32_t wdf, uint32_t *position)
{
    struct quoting quoting = {0};
    struct word w;
    uint32_t last = 0;

    size_t len = strlen(text);
    words_start(m->words, text, len);
    name_finder_start(&m->names, text, len);
    if (!put_in_sequence(m, FORWARD_MARK(FORWARD_TEXT)) || !quotations_find(&m->quotations, text, len))
        return false;
    while (words_next(m->words, &w)) {
        last = w.position;
        if (m->quotations.count && !quote(m, &quoting, &w, *position + w.position))
            return false;
        if (!add_plain(m, &w, *position + w.position, wdf, true, quoting.inside))
            return false;
    }
    *position += last + FIELD_GAP;
    return end_quotation(m, &quoting) && name_finder_finish(&m->names);
}

/* Many systems give the first paragraph as summary: its words are not to count twice. */
static bool add_summary(struct document_maker *m, const struct article *a, uint32_t *position)
{
    return !a->summary || (a->text && strstr(a->text, a->summary)) ||
           add_text(m, a->summary, DOCUMENT_SUMMARY_WDF, position);
}

/* A field's words: with positions under prefix, without among the plain ones. */
static bool add_field(struct document_maker *m, const char *prefix, uint32_t mark, const char *text, uint32_t wdf,
                      uint32_t *position)
{
    char term[WORD_MAX + 2];
    size_t prefix_len = strlen(prefix);
    uint32_t last = 0;
    struct word w;

    memcpy(term, prefix, prefix_len);
    words_start(m->words, text, strlen(text));
    if (!put_in_sequence(m, FORWARD_MARK(mark)))
        return false;
    while (words_next(m->words, &w)) {
        memcpy(term + prefix_len, w.term, w.len);
        last = w.position;
        if (!add_plain(m, &w, 0, wdf, false, false) ||
            terms_add(m->prefixed, term, prefix_len + w.len, m->with_positions ? *position + w.position : 0, 1,
                      false) == TERMS_FULL)
            return false;
    }
    *position += last;
    return true;
}

static xap_status give_boolean(const struct document_sink *sink, xap_text term, xap_error *xerr)
{
    return sink->term(sink->ctx, term, NULL, 0, 0, xerr);
}

static const uint32_t *positions_of(struct document_maker *m, const struct terms *terms, const struct term_entry *e)
{
    if (e->count > m->positions_size) {
        size_t size = (size_t)e->count * 2;
        uint32_t *moved = realloc(m->positions, size * sizeof *moved);
        if (!moved)
            return NULL;
        m->positions = moved;
        m->positions_size = size;
    }
    terms_positions(terms, e, m->positions);
    return m->positions;
}

/* A title's or author's word that stands nowhere in the body is marked as such. */
static xap_status give_not_body(const struct term_entry *e, const struct document_sink *sink, xap_error *xerr)
{
    char term[WORD_MAX + 2] = PREFIX_NOT_BODY;

    memcpy(term + strlen(PREFIX_NOT_BODY), e->term, e->len);
    return give_boolean(sink, (xap_text){term, strlen(PREFIX_NOT_BODY) + e->len}, xerr);
}

static xap_status give_terms(struct document_maker *m, const struct terms *terms, const struct document_sink *sink,
                             xap_error *xerr)
{
    xap_status s = XAP_OK;

    for (size_t i = 0; s == XAP_OK && i < terms_count(terms); i++) {
        const struct term_entry *e = terms_at(terms, i);
        const uint32_t *positions = positions_of(m, terms, e);
        xap_text term = {e->term, e->len};
        if (e->count && !positions)
            return XAP_NO_MEMORY;
        if (terms == m->prefixed) {
            s = sink->term(sink->ctx, term, positions, e->count, e->wdf, xerr);
            continue;
        }
        s = sink->word(sink->ctx, i, term, positions, e->count, e->wdf, xerr);
        if (s == XAP_OK && !e->in_body)
            s = give_not_body(e, sink, xerr);
    }
    return s;
}

static xap_status put_value_term(struct document_maker *m, const char *prefix, const char *value,
                                 const struct document_sink *sink, xap_error *xerr)
{
    buffer_clear(&m->term);
    if (!value)
        return XAP_OK;
    if (schema_value_term(prefix, value, strlen(value), &m->term) < 0)
        return XAP_NO_MEMORY;
    return give_boolean(sink, (xap_text){m->term.data, m->term.len}, xerr);
}

/* One of a text: the value itself, as it is shown among the facets. */
static xap_status put_text(struct document_maker *m, const char *prefix, enum schema_slot slot, const char *value,
                           const struct document_sink *sink, xap_error *xerr)
{
    xap_status s = put_value_term(m, prefix, value, sink, xerr);

    if (s == XAP_OK && value)
        s = sink->value(sink->ctx, slot, (xap_text){value, strlen(value)}, xerr);
    return s;
}

/* Several of a list: length-prefixed in one slot. */
static xap_status put_list(struct document_maker *m, const char *prefix, enum schema_slot slot,
                           const struct strings *list, const struct document_sink *sink, xap_error *xerr)
{
    for (size_t i = 0; i < list->count; i++) {
        xap_status s = put_value_term(m, prefix, list->at[i], sink, xerr);
        if (s != XAP_OK)
            return s;
    }
    buffer_clear(&m->term);
    for (size_t i = 0; i < list->count; i++) {
        size_t len = strlen(list->at[i]);
        if (m->term.len + len > VALUE_BYTES_MAX)
            break;
        buffer_put_varint(&m->term, len);
        buffer_append(&m->term, list->at[i], len);
    }
    if (m->term.failed)
        return XAP_NO_MEMORY;
    return list->count ? sink->value(sink->ctx, slot, (xap_text){m->term.data, m->term.len}, xerr) : XAP_OK;
}

/* In a run the forward file has it. */
static xap_status put_quoted(struct document_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    buffer_clear(&m->term);
    if (!m->with_positions || m->quoted_count == 0)
        return XAP_OK;
    if (!quoted_put(&m->term, m->quoted, m->quoted_count))
        return XAP_NO_MEMORY;
    return sink->value(sink->ctx, SLOT_QUOTED, (xap_text){m->term.data, m->term.len}, xerr);
}

static xap_status put_length(struct document_maker *m, const struct document_sink *sink, xap_error *xerr)
{
    uint64_t length = 0;

    for (size_t i = 0; i < terms_count(m->plain); i++) {
        const struct term_entry *e = terms_at(m->plain, i);
        if (!word_is_stop(e->term, e->len))
            length += e->wdf;
    }
    buffer_clear(&m->term);
    if (!buffer_put_varint(&m->term, length))
        return XAP_NO_MEMORY;
    return sink->value(sink->ctx, SLOT_LENGTH, (xap_text){m->term.data, m->term.len}, xerr);
}

/* en-GB is found as en too. */
static xap_status put_lang(struct document_maker *m, const char *lang, const struct document_sink *sink,
                           xap_error *xerr)
{
    xap_status s = put_text(m, PREFIX_LANG, SLOT_LANG, lang, sink, xerr);
    size_t primary = lang ? strcspn(lang, "-_") : 0;

    if (s != XAP_OK || !lang || !lang[primary])
        return s;
    buffer_clear(&m->term);
    if (schema_value_term(PREFIX_LANG, lang, primary, &m->term) < 0)
        return XAP_NO_MEMORY;
    return give_boolean(sink, (xap_text){m->term.data, m->term.len}, xerr);
}

static xap_status put_url(struct document_maker *m, const char *url, const struct document_sink *sink, xap_error *xerr)
{
    const char *at = NULL;
    size_t host_len = 0, len = url ? schema_url(url, strlen(url), &at, &host_len) : 0;
    size_t lens[] = {len, host_len};
    xap_status s = XAP_OK;

    if (!len)
        return XAP_OK;
    for (size_t i = 0; s == XAP_OK && i < 2; i++) {
        buffer_clear(&m->term);
        if (schema_value_term(PREFIX_URL, at, lens[i], &m->term) < 0)
            return XAP_NO_MEMORY;
        s = give_boolean(sink, (xap_text){m->term.data, m->term.len}, xerr);
    }
    return s;
}

static xap_status put_date(const struct date *d, const struct document_sink *sink, xap_error *xerr)
{
    char text[32], term[40];
    xap_status s = XAP_OK;

    if (d->precision == DATE_NONE)
        return give_boolean(sink, (xap_text){TERM_UNDATED, strlen(TERM_UNDATED)}, xerr);
    snprintf(text, sizeof text, "%04d%02d%02d", d->year % 10000, d->month % 100, d->day % 100);
    if (d->precision >= DATE_DAY) {
        snprintf(term, sizeof term, PREFIX_DAY "%s", text);
        s = give_boolean(sink, (xap_text){term, 9}, xerr);
    }
    if (s == XAP_OK && d->precision >= DATE_MONTH) {
        snprintf(term, sizeof term, PREFIX_MONTH "%s", text);
        s = give_boolean(sink, (xap_text){term, 7}, xerr);
    }
    if (s == XAP_OK) {
        snprintf(term, sizeof term, PREFIX_YEAR "%s", text);
        s = give_boolean(sink, (xap_text){term, 5}, xerr);
    }
    if (s == XAP_OK)
        s = sink->value(sink->ctx, SLOT_DATE, (xap_text){text, 8}, xerr);
    return s;
}

int document_read(struct document_maker *m, const struct article *a, bool positions, struct error *err)
{
    uint32_t body_end = FIRST_POSITION, title_end = 0, author_end = 0;

    terms_clear(m->plain);
    terms_clear(m->prefixed);
    m->with_positions = positions;
    m->sequence_count = m->writing_count = m->quoted_count = 0;
    name_finder_clear(&m->names);
    /* Positions of the plain terms are of the body alone. */
    bool fits = add_text(m, a->text ? a->text : "", 1, &body_end) && add_summary(m, a, &body_end) &&
                add_field(m, PREFIX_TITLE, FORWARD_TITLE, a->title ? a->title : "", DOCUMENT_TITLE_WDF, &title_end);
    for (size_t i = 0; fits && i < a->authors.count; i++, author_end += FIELD_GAP)
        fits = add_field(m, PREFIX_AUTHOR, FORWARD_AUTHOR, a->authors.at[i], DOCUMENT_AUTHOR_WDF, &author_end) &&
               name_finder_whole(&m->names, a->authors.at[i], strlen(a->authors.at[i]), m->words);
    return fits ? 0 : error_set(err, FAULT_MEMORY, "no memory to index an article");
}

static int told(const struct article *a, xap_status s, const xap_error *xerr, struct error *err)
{
    if (s == XAP_OK)
        return 0;
    return error_set(err, s == XAP_NO_MEMORY ? FAULT_MEMORY : FAULT_INTERNAL, "cannot index article '%.100s': %s",
                     a->id, s == XAP_NO_MEMORY ? "out of memory" : xerr->text);
}

int document_give(struct document_maker *m, const struct article *a, const struct date *date,
                  const struct document_sink *sink, struct error *err)
{
    char id_term[SCHEMA_TERM_MAX];
    size_t id_len = schema_id_term(a->id, strlen(a->id), id_term);
    xap_error xerr = {{0}};
    xap_status s = give_terms(m, m->plain, sink, &xerr);

    if (s == XAP_OK)
        s = give_terms(m, m->prefixed, sink, &xerr);
    if (s == XAP_OK)
        s = give_boolean(sink, (xap_text){id_term, id_len}, &xerr);
    if (s == XAP_OK)
        s = put_text(m, PREFIX_SOURCE, SLOT_SOURCE, a->source, sink, &xerr);
    if (s == XAP_OK)
        s = put_text(m, PREFIX_SECTION, SLOT_SECTION, a->section, sink, &xerr);
    if (s == XAP_OK)
        s = put_lang(m, a->lang, sink, &xerr);
    if (s == XAP_OK)
        s = put_url(m, a->url, sink, &xerr);
    if (s == XAP_OK)
        s = put_list(m, PREFIX_AUTHOR_NAME, SLOT_AUTHORS, &a->authors, sink, &xerr);
    if (s == XAP_OK)
        s = put_list(m, PREFIX_TAG, SLOT_TAGS, &a->tags, sink, &xerr);
    if (s == XAP_OK)
        s = put_length(m, sink, &xerr);
    if (s == XAP_OK)
        s = put_quoted(m, sink, &xerr);
    if (s == XAP_OK)
        s = put_date(date, sink, &xerr);
    return told(a, s, &xerr, err);
}

/* ---- into a document of Xapian's -------------------------------------- */

static xap_status fill_term(void *ctx, xap_text term, const uint32_t *positions, size_t count, uint32_t wdf,
                            xap_error *xerr)
{
    return wdf || count ? xap_document_add_term(ctx, term, positions, count, wdf, xerr)
                        : xap_document_add_boolean(ctx, term, xerr);
}

static xap_status fill_word(void *ctx, size_t number, xap_text word, const uint32_t *positions, size_t count,
                            uint32_t wdf, xap_error *xerr)
{
    (void)number;
    return fill_term(ctx, word, positions, count, wdf, xerr);
}

static xap_status fill_value(void *ctx, uint32_t slot, xap_text value, xap_error *xerr)
{
    return xap_document_set_value(ctx, slot, value, xerr);
}

int document_fill(struct document_maker *m, const struct article *a, const struct date *date, const char *record,
                  size_t record_len, xap_document *doc, struct error *err)
{
    const struct document_sink sink = {doc, fill_word, fill_term, fill_value};
    xap_error xerr = {{0}};
    xap_status s = xap_document_clear(doc, &xerr);

    if (s == XAP_OK)
        s = xap_document_set_data(doc, (xap_text){record, record_len}, &xerr);
    return s == XAP_OK ? document_give(m, a, date, &sink, err) : told(a, s, &xerr, err);
}

size_t document_word_count(const struct document_maker *m)
{
    return terms_count(m->plain);
}

xap_text document_word(const struct document_maker *m, size_t i)
{
    const struct term_entry *e = terms_at(m->plain, i);

    return (xap_text){e->term, e->len};
}

const uint32_t *document_sequence(const struct document_maker *m, size_t *count)
{
    *count = m->sequence_count;
    return m->sequence;
}

uint8_t document_writing(const struct document_maker *m, size_t i)
{
    return i < m->writing_count ? m->writings[i] : 0;
}

const struct found_name *document_names(struct document_maker *m, size_t *count)
{
    return name_finder_names(&m->names, count);
}
