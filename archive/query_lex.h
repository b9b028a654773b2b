/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_lex.h - the marks of the query language, one token at a time. For query_*.c only. */
#ifndef HUSTINGS_QUERY_LEX_H
#define HUSTINGS_QUERY_LEX_H

#include "archive/query.h"

enum token_kind {
    TOKEN_END,
    TOKEN_BARE,
    TOKEN_QUOTED,
    TOKEN_FIELD,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_SYNONYMS /* [= ] */
};

enum { QUERY_FIELD_DATE = FIELD_URL + 1 }; /* date: is a range, not a field of an article's words */

struct token {
    enum token_kind kind;
    const char *text; /* of BARE, QUOTED and SYNONYMS: within the query; of FIELD: its name */
    size_t len;
    int field;        /* of FIELD */
    int distance;     /* of QUOTED: -1 when no ~n follows */
    bool unclosed;    /* of QUOTED and SYNONYMS */
};

struct lexer {
    const char *at, *end;
    int field; /* of the FIELD token just given; FIELD_ANY otherwise. Values are read otherwise than words */
};

struct token lex_next(struct lexer *lex);
bool field_has_value(int field);
const char *field_name(int field);

#endif
