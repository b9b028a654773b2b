/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire_credit.c - which news agency an article says it is from.
 *
 * Credited is who stands in a byline; in brackets in the dateline or at the end of the text; alone in a line; or in a
 * line near the end that says that it contributed or reported. */
#include "archive/wire_credit.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
    DATELINE = 160,  /* bytes from the start within which a dateline's brackets close */
    ENDING = 600,    /* bytes from the end within which credits stand */
    LINE_MAX = 300   /* bytes of a line that is a credit */
};

struct agency {
    const char *name;
    const char *const *said; /* as papers write it, the longest first; NULL ends it */
    const char *brief;       /* what stands for it only in brackets, in capitals; NULL: nothing */
};
static const struct agency agencies[] = {
    {"Associated Press", (const char *const[]){"The Associated Press", "Associated Press", NULL}, "AP"},
    {"Reuters", (const char *const[]){"Thomson Reuters", "Reuters", NULL}, "REUTERS"},
    {"Agence France-Presse", (const char *const[]){"Agence France-Presse", "Agence France Presse", "AFP", NULL}, "AFP"},
    {"PA Media", (const char *const[]){"PA Media", "Press Association", "PA News Agency", NULL}, "PA"},
    {"dpa", (const char *const[]){"Deutsche Presse-Agentur", "dpa", NULL}, "DPA"},
    {"United Press International", (const char *const[]){"United Press International", NULL}, "UPI"},
    {"Bloomberg", (const char *const[]){"Bloomberg News", "Bloomberg", NULL}, "BLOOMBERG"},
    {"EFE", (const char *const[]){"Agencia EFE", "EFE", NULL}, "EFE"},
    {"ANSA", (const char *const[]){"ANSA", NULL}, "ANSA"},
    {"Canadian Press", (const char *const[]){"The Canadian Press", "Canadian Press", NULL}, "CP"},
    {"Australian Associated Press", (const char *const[]){"Australian Associated Press", NULL}, "AAP"},
    {"Xinhua", (const char *const[]){"Xinhua News Agency", "Xinhua", NULL}, "XINHUA"},
    {"Tribune News Service", (const char *const[]){"Tribune News Service", NULL}, "TNS"},
    {"Kyodo", (const char *const[]){"Kyodo News", "Kyodo", NULL}, "KYODO"},
    {"Press Trust of India", (const char *const[]){"Press Trust of India", NULL}, "PTI"},
    {"ANI", (const char *const[]){"Asian News International", NULL}, "ANI"},
};
enum { AGENCIES = sizeof agencies / sizeof *agencies };

/* What follows an agency in a line that says it worked on the story, and what stands before it. */
static const char *const behind[] = {"contributed to this", "contributed reporting", "contributed additional", NULL};
static const char *const before[] = {"Additional reporting by", "With reporting by", "Reporting by", "Source:",
                                     "Credit:", "©", "Copyright", "With files from", "Includes reporting by", NULL};

struct part {
    const char *at;
    size_t len;
};

static struct part trimmed(const char *from, const char *end)
{
    while (from < end && strchr(" \t\r\n*_", *from) && *from)
        from++;
    while (end > from && strchr(" \t\r\n*_.,", end[-1]) && end[-1])
        end--;
    return (struct part){from, (size_t)(end - from)};
}

