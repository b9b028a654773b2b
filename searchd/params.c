/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params.c - one table of parameters, one reader a kind of value. */
#include "searchd/params.h"

#include <stdio.h>
#include <string.h>

#include "searchd/url.h"

static const char *const facet_names[FACET_COUNT] = {"source", "section", "author", "tag", "lang", "year"};
static const char *const field_names[RESULT_FIELD_COUNT] = {
    "id",   "url",            "title", "title_html", "source",  "section", "author",  "tags",
    "date", "date_precision", "lang",  "score",      "snippet", "copies",  "version", "text"};

enum param_key {
    KEY_Q, KEY_MATCH, KEY_FROM, KEY_TO, KEY_SOURCE, KEY_SECTION, KEY_AUTHOR, KEY_TAG, KEY_LANG, KEY_SORT, KEY_PAGE,
    KEY_PER_PAGE, KEY_OFFSET, KEY_FIELDS, KEY_HIGHLIGHT, KEY_FACETS, KEY_STRICT, KEY_COUNT
};

static const struct {
    const char *name;
    enum param_key key;
} names[] = {
    {"q", KEY_Q}, {"query", KEY_Q}, {"match", KEY_MATCH},
    {"from", KEY_FROM}, {"from-date", KEY_FROM}, {"begin_date", KEY_FROM},
    {"to", KEY_TO}, {"to-date", KEY_TO}, {"end_date", KEY_TO},
    {"source", KEY_SOURCE}, {"section", KEY_SECTION}, {"author", KEY_AUTHOR}, {"tag", KEY_TAG}, {"lang", KEY_LANG},
    {"sort", KEY_SORT}, {"order-by", KEY_SORT}, {"page", KEY_PAGE},
    {"per_page", KEY_PER_PAGE}, {"page-size", KEY_PER_PAGE}, {"limit", KEY_PER_PAGE}, {"offset", KEY_OFFSET},
    {"fields", KEY_FIELDS}, {"show-fields", KEY_FIELDS}, {"fl", KEY_FIELDS},
    {"highlight", KEY_HIGHLIGHT}, {"facets", KEY_FACETS}, {"strict", KEY_STRICT},
};

struct pair {
    const char *name, *value;
    size_t name_len, value_len;
};

struct reading {
    struct arena *arena;
    struct search_params *out;
    struct problem *problem;
    struct pair pair; /* the one being read */
    bool given[KEY_COUNT];
    bool sort_given;
    uint32_t offset;
};

const char *params_facet_name(enum params_facet facet)
{
    return facet_names[facet];
}

const char *params_field_name(enum params_field field)
{
    return field_names[field];
}

static int refuse(struct reading *r, const char *code, const char *title, const char *detail, const char *hint)
{
    *r->problem = (struct problem){.status = 400, .code = code, .title = title, .param = r->pair.name,
                                   .value = r->pair.value, .value_len = r->pair.value_len, .hint = hint};
    snprintf(r->problem->detail, sizeof r->problem->detail, "%s", detail);
    return -1;
}

static int no_memory(struct reading *r)
{
    *r->problem = (struct problem){.status = 503, .code = "busy", .title = "The request could not be read for lack of memory"};
    return -1;
}

/* A warning, or in strict mode a refusal. */
static int warn(struct reading *r, const char *code, const char *title, const char *what)
{
    if (r->out->strict)
        return refuse(r, code, title, "", "Leave it out, or drop strict=1.");
    if (r->out->warning_count == PARAMS_WARNINGS_MAX)
        return 0;
    int shown = (int)(r->pair.name_len > 80 ? 80 : r->pair.name_len);
    const char *line = arena_printf(r->arena, "%s '%.*s' was ignored", what, shown, r->pair.name);
    if (!line)
        return no_memory(r);
    r->out->warnings[r->out->warning_count++] = line;
    return 0;
}

static bool equals(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(text, word, len) == 0;
}

