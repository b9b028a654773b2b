/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_value.c - one reader a kind of value. */
#include "searchd/params_value.h"

#include <stdio.h>
#include <string.h>

bool param_equals(const char *text, size_t len, const char *word)
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

int param_word(struct param_reading *r, const char *const *words, size_t count, const char *hint, unsigned *index)
{
    for (size_t i = 0; i < count; i++) {
        if (param_equals(r->now.value, r->now.value_len, words[i])) {
            *index = (unsigned)i;
            return 0;
        }
    }
    return param_refuse(r, "value_invalid", "The value is not one of those it may be", "", hint);
}

int param_number(struct param_reading *r, uint32_t min, uint32_t max, const char *hint, uint32_t *out)
{
    uint32_t n = 0;
    const struct param *p = &r->now;
    bool ok = p->value_len > 0 && p->value_len <= 9; /* nine digits fit 32 bits */
    for (size_t i = 0; ok && i < p->value_len; i++) {
        ok = p->value[i] >= '0' && p->value[i] <= '9';
        n = n * 10 + (uint32_t)(p->value[i] - '0');
    }
    if (!ok || n < min || n > max)
        return param_refuse(r, "number_invalid", "The number could not be used", "", hint);
    *out = n;
    return 0;
}

int param_date(struct param_reading *r, struct date *out)
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
    return param_refuse(r, "date_invalid", "The date could not be read", detail, "Use YYYY, YYYY-MM or YYYY-MM-DD.");
}

int param_bits(struct param_reading *r, const char *(*name)(unsigned i), size_t count, const char *hint, uint32_t *out)
{
    uint32_t bits = 0;
    const char *end = r->now.value + r->now.value_len;
    for (const char *at = r->now.value; at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        size_t len = (size_t)(stop - at);
        unsigned i = 0;
        while (i < count && !param_equals(at, len, name(i)))
            i++;
        if (i < count)
            bits |= 1u << i;
        else if (param_equals(at, len, "all") || param_equals(at, len, "*"))
            bits |= (1u << count) - 1;
        else if (len > 0)
            return param_refuse(r, "value_invalid", "The list names what there is not", "", hint);
        if (!comma)
            break;
        at = comma + 1;
    }
    *out = bits;
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

int param_filter(struct param_reading *r, enum search_facet field)
{
    const char **any = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *any);
    const char **none = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *none);
    if (!any || !none)
        return param_no_memory(r);
    size_t any_count = 0, none_count = 0;
    const char *end = r->now.value + r->now.value_len;
    if (memchr(r->now.value, '\0', r->now.value_len))
        return param_refuse(r, "value_invalid", "The value holds a NUL byte", "", NULL);
    for (const char *at = r->now.value; at && at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        bool exclude = *at == '-';
        const char *start = at + exclude;
        at = comma ? comma + 1 : NULL;
        if (start >= stop)
            continue;
        if ((size_t)(stop - start) > PARAMS_VALUE_MAX)
            return param_refuse(r, "value_too_long", "A value is too long", "", "Give at most 200 bytes a value.");
        if (any_count + none_count == PARAMS_VALUES_MAX)
            return param_refuse(r, "too_many_values", "There are too many values", "", "Give at most 64 in one list.");
        const char *value = arena_copy(r->arena, start, (size_t)(stop - start));
        if (!value)
            return param_no_memory(r);
        if (exclude)
            none[none_count++] = value;
        else
            any[any_count++] = value;
    }
    return add_filter(r, field, false, any, any_count) || add_filter(r, field, true, none, none_count) ? -1 : 0;
}
