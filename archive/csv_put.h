/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_put.h - rows of comma-separated values (RFC 4180), safe to open in a spreadsheet.
 *
 * A row is its cells, put one after the other, and csv_end_row. A spreadsheet takes a cell for a formula that begins
 * with = + - @, a tab or the end of a line: such text gets a ' before it (OWASP: CSV injection). What is put as a
 * number stays one. All fail as the buffer does: a run of them needs one check at its end. */
#ifndef HUSTINGS_CSV_PUT_H
#define HUSTINGS_CSV_PUT_H

#include "archive/record.h"

#define CSV_BOM "\xEF\xBB\xBF" /* put first it tells Excel that the file is UTF-8 */
#define CSV_TYPE "text/csv; charset=utf-8; header=present"

/* Whether len bytes of text, at least one, get that ' before them. */
bool csv_is_formula(const char *text, size_t len);
/* Clean text (text.h), in quotes where it must be; NULL: an empty cell. */
bool csv_put_cell(struct buffer *out, const char *text, size_t len);
bool csv_put_string(struct buffer *out, const char *text);
bool csv_put_text(struct buffer *out, struct record_text text);
bool csv_put_number(struct buffer *out, uint64_t number);
/* With so many digits behind the point; an empty cell when it is no number. */
bool csv_put_real(struct buffer *out, double number, int digits);
/* A cell for each name: the first row. */
bool csv_put_head(struct buffer *out, const char *const *names, size_t count);
/* CR LF. A row has a cell at least. */
bool csv_end_row(struct buffer *out);

#endif