static int read_word(struct reading *r, const char *const *words, size_t count, const char *hint, unsigned *out)
{
    for (size_t i = 0; i < count; i++) {
        if (equals(r->pair.value, r->pair.value_len, words[i])) {
            *out = (unsigned)i;
            return 0;
        }
    }
    return refuse(r, "value_invalid", "The value is not one of those it may be", "", hint);
}

static int read_number(struct reading *r, uint32_t min, uint32_t max, const char *hint, uint32_t *out)
{
    uint32_t n = 0;
    const struct pair *p = &r->pair;
    bool ok = p->value_len > 0 && p->value_len <= 9; /* nine digits fit 32 bits */
    for (size_t i = 0; ok && i < p->value_len; i++) {
        ok = p->value[i] >= '0' && p->value[i] <= '9';
        n = n * 10 + (uint32_t)(p->value[i] - '0');
    }
    if (!ok || n < min || n > max)
        return refuse(r, "number_invalid", "The number could not be used", "", hint);
    *out = n;
    return 0;
}

static int read_date(struct reading *r, struct date *out)
{
    /* The '+' of +01:00, written plainly in a URL, arrives as a space. */
    char *text = arena_copy(r->arena, r->pair.value, r->pair.value_len);
    size_t len = r->pair.value_len;
    if (!text)
        return no_memory(r);
    if (len > 19 && text[len - 6] == ' ' && text[len - 3] == ':')
        text[len - 6] = '+';
    const char *why = NULL;
    if (date_parse_iso(text, len, out, &why))
        return 0;
    char detail[160];
    snprintf(detail, sizeof detail, "%s.", why ? why : "it is no date");
    if (detail[0] >= 'a' && detail[0] <= 'z')
        detail[0] = (char)(detail[0] - 'a' + 'A');
    return refuse(r, "date_invalid", "The date could not be read", detail, "Use YYYY, YYYY-MM or YYYY-MM-DD.");
}

/* A comma list of names as bits. */
static int read_bits(struct reading *r, const char *const *list, size_t count, const char *hint, uint32_t *out)
{
    uint32_t bits = 0;
    const char *end = r->pair.value + r->pair.value_len;
    for (const char *at = r->pair.value; at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        size_t len = (size_t)((comma ? comma : end) - at);
        size_t i = 0;
        while (i < count && !equals(at, len, list[i]))
            i++;
        if (i < count)
            bits |= 1u << i;
        else if (equals(at, len, "all") || equals(at, len, "*"))
            bits |= (1u << count) - 1;
        else if (len > 0)
            return refuse(r, "value_invalid", "The list names what there is not", "", hint);
        at += len + 1;
    }
    *out = bits;
    return 0;
}

static int add_filter(struct reading *r, enum params_facet field, bool exclude, const char **values, size_t count)
{
    if (count == 0)
        return 0;
    if (r->out->filter_count == PARAMS_FILTERS_MAX)
        return refuse(r, "too_many_filters", "There are too many filters", "", "Give at most 32; join values by commas.");
    r->out->filters[r->out->filter_count++] =
        (struct params_filter){.field = field, .exclude = exclude, .values = values, .count = count};
    return 0;
}

/* guardian,bbc is one filter; -mail in the same list is a second, excluding one. */
static int read_filter(struct reading *r, enum params_facet field)
{
    const char **any = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *any);
    const char **none = arena_alloc(r->arena, PARAMS_VALUES_MAX * sizeof *none);
    if (!any || !none)
        return no_memory(r);
    size_t any_count = 0, none_count = 0;
    const char *end = r->pair.value + r->pair.value_len;
    if (memchr(r->pair.value, '\0', r->pair.value_len))
        return refuse(r, "value_invalid", "The value holds a NUL byte", "", NULL);
    for (const char *at = r->pair.value; at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        bool exclude = *at == '-';
        const char *start = at + exclude;
        at = stop + 1;
        if (start >= stop)
            continue;
        if ((size_t)(stop - start) > PARAMS_VALUE_MAX)
            return refuse(r, "value_too_long", "A value is too long", "", "Give at most 200 bytes a value.");
        if (any_count + none_count == PARAMS_VALUES_MAX)
            return refuse(r, "too_many_values", "There are too many values", "", "Give at most 64 in one list.");
        const char *value = arena_copy(r->arena, start, (size_t)(stop - start));
        if (!value)
            return no_memory(r);
        if (exclude)
            none[none_count++] = value;
        else
            any[any_count++] = value;
    }
    return add_filter(r, field, false, any, any_count) || add_filter(r, field, true, none, none_count) ? -1 : 0;
}

