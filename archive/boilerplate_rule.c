/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_rule.c - when a line that recurs in a source's articles is boilerplate. */
#include "archive/boilerplate_rule.h"

#include "archive/text.h"

#include <utf8proc.h>

enum {
    SHARE_FEW_WORDS = 2, /* "Right.", "[music]": said, not printed under every article */
    SHARE_NAME = 10,     /* two or three words with capitals: "Richard Wolf", who wrote it, or whom it quotes */
    SHARE_ONE_TIME = 50  /* of a line whose articles are of a day or two, or undated */
};

static size_t bits_of(uint64_t set)
{
    return (size_t)__builtin_popcountll(set);
}

bool boilerplate_recurs(const struct boilerplate_evidence *e)
{
    return bits_of(e->articles) >= BOILERPLATE_ARTICLES && bits_of(e->texts) >= BOILERPLATE_ARTICLES;
}

/* Words as white space parts them, and those of them that begin with a capital and go on without one. */
static void count_words(const char *line, size_t len, unsigned *words, unsigned *names)
{
    const char *at = line, *end = line + len;
    bool starts = true, is_name = false;

    *words = *names = 0;
    while (at < end) {
        int32_t c = text_next(&at, end);
        utf8proc_category_t kind = utf8proc_category(c);
        if (c == ' ') {
            *names += !starts && is_name;
            starts = true;
        } else if (starts) {
            starts = false;
            is_name = kind == UTF8PROC_CATEGORY_LU && at < end && *at != ' ';
            ++*words;
        } else if (kind != UTF8PROC_CATEGORY_LL && c != '.' && c != '-' && c != '\'' && c != 0x2019 &&
                   kind != UTF8PROC_CATEGORY_LU) {
            is_name = false;
        }
    }
    *names += !starts && is_name;
}

unsigned boilerplate_share(const char *line, size_t len, const struct boilerplate_evidence *e)
{
    unsigned words, names, share = 0;

    count_words(line, len, &words, &names);
    if (words <= BOILERPLATE_FEW_WORDS)
        share = words > 1 && names == words ? SHARE_NAME : SHARE_FEW_WORDS;
    return bits_of(e->days) >= BOILERPLATE_DAYS || share > SHARE_ONE_TIME ? share : SHARE_ONE_TIME;
}
