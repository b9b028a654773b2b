/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_value.c - one reader a kind of value. */
#include "searchd/params_value.h"

#include "archive/filter_list.h"

#include <stdio.h>
#include <string.h>

const enum query_field param_places[] = {FIELD_ANY, FIELD_TITLE, FIELD_BODY, FIELD_AUTHOR};

static bool equals(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(text, word, len) == 0;
}

int param_refuse(struct param_reading *r, const char *code, const char *title, const char *detail, const char *hint)
{
    *r->problem = (struct problem){.status = 400,
                                   .code = code,
                                   .title = title,
                                   .param = r->now.name,
                                   .value = r->now.value,
                                   .value_len = r->now.value_len,
                                   .hint = hint};
    snprintf(r->problem->detail, sizeof r->problem->detail, "%s", detail);
    return -1;
}

int param_no_memory(struct param_reading *r)
{
    *r->problem = (struct problem){
        .status = 503, .code = "out_of_memory", .title = "The request could not be read for lack of memory"};
    return -1;
}

struct problem params_query_too_long(const char *name, const char *q, size_t len)
{
    return (struct problem){.status = 400, .code = "query_too_long", .title = "The query is too long",
                            .param = name, .value = q, .value_len = len,
                            .detail = "It may be 2,000 bytes and 64 words.", .hint = "Search for fewer words."};
}

static int read_word(struct param_reading *r, const struct parameter *p, uint32_t *index)
{
    const char *word;
    for (unsigned i = 0; (word = parameter_word(p, i)); i++) {
        if (equals(r->now.value, r->now.value_len, word)) {
            *index = i;
            return 0;
        }
    }
    return param_refuse(r, "value_invalid", "The value is not one of those it may be", "", p->hint);
}

static int read_number(struct param_reading *r, const struct parameter *p, uint32_t *out)
{
    uint32_t n = 0;
    const struct param *now = &r->now;
    bool ok = now->value_len > 0 && now->value_len <= 9; /* nine digits fit 32 bits */
    for (size_t i = 0; ok && i < now->value_len; i++) {
        ok = now->value[i] >= '0' && now->value[i] <= '9';
        n = n * 10 + (uint32_t)(now->value[i] - '0');
    }
    if (!ok || n < p->min || n > p->max)
        return param_refuse(r, "number_invalid", "The number could not be used", "", p->hint);
    *out = n;
    return 0;
}

static int read_date(struct param_reading *r, const struct parameter *p, struct date *out)
{
    /* The '+' of +01:00, written plainly in a URL, arrives as a space. */
    char *text = arena_copy(r->arena, r->now.value, r->now.value_len);
    size_t len = r->now.value_len;
    if (!text)
        return param_no_memory(r);
    if (len > 19 && text[len - 6] == ' ' && text[len - 3] == ':')
        text[len - 6] = '+';
    const char *why = NULL;
    if (date_parse_iso(text, len, out, &why))
        return 0;
    char detail[160];
    snprintf(detail, sizeof detail, "%s.", why ? why : "it is no date");
    if (detail[0] >= 'a' && detail[0] <= 'z')
        detail[0] = (char)(detail[0] - 'a' + 'A');
    return param_refuse(r, "date_invalid", "The date could not be read", detail, p->hint);
}

/* The bit of a word, those of all words for "all" and "*", none for another. */
static uint32_t word_bits(const struct parameter *p, const char *text, size_t len)
{
    bool all = equals(text, len, "all") || equals(text, len, "*");
    uint32_t bits = 0;
    const char *word;
    for (unsigned i = 0; (word = parameter_word(p, i)); i++)
        if (all || equals(text, len, word))
            bits |= 1u << i;
    return bits;
}

static int read_list(struct param_reading *r, const struct parameter *p, uint32_t *out)
{
    uint32_t bits = 0;
    const char *end = r->now.value + r->now.value_len;
    for (const char *at = r->now.value; at && at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        size_t len = (size_t)((comma ? comma : end) - at);
        uint32_t one = word_bits(p, at, len);
        if (len > 0 && !one)
            return param_refuse(r, "value_invalid", "The list names what there is not", "", p->hint);
        bits |= one;
        at = comma ? comma + 1 : NULL;
    }
    *out = bits;
    return 0;
}

static int read_text(struct param_reading *r, const struct parameter *p, struct param_value *out)
{
    if (p->kind == KIND_QUERY && r->now.value_len > p->max) {
        *r->problem = params_query_too_long(r->now.name, r->now.value, r->now.value_len);
        return -1;
    }
    if (p->kind == KIND_TEXT && memchr(r->now.value, '\0', r->now.value_len))
        return param_refuse(r, "value_invalid", "The value holds a NUL byte", "", p->hint);
    if (r->now.value_len > p->max)
        return param_refuse(r, "value_too_long", "A value is too long", "", p->hint);
    out->text = r->now.value;
    out->text_len = r->now.value_len;
    return 0;
}

static int add_filter(struct param_reading *r, enum search_facet field, bool exclude, const char **values, size_t count)
{
    if (count == 0)
        return 0;
    if (r->filter_count == PARAMS_FILTERS_MAX)
        return param_refuse(r, "too_many_filters", "There are too many filters", "",
                            "Give at most 32; join values by commas.");
    r->filters[r->filter_count++] =
        (struct search_filter){.field = field, .exclude = exclude, .values = values, .count = count};
    return 0;
}

static int read_filter(struct param_reading *r, enum search_facet field)
{
    const char **any = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *any);
    const char **none = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *none);
    if (!any || !none)
        return param_no_memory(r);
    size_t any_count = 0, none_count = 0;
    struct filter_list list = {r->now.value, r->now.value + r->now.value_len, true};
    struct filter_item item;
    int more;
    if (memchr(r->now.value, '\0', r->now.value_len))
        return param_refuse(r, "value_invalid", "The value holds a NUL byte", "", NULL);
    while ((more = filter_list_next(&list, r->arena, &item)) > 0) {
        if (item.len > PARAMS_VALUE_MAX)
            return param_refuse(r, "value_too_long", "A value is too long", "", "Give at most 200 bytes a value.");
        if (any_count + none_count == PARAMS_VALUES_MAX)
            return param_refuse(r, "too_many_values", "There are too many values", "", "Give at most 64 in one list.");
        if (item.exclude)
            none[none_count++] = item.value;
        else
            any[any_count++] = item.value;
    }
    if (more < 0)
        return param_no_memory(r);
    return add_filter(r, field, false, any, any_count) || add_filter(r, field, true, none, none_count) ? -1 : 0;
}

int param_read(struct param_reading *r, const struct parameter *p, struct param_value *out)
{
    int failed = 0;
    *out = (struct param_value){0};
    switch (p->kind) {
    case KIND_QUERY:
    case KIND_TEXT:
        return read_text(r, p, out);
    case KIND_WORD:
        return read_word(r, p, &out->number);
    case KIND_SWITCH:
        failed = read_word(r, p, &out->number);
        out->number &= 1;
        return failed;
    case KIND_NUMBER:
        return read_number(r, p, &out->number);
    case KIND_DATE:
        return read_date(r, p, &out->date);
    case KIND_LIST:
        return read_list(r, p, &out->number);
    case KIND_FILTER:
        return read_filter(r, (enum search_facet)(p->key - PARAM_SOURCE + FACET_SOURCE));
    }
    return 0;
}
