/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_lex.c - tokens of the query language. Anything that is no mark of it is a bare word. */
#include "archive/query_lex.h"

#include "archive/text.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

enum { DISTANCE_LIMIT = 1000000 }; /* digits beyond it change nothing, and would overflow */

static const char *const field_names[] = {
    [FIELD_TITLE] = "title", [FIELD_BODY] = "body", [FIELD_AUTHOR] = "author", [FIELD_SAID] = "said",
    [FIELD_SOURCE] = "source", [FIELD_SECTION] = "section", [FIELD_TAG] = "tag", [FIELD_ID] = "id", [FIELD_URL] = "url",
    [QUERY_FIELD_DATE] = "date",
};

const char *field_name(int field)
{
    return field_names[field];
}

bool field_has_value(int field)
{
    return field >= FIELD_SOURCE && field <= QUERY_FIELD_DATE;
}

static bool is_space(int32_t code)
{
    if (code < 0x80)
        return code == ' ' || code == '\n' || code == '\t';
    utf8proc_category_t c = utf8proc_category(code);
    return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

static bool is_quote(int32_t code)
{
    return code == '"' || (code >= 0x201C && code <= 0x201F) || code == 0xAB || code == 0xBB || code == 0xFF02;
}

/* A quoted token whose opening quote was read. In a value a straight one is closed by a straight one, and \ keeps it.
 */
static struct token read_quoted(struct lexer *lex, int32_t opened_by)
{
    struct token t = {.kind = TOKEN_QUOTED, .text = lex->at, .distance = -1, .unclosed = true};
    bool value = field_has_value(lex->field) && opened_by == '"';
    while (lex->at < lex->end) {
        const char *here = lex->at;
        int32_t code = text_next(&lex->at, lex->end);
        t.len = (size_t)(lex->at - t.text);
        if (value && code == '\\' && lex->at < lex->end) {
            text_next(&lex->at, lex->end);
            t.len = (size_t)(lex->at - t.text);
        } else if (value ? code == '"' : is_quote(code)) {
            t.unclosed = false;
            t.len = (size_t)(here - t.text);
            break;
        }
    }
    if (lex->at + 1 < lex->end && *lex->at == '~' && lex->at[1] >= '0' && lex->at[1] <= '9') {
        t.distance = 0;
        for (lex->at++; lex->at < lex->end && *lex->at >= '0' && *lex->at <= '9'; lex->at++)
            if (t.distance < DISTANCE_LIMIT)
                t.distance = t.distance * 10 + (*lex->at - '0');
    }
    return t;
}

/* Brackets inside a value belong to it when they pair: url:https://x/Foo_(bar). */
static void read_value(struct lexer *lex)
{
    int open = 0;
    while (lex->at < lex->end) {
        const char *next = lex->at;
        int32_t code = text_next(&next, lex->end);
        if (is_space(code) || (code == ')' && open == 0))
            return;
        open += (code == '(') - (code == ')');
        lex->at = next;
    }
}

static bool opens_synonyms(const char *at, const char *end)
{
    return end - at >= 2 && at[0] == '[' && at[1] == '=';
}

/* What stands between [= and ]. */
static struct token read_synonyms(struct lexer *lex)
{
    const char *from = lex->at + 2, *close = memchr(from, ']', (size_t)(lex->end - from));
    const char *end = close ? close : lex->end;

    lex->at = close ? close + 1 : end;
    return (struct token){.kind = TOKEN_SYNONYMS, .text = from, .len = (size_t)(end - from), .unclosed = !close};
}

static void read_bare(struct lexer *lex)
{
    while (lex->at < lex->end) {
        const char *next = lex->at;
        int32_t code = text_next(&next, lex->end);
        if (is_space(code) || is_quote(code) || code == '(' || code == ')' || opens_synonyms(lex->at, lex->end))
            return;
        lex->at = next;
    }
}

static int field_of(const char *text, size_t len)
{
    for (int f = FIELD_TITLE; f <= QUERY_FIELD_DATE; f++)
        if (strlen(field_names[f]) == len && strncasecmp(field_names[f], text, len) == 0)
            return f;
    return FIELD_ANY;
}

static bool is(const struct token *t, const char *mark)
{
    return t->len == strlen(mark) && memcmp(t->text, mark, t->len) == 0;
}

static bool starts_operand(const struct lexer *lex)
{
    const char *at = lex->at;
    if (at == lex->end)
        return false;
    int32_t code = text_next(&at, lex->end);
    return !is_space(code) && code != '-' && code != ')';
}

struct token lex_next(struct lexer *lex)
{
    const char *from;
    int32_t code;
    for (;;) {
        from = lex->at;
        if (from == lex->end)
            return (struct token){.kind = TOKEN_END};
        code = text_next(&lex->at, lex->end);
        if (!is_space(code))
            break;
    }
    struct token t = {.text = from, .distance = -1};
    if (is_quote(code)) {
        t = read_quoted(lex, code);
    } else if (code == '(') {
        t.kind = TOKEN_OPEN;
    } else if (code == ')') {
        t.kind = TOKEN_CLOSE;
    } else if (code == '-' && lex->field == FIELD_ANY && starts_operand(lex)) {
        t.kind = TOKEN_NOT;
    } else if (field_has_value(lex->field)) {
        lex->at = from;
        read_value(lex);
        t.kind = TOKEN_BARE;
    } else if (opens_synonyms(from, lex->end)) {
        lex->at = from;
        t = read_synonyms(lex);
    } else {
        lex->at = from;
        read_bare(lex);
        t.kind = TOKEN_BARE;
    }
    lex->field = FIELD_ANY;
    if (t.kind != TOKEN_BARE)
        return t;
    t.len = (size_t)(lex->at - from);
    if (is(&t, "AND") || is(&t, "&&"))
        t.kind = TOKEN_AND;
    else if (is(&t, "OR") || is(&t, "||"))
        t.kind = TOKEN_OR;
    else if (is(&t, "NOT"))
        t.kind = TOKEN_NOT;
    const char *colon = memchr(from, ':', t.len);
    int field = colon ? field_of(from, (size_t)(colon - from)) : FIELD_ANY;
    if (field != FIELD_ANY) {
        t.kind = TOKEN_FIELD;
        t.len = (size_t)(colon - from);
        t.field = lex->field = field;
        lex->at = colon + 1;
    }
    return t;
}