static int read_text(struct reading *r)
{
    if (r->pair.value_len > QUERY_BYTES_MAX)
        return refuse(r, "query_too_long", "The query is too long", "It may be 2,000 bytes.", "Search for fewer words.");
    r->out->q = r->pair.value;
    r->out->q_len = r->pair.value_len;
    return 0;
}

static int read_value(struct reading *r, enum param_key key)
{
    static const char *const matches[] = {"all", "any"};
    static const char *const sorts[] = {"relevance", "newest", "oldest"};
    static const char *const highlights[] = {"html", "offsets", "none"};
    static const char *const switches[] = {"0", "1", "false", "true"};
    struct search_params *out = r->out;
    unsigned word = 0;
    int failed = 0;
    switch (key) {
    case KEY_Q:
        return read_text(r);
    case KEY_MATCH:
        failed = read_word(r, matches, 2, "Use all or any.", &word);
        out->match = word ? MATCH_ANY : MATCH_ALL;
        return failed;
    case KEY_FROM:
        return read_date(r, &out->from);
    case KEY_TO:
        return read_date(r, &out->to);
    case KEY_SOURCE:
    case KEY_SECTION:
    case KEY_AUTHOR:
    case KEY_TAG:
    case KEY_LANG:
        return read_filter(r, (enum params_facet)(key - KEY_SOURCE + FACET_SOURCE));
    case KEY_SORT:
        failed = read_word(r, sorts, 3, "Use relevance, newest or oldest.", &word);
        out->sort = (enum params_sort)word;
        r->sort_given = true;
        return failed;
    case KEY_PAGE:
        return read_number(r, 1, 999999999, "Use a whole number from 1.", &out->page);
    case KEY_PER_PAGE:
        return read_number(r, 1, PARAMS_PER_PAGE_MAX, "Use a whole number from 1 to 100.", &out->per_page);
    case KEY_OFFSET:
        return read_number(r, 0, 999999999, "Use a whole number from 0.", &r->offset);
    case KEY_FIELDS:
        return read_bits(r, field_names, RESULT_FIELD_COUNT, "Use names of a result's members, or all.", &out->fields);
    case KEY_HIGHLIGHT:
        failed = read_word(r, highlights, 3, "Use html, offsets or none.", &word);
        out->highlight = (enum params_highlight)word;
        return failed;
    case KEY_FACETS:
        return read_bits(r, facet_names, FACET_COUNT, "Use source, section, author, tag, lang, year.", &out->facets);
    case KEY_STRICT:
        failed = read_word(r, switches, 4, "Use 1 or 0.", &word);
        out->strict = word & 1;
        return failed;
    case KEY_COUNT:
        break;
    }
    return 0;
}

static bool find_key(const struct pair *pair, enum param_key *key)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (equals(pair->name, pair->name_len, names[i].name)) {
            *key = names[i].key;
            return true;
        }
    }
    return false;
}

static int read_pair(struct reading *r)
{
    enum param_key key;
    if (!find_key(&r->pair, &key))
        return warn(r, "parameter_unknown", "There is no such parameter", "the unknown parameter");
    if (r->pair.value_len == 0)
        return 0; /* an empty field of a form */
    bool filter = key >= KEY_SOURCE && key <= KEY_LANG;
    if (r->given[key] && !filter && key != KEY_STRICT)
        return warn(r, "parameter_repeated", "The parameter is given twice", "the second");
    r->given[key] = true;
    return read_value(r, key);
}

