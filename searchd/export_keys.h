/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export_keys.h - who may export, where not everybody may: those who know a key. */
#ifndef HUSTINGS_EXPORT_KEYS_H
#define HUSTINGS_EXPORT_KEYS_H

#include <stdbool.h>

#include "archive/error.h"

enum {
    EXPORT_KEY_MIN = 16, /* characters: shorter ones can be guessed */
    EXPORT_KEY_MAX = 128,
    EXPORT_KEYS_MAX = 1000
};

struct export_keys;

/* A file with a key a line; empty lines and those that begin with # are passed over. FAULT_IO, FAULT_INVALID. */
int export_keys_read(const char *path, struct export_keys **out, struct error *err);
void export_keys_free(struct export_keys *keys); /* accepts NULL */
/* Whether an Authorization header (NULL: there is none) is "Bearer KEY" with one of them. Takes as long for any that is
 * none of them, so that nobody learns how much of one is right. */
bool export_keys_have(const struct export_keys *keys, const char *authorization);

#endif
