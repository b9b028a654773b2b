/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asked.c - queries as trees, written, and answered by looking at every text. */
#include "tests/fuzz/asked.h"

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

/* ---- making ---------------------------------------------------------- */

unsigned asked_choose(struct asked_bytes *b, unsigned below)
{
    return (b->at < b->end ? *b->at++ : 0u) % below;
}

struct date asked_date(struct asked_bytes *b)
{
    struct date d = {.precision = (enum date_precision)(DATE_YEAR + asked_choose(b, 3)),
                     .year = 2014 + (int)asked_choose(b, 7)};

    if (d.precision >= DATE_MONTH)
        d.month = 1 + (int)asked_choose(b, 12);
    if (d.precision >= DATE_DAY)
        d.day = 1 + (int)asked_choose(b, 28);
    return d;
}

static struct asked_node *add(struct asked *pool, enum asked_kind kind)
{
    law(pool->count < ASKED_NODES);
    struct asked_node *n = &pool->nodes[pool->count++];
    *n = (struct asked_node){.kind = kind};
    return n;
}

static void choose_dates(struct asked_node *n, struct asked_bytes *b)
{
    unsigned open = asked_choose(b, 4);

    if (open != 1)
        n->first = asked_date(b);
    if (open == 0)
        n->last = n->first;
    else if (open != 2)
        n->last = asked_date(b);
    if (open == 3 && date_first_day(&n->first) > date_first_day(&n->last)) { /* the language would swap them */
        struct date d = n->first;
        n->first = n->last;
        n->last = d;
    }
}

static struct asked_node *make_leaf(struct asked *pool, struct asked_bytes *b)
{
    struct asked_node *n = add(pool, (enum asked_kind)asked_choose(b, ASKED_LEAF_KINDS));

    pool->leaves++;
    switch (n->kind) {
    case ASKED_PHRASE:
    case ASKED_NEAR:
        n->count = 2 + asked_choose(b, ASKED_WORDS - 1);
        n->distance = 1 + asked_choose(b, 6);
        n->field = (enum asked_field)asked_choose(b, ASKED_FIELDS);
        for (unsigned i = 0; i < n->count; i++)
            n->words[i] = asked_choose(b, PRESS_WORDS);
        break;
    case ASKED_SOURCE:
        n->value = asked_choose(b, PRESS_SOURCES);
        break;
    case ASKED_SECTION:
        n->value = asked_choose(b, PRESS_SECTIONS);
        break;
    case ASKED_TAG:
        n->value = asked_choose(b, PRESS_TAGS);
        break;
    case ASKED_ID:
        n->value = asked_choose(b, 256) * 13;
        break;
    case ASKED_DATE:
        choose_dates(n, b);
        break;
    case ASKED_UNDATED:
        break;
    default: /* a stop word by itself is left out of a query */
        n->count = 1;
        n->words[0] = 1 + asked_choose(b, PRESS_WORDS - 1);
        n->field = (enum asked_field)asked_choose(b, ASKED_FIELDS);
        n->letters = (unsigned)strlen(press_words[n->words[0]].text);
        if (n->kind == ASKED_PREFIX && n->letters > 3)
            n->letters -= asked_choose(b, n->letters - 2);
        if (n->kind == ASKED_PREFIX && n->field == ASKED_SAID)
            n->field = ASKED_ANY;
    }
    return n;
}

struct asked_node *asked_join(struct asked *pool, enum asked_kind kind, struct asked_node *a, struct asked_node *b)
{
    struct asked_node *n = add(pool, kind);
    n->parts[0] = a;
    n->parts[1] = b;
    return n;
}

struct asked_node *asked_make(struct asked *pool, struct asked_bytes *b, unsigned depth)
{
    unsigned what = asked_choose(b, 8);
    if (what < 3 || depth == 0 || pool->leaves + 1 >= ASKED_LEAVES || pool->count + 8 > ASKED_NODES)
        return make_leaf(pool, b);
    struct asked_node *first = asked_make(pool, b, depth - 1);
    if (what == 7 || pool->leaves >= ASKED_LEAVES)
        return asked_join(pool, ASKED_NOT, first, NULL);
    return asked_join(pool, what < 5 ? ASKED_AND : ASKED_OR, first, asked_make(pool, b, depth - 1));
}

/* ---- writing --------------------------------------------------------- */

static void print_range(const struct asked_node *n, struct buffer *out)
{
    char first[32] = "", last[32] = "";

    if (n->first.precision != DATE_NONE)
        date_format(&n->first, first);
    if (n->last.precision != DATE_NONE)
        date_format(&n->last, last);
    buffer_printf(out, strcmp(first, last) == 0 ? "date:%s" : "date:%s..%s", first, last);
}

static void print_words(const struct asked_node *n, struct buffer *out)
{
    static const char *const fields[] = {"", "title:", "body:", "author:", "said:"};

    buffer_printf(out, "%s", fields[n->field]);
    if (n->kind == ASKED_WORD) {
        buffer_printf(out, "%s", press_words[n->words[0]].text);
        return;
    }
    if (n->kind == ASKED_PREFIX) {
        buffer_printf(out, "%.*s*", (int)n->letters, press_words[n->words[0]].text);
        return;
    }
    for (unsigned i = 0; i < n->count; i++)
        buffer_printf(out, "%s%s", i ? " " : "\"", press_words[n->words[i]].text);
    buffer_printf(out, "\"");
    if (n->kind == ASKED_NEAR)
        buffer_printf(out, "~%u", n->distance);
}

