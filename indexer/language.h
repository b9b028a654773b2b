/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language.h - which language a text is in, when nobody says.
 *
 * A vote of the words that every text of a language is full of ("the", "und"): some 200 words are asked. Those of
 * near neighbours (Danish and Norwegian) vote against each other, so that a doubtful text is in none. */
#ifndef HUSTINGS_LANGUAGE_H
#define HUSTINGS_LANGUAGE_H

#include <stddef.h>

/* ISO 639-1, static; NULL: too short, or not sure, or there was no memory to tell (archive/memory.h). Any thread. */
const char *language_of(const char *text, size_t len);

#endif
