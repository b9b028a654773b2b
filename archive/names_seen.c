/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_seen.c - whether the articles that have a rare word write it as a name. */
#include "archive/names_seen.h"

#include "archive/docid_article.h"
#include "archive/shim_error.h"
#include "archive/words.h"

#include <string.h>
#include <utf8proc.h>

enum { ARTICLES_MAX = 4 };

static bool begins_with_capital(const char *text, const struct word *w)
{
    utf8proc_int32_t letter;

    return utf8proc_iterate((const utf8proc_uint8_t *)text + w->start, (utf8proc_ssize_t)(w->end - w->start), &letter) >
               0 &&
           utf8proc_tolower(letter) != letter;
}

static bool has_name(struct words *words, struct record_text text, xap_text word)
{
    struct word w;

    words_start(words, text.data, text.len);
    while (words_next(words, &w))
        if (w.len == word.len && memcmp(w.term, word.data, w.len) == 0 && begins_with_capital(text.data, &w))
            return true;
    return false;
}

int names_seen(struct reader *r, xap_text word, struct arena *arena, bool *out, struct error *err)
{
    uint32_t docids[ARTICLES_MAX];
    size_t count = 0;
    struct record record;
    struct record_text text;
    xap_error xerr;

    *out = false;
    xap_status status = xap_reader_postings(reader_xapian(r), word, 1, docids, ARTICLES_MAX, &count, &xerr);
    if (status != XAP_OK)
        return shim_error(err, status, &xerr);
    struct words *words = words_new();
    if (!words)
        return error_set(err, FAULT_MEMORY, "the query needs too much memory");
    int rc = 0;
    for (size_t i = 0; rc == 0 && !*out && i < count; i++) {
        rc = docid_article(r, docids[i], arena, &record, &text, err);
        *out = rc == 0 && has_name(words, text, word);
    }
    words_free(words);
    return rc;
}
