/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h - folders of the archive: made, removed with all that is in them, synced. */
#ifndef HUSTINGS_FOLDER_H
#define HUSTINGS_FOLDER_H

#include "archive/error.h"

/* What is there already is fine. */
int folder_make(const char *path, struct error *err);
/* With all below; what is not there is fine. Links are removed, not followed. */
int folder_remove(const char *path, struct error *err);
/* The names in it survive a power loss. */
int folder_sync(const char *path, struct error *err);

#endif
