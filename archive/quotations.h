/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotations.h - where a text quotes: what stands between quotation marks, told from apostrophes and inches.
 *
 * Marks as Unicode lists them (The Unicode Standard, chapter 6.2, "Language-Based Usage of Quotation Marks") and as
 * languages pair them (CLDR, delimiters): “…” "…" „…“ „…” ”…” «…» »…« 「…」 『…』 ``…'' ‘…’ ‚…‘ '…'. That a
 * quotation of several paragraphs opens in each and closes in the last: The Chicago Manual of Style, 13.32. How the one
 * mark for both is told by its neighbours is SmartyPants' way (John Gruber, 2003); no model and no list of verbs of
 * speech is needed, so that what counts can be said in a sentence. tests/cases/quotations.cases has each rule.
 *
 * - A mark opens before a word and closes behind one; " that could do both does what the one before it did not.
 * - Only the outermost pair counts: what is quoted within a quotation lies inside it.
 * - A paragraph ends at an empty line, in a text without one at each line's end. A quotation that is open there goes on
 *   where the next paragraph begins with a mark, and else ends with its paragraph.
 * - ‘ and ' open only at the start of a word that is none of 'em, '90s and their like, and only where ’ or ' closes at
 *   the end of one in the same paragraph: best not behind an s, which may be a possessive.
 * - 6'2", 5" and 51°30'26" open nothing.
 * - How short it is does not matter: titles and words held at arm's length ("so-called") are quotations too. */
#ifndef HUSTINGS_QUOTATIONS_H
#define HUSTINGS_QUOTATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct quotation {
    uint32_t start, end; /* bytes between the marks; never none */
};

/* Zero it at first; its memory is reused from text to text. */
struct quotations {
    struct quotation *at; /* rising, apart */
    size_t count, size;
};
/* Finds those of a text of less than 4 GB, of any bytes. False: out of memory. */
bool quotations_find(struct quotations *q, const char *text, size_t len);
void quotations_free(struct quotations *q);

/* Whether that byte of the text lies in one; quick where `at` rises from call to call, which *cursor (0 at first)
 * remembers: then the one it lies in. */
bool quotations_have(const struct quotations *q, uint32_t at, size_t *cursor);

#endif
