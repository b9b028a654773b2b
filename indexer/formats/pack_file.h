/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack_file.h - a zip that lies in a file, read by its directory: what was deleted from it or replaced in it, whose
 * bytes are still there, is no member. */
#ifndef HUSTINGS_PACK_FILE_H
#define HUSTINGS_PACK_FILE_H

#include "indexer/formats/format.h"

#include <archive.h>

struct pack_file;
/* NULL: in is no zip in a regular file, or one without a directory that can be held (over 32 MiB): it is to be read
 * front to back. Nothing of in is used up. */
struct pack_file *pack_file_of(struct input *in);
void pack_file_free(struct pack_file *f); /* accepts NULL */
/* libarchive's result. */
int pack_file_open(struct pack_file *f, struct archive *opened);

#endif
