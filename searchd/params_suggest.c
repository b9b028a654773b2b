/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_suggest.c - a raw query string as what /v1/suggest is asked. */
#include "searchd/params_suggest.h"

#include "searchd/params_value.h"

enum suggest_key { KEY_Q, KEY_LIMIT, KEY_FORMAT, KEY_STRICT, KEY_COUNT };

static const struct {
    const char *name;
    enum suggest_key key;
} names[] = {{"q", KEY_Q},         {"query", KEY_Q},       {"limit", KEY_LIMIT},
             {"count", KEY_LIMIT}, {"format", KEY_FORMAT}, {"strict", KEY_STRICT}};

struct reading {
    struct param_reading value;
    struct suggest_params *out;
    bool given[KEY_COUNT];
};

static int read_value(struct reading *r, enum suggest_key key)
{
    static const char *const formats[] = {"json", "opensearch"};
    static const char *const switches[] = {"0", "1", "false", "true"};
    const struct param *p = &r->value.now;
    unsigned word = 0;
    int failed = 0;
    switch (key) {
    case KEY_Q:
        if (p->value_len > QUERY_BYTES_MAX) {
            *r->value.problem = params_query_too_long(p->name, p->value, p->value_len);
            return -1;
        }
        r->out->q = p->value;
        r->out->q_len = p->value_len;
        return 0;
    case KEY_LIMIT:
        return param_number(&r->value, 1, SUGGEST_COUNT_MAX, "Use a whole number from 1 to 20.", &r->out->limit);
    case KEY_FORMAT:
        failed = param_word(&r->value, formats, 2, "Use json or opensearch.", &word);
        r->out->opensearch = word == 1;
        return failed;
    case KEY_STRICT:
        failed = param_word(&r->value, switches, 4, "Use 1 or 0.", &word);
        r->value.strict = word & 1;
        return failed;
    case KEY_COUNT:
        break;
    }
    return 0;
}

static int read_param(void *ctx)
{
    struct reading *r = ctx;
    const struct param *p = &r->value.now;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!param_equals(p->name, p->name_len, names[i].name))
            continue;
        if (p->value_len == 0)
            return 0;
        if (r->given[names[i].key] && names[i].key != KEY_STRICT)
            return param_warn(&r->value, "parameter_repeated", "The parameter is given twice", "the second ", "was ignored");
        r->given[names[i].key] = true;
        return read_value(r, names[i].key);
    }
    return param_warn(&r->value, "parameter_unknown", "There is no such parameter", "the unknown parameter ", "was ignored");
}

int params_suggest(const char *query, size_t len, struct arena *arena, struct suggest_params *out,
                   struct problem *problem)
{
    *out = (struct suggest_params){.q = "", .limit = SUGGEST_COUNT};
    struct reading r = {.value = {.arena = arena, .problem = problem}, .out = out};
    if (param_each(&r.value, query, len, read_param, &r))
        return -1;
    out->strict = r.value.strict;
    out->warnings = r.value.warnings;
    out->warning_count = r.value.warning_count;
    return 0;
}
