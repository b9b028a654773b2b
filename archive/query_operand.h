/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_operand.h - what the two halves of the parser share. For query_*.c and synonyms_*.c only. */
#ifndef HUSTINGS_QUERY_OPERAND_H
#define HUSTINGS_QUERY_OPERAND_H

#include "archive/query_lex.h"
#include "archive/words.h"

enum { QUERY_WARNINGS_MAX = 24 }; /* different ones; a person reads no more */

struct parser {
    struct lexer lex;
    struct token now;
    struct arena *arena;
    struct words *words;
    enum query_match match;
    const char *warnings[QUERY_WARNINGS_MAX];
    size_t warning_count;
    size_t word_count;
    int depth, skipped_depth;
    enum fault fault; /* FAULT_NONE while all is well; else the parser runs out quickly */
};

/* A repair, told once. */
void query_warn(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* NULL when the arena is full (p->fault is set). */
struct query_node *query_node(struct parser *p, enum query_kind kind, int field);
/* A node of parts; the part itself when there is one, NULL when none. */
struct query_node *query_join(struct parser *p, enum query_kind kind, struct query_node **parts, size_t count);
/* What a bare or quoted token means in a field; NULL when nothing. */
struct query_node *query_operand(struct parser *p, const struct token *t, int field);
/* A word, a compound, or several words as a phrase; NULL when there is none in text. */
struct query_node *query_name(struct parser *p, const char *text, size_t len, int field);
/* Reads "2016..2017", "2016", "..2016-11" into out's from and to. False: it is no date, which was told. */
bool query_range(struct parser *p, const char *text, size_t len, struct query_node *out);
/* typed with what stands in the brackets behind it, of which `bracketed` says that typed itself stood in some. */
struct query_node *query_synonyms(struct parser *p, struct query_node *typed, bool bracketed, const struct token *t);

#endif