static int split_pairs(struct reading *r, const char *query, size_t len, struct pair *pairs, size_t *count)
{
    const char *end = query + len;
    for (const char *at = query; at < end;) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        const char *stop = amp ? amp : end;
        const char *equal = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equal ? equal : stop;
        const char *value = equal ? equal + 1 : stop;
        char *name = arena_alloc(r->arena, (size_t)(name_end - at) + 1);
        char *text = arena_alloc(r->arena, (size_t)(stop - value) + 1);
        if (!name || !text)
            return no_memory(r);
        struct pair pair = {.name = name, .value = text};
        pair.name_len = url_decode(at, (size_t)(name_end - at), true, name);
        pair.value_len = url_decode(value, (size_t)(stop - value), true, text);
        at = stop + 1;
        if (pair.name_len == 0)
            continue;
        r->pair = pair;
        if (*count == PARAMS_PAIRS_MAX)
            return refuse(r, "too_many_parameters", "There are too many parameters", "", "Give at most 128.");
        pairs[(*count)++] = pair;
    }
    return 0;
}

static int settle_window(struct reading *r)
{
    struct search_params *out = r->out;
    if (r->given[KEY_OFFSET] && r->given[KEY_PAGE]) {
        r->pair = (struct pair){.name = "offset", .name_len = 6};
        return refuse(r, "parameter_conflict", "page and offset exclude each other", "", "Use one of them.");
    }
    uint64_t last = r->given[KEY_OFFSET] ? (uint64_t)r->offset + out->per_page : (uint64_t)out->page * out->per_page;
    if (last > PARAMS_WINDOW) {
        char *value = arena_printf(r->arena, "%u", r->given[KEY_OFFSET] ? r->offset : out->page);
        if (!value)
            return no_memory(r);
        r->pair = (struct pair){.name = r->given[KEY_OFFSET] ? "offset" : "page", .value = value,
                                .value_len = strlen(value)};
        return refuse(r, "page_too_deep", "The page is too deep", "page * per_page may be 10,000.",
                      "Use cursor: cursor=* starts, then next_cursor.");
    }
    out->first = (uint32_t)(last - out->per_page);
    out->page = out->first / out->per_page + 1;
    return 0;
}

static int settle_dates(struct reading *r)
{
    const struct search_params *out = r->out;
    if (out->from.precision == DATE_NONE || out->to.precision == DATE_NONE ||
        date_first_day(&out->from) <= date_last_day(&out->to))
        return 0;
    char text[32];
    size_t len = date_format(&out->to, text);
    const char *value = arena_copy(r->arena, text, len);
    if (!value)
        return no_memory(r);
    r->pair = (struct pair){.name = "to", .value = value, .value_len = len};
    return refuse(r, "range_invalid", "The range ends before it begins", "to is before from.", "Swap them.");
}

int params_parse(const char *query, size_t len, struct arena *arena, struct search_params *out, struct problem *problem)
{
    *out = (struct search_params){.match = MATCH_ALL, .page = 1, .per_page = PARAMS_PER_PAGE,
                                  .fields = (1u << RESULT_TEXT) - 1};
    struct reading r = {.arena = arena, .out = out, .problem = problem};
    struct pair *pairs = arena_alloc(arena, PARAMS_PAIRS_MAX * sizeof *pairs);
    size_t count = 0;
    if (!pairs)
        return no_memory(&r);
    if (split_pairs(&r, query, len, pairs, &count))
        return -1;
    /* strict first: it decides what the others' faults are, wherever it stands. */
    for (int strict = 1; strict >= 0; strict--) {
        for (size_t i = 0; i < count; i++) {
            r.pair = pairs[i];
            if (equals(r.pair.name, r.pair.name_len, "strict") == (bool)strict && read_pair(&r))
                return -1;
        }
    }
    if (!r.sort_given)
        out->sort = out->q ? SORT_RELEVANCE : SORT_NEWEST;
    return settle_window(&r) || settle_dates(&r) ? -1 : 0;
}
