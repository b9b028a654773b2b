/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words_stop.c - English words that weigh nothing outside phrases. */
#include "archive/words.h"

#include <stdlib.h>
#include <string.h>

enum { STOP_BYTES_MAX = 6 };

/* Sorted. Without "us" (the country), "it", "who" (the two bodies), "may" (the prime minister), "will"
 * and "no" (No campaign, No 10), which people search for. */
static const char stop_words[][STOP_BYTES_MAX] = {
    "a",     "about", "after", "all",   "also",  "am",    "an",    "and",   "any",   "are",   "as",    "at",
    "be",    "been",  "being", "but",   "by",    "can",   "could", "did",   "do",    "does",  "for",   "from",
    "had",   "has",   "have",  "he",    "her",   "him",   "his",   "how",   "i",     "if",    "in",    "into",
    "is",    "its",   "me",    "my",    "not",   "of",    "on",    "or",    "our",   "she",   "so",    "some",  "such",
    "than",  "that",  "the",   "their", "them",  "then",  "there", "these", "they",  "this",  "those", "to",
    "was",   "we",    "were",  "what",  "when",  "where", "which", "while", "with",  "would", "you",   "your",
};

static int compare(const void *key, const void *row)
{
    return strcmp(key, row);
}

bool word_is_stop(const char *term, size_t len)
{
    char word[STOP_BYTES_MAX] = {0};
    if (len == 0 || len >= STOP_BYTES_MAX)
        return false;
    memcpy(word, term, len);
    return bsearch(word, stop_words, sizeof stop_words / sizeof *stop_words, STOP_BYTES_MAX, compare);
}

bool word_may_tell(const char *term, size_t len)
{
    bool letters = false;

    for (size_t i = 0; i < len && !letters; i++)
        letters = !(term[i] >= '0' && term[i] <= '9') && term[i] != '.';
    return letters && len > 1 && !word_is_stop(term, len);
}
