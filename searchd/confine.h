/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine.h - what the daemon may still do once it serves: read one folder, answer on the sockets it has.
 *
 * Two halves, since Landlock holds for threads that are begun after it alone, and a filter of system calls must come
 * when all that needs more has been done. What the kernel does not have is left out, and told. */
#ifndef HUSTINGS_CONFINE_H
#define HUSTINGS_CONFINE_H

#include "archive/error.h"

#include <stdbool.h>
#include <sys/types.h>

enum { CONFINE_TOLD = 200 }; /* bytes of what is said of it */

struct confinement {
    bool becomes, files; /* another user; Landlock holds */
    int landlock;        /* its version; 0: none */
    uid_t uid;
    gid_t gid;
};

/* First of all: closes what whoever started it had open, but for standard output and error, and reads nothing from
 * standard input. Of these three none is free afterwards for a socket to become it, and have the log. */
int confine_inherited(struct error *err);
/* Before any thread: no privilege can be gained again, and of all files only those below the folder that holds
 * archive (the nearest, if there is none yet; not the top), and what links in archive lead to, can be opened, to be
 * read; nobody is connected to or sent a signal, where Landlock knows how; root keeps few capabilities, and memory is
 * in no core. user: who to become later; NULL: nobody else. */
int confine_files(const char *archive, const char *user, struct confinement *out, struct error *err);
/* After sockets and threads were made: becomes that user, for good, and from then on any system call but those that
 * answering takes fails with EPERM. FAULT_INVALID: that user is root. told: in words, what holds. */
int confine_calls(const struct confinement *c, char told[CONFINE_TOLD], struct error *err);

#endif