static bool is(struct part p, const char *word)
{
    return p.len == strlen(word) && strncasecmp(p.at, word, p.len) == 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Where a word stands in p as a word of its own. */
static const char *find(struct part p, const char *word)
{
    size_t len = strlen(word);

    for (size_t i = 0; i + len <= p.len; i++)
        if (strncasecmp(p.at + i, word, len) == 0 && (i == 0 || !is_letter(p.at[i - 1]) || !is_letter(*word)) &&
            (i + len == p.len || !is_letter(p.at[i + len])))
            return p.at + i;
    return NULL;
}

/* The agency that p is the name of, and nothing else. */
static const char *named(struct part p, bool in_brackets)
{
    for (size_t i = 0; i < AGENCIES; i++) {
        for (const char *const *said = agencies[i].said; *said; said++)
            if (is(p, *said))
                return agencies[i].name;
        const char *brief = agencies[i].brief;
        if (in_brackets && strlen(brief) == p.len && memcmp(brief, p.at, p.len) == 0)
            return agencies[i].name;
    }
    return NULL;
}

/* The first of several: "Reuters, AP". */
static const char *named_first(struct part p, bool in_brackets)
{
    size_t len = 0;

    while (len < p.len && !strchr(",/;|", p.at[len]))
        len++;
    return named(trimmed(p.at, p.at + len), in_brackets);
}

static const char *by_byline(const char *const *authors, size_t count)
{
    const char *name = NULL;

    for (size_t i = 0; i < count && !name; i++) {
        struct part p = trimmed(authors[i], authors[i] + strlen(authors[i]));
        name = named_first(p, true);
        for (const char *at = p.at + p.len; !name && at > p.at; at--) /* "A. Writer, Associated Press" */
            if (strchr(",|/", at[-1]))
                name = named(trimmed(at, p.at + p.len), true);
    }
    return name;
}

/* "WASHINGTON (AP) - ": brackets in the first line, with nothing but a place before them. */
static const char *by_dateline(const char *text, size_t len)
{
    const char *end = text + (len < DATELINE ? len : DATELINE), *open = memchr(text, '(', (size_t)(end - text));
    const char *close = open ? memchr(open, ')', (size_t)(end - open)) : NULL;

    if (!close || memchr(text, '\n', (size_t)(open - text)))
        return NULL;
    /* A sentence that has begun is no dateline: its place ends in no lower-case words. */
    const char *dash = close + 1;
    while (dash < end && *dash == ' ')
        dash++;
    bool dashed = dash < text + len && (*dash == '-' || (text + len - dash > 2 && memcmp(dash, "\xE2\x80", 2) == 0) ||
                                        *dash == ':' || *dash == '\n');
    if (!dashed && open != text)
        return NULL;
    return named_first(trimmed(open + 1, close), true);
}

static const char *by_line(struct part line)
{
    if (line.len > LINE_MAX || !line.len)
        return NULL;
    bool bracketed = line.at[0] == '(' && line.at[line.len - 1] == ')';
    struct part inner = bracketed ? trimmed(line.at + 1, line.at + line.len - 1) : line;
    const char *name = named_first(inner, bracketed);
    for (size_t k = 0; !name && before[k]; k++) {
        size_t len = strlen(before[k]);
        if (inner.len > len && strncasecmp(inner.at, before[k], len) == 0)
            for (size_t i = 0; !name && i < AGENCIES; i++)
                for (const char *const *said = agencies[i].said; !name && *said; said++)
                    name = find((struct part){inner.at + len, inner.len - len}, *said) ? agencies[i].name : NULL;
    }
    for (size_t k = 0; !name && behind[k]; k++) {
        const char *verb = find(inner, behind[k]);
        for (size_t i = 0; verb && !name && i < AGENCIES; i++)
            for (const char *const *said = agencies[i].said; !name && *said; said++)
                name = find((struct part){inner.at, (size_t)(verb - inner.at)}, *said) ? agencies[i].name : NULL;
    }
    return name;
}

/* "... said on Monday. (AP)" */
static const char *by_last_brackets(struct part line)
{
    const char *open = line.len && line.at[line.len - 1] == ')' ? memrchr(line.at, '(', line.len) : NULL;

    return open ? named_first(trimmed(open + 1, line.at + line.len - 1), true) : NULL;
}

static const char *by_ending(const char *text, size_t len)
{
    const char *end = text + len, *from = len > ENDING ? end - ENDING : text, *name = NULL;

    for (bool seen = false; end > from && !name;) {
        const char *begin = memrchr(text, '\n', (size_t)(end - text));
        struct part line = trimmed(begin ? begin + 1 : text, end);
        name = by_line(line);
        if (!name && !seen)
            name = by_last_brackets(line);
        seen = seen || line.len;
        end = begin ? begin : text;
    }
    return name;
}

const char *wire_credit(const char *text, size_t len, const char *const *authors, size_t count)
{
    const char *name = by_byline(authors, count);

    if (!name && len)
        name = by_dateline(text, len);
    return name || !len ? name : by_ending(text, len);
}
