/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lock.h - one writer at a time, and who it is.
 *
 * An OFD lock (fcntl) on ARCHIVE/lock: it vanishes with its holder, kill -9
 * included, so there is no stale lock and the file is never to be deleted. */
#ifndef HUSTINGS_LOCK_H
#define HUSTINGS_LOCK_H

#include "archive/error.h"

/* Takes the lock of the archive at dir, waiting up to wait_ms. *fd is closed to
 * give it back. FAULT_LOCKED names the holder: its pid, what it does, since when. */
int lock_take(const char *dir, const char *purpose, unsigned wait_ms, int *fd, struct error *err);

/* The same for who changes nothing, but keeps writers out meanwhile. On a read-only mount, where the lock's file
 * cannot be opened to write, it is a shared one: the archive may be writable through another mount. *fd may be -1: no
 * such file. */
int lock_take_to_read(const char *dir, const char *purpose, unsigned wait_ms, int *fd, struct error *err);

#endif
