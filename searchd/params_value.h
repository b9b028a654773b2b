/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_value.h - a query string's parameters, and each one's value as a typed one, or the problem naming it. For
 * params*.c only; what there may be is in parameters.h.
 *
 * Each returns 0, or -1 with the problem set. */
#ifndef HUSTINGS_PARAMS_VALUE_H
#define HUSTINGS_PARAMS_VALUE_H

#include "searchd/parameters.h"
#include "searchd/params.h"

struct param {
    const char *name, *value; /* decoded; a NUL behind, and any bytes in them */
    size_t name_len, value_len;
};

struct param_reading {
    struct arena *arena;
    struct problem *problem;
    uint64_t takes;   /* PARAM_BITs of what the route takes */
    uint64_t given;   /* of those, what was given */
    struct param now; /* the one being read, named in problems */
    struct search_filter *filters; /* PARAMS_FILTERS_MAX of them, from param_each on */
    size_t filter_count;
    bool strict;           /* warnings are refusals */
    const char **warnings; /* PARAMS_WARNINGS_MAX of them, from param_each on */
    size_t warning_count;
};

/* As the parameter's kind has it. */
struct param_value {
    uint32_t number;  /* KIND_WORD: the word's index; KIND_SWITCH: 0 or 1; KIND_LIST: bits; KIND_NUMBER */
    struct date date; /* KIND_DATE */
    const char *text; /* KIND_QUERY, KIND_TEXT: in the arena, a NUL behind */
    size_t text_len;
};
/* Words of PARAM_IN, as they stand there. */
extern const enum query_field param_places[];
/* What a route does with one of its parameters. strict and filters never come here, but into the reading. */
typedef void param_store(void *ctx, enum param_key key, const struct param_value *value);

/* Reads name=value pairs by the table and has each stored: strict first, since it decides what the others' faults
 * are. Empty values are as none, a second one of a name is warned of. */
int param_each(struct param_reading *r, const char *query, size_t len, param_store *store, void *ctx);
/* The value at hand as one of p. */
int param_read(struct param_reading *r, const struct parameter *p, struct param_value *out);
/* Always -1; hint and title are static, hint may be NULL. */
int param_refuse(struct param_reading *r, const char *code, const char *title, const char *detail, const char *hint);
int param_no_memory(struct param_reading *r);
/* A warning about the parameter at hand, its name between before and after; or when strict a refusal. */
int param_warn(struct param_reading *r, const char *code, const char *title, const char *before, const char *after);

#endif