void asked_print(const struct asked_node *n, struct buffer *out)
{
    switch (n->kind) {
    case ASKED_SOURCE:
        buffer_printf(out, "source:\"%s\"", press_sources[n->value]);
        break;
    case ASKED_SECTION:
        buffer_printf(out, "section:\"%s\"", press_sections[n->value]);
        break;
    case ASKED_TAG:
        buffer_printf(out, "tag:\"%s\"", press_tags[n->value]);
        break;
    case ASKED_ID:
        buffer_printf(out, "id:a%u", n->value);
        break;
    case ASKED_DATE:
        print_range(n, out);
        break;
    case ASKED_UNDATED:
        buffer_printf(out, "date:none");
        break;
    case ASKED_NOT:
        buffer_printf(out, "(NOT ");
        asked_print(n->parts[0], out);
        buffer_printf(out, ")");
        break;
    case ASKED_AND:
    case ASKED_OR:
        buffer_printf(out, "(");
        asked_print(n->parts[0], out);
        buffer_printf(out, n->kind == ASKED_AND ? " AND " : " OR ");
        asked_print(n->parts[1], out);
        buffer_printf(out, ")");
        break;
    default:
        print_words(n, out);
    }
}

/* ---- answering ------------------------------------------------------- */

static bool word_is(const struct asked_node *n, unsigned asked, unsigned stands)
{
    const struct press_word *a = &press_words[asked], *s = &press_words[stands];

    if (n->kind == ASKED_WORD)
        return a->stem == s->stem;
    if (n->kind == ASKED_PREFIX)
        return strncmp(a->text, s->text, n->letters) == 0;
    return a->spelling == s->spelling;
}

/* Tries every place for the words from one on. */
static bool stands(const struct asked_node *n, const unsigned char *words, unsigned count, unsigned from,
                   unsigned places[ASKED_WORDS])
{
    if (from == n->count)
        return true;
    for (unsigned at = 0; at < count; at++) {
        bool fits = n->fits[from] >> words[at] & 1;
        for (unsigned i = 0; fits && i < from; i++) {
            unsigned apart = at > places[i] ? at - places[i] : places[i] - at;
            fits = n->kind == ASKED_NEAR ? apart > 0 && apart < n->count + n->distance : at == places[i] + (from - i);
        }
        places[from] = at;
        if (fits && stands(n, words, count, from + 1, places))
            return true;
    }
    return false;
}

/* The words of a field, of which `in` has the bits, hold it. */
static bool holds(const struct asked_node *n, const unsigned char *words, unsigned count, uint32_t in)
{
    unsigned places[ASKED_WORDS];

    for (unsigned i = 0; i < n->count; i++)
        if (!(n->fits[i] & in))
            return false;
    return n->count == 1 || stands(n, words, count, 0, places);
}

static bool has_words(const struct asked_node *n, const struct press_text *t)
{
    bool title = n->field == ASKED_ANY || n->field == ASKED_TITLE;
    bool body = n->field == ASKED_ANY || n->field == ASKED_BODY;
    bool author = t->author >= 0 && (n->field == ASKED_ANY || n->field == ASKED_AUTHOR);

    return (title && holds(n, t->title, t->title_count, t->in_title)) ||
           (body && holds(n, t->body, t->body_count, t->in_body)) ||
           (author && holds(n, press_authors[t->author], 2, t->in_author)) ||
           (n->field == ASKED_SAID &&
            holds(n, t->body + t->quote_from, t->quote_end - t->quote_from, t->in_quote));
}

bool asked_within(const struct press_text *t, const struct date *first, const struct date *last)
{
    if (t->date.precision == DATE_NONE)
        return first->precision == DATE_NONE && last->precision == DATE_NONE;
    return (first->precision == DATE_NONE || date_first_day(&t->date) >= date_first_day(first)) &&
           (last->precision == DATE_NONE || date_last_day(&t->date) <= date_last_day(last));
}

static bool leaf_matches(const struct asked_node *n, const struct press_text *t)
{
    switch (n->kind) {
    case ASKED_SOURCE:
        return t->source == n->value;
    case ASKED_SECTION:
        return t->section == (int)n->value;
    case ASKED_TAG:
        return t->tags >> n->value & 1;
    case ASKED_ID:
        return t->id == n->value;
    case ASKED_DATE:
        return asked_within(t, &n->first, &n->last);
    case ASKED_UNDATED:
        return t->date.precision == DATE_NONE;
    default:
        return has_words(n, t);
    }
}

static void find_leaf(struct asked_node *n, const struct press *p, unsigned epoch)
{
    for (unsigned i = 0; i < n->count; i++)
        for (unsigned word = 0; word < PRESS_WORDS; word++)
            n->fits[i] |= (uint32_t)word_is(n, n->words[i], word) << word;
    for (size_t i = 0; i < p->count; i++)
        if (press_has(&p->texts[i], epoch) && leaf_matches(n, &p->texts[i]))
            n->set[i / 64] |= UINT64_C(1) << i % 64;
}

const uint64_t *asked_find(struct asked_node *n, const struct press *p, unsigned epoch)
{
    if (n->answered)
        return n->set;
    n->answered = true;
    if (n->kind < ASKED_LEAF_KINDS) {
        find_leaf(n, p, epoch);
        return n->set;
    }
    const uint64_t *a = asked_find(n->parts[0], p, epoch), *b = n->parts[1] ? asked_find(n->parts[1], p, epoch) : a;
    for (size_t i = 0; i < PRESS_SET; i++)
        n->set[i] = n->kind == ASKED_AND ? a[i] & b[i] : n->kind == ASKED_OR ? a[i] | b[i] : p->present[epoch][i] & ~a[i];
    return n->set;
}
