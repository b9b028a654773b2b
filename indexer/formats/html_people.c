/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_people.c - the people among what a page calls its authors. */
#include "indexer/formats/html_people.h"

#include "indexer/formats/html_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { NAME_BYTES_MAX = 120, DEPTH_MAX = 4 };

/* What stands before a name in any language; a preposition only where the page is in that one ("" is any), for it may
 * be a part of a name elsewhere. */
static const struct {
    const char *text, *lang;
} intros[] = {{"published by", ""},
              {"written by", ""},
              {"posted by", ""},
              {"story by", ""},
              {"reported by", ""},
              {"by", ""},
              {"author", ""},
              {"authors:", ""},
              {"autor:", ""},
              {"autorin:", ""},
              {"auteur:", ""},
              {"text:", ""},
              {"par", "fr"},
              {"von", "de"},
              {"por", "es"},
              {"por", "pt"},
              {"di", "it"},
              {"door", "nl"},
              {"av", "sv"},
              {"av", "no"},
              {"av", "nb"},
              {"af", "da"},
              {"geschrieben von", ""},
              {"par", ""},
              {"ver\303\266ffentlicht von", ""},
              {"publi\303\251 par", ""},
              {"publicado por", ""}};

/* A part behind a comma that holds one of these is what somebody is, not who. */
static const char *const jobs[] = {"writer",      "reporter",    "editor",    "correspondent", "columnist",
                                   "journalist",  "contributor", "press",     "staff",         "redakteur",
                                   "redakteurin", "special",     "bureau",    "desk",          "photographer",
                                   "analyst",     "director",    "professor", "phd",           "ph.d.",
                                   "md",          "m.d.",        "jr.",       "producer",      NULL};

static const char *const nobody[] = {
    "admin",     "administrator", "publisher", "editor",    "author",    "no author", "staff",
    "redaktion", "anonymous",     "guest",     "unknown",   "webmaster", "root",      "user",
    "none",      "null",          "n/a",       "default",   "team",      "newsroom",  "editors",
    "redaction", "staff writer",  "web desk",  "news desk", "by",        NULL};

/* The last word of a company's or a newsroom's name. */
static const char *const companies[] = {"gmbh", "inc",  "inc.",  "llc",       "ltd",      "ltd.",   "s.l.", "ag",
                                        "v.",   "e.v.", "staff", "redaktion", "newsroom", "d.o.o.", NULL};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Words parted by one space, none at the ends. */
static void tidy_spaces(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        bool hard = at[0] == '\xC2' && at[1] == '\xA0'; /* a space that breaks no line */
        if (!is_space(*at) && !hard)
            *to++ = *at;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
        at += hard;
    }
    while (to > text && (to[-1] == ' ' || to[-1] == ',' || to[-1] == '|'))
        to--;
    *to = '\0';
}

/* Past "By" and the like; "veröffentlicht vonAnn" lacks the space where the page parts them by style. */
static const char *past_intro(const char *name, const char *lang)
{
    for (size_t i = 0; i < sizeof intros / sizeof *intros; i++) {
        size_t n = strlen(intros[i].text);
        if (strncasecmp(name, intros[i].text, n) != 0 || strncasecmp(lang, intros[i].lang, strlen(intros[i].lang)) != 0)
            continue;
        bool preposition = n <= 4 && intros[i].text[n - 1] != ':' && strcasecmp(intros[i].text, "by") != 0;
        const char *rest = name + n + strspn(name + n, " :");
        bool parted = rest > name + n || intros[i].text[n - 1] == ':' || (n > 4 && isupper((unsigned char)*rest));
        /* "Von Miller" is a name; "Von Ann Miller" is not. */
        bool named = preposition && isupper((unsigned char)*name) && (!*intros[i].lang || !strchr(rest, ' '));
        if (parted && *rest && !named && (!preposition || !islower((unsigned char)*rest)))
            return rest;
    }
    return name;
}

static bool has_job(const char *part)
{
    char word[24];

    while (*part) {
        part += strspn(part, " ,");
        size_t n = strcspn(part, " ,");
        if (n < sizeof word) {
            memcpy(word, part, n);
            word[n] = '\0';
            if (n && html_word_is_one_of(word, jobs))
                return true;
        }
        part += n;
    }
    return false;
}

static bool is_company(const char *name)
{
    const char *last = strrchr(name, ' ');
    return html_word_is_one_of(last ? last + 1 : name, companies);
}

