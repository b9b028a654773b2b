/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openapi_parameters.c - rows of the table of parameters as Parameter Objects. */
#include "searchd/openapi.h"

#include <string.h>

/* What date_parse_iso reads, but for which days a month has. */
static const char date_pattern[] = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}([Tt ][0-9:.]+([Zz]|[+-][0-9:]+)?)?)?)?$";

const char *openapi_parameter_name(enum param_key key, struct arena *arena)
{
    const struct parameter *p = parameter_of(key);
    unsigned before = 0;
    for (unsigned i = 0; i < (unsigned)key; i++)
        before += strcmp(parameter_of((enum param_key)i)->name, p->name) == 0;
    return before ? arena_printf(arena, "%s_%u", p->name, before + 1) : p->name;
}

static bool put_words(cJSON *o, const struct parameter *p)
{
    cJSON *list = json_put_list(o, "enum");
    bool ok = list && json_put_string(o, "type", "string");
    for (unsigned i = 0; ok && parameter_word(p, i); i++)
        ok = json_put_string(list, NULL, parameter_word(p, i));
    return ok && (p->kind != KIND_LIST || json_put_string(list, NULL, "all"));
}

static bool put_number(cJSON *o, const struct parameter *p)
{
    return json_put_string(o, "type", "integer") && json_put_number(o, "minimum", p->min) &&
           (p->max == PARAM_NUMBER_MAX || json_put_number(o, "maximum", p->max)) &&
           (!p->standard || json_put_number(o, "default", p->standard));
}

static bool put_list(cJSON *o, const struct parameter *p)
{
    cJSON *items, *standard;
    bool ok = json_put_string(o, "type", "array") && (items = json_put_object(o, "items")) &&
              (p->kind == KIND_LIST ? put_words(items, p) : json_put_string(items, "type", "string"));
    if (!ok || !p->standard)
        return ok;
    ok = (standard = json_put_list(o, "default"));
    for (unsigned i = 0; ok && parameter_word(p, i); i++)
        ok = !(p->standard & 1u << i) || json_put_string(standard, NULL, parameter_word(p, i));
    return ok;
}

static bool put_schema(cJSON *into, const struct parameter *p)
{
    cJSON *o = json_put_object(into, "schema");
    switch (p->kind) {
    case KIND_QUERY:
    case KIND_TEXT:
        return json_put_string(o, "type", "string") && json_put_number(o, "maxLength", p->max);
    case KIND_WORD:
    case KIND_SWITCH:
        return put_words(o, p) && (p->standard == PARAM_NO_WORD ||
                                   json_put_string(o, "default", parameter_word(p, p->standard)));
    case KIND_NUMBER:
        return put_number(o, p);
    case KIND_DATE:
        return json_put_string(o, "type", "string") && json_put_string(o, "pattern", date_pattern);
    case KIND_LIST:
    case KIND_FILTER:
        return put_list(o, p) && json_put_string(into, "style", "form") &&
               json_put_bool(into, "explode", p->kind == KIND_FILTER);
    }
    return o;
}

static bool put_example(cJSON *o, const struct parameter *p)
{
    if (p->kind == KIND_NUMBER)
        return json_put_number(o, "example", strtod(p->example, NULL));
    if (p->kind != KIND_LIST && p->kind != KIND_FILTER)
        return json_put_string(o, "example", p->example);
    cJSON *list = json_put_list(o, "example");
    if (p->kind == KIND_FILTER)
        return list && json_put_string(list, NULL, p->example);
    bool ok = list;
    for (const char *at = p->example; ok && *at; at += strcspn(at, ","), at += *at == ',')
        ok = json_put_bytes(list, NULL, at, strcspn(at, ","));
    return ok;
}

static bool put_description(cJSON *o, const struct parameter *p, struct arena *arena)
{
    static const char *const says[] = {
        [KIND_QUERY] = " At most 2,000 bytes and 64 words.",
        [KIND_DATE] = " YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339.",
        [KIND_FILTER] = (" Values joined by commas: any of them; repeated: all of them; a leading '-': not. "
                         "A value in \"double quotes\" may hold commas and begin with '-'; \"\" in it is a quote."),
    };
    const char *text = arena_printf(arena, "%s%s", p->summary, says[p->kind] ? says[p->kind] : "");
    for (size_t i = 0; text && i < PARAM_ALIASES_MAX && p->aliases[i]; i++)
        text = arena_printf(arena, "%s%s%s%s", text, i ? ", " : " Also called ", p->aliases[i],
                            i + 1 == PARAM_ALIASES_MAX || !p->aliases[i + 1] ? "." : "");
    return text && json_put_string(o, "description", text);
}

static bool put_id(cJSON *parameters)
{
    cJSON *o = json_put_object(parameters, "id"), *schema;
    return o && json_put_string(o, "name", "id") && json_put_string(o, "in", "path") &&
           json_put_bool(o, "required", true) &&
           json_put_string(o, "description", "The article's id, percent-encoded.") &&
           (schema = json_put_object(o, "schema")) && json_put_string(schema, "type", "string");
}

bool openapi_put_parameters(cJSON *components, struct arena *arena)
{
    cJSON *parameters = json_put_object(components, "parameters");
    bool ok = parameters && put_id(parameters);
    for (unsigned key = 0; ok && key < PARAM_COUNT; key++) {
        const struct parameter *p = parameter_of((enum param_key)key);
        const char *name = openapi_parameter_name(p->key, arena);
        cJSON *o = name ? openapi_put_named(parameters, name) : NULL;
        ok = o && json_put_string(o, "name", p->name) && json_put_string(o, "in", "query") &&
             put_description(o, p, arena) && put_schema(o, p) && put_example(o, p);
    }
    return ok;
}
