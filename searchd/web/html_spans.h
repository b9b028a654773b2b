/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_spans.h - a text with marks where the API says that they are: pairs of bytes, title_offsets or text_offsets. */
#ifndef HUSTINGS_HTML_SPANS_H
#define HUSTINGS_HTML_SPANS_H

#include <cjson/cJSON.h>

#include "searchd/web/html.h"
#include "searchd/web/html_paragraphs.h"

/* Text with its marks as one line: of pairs of offsets, those that do not rise or lie outside of the text are passed
 * over. offsets NULL: there are no marks. */
void html_spans(struct buffer *out, const char *text, const cJSON *offsets);
/* The same as paragraphs, each mark with its id. */
void html_spans_paragraphs(struct html_paragraphs *p, const char *text, const cJSON *offsets);

#endif
