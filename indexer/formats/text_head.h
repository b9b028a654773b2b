/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text_head.h - the facts that stand above a plain text, a line "Key: value" each: in letters, in what databases of
 * newspapers print, and between "---" in Markdown. */
#ifndef HUSTINGS_TEXT_HEAD_H
#define HUSTINGS_TEXT_HEAD_H

#include <cJSON.h>

/* Keys of article_from_json of the clean text at..end; *rest: what follows. NULL: it opens with no such lines, of which
 * two at least must have keys that we know, one of them the title's or the date's; or no memory. */
cJSON *text_head_read(const char *at, const char *end, const char **rest);

#endif
