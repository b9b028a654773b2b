/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date_words.c - dates as people and feeds write them, brought to the ISO reader.
 *
 * The text is cut into words and numbers; each is put to its use (month, day,
 * year, time, zone); what has no use makes the whole no date. The reader in
 * date.c then has the last word, so that both agree on what exists. */
#include "archive/date.h"
#include "archive/date_names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    DATE_WORDS_MAX = 80, /* bytes; a longer line is a sentence */
    DATE_BYTES_MIN = 10, /* of YYYY-MM-DD */
    TOKENS_MAX = 16
};

struct token {
    char text[24]; /* lower case; a longer word is none of ours */
    int number;    /* -1: not a number */
    size_t digits;
};

struct parts {
    int year, month, day, hour, minute, second, offset;
    bool has_time, has_zone, has_half;
    enum date_order order, shown;
    bool doubtful;    /* the month's name is a word of English, too */
    bool after_month; /* no number since: "16 Dec 19", but not "Dec 10-16" */
};

static bool refuse(const char **why, const char *reason)
{
    if (why)
        *why = reason;
    return false;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Months that are one only with a day: "Mars 2020" may be about a planet. */
static bool is_english_word(const char *month)
{
    static const char *const words[] = {"mars", "set", "out", "ago", "gen", "mag", "lug", "mart", "luty"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(month, words[i]) == 0)
            return true;
    }
    return false;
}

static bool is_weekday(const char *word)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    if (strcmp(word, "tues") == 0 || strcmp(word, "thur") == 0 || strcmp(word, "thurs") == 0)
        return true;
    for (int i = 0; i < 7; i++) {
        if (strcmp(word, names[i]) == 0 || (strlen(word) == 3 && strncmp(word, names[i], 3) == 0))
            return true;
    }
    return false;
}