static bool is_nobody(const char *name, const char *source)
{
    return !*name || strlen(name) > NAME_BYTES_MAX || strpbrk(name, "@{}<>") || strstr(name, "://") ||
           strcasestr(name, "www.") || (strchr(name, '/') && strchr(name, '.')) || strcasestr(name, "[at]") ||
           strcasestr(name, "(at)") || html_word_is_one_of(name, nobody) || is_company(name) ||
           (source && strcasecmp(name, source) == 0);
}

/* "Ann Poe, Political Editor" is Ann Poe; "Ann Poe, Bo Roe" are two; "Poe, Ann" is left as it is. */
static void add_name(cJSON *list, char *name, const char *lang, const char *source)
{
    for (const char *rest; tidy_spaces(name), (rest = past_intro(name, lang)) != name;)
        memmove(name, rest, strlen(rest) + 1);
    name[strcspn(name, "|")] = '\0';
    char *comma = strchr(name, ',');
    if (comma) {
        bool job = has_job(comma + 1);
        bool two = !job && memchr(name, ' ', (size_t)(comma - name)) && strchr(comma + 1 + strspn(comma + 1, " "), ' ');
        if (job || two)
            *comma = '\0';
        if (two && !is_company(name)) {
            add_name(list, name, lang, source);
            add_name(list, comma + 1, lang, source);
            return;
        }
    }
    tidy_spaces(name);
    if (is_nobody(name, source))
        return;
    for (const cJSON *item = list->child; item; item = item->next) {
        if (strcasecmp(item->valuestring, name) == 0)
            return;
    }
    cJSON *one = cJSON_CreateString(name);
    if (one && !cJSON_AddItemToArray(list, one))
        cJSON_Delete(one);
}

/* " and " and its like part names, as the rules of authors do with English ones. */
static void add_text(cJSON *list, const char *text, const char *lang, const char *source)
{
    static const char *const ands[] = {" and ", " und ", " et ", ";", " & ", NULL};
    char name[NAME_BYTES_MAX * 4];

    if (*text == '{') { /* JSON-LD within a text */
        cJSON *person = cJSON_Parse(text);
        const char *said = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(person, "name"));
        if (said && *said != '{')
            add_text(list, said, lang, source);
        cJSON_Delete(person);
        return;
    }
    for (const char *stop, *next; *text; text = next) {
        stop = next = text + strlen(text);
        for (size_t i = 0; ands[i]; i++) {
            const char *at = strstr(text, ands[i]), *second = at ? at + strlen(ands[i]) : NULL;
            bool people = at && (*ands[i] == ';' || strchr(second, ' ')); /* "Economy and Climate" are none */
            if (people && at < stop) {
                stop = at;
                next = at + strlen(ands[i]);
            }
        }
        if ((size_t)(stop - text) >= sizeof name)
            continue;
        memcpy(name, text, (size_t)(stop - text));
        name[stop - text] = '\0';
        add_name(list, name, lang, source);
    }
}

static void add_all(cJSON *list, const cJSON *value, const char *lang, const char *source, int depth)
{
    const cJSON *item;

    if (cJSON_IsString(value)) {
        add_text(list, value->valuestring, lang, source);
    } else if (cJSON_IsObject(value)) {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(value, "name");
        const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(value, "@type"));
        bool person = type && strcmp(type, "Person") == 0 && cJSON_IsString(name) && strchr(name->valuestring, ' ');
        if (depth < DEPTH_MAX) /* whose own site it may be */
            add_all(list, name, lang, person ? NULL : source, depth + 1);
    } else if (cJSON_IsArray(value) && depth < DEPTH_MAX) {
        cJSON_ArrayForEach(item, value) add_all(list, item, lang, source, depth + 1);
    }
}

bool html_people_tidy(cJSON *facts)
{
    cJSON *given = cJSON_DetachItemFromObjectCaseSensitive(facts, "authors");
    const char *lang = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(facts, "lang"));
    const cJSON *source = cJSON_GetObjectItemCaseSensitive(facts, "source");

    if (cJSON_IsObject(source))
        source = cJSON_GetObjectItemCaseSensitive(source, "name");
    if (!given)
        return true;
    cJSON *list = cJSON_CreateArray();
    if (list)
        add_all(list, given, lang ? lang : "", cJSON_GetStringValue(source), 0);
    cJSON_Delete(given);
    if (list && list->child && cJSON_AddItemToObject(facts, "authors", list))
        return true;
    bool good = list && !list->child;
    cJSON_Delete(list);
    return good;
}
