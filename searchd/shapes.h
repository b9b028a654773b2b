/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shapes.h - what JSON answers hold, as /openapi.json tells it: one table a shape, one row a member.
 *
 * tests/daemon/openapi.sh holds every answer that the document has an example of against them, and knows no member that
 * is not here. */
#ifndef HUSTINGS_SHAPES_H
#define HUSTINGS_SHAPES_H

#include <stdbool.h>
#include <stddef.h>

/* A type is string, integer, number, boolean or another shape's name; "[]" before it: a list of those; "{}": an object
 * whose members, of any names, are those; '?' behind it: or null. */
struct member {
    const char *name; /* '?' behind it: may be absent. NULL in a list of fixed length */
    const char *type; /* NULL ends */
    const char *says; /* NULL: the name says it */
};

struct shape {
    const char *name;
    const struct member *members;
    bool open; /* members of other names may stand behind */
    bool list; /* a list of fixed length */
};

const struct shape *shape_at(size_t i); /* NULL past the last */

#endif
