/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.h - HTML whose markup is ours alone: what an article or an asker says goes in as text.
 *
 * Nothing else in web/ appends text that is not a literal to a page. Each fails as the buffer does. */
#ifndef HUSTINGS_HTML_H
#define HUSTINGS_HTML_H

#include "archive/buffer.h"

/* As printf of a literal, with the conversions %s %d %u %.Nf and %%; another fails the buffer. What %s stands for is any text: it is
 * cleaned and escaped, fit between tags and in an attribute's double quotes. NULL gives nothing. */
void html(struct buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void html_text(struct buffer *out, const char *bytes, size_t len);
/* A line that the API made: escaped text where <mark> and </mark> are the only tags. What else looks like markup in it
 * becomes text; marks are balanced. NULL gives nothing. */
void html_marked(struct buffer *out, const char *line);
/* 37,554 */
void html_count(struct buffer *out, double count);
/* The address if a link may lead there, http: or https:; else NULL. */
const char *html_link_target(const char *url);

#endif
