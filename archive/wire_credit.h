/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire_credit.h - which news agency an article says it is from: a table of agencies, and of the places where papers
 * credit them. An agency that is only named ("according to Reuters") is not credited. */
#ifndef HUSTINGS_WIRE_CREDIT_H
#define HUSTINGS_WIRE_CREDIT_H

#include <stddef.h>

/* The name of the agency ("Associated Press"), static; NULL: none is credited. authors: count texts with a NUL
 * behind. */
const char *wire_credit(const char *text, size_t len, const char *const *authors, size_t count);

#endif
