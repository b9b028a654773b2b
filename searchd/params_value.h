/* SPDX-License-Identifier: GPL-2.0-or-later */
/* params_value.h - a query string's parameters, and each one's value as a typed one, or the problem naming it. For
 * params*.c only.
 *
 * Each returns 0, or -1 with the problem set. */
#ifndef HUSTINGS_PARAMS_VALUE_H
#define HUSTINGS_PARAMS_VALUE_H

#include "searchd/params.h"

struct param {
    const char *name, *value; /* decoded; a NUL behind, and any bytes in them */
    size_t name_len, value_len;
};

struct param_reading {
    struct arena *arena;
    struct problem *problem;
    struct param now; /* the one being read, named in problems */
    struct search_filter *filters; /* PARAMS_FILTERS_MAX of them */
    size_t filter_count;
    bool strict;           /* warnings are refusals */
    const char **warnings; /* PARAMS_WARNINGS_MAX of them, from param_each on */
    size_t warning_count;
};

/* Decodes name=value pairs and has each read, as r->now: strict first, since it decides what the others' faults are. */
int param_each(struct param_reading *r, const char *query, size_t len, int (*read)(void *ctx), void *ctx);
bool param_equals(const char *text, size_t len, const char *word);
/* Always -1; hint and title are static, hint may be NULL. */
int param_refuse(struct param_reading *r, const char *code, const char *title, const char *detail, const char *hint);
int param_no_memory(struct param_reading *r);
/* A warning about the parameter at hand, its name between before and after; or when strict a refusal. */
int param_warn(struct param_reading *r, const char *code, const char *title, const char *before, const char *after);

int param_word(struct param_reading *r, const char *const *words, size_t count, const char *hint, unsigned *index);
int param_number(struct param_reading *r, uint32_t min, uint32_t max, const char *hint, uint32_t *out);
int param_date(struct param_reading *r, struct date *out);
/* A comma list of names as bits; name(i) is the i-th. */
int param_bits(struct param_reading *r, const char *(*name)(unsigned i), size_t count, const char *hint, uint32_t *out);
/* guardian,bbc is one filter; -mail in the same list is a second, excluding one. */
int param_filter(struct param_reading *r, enum search_facet field);

#endif
