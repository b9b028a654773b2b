/* SPDX-License-Identifier: GPL-2.0-or-later */
/* result_file.h - an exported result as it lies in files: its ids in their order, and what it says of itself. */
#ifndef HUSTINGS_RESULT_FILE_H
#define HUSTINGS_RESULT_FILE_H

#include "archive/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct id_list {
    char *text; /* each with a NUL behind it */
    size_t len, text_size;
    size_t *starts; /* of each, in text */
    size_t count, size;
};
bool id_list_add(struct id_list *l, const char *id, size_t len); /* false: out of memory */
const char *id_list_at(const struct id_list *l, size_t i);
void id_list_free(struct id_list *l);

/* Ids that stand before a last line, behind the one before it. Its manifest may be of the last of them alone: an export
 * that broke off was gone on with. */
struct result_part {
    size_t end; /* ids of this part and of those before */
    cJSON *manifest;
};

struct result_file {
    struct id_list ids;
    bool listed; /* it has ids: it is no manifest alone */
    const char *citations; /* "RIS": it is of a form whose articles cannot be told from it; NULL: it is not */
    struct result_part *parts;
    size_t part_count, part_size; /* of them at least 1 when it was read, but for RIS and CSL without a manifest in
                                   * another file; 1 where there is one */
};
/* Reads JSON Lines with their last lines, a manifest, or with one in another file (NULL: none) a table with a column
 * "id"; of BibTeX the manifest alone. FAULT_INVALID says what of them is broken. */
int result_file_read(const char *path, const char *manifest_path, struct result_file *out, struct error *err);
void result_file_free(struct result_file *f);

#endif
