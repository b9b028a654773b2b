/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cite_name.c - "Ursula von der Leyen", "Doe, Jane", "Jane Doe, Richard Roe" and "Reuters Staff" told apart.
 *
 * A name is split only where every word of it looks like one of a person's: what is taken for an organisation stays
 * whole, and a person that stays whole is still cited rightly, only sorted by the given name. */
#include "archive/cite_name.h"

#include "archive/text.h"

#include <string.h>
#include <utf8proc.h>

enum {
    WORDS_MAX = 8,
    NAMES_MAX = 4,     /* words of given and family names together: five capitalised words are a title of something */
    INITIALS_MAX = 2,  /* capitals alone, "JK Rowling"; three are an agency */
    COMMA_PARTS_MAX = 3
};

enum kind { OTHER, NAME, PARTICLE, SUFFIX };

struct words {
    struct record_text at[WORDS_MAX];
    enum kind kinds[WORDS_MAX];
    size_t count;
};

static const char *const particles[] = {"af", "al", "ap", "av", "bin", "bint", "da",  "dal", "das", "de",  "degli",
                                        "dei", "del", "della", "den", "der", "des", "di",  "do",  "dos", "du", "el",
                                        "ibn", "la",  "las", "le",  "los", "op",  "ten", "ter", "van", "vom", "von",
                                        "zu",  "zum", "zur"};
/* Those that are written with a capital within a family name: Robert De Niro, Dick Van Dyke. */
static const char *const capital_particles[] = {"Bin", "Da", "De", "Del", "Della", "Den", "Der", "Di", "Dos",
                                                "Du",  "La", "Le", "Ter", "Van",   "Von"};
static const char *const suffixes[] = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
/* What stands joined before a family name with a small letter. */
static const char *const joined[] = {"al", "an", "ar", "as", "ash", "at", "d", "dell", "el", "l", "t"};
/* Who has one of these is no person. */
static const char *const bodies[] = {
    "administration", "agencies", "agency", "associated", "association", "board", "broadcasting", "bureau", "campaign",
    "center", "centre", "city", "coalition", "committee", "community", "company", "contributor", "contributors", "corp",
    "correspondent", "correspondents", "council", "daily", "department", "desk", "digital", "editor", "editorial",
    "editors", "exclusive", "express", "foundation", "government", "group", "guardian", "headlines",
    "herald", "inc", "independent", "institute", "intelligencer", "international", "journal", "llc", "ltd",
    "magazine", "media", "ministry", "national", "network", "news", "newsroom", "newswire", "office", "online",
    "opinion", "party", "politics", "post", "press", "project", "radio", "report", "reporter", "reporters", "reuters",
    "review", "service", "services", "society", "special", "staff", "standard", "states", "studio", "team", "telegraph",
    "television", "the", "times", "today", "tribune", "tv", "union", "united", "university", "video", "weekly", "wire",
    "wires", "writer", "writers"};

static bool is_in(struct record_text word, const char *const *list, size_t count, bool any_case)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == word.len &&
            (any_case ? strncasecmp(list[i], word.data, word.len) : memcmp(list[i], word.data, word.len)) == 0)
            return true;
    return false;
}
#define IS_IN(word, list) is_in(word, list, sizeof(list) / sizeof *(list), false)

/* Bytes of "al-", "d'" and the like before a capital; 0: there is none. */
static size_t joined_length(struct record_text word)
{
    size_t letters = 0;
    while (letters < word.len && word.data[letters] >= 'a' && word.data[letters] <= 'z')
        letters++;
    if (!is_in((struct record_text){word.data, letters}, joined, sizeof joined / sizeof *joined, false))
        return 0;
    const char *at = word.data + letters, *end = word.data + word.len;
    if (at == end)
        return 0;
    int32_t mark = text_next(&at, end);
    return mark == '-' || mark == '\'' || mark == 0x2019 || mark == 0x2010 || mark == 0x2011 ? (size_t)(at - word.data)
                                                                                              : 0;
}

