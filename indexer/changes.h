/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changes.h - which fields two texts of one article differ in. */
#ifndef HUSTINGS_CHANGES_H
#define HUSTINGS_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FIELDS = 12,           /* by changes_name: the facts of article.h, and all that we do not know as one */
    CHANGES_TEXT_MAX = 128 /* of all their names */
};

/* A fingerprint of each field: equal where the fields are. */
struct fields {
    uint64_t of[FIELDS];
};

const char *changes_name(unsigned field);
/* head: the facts as JSON (stored.h); false when they are none. */
bool fields_of(const char *head, size_t head_len, const char *text, size_t text_len, struct fields *out);
/* Bit i: field i differs. */
unsigned changes_between(const struct fields *a, const struct fields *b);
/* "title, text"; returns out. */
const char *changes_text(unsigned changed, char out[CHANGES_TEXT_MAX]);

#endif
