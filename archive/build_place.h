/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build_place.h - the docids of a run's articles. For build.c only. */
#ifndef HUSTINGS_BUILD_PLACE_H
#define HUSTINGS_BUILD_PLACE_H

#include "archive/build.h"

/* Gives each item that is not placed the next docid from its own on that no other has, nor any of taken, and sorts all
 * by docid. */
int build_place(struct build_item *items, size_t count, const struct docids *taken, size_t taken_count,
                struct error *err);

#endif