/* "Doe", "O’Brien", "Ferris-Bailey", "J.", "JK", "al-Assad" */
static bool is_name(struct record_text word)
{
    const char *at = word.data + joined_length(word), *end = word.data + word.len;
    size_t upper = 0, lower = 0, dots = 0;
    bool first = true;
    while (at < end) {
        int32_t code = text_next(&at, end);
        utf8proc_category_t category = utf8proc_category(code);
        bool capital = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
        if (first && !capital)
            return false;
        first = false;
        if (capital)
            upper++;
        else if (category == UTF8PROC_CATEGORY_LL)
            lower++;
        else if (code == '.')
            dots++;
        else if (category != UTF8PROC_CATEGORY_MN && code != '-' && code != '\'' && code != 0x2019 && code != 0x2BC &&
                 code != 0x2010 && code != 0x2011)
            return false;
    }
    return upper && (lower || dots || upper <= INITIALS_MAX);
}

static enum kind kind_of(struct record_text word)
{
    size_t bare = word.len;
    while (bare && strchr(".,;:'", word.data[bare - 1]))
        bare--;
    if (is_in((struct record_text){word.data, bare}, bodies, sizeof bodies / sizeof *bodies, true))
        return OTHER;
    return IS_IN(word, suffixes) ? SUFFIX : IS_IN(word, particles) ? PARTICLE : is_name(word) ? NAME : OTHER;
}

/* False: there are too many. */
static bool split_words(struct record_text text, struct words *out)
{
    *out = (struct words){.count = 0};
    const char *end = text.data + text.len;
    for (const char *at = text.data; at < end;) {
        const char *space = memchr(at, ' ', (size_t)(end - at)), *stop = space ? space : end;
        if (stop > at) {
            if (out->count == WORDS_MAX)
                return false;
            out->at[out->count] = (struct record_text){at, (size_t)(stop - at)};
            out->kinds[out->count] = kind_of(out->at[out->count]);
            out->count++;
        }
        at = stop + 1;
    }
    return true;
}

/* The text from word `from` up to word `to`, as it stands. */
static struct record_text between(const struct words *w, size_t from, size_t to)
{
    if (from >= to)
        return (struct record_text){0};
    const char *start = w->at[from].data, *end = w->at[to - 1].data + w->at[to - 1].len;
    return (struct record_text){start, (size_t)(end - start)};
}

static size_t count_kind(const struct words *w, enum kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++)
        n += w->kinds[i] == kind;
    return n;
}

static bool is_capital_particle(struct record_text word)
{
    return IS_IN(word, capital_particles);
}

/* "Given particle Family". As in BibTeX the first small word begins what is no given name any more. */
static bool read_plain(const struct words *w, struct cite_name *out)
{
    size_t names = count_kind(w, NAME), n = w->count, first = 1;
    if (n < 2 || names < 2 || names > NAMES_MAX || names + count_kind(w, PARTICLE) != n || w->kinds[0] != NAME ||
        w->kinds[n - 1] != NAME)
        return false;
    while (first < n && w->kinds[first] != PARTICLE)
        first++;
    size_t family = first;
    if (first < n) {
        for (size_t i = first; i < n; i++)
            if (w->kinds[i] == PARTICLE)
                family = i + 1;
        for (size_t i = first; i < family; i++)
            if (w->kinds[i] != PARTICLE)
                return false; /* names between particles: whose? */
    } else {
        first = family = n - 1;
    }
    while (first > 1 && is_capital_particle(w->at[first - 1]))
        first--;
    if (family == n - 1 && count_kind(w, PARTICLE) == 0)
        family = first; /* a capital one stays part of the name */
    *out = (struct cite_name){.given = between(w, 0, first), .particle = between(w, first, family),
                              .family = between(w, family, n)};
    return true;
}

/* What stands before the comma of "particle Family, Given". */
static bool read_family(const struct words *w, struct cite_name *out)
{
    size_t n = w->count, family = 0;
    if (!n || w->kinds[n - 1] != NAME)
        return false;
    while (family < n - 1 && w->kinds[family] == PARTICLE)
        family++;
    for (size_t i = family; i < n - 1; i++)
        if (!is_capital_particle(w->at[i]))
            return false; /* "Jane Doe, Somewhere" is no name, and "García Márquez, Gabriel" looks the same */
    out->particle = between(w, 0, family);
    out->family = between(w, family, n);
    return true;
}

static bool read_given(const struct words *w, struct cite_name *out)
{
    if (!w->count || w->count > NAMES_MAX - 1 || count_kind(w, NAME) != w->count)
        return false;
    out->given = between(w, 0, w->count);
    return true;
}

