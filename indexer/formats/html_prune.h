/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_prune.h - paragraphs within the article that are not its text. */
#ifndef HUSTINGS_HTML_PRUNE_H
#define HUSTINGS_HTML_PRUNE_H

#include "indexer/formats/html_paragraphs.h"

/* Sets left_out of: what stands above the text (the title again, a byline, a date), paragraphs that are a link to
 * something else, calls to share, subscribe or read on, and headings with nothing under them. title may be NULL. */
void html_prune(struct html_paragraphs *p, const char *title);

#endif
