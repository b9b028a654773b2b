/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_names.c - the names found in any text stand in it, can be kept and are found again by what they begin with. */
#include "archive/names_live.h"
#include "archive/suggest_match.h"
#include "archive/suggest_typed.h"
#include "archive/text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { TYPED_EACH = 40 /* bytes of the text between what is typed of it */ };

static void is_found_again(const struct names_view *v, const struct name_record *r)
{
    struct name_record again;
    struct name_matches matches;
    char text[NAME_BYTES_MAX];
    size_t at = 0;

    law(names_find(v, r->key, r->key_len, &again));
    law(again.key_len == r->key_len && memcmp(again.key, r->key, r->key_len) == 0);
    law(names_text(&again, text) == r->text_len && memcmp(text, r->text, r->text_len) == 0);
    match_names(v, r->key, r->key_len, &matches);
    while (at < matches.count && names_record(v, matches.at[at].place).key != again.key)
        at++;
    law(at < matches.count || matches.count == MATCHES_MAX);
}

/* Puts one name into l and looks it up in what l holds then. */
static void keep(struct names_live *l, const struct found_name *name)
{
    const struct name_record r = {.key = name->key, .text = name->text, .key_len = (uint8_t)name->key_len,
                                  .text_len = (uint8_t)name->text_len, .writing = NAMES_GIVEN, .weight = NAMES_WEIGHT_NONE,
                                  .articles = 1};
    struct name_record had;
    struct buffer bytes = buffer_make(1 << 10);

    bool known = names_find(names_live_shown(l), r.key, r.key_len, &had);
    law(names_put(&bytes, &r));
    law(names_live_add(l, bytes.data, bytes.len));
    if (!known)
        is_found_again(names_live_shown(l), &r);
    buffer_free(&bytes);
}

static void is_in_the_text(const struct found_name *name, const char *text, size_t len)
{
    law(name->key_len > 0 && name->key_len <= NAME_BYTES_MAX && name->text_len > 0 && name->text_len <= NAME_BYTES_MAX);
    law(name->text >= text && name->text + name->text_len <= text + len);
    law(is_utf8(name->key, name->key_len));
    law(name->key[0] != ' ' && name->key[name->key_len - 1] != ' ');
}

static void find_names(const char *text, size_t len, struct names_live *l)
{
    struct name_finder f = {0};
    struct words *words = words_new();
    enum name_casing casing;
    struct word w;
    size_t count;

    name_finder_clear(&f);
    name_finder_start(&f, text, len);
    words_start(words, text, len);
    while (words_next(words, &w))
        if (name_finder_wants(&f, &w))
            law(name_finder_take(&f, &w, &casing));
    law(name_finder_finish(&f));
    law(name_finder_whole(&f, text, len < NAME_BYTES_MAX ? len : NAME_BYTES_MAX, words));
    const struct found_name *names = name_finder_names(&f, &count);
    for (size_t i = 0; i < count; i++) {
        is_in_the_text(&names[i], text, len);
        keep(l, &names[i]);
    }
    name_finder_free(&f);
    words_free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct names_live *l = names_live_new();
    struct buffer clean = buffer_make(1 << 20);
    struct name_matches matches;
    struct typed typed;
    struct error err;

    if (size > 1 << 16 || !text_clean((const char *)data, size, &clean) || !clean.len) {
        names_live_free(l);
        buffer_free(&clean);
        return 0;
    }
    find_names(clean.data, clean.len, l);
    for (size_t at = 0; at < size; at += TYPED_EACH) {
        size_t len = at % 3 * 7 + 3 < size - at ? at % 3 * 7 + 3 : size - at;
        if (!typed_read((const char *)data + at, len, &typed, &err))
            continue;
        law(typed.len < sizeof typed.key && typed.name < typed.len && typed.first < typed.count);
        match_names(names_live_shown(l), typed.key + typed.name, typed.len - typed.name, &matches);
        for (size_t i = 1; i < matches.count; i++)
            law(matches.at[i - 1].score >= matches.at[i].score);
    }
    names_live_add(l, (const char *)data, size); /* no list: refused, or taken for one */
    match_names(names_live_shown(l), "ab", 2, &matches);
    names_live_free(l);
    buffer_free(&clean);
    return 0;
}