static bool is_suffix(const struct words *w)
{
    return w->count == 1 && w->kinds[0] == SUFFIX;
}

/* "Doe, Jane", "Jane Doe, Jr.", "Doe, Jr., Jane" and "Doe, Jane, Jr." */
static bool read_commas(const struct words *parts, size_t count, struct cite_name *out)
{
    const struct words *given = &parts[count - 1], *suffix = NULL;
    if (is_suffix(&parts[count - 1])) {
        suffix = &parts[count - 1];
        given = &parts[count - 2];
    } else if (count == COMMA_PARTS_MAX) {
        suffix = &parts[1];
        if (!is_suffix(suffix))
            return false;
    }
    bool good = given == &parts[0] ? read_plain(given, out) : read_family(&parts[0], out) && read_given(given, out);
    if (suffix)
        out->suffix = suffix->at[0];
    return good;
}

/* "Jane Doe" and "Jane Doe Jr." */
static bool read_one(struct words *w, struct cite_name *out)
{
    struct record_text suffix = {0};
    if (w->count > 2 && w->kinds[w->count - 1] == SUFFIX)
        suffix = w->at[--w->count];
    bool good = read_plain(w, out);
    out->suffix = suffix;
    return good;
}

/* "Political Reporter": what somebody is. */
static bool is_role(const struct words *w)
{
    static const char *const roles[] = {"analyst",        "author",   "columnist", "contributor", "contributors",
                                        "correspondent",  "correspondents", "director", "editor", "editor-at-large",
                                        "editors",        "producer", "reporter",  "reporters",   "writer", "writers"};
    return w->count && is_in(w->at[w->count - 1], roles, sizeof roles / sizeof *roles, true);
}

/* Between commas; data NULL: blank. */
static struct record_text next_part(const char **at, const char *end)
{
    const char *comma = memchr(*at, ',', (size_t)(end - *at)), *stop = comma ? comma : end, *from = *at;
    *at = comma ? comma + 1 : NULL;
    while (from < stop && *from == ' ')
        from++;
    while (stop > from && stop[-1] == ' ')
        stop--;
    return from < stop ? (struct record_text){from, (size_t)(stop - from)} : (struct record_text){0};
}

/* "Jane Doe, Richard Roe, Reuters": the first leaves no doubt that these are names one after the other. 0: they are
 * none, or too many. */
static size_t read_list(struct record_text line, struct cite_name out[CITE_NAMES_MAX])
{
    const char *end = line.data + line.len;
    size_t count = 0, parts = 0;
    for (const char *at = line.data; at; parts++) {
        struct record_text part = next_part(&at, end);
        struct cite_name name = {0};
        struct words w;
        bool few = part.data && split_words(part, &w);
        if (!few || !read_one(&w, &name))
            name = (struct cite_name){.literal = true, .family = part};
        if (parts == 0 && name.literal)
            return 0;
        if (parts == 1 && !at && few && w.count == 1)
            return 0; /* "García Márquez, Gabriel" */
        if (!part.data || (few && parts && is_role(&w)))
            continue;
        if (few && parts && is_suffix(&w) && !out[count - 1].literal) {
            out[count - 1].suffix = part;
            continue;
        }
        if (count == CITE_NAMES_MAX)
            return 0;
        out[count++] = name;
    }
    return count;
}

/* "Doe, Jane", with no more commas than one name may have. */
static bool read_name(struct record_text line, struct cite_name *out)
{
    struct words parts[COMMA_PARTS_MAX];
    size_t count = 0;
    const char *end = line.data + line.len;
    for (const char *at = line.data; at;) {
        struct record_text part = count < COMMA_PARTS_MAX ? next_part(&at, end) : (struct record_text){0};
        if (!part.data || !split_words(part, &parts[count++]))
            return false;
    }
    return count > 1 ? read_commas(parts, count, out) : read_one(&parts[0], out);
}

size_t cite_names(struct record_text line, struct cite_name out[CITE_NAMES_MAX])
{
    if (!line.data)
        return 0;
    struct cite_name name = {0};
    if (read_name(line, &name)) {
        out[0] = name;
        return 1;
    }
    size_t count = memchr(line.data, ',', line.len) ? read_list(line, out) : 0;
    if (count)
        return count;
    out[0] = (struct cite_name){.literal = true, .family = line};
    return 1;
}
