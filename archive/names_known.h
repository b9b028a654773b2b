/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_known.h - whether a word is a name, by how the archive writes it. */
#ifndef HUSTINGS_NAMES_KNOWN_H
#define HUSTINGS_NAMES_KNOWN_H

#include "archive/reader.h"

/* A folded word. False also of one that too few articles have to tell. */
bool names_know(struct reader *r, const char *word, size_t len);

#endif
