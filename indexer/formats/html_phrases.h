/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_phrases.h - what lines within an article say that are not its text, in several languages. */
#ifndef HUSTINGS_HTML_PHRASES_H
#define HUSTINGS_HTML_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

/* Begins as lines do that lead to another article: "Read more: ...". */
bool html_phrase_leads(const char *text, size_t len);
/* Asks the reader for something, or labels a part of the page: "Sign up ...", "Advertisement". */
bool html_phrase_calls(const char *text, size_t len);

#endif
