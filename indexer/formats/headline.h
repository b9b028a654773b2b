/* SPDX-License-Identifier: GPL-2.0-or-later */
/* headline.h - whether a line only says the title again. */
#ifndef HUSTINGS_HEADLINE_H
#define HUSTINGS_HEADLINE_H

#include <stdbool.h>
#include <stddef.h>

/* A short line most of whose words that weigh, by their stems, stand in the title too, and
 * which is no sentence of the text: it does not end in a full stop. */
bool headline_repeats(const char *title, const char *line, size_t len);

#endif
