/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export_form.h - the forms that exported articles may have: what stands before the first, for each, and behind the
 * last. */
#ifndef HUSTINGS_EXPORT_FORM_H
#define HUSTINGS_EXPORT_FORM_H

#include "archive/cite.h"
#include "archive/manifest.h"
#include "archive/render.h"

enum export_format {
    EXPORT_NDJSON, EXPORT_CSV, EXPORT_BIBTEX, EXPORT_RIS, EXPORT_CSL, EXPORT_MANIFEST, EXPORT_FORMATS
};
#define EXPORT_FIELDS_DEFAULT                                                                                       \
    ((RESULT_FIELDS_DEFAULT & ~(1u << RESULT_TITLE_HTML | 1u << RESULT_SCORE | 1u << RESULT_SNIPPET)) |              \
     1u << RESULT_CONTENT_HASH)

extern const char *const export_form_names[EXPORT_FORMATS + 1]; /* by enum export_format, ended by NULL */

struct export_writing {
    const struct render_options *render;
    const struct cite_context *cite;
    bool bom;
    bool first;   /* no article stands before */
    struct arena *arena;
    struct buffer *out;
};
struct export_end {
    const struct manifest *manifest;
    const char *next_cursor; /* NULL: nothing is left */
    const char *const *warnings;
    size_t warning_count;
};

struct export_form {
    const char *type;   /* Content-Type */
    const char *ending; /* of a file's name */
    /* Each appends to out, which fails where something else does; any may be NULL. */
    void (*head)(struct export_writing *w);
    void (*article)(struct export_writing *w, const struct search_result *result);
    void (*tail)(struct export_writing *w, const struct export_end *end);
};
const struct export_form *export_form_of(enum export_format format);

#endif
