/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wxr.c - WordPress's export (WXR): which items are posts that were published, and what only an export says. */
#include "indexer/formats/feed.h"
#include "indexer/formats/xml_node.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MAX = 5000, DAY_LEN = 10 };

bool wxr_is(const xmlNode *item)
{
    return xml_child(item, "wp:post_type") || xml_child(item, "wp:status") || xml_child(item, "wp:post_id");
}

void wxr_author(struct feed *f, const xmlNode *author)
{
    char *login = xml_child_text(author, "wp:author_login"), *name = xml_child_text(author, "wp:author_display_name");

    if (!f->people)
        f->people = cJSON_CreateObject();
    if (login && name && cJSON_GetArraySize(f->people) < PEOPLE_MAX)
        facts_set(f->people, login, name);
    free(login);
    free(name);
}

static bool is(const char *text, const char *wanted)
{
    return !text || strcmp(text, wanted) == 0;
}

static unsigned long count(const xmlNode *item, const char *name)
{
    unsigned long n = 0;
    for (xmlNode *one = xml_child(item, name); one; one = xml_next(one, name))
        n++;
    return n;
}

bool wxr_is_published(struct feed *f, const xmlNode *item)
{
    char *type = xml_child_text(item, "wp:post_type"), *status = xml_child_text(item, "wp:status");
    char *password = xml_child_text(item, "wp:post_password");
    const char *why = NULL;

    if (!is(type, "post"))
        why = type;
    else if (!is(status, "publish"))
        why = status;
    else if (password)
        why = "with a password";
    if (why)
        left_out_add(&f->left, why, 1);
    left_out_add(&f->left, "comment", count(item, "wp:comment"));
    free(type);
    free(status);
    free(password);
    return !why;
}

/* WordPress writes zeros for a date that there is not. */
static void set_date(cJSON *facts, const char *key, char *text, size_t len_max)
{
    if (text && strlen(text) > len_max)
        text[len_max] = '\0';
    if (text && strncmp(text, "0000", 4) != 0)
        facts_set(facts, key, text);
    free(text);
}

/* Of the site's own clock, whose zone is not said, the day alone. */
static void read_dates(const xmlNode *item, cJSON *facts)
{
    set_date(facts, "date", xml_child_text(item, "wp:post_date_gmt"), SIZE_MAX);
    set_date(facts, "date", xml_child_text(item, "pubDate"), SIZE_MAX);
    set_date(facts, "date", xml_child_text(item, "wp:post_date"), DAY_LEN);
    set_date(facts, "updated", xml_child_text(item, "wp:post_modified_gmt"), SIZE_MAX);
    set_date(facts, "updated", xml_child_text(item, "wp:post_modified"), DAY_LEN);
}

/* Old exports name each category twice, once without its domain. */
static void read_terms(const xmlNode *item, cJSON *facts)
{
    for (xmlNode *one = xml_child(item, "category"); one; one = xml_next(one, "category")) {
        const char *domain = xml_attribute(one, "domain");
        const char *section = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(facts, "section"));
        bool placed = !domain || strcmp(domain, "category") == 0;
        char *text = xml_text(one);
        if (!text || strcmp(text, "Uncategorized") == 0 || (section && strcmp(text, section) == 0))
            ;
        else if (placed && !section)
            facts_set(facts, "section", text);
        else if (placed || strstr(domain, "tag"))
            facts_add(facts, "tags", text);
        free(text);
    }
}

/* Which of the codes opens or closes at `at`; NULL: none. */
static const char *shortcode(const char *at, bool *closes)
{
    static const char *const codes[] = {"caption",  "wp_caption", "gallery",   "audio",  "video",
                                        "playlist", "embed",      "pullquote", "quote",  "column",
                                        "columns",  "highlight",  "dropcap",   "button", NULL};

    *closes = at[0] == '[' && at[1] == '/';
    for (size_t i = 0; *at == '[' && codes[i]; i++) {
        size_t n = strlen(codes[i]);
        const char *name = at + 1 + *closes;
        if (strncmp(name, codes[i], n) == 0 && strchr("] /", name[n]))
            return codes[i];
    }
    return NULL;
}

/* As strstr, but a text is searched once however often it is asked: found is what it gave before. */
static const char *ahead(const char *at, const char *text, const char **found)
{
    if (*found && *found < at)
        *found = strstr(at, text);
    return *found;
}

void wxr_drop_shortcodes(char *html)
{
    const char *from = html, *bracket = strstr(html, "]"), *slash = strstr(html, "[/");
    char *to = html;

    while (*from) {
        bool closes;
        const char *code = shortcode(from, &closes), *end = code ? ahead(from, "]", &bracket) : NULL;
        if (!end) {
            *to++ = *from++;
            continue;
        }
        const char *close = strstr(code, "caption") && !closes ? ahead(end, "[/", &slash) : NULL;
        bool same;
        if (close && shortcode(close, &same) == code) /* with what it says */
            end = close + 2 + strlen(code);
        from = end + 1;
    }
    *to = '\0';
}

void wxr_item(const struct feed *f, xmlNode *item, cJSON *facts)
{
    char *login = xml_child_text(item, "dc:creator");
    const cJSON *name = login ? cJSON_GetObjectItemCaseSensitive(f->people, login) : NULL;

    read_dates(item, facts);
    facts_add(facts, "authors", cJSON_IsString(name) ? name->valuestring : login);
    read_terms(item, facts);
    facts_take(facts, "id", xml_child_text(item, "guid"));
    facts_take(facts, "id", xml_child_text(item, "link"));
    free(login);
}
