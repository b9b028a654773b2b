/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names_dull.c - English words that can be searched for, but that nobody wants suggested by themselves. */
#include "archive/names.h"

#include <stdlib.h>
#include <string.h>

enum { DULL_BYTES_MAX = 12 };

/* Sorted. Beside the stop words (words.h). */
static const char dull_words[][DULL_BYTES_MAX] = {
    "according", "actually", "again", "against", "ago", "almost", "already", "although", "always", "among", "another",
    "anyone", "anything", "arent", "around", "asked", "away", "back", "became", "because", "become", "before",
    "behind", "being", "best", "better", "between", "both", "came", "cannot", "cant", "come", "comes", "coming",
    "couldnt", "despite", "didnt", "doesnt", "doing", "done", "dont", "down", "dr", "during", "each", "either",
    "else", "enough", "especially", "even", "ever", "every", "everyone", "everything", "far", "few", "first",
    "former", "get", "gets", "getting", "give", "given", "go", "goes", "going", "gone", "got", "gov", "hadnt",
    "hasnt", "havent", "having", "here", "herself", "hes", "himself", "however", "im", "including", "instead", "isnt",
    "it", "its", "itself", "just", "keep", "know", "known", "last", "later", "least", "less", "let", "like", "likely",
    "little", "look", "made", "make", "makes", "making", "many", "maybe", "might", "more", "most", "mr", "mrs", "ms",
    "much", "must", "near", "need", "never", "next", "no", "nor", "nothing", "now", "off", "often", "once", "one",
    "only", "other", "others", "ourselves", "out", "over", "own", "perhaps", "put", "quite", "rather", "really",
    "rep", "reps", "said", "same", "saw", "say", "saying", "says", "see", "seem", "seemed", "seems", "seen", "sen",
    "sens", "several", "shes", "should", "shouldnt", "since", "someone", "something", "sometimes", "soon", "still",
    "take", "taken", "taking", "tell", "thats", "themselves", "theres", "theyre", "thing", "things", "think",
    "though", "thought", "through", "thus", "together", "told", "too", "took", "toward", "towards", "two", "under",
    "until", "up", "upon", "us", "use", "used", "very", "want", "wanted", "wants", "wasnt", "way", "well", "went",
    "werent", "whether", "who", "whom", "whose", "why", "will", "within", "without", "wont", "wouldnt", "yet",
    "youre", "yours",
};

static int compare(const void *key, const void *row)
{
    return strcmp(key, row);
}

bool names_is_dull(const char *word, size_t len)
{
    char row[DULL_BYTES_MAX] = {0};

    if (len >= DULL_BYTES_MAX)
        return false;
    memcpy(row, word, len);
    return bsearch(row, dull_words, sizeof dull_words / sizeof *dull_words, DULL_BYTES_MAX, compare);
}
