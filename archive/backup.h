/* SPDX-License-Identifier: GPL-2.0-or-later */
/* backup.h - a copy of an archive as one of its commits left it, whoever adds meanwhile.
 *
 * Runs never change: the copy has links to their files where the file system allows it, else copies.
 * A writer waits so long; while the stored articles are copied, which may take long, it goes on: what is committed of
 * them does not change either. The file that makes the copy an archive, XAPIANDB, comes last, so that a half-made copy
 * is none. */
#ifndef HUSTINGS_BACKUP_H
#define HUSTINGS_BACKUP_H

#include "archive/error.h"

#include <stdint.h>

struct backed_up {
    uint64_t bytes_copied, bytes_linked;
};

/* To the folder to, which must be empty or not there. Waits wait_ms for a writer. On failure what was copied stays. */
int archive_backup(const char *dir, const char *to, unsigned wait_ms, struct backed_up *out, struct error *err);

#endif
