/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_synonyms.c - any bytes are a file of synonyms, and what it makes of a query may be asked again. The first line is the query. */
#include "archive/synonyms.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { ARENA_MAX = 8 << 20 };

static void within_bounds(const struct synonyms *s)
{
    law(s->problem_count <= SYNONYMS_PROBLEMS_MAX && s->group_count <= SYNONYMS_LINES_MAX);
    for (size_t i = 0; i < s->problem_count; i++)
        law(text_is_clean(s->problems[i].text, strlen(s->problems[i].text)));
    for (size_t i = 0; i < s->group_count; i++) {
        law(s->groups[i].count >= 2 && s->groups[i].count <= SYNONYMS_NAMES_MAX);
        for (size_t n = 0; n < s->groups[i].count; n++)
            law(*s->groups[i].names[n].key && s->groups[i].names[n].node->word_count >= 1);
    }
}

static void ask(const struct synonyms *s, const char *text, size_t len, enum query_match match)
{
    struct arena arena = arena_make(ARENA_MAX);
    struct query q, again;
    struct error err = {0};

    if (query_parse(text, len, match, &arena, &q, &err) == 0) {
        law(synonyms_apply(s, FIELD_ANY, &q, &arena, &err) == 0);
        len = strlen(q.understood_as);
        int rc = query_parse(q.understood_as, len, match, &arena, &again, &err);
        law(rc == 0 || len > QUERY_BYTES_MAX);
        law(rc || strcmp(again.understood_as, q.understood_as) == 0);
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *line = memchr(text, '\n', size);
    size_t len = line ? (size_t)(line - text) : size, behind = line ? len + 1 : size;
    struct synonyms *s;
    struct error err = {0};

    if (synonyms_parse(text + behind, size - behind, &s, &err) < 0)
        return 0;
    within_bounds(s);
    ask(s, text, len, MATCH_ALL);
    ask(s, text, len, MATCH_ANY);
    synonyms_free(s);
    return 0;
}