/* Words that stand beside a date and say nothing of it. */
static bool is_filler(const char *word)
{
    static const char *const words[] = {"st",      "nd",        "rd",     "th",   "of",   "the",      "at",    "on",
                                        "updated", "published", "posted", "date", "last", "modified", "first", "and"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

/* Only zones that name one place; those of the US without a season ("ET") are told from the date by summer_american. */
static bool zone_of(const char *word, int *offset)
{
    static const struct {
        const char *name;
        int minutes;
    } zones[] = {{"utc", 0},    {"gmt", 0},     {"z", 0},       {"ut", 0},     {"wet", 0},    {"west", 60},
                 {"bst", 60},   {"cet", 60},    {"cest", 120},  {"eet", 120},  {"eest", 180}, {"sast", 120},
                 {"msk", 180},  {"hkt", 480},   {"awst", 480},  {"jst", 540},  {"kst", 540},  {"acst", 570},
                 {"acdt", 630}, {"aest", 600},  {"aedt", 660},  {"nzst", 720}, {"nzdt", 780}, {"edt", -240},
                 {"est", -300}, {"cdt", -300},  {"cst", -360},  {"mdt", -360}, {"mst", -420}, {"pdt", -420},
                 {"pst", -480}, {"akdt", -480}, {"akst", -540}, {"hst", -600}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (strcmp(word, zones[i].name) == 0) {
            *offset = zones[i].minutes;
            return true;
        }
    }
    return false;
}

/* "ET" and its like: the offset in winter. */
static bool american_zone(const char *word, int *offset)
{
    static const char names[][3] = {"et", "ct", "mt", "pt"};

    for (int i = 0; i < 4; i++) {
        if (strcmp(word, names[i]) == 0) {
            *offset = -300 - 60 * i;
            return true;
        }
    }
    return false;
}

/* US daylight time since 2007: second Sunday of March to first Sunday of November. */
static bool summer_american(const struct parts *p)
{
    struct date first = {.precision = DATE_DAY, .year = p->year, .month = p->month, .day = 1};
    int weekday = (int)(((date_first_day(&first) + 4) % 7 + 7) % 7); /* 0: Sunday */
    int sunday = 1 + (7 - weekday) % 7;
    if (p->month == 3)
        return p->day > sunday + 7 || (p->day == sunday + 7 && p->hour >= 2);
    if (p->month == 11)
        return p->day < sunday || (p->day == sunday && p->hour < 2);
    return p->month > 3 && p->month < 11;
}

/* A full stop within numbers: 16.12.2019, 11.10 pm. */
static bool is_point(const char *begin, const char *at, const char *end)
{
    return *at == '.' && at > begin && is_digit(at[-1]) && end - at > 1 && is_digit(at[1]);
}

/* Of Latin letters with marks, too: two bytes, of which the second has the case. */
static char lower(const char *c, const char *from)
{
    bool marked = c > from && c[-1] == '\xC3' && (unsigned char)*c >= 0x80 && (unsigned char)*c <= 0x9E;
    return (char)((*c >= 'A' && *c <= 'Z') || marked ? *c + 32 : *c);
}

/* 12月: where a number's use stands behind it. 1: year, 2: month, 3: day; 0: it does not. */
static int named_behind(const char *word)
{
    static const char *const names[][3] = {{"\xE5\xB9\xB4", "\xE6\x9C\x88", "\xE6\x97\xA5"},
                                           {"\xEB\x85\x84", "\xEC\x9B\x94", "\xEC\x9D\xBC"}};

    for (int i = 0; i < 3; i++) {
        if (strcmp(word, names[0][i]) == 0 || strcmp(word, names[1][i]) == 0)
            return i + 1;
    }
    return 0;
}

static bool next_token(const char *begin, const char **at, const char *end, struct token *t)
{
    while (*at < end && !strchr(":+-/", **at) && !is_alpha(**at) && !is_digit(**at) && !is_point(begin, *at, end))
        (*at)++;
    if (*at == end)
        return false;
    const char *from = *at;
    if (is_digit(*from)) {
        while (*at < end && is_digit(**at))
            (*at)++;
    } else if (is_alpha(*from)) {
        while (*at < end && (is_alpha(**at) || (**at == '.' && end - *at > 1 && is_alpha((*at)[1]))))
            (*at)++;
    } else {
        (*at)++;
    }
    size_t used = 0;
    for (const char *c = from; c < *at && used + 1 < sizeof t->text; c++) {
        if (*c != '.' || *at - from == 1) /* p.m. */
            t->text[used++] = lower(c, from);
    }
    t->text[used] = '\0';
    t->number = -1;
    t->digits = is_digit(*from) ? (size_t)(*at - from) : 0;
    if (t->digits && t->digits <= 4) {
        t->number = 0;
        for (size_t i = 0; i < t->digits; i++)
            t->number = t->number * 10 + (from[i] - '0');
    }
    return true;
}

/* RFC 822's two digits, by RFC 2822's rule. */
static int century(int year)
{
    return year + (year < 50 ? 2000 : 1900);
}

/* 16/12/2019 where one of the two cannot be a month or both are the same; else by the order that its source writes. */
static bool numeric_date(const struct token *t, struct parts *p, const char **why)
{
    int a = t[0].number, b = t[2].number;
    bool day_first = a > 12 && b <= 12, month_first = b > 12 && a <= 12;

    if (t[4].digits == 2) {
        p->shown = DATE_ORDER_EITHER;
        day_first = p->order == DATE_ORDER_DMY;
        month_first = p->order == DATE_ORDER_MDY;
        if (p->order == DATE_ORDER_YMD) {
            p->year = century(a);
            p->month = b;
            p->day = t[4].number;
            return true;
        }
    } else if (day_first || month_first) {
        p->shown = day_first ? DATE_ORDER_DMY : DATE_ORDER_MDY;
    } else if (a == b) {
        month_first = true;
    } else if (a >= 1 && b >= 1 && a <= 12 && b <= 12) {
        p->shown = DATE_ORDER_EITHER;
        day_first = p->order == DATE_ORDER_DMY;
        month_first = p->order == DATE_ORDER_MDY;
    } else {
        return refuse(why, "that day does not exist");
    }
    if (!day_first && !month_first)
        return refuse(why, "day and month cannot be told apart, say which is first by --date-order");
    p->day = day_first ? a : b;
    p->month = day_first ? b : a;
    p->year = t[4].digits == 2 ? century(t[4].number) : t[4].number;
    return true;
}

static bool is_mark(const struct token *t, char mark)
{
    return t->text[0] == mark && t->text[1] == '\0';
}

/* Uses the tokens from t on (left of them) and says how many: 0 is none. */
static size_t use_numbers(const struct token *t, size_t left, struct parts *p, const char **why)
{
    bool slashed = left >= 5 && strchr("/-.", t[1].text[0]) && strcmp(t[1].text, t[3].text) == 0;
    if (slashed && t[2].number >= 0 && t[2].digits <= 2 && (t[4].digits == 4 || t[4].digits == 2) && t[0].digits <= 2 &&
        !p->year && !p->month && !p->day)
        return numeric_date(t, p, why) ? 5 : 0;
    if (slashed && t[0].digits == 4 && t[2].number >= 0 && t[4].number >= 0 && !p->year && !p->month) {
        p->year = t[0].number;
        p->month = t[2].number;
        p->day = t[4].number;
        return 5;
    }
    if (!slashed && left >= 3 && is_mark(&t[1], '/') && t[0].digits + t[2].digits == 6 && !p->year && !p->month) {
        bool year_first = t[0].digits == 4; /* 12/2019 */
        p->year = t[year_first ? 0 : 2].number;
        p->month = t[year_first ? 2 : 0].number;
        return 3;
    }
    int behind = left >= 2 ? named_behind(t[1].text) : 0;
    int *use = behind == 1 ? &p->year : behind == 2 ? &p->month : &p->day;
    if (behind && !*use) {
        *use = t[0].number;
        return 2;
    }
    /* 11.10 pm stands behind the date */
    if (!p->has_time && left >= 3 &&
        (is_mark(&t[1], ':') || is_mark(&t[1], 'h') || (is_mark(&t[1], '.') && p->year && p->day)) &&
        t[2].digits == 2) {
        p->has_time = true;
        p->hour = t[0].number;
        p->minute = t[2].number;
        if (left < 5 || !is_mark(&t[3], ':') || t[4].digits != 2)
            return 3;
        p->second = t[4].number;
        return 5;
    }
    if (!p->has_time && left >= 2 && (strcmp(t[1].text, "am") == 0 || strcmp(t[1].text, "pm") == 0)) {
        p->has_time = true;
        p->hour = t[0].number;
        return 1;
    }
    if (t[0].digits == 4 && !p->year && t[0].number > 0) {
        p->year = t[0].number;
        return 1;
    }
    if (t[0].digits <= 2 && !p->day && t[0].number > 0) {
        p->day = t[0].number;
        return 1;
    }
    if (t[0].digits == 2 && !p->year && p->after_month && p->day) {
        p->year = century(t[0].number);
        return 1;
    }
    return 0;
}

static bool use_half(const char *word, struct parts *p)
{
    bool pm = strcmp(word, "pm") == 0;
    if ((!pm && strcmp(word, "am") != 0) || !p->has_time || p->has_half || p->hour > 12 || p->hour == 0)
        return false;
    p->has_half = true;
    p->hour = p->hour % 12 + (pm ? 12 : 0);
    return true;
}

static size_t use_offset(const struct token *t, size_t left, struct parts *p)
{
    int sign = is_mark(t, '-') ? -1 : 1;
    if (!p->has_time || left < 2 || (p->has_zone && p->offset))
        return 0;
    if (t[1].digits == 4) {
        p->offset = sign * (t[1].number / 100 * 60 + t[1].number % 100);
        p->has_zone = true;
        return 2;
    }
    if (t[1].digits == 2 && left >= 4 && is_mark(&t[2], ':') && t[3].digits == 2) {
        p->offset = sign * (t[1].number * 60 + t[3].number);
        p->has_zone = true;
        return 4;
    }
    return 0;
}

static bool use_tokens(const struct token *t, size_t count, struct parts *p, const char **why)
{
    bool american = false;
    for (size_t i = 0; i < count;) {
        size_t used = 0;
        if (t[i].number >= 0) {
            used = use_numbers(t + i, count - i, p, why);
            p->after_month = false;
        } else if (!p->month && date_month_named(t[i].text)) {
            p->month = date_month_named(t[i].text);
            p->after_month = true;
            p->doubtful = p->doubtful || is_english_word(t[i].text);
            used = 1;
        } else if (p->has_time && !p->has_zone && zone_of(t[i].text, &p->offset)) {
            p->has_zone = true;
            used = 1;
        } else if (p->has_time && !p->has_zone && american_zone(t[i].text, &p->offset)) {
            p->has_zone = american = true;
            used = 1;
        } else if ((is_mark(&t[i], '+') || is_mark(&t[i], '-')) && (used = use_offset(t + i, count - i, p)) > 0) {
            ; /* used is set */
        } else if (is_weekday(t[i].text) || is_filler(t[i].text) || use_half(t[i].text, p) || is_mark(&t[i], '-') ||
                   is_mark(&t[i], ':') || is_mark(&t[i], '.')) {
            used = 1;
        } else if (date_word_is_idle(t[i].text) || strcmp(t[i].text, "am") == 0) {
            p->doubtful = p->doubtful || strcmp(t[i].text, "de") != 0; /* "Di Maio 2019" names a man */
            used = 1;
        }
        if (!used)
            return false;
        i += used;
    }
    if (american && p->month >= 1 && p->month <= 12 && summer_american(p))
        p->offset += 60;
    return true;
}

static bool in_words(const char *text, size_t len, enum date_order order, struct date *out, enum date_order *shown,
                     const char **why)
{
    struct token tokens[TOKENS_MAX];
    struct parts p = {.order = order};
    size_t count = 0;
    const char *at = text, *end = text + len;
    struct token t;
    refuse(why, "is no date we can read, write YYYY-MM-DD");
    while (next_token(text, &at, end, &t)) {
        if (count == TOKENS_MAX)
            return false;
        tokens[count++] = t;
    }
    bool used = use_tokens(tokens, count, &p, why);
    *shown = p.shown;
    if (!used || !p.year || !p.month || ((p.has_time || p.doubtful) && !p.day))
        return false;
    if (p.offset <= -1440 || p.offset >= 1440)
        return refuse(why, "the time's offset is over a day");
    bool midnight = p.hour == 24 && !p.minute && !p.second;
    if ((p.hour > 23 && !midnight) || p.minute > 59 || p.second > 60)
        return refuse(why, "that time of day does not exist");
    struct date d = {.precision = p.day ? DATE_DAY : DATE_MONTH, .year = p.year, .month = p.month, .day = p.day};
    /* A clock without a zone is some place's, we do not know whose: the day stands, the time would be a guess. */
    if (p.has_time && p.has_zone) {
        d.precision = DATE_TIME;
        d.hour = p.hour;
        d.minute = p.minute;
        d.second = p.second;
        d.offset_minutes = p.offset;
    }
    char iso[32];
    return date_parse_iso(iso, date_format(&d, iso), out, why);
}

/* ISO 8601's basic form, at least of a whole day: written out for the ISO reader. */
static bool basic(const char *text, size_t len, struct date *out, const char **why)
{
    char full[48];
    size_t n = 0, used = 0;

    for (; used < len && used < 15 && (is_digit(text[used]) || (used == 8 && text[used] == 'T')); used++) {
        if (used == 4 || used == 6)
            full[n++] = '-';
        if (used == 11 || used == 13)
            full[n++] = ':';
        full[n++] = text[used];
    }
    if ((used != 8 && used != 13 && used != 15) || len - used > sizeof full - n)
        return false;
    memcpy(full + n, text + used, len - used);
    return date_parse_iso(full, n + len - used, out, why);
}

bool date_parse_ordered(const char *text, size_t len, enum date_order order, struct date *out, enum date_order *shown,
                        const char **why)
{
    enum date_order unasked;

    shown = shown ? shown : &unasked;
    *shown = DATE_ORDER_UNKNOWN;
    while (len && (text[0] == ' ' || text[0] == '\t' || text[0] == '\n' || text[0] == '\r')) {
        text++;
        len--;
    }
    while (len && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\n' || text[len - 1] == '\r'))
        len--;
    if (len > DATE_WORDS_MAX)
        return refuse(why, "is too long for a date");
    if (len && text[len - 1] == ']') { /* Java's 2019-12-16T23:10:00+01:00[Europe/Berlin] */
        size_t open = len - 1;
        while (open && text[open] != '[')
            open--;
        len = open > DATE_BYTES_MIN && text[DATE_BYTES_MIN] == 'T' ? open : len;
    }
    const char *iso_why = NULL;
    if (date_parse_iso(text, len, out, &iso_why))
        return true;
    if (basic(text, len, out, why) || in_words(text, len, order, out, shown, why))
        return true;
    bool looks_iso =
        len >= 5 && is_digit(text[0]) && is_digit(text[1]) && is_digit(text[2]) && is_digit(text[3]) && text[4] == '-';
    return looks_iso ? refuse(why, iso_why) : false;
}

bool date_parse_words(const char *text, size_t len, struct date *out, const char **why)
{
    return date_parse_ordered(text, len, DATE_ORDER_UNKNOWN, out, NULL, why);
}
