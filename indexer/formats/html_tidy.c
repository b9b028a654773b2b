/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_tidy.c - the facts of a page as a reader would write them. */
#include "indexer/formats/html_tidy.h"

#include "archive/buffer.h"
#include "indexer/formats/html_title_key.h"
#include "indexer/formats/markup_text.h"

#include <string.h>
#include <strings.h>

enum { TEXT_BYTES_MAX = 64 << 10 };

static cJSON *get(const cJSON *facts, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(facts, key);
}

/* "Mayor&#8217;s" as it comes out of a page that wrote "Mayor&amp;#8217;s". */
static bool has_reference(const char *text)
{
    for (const char *at = text; (at = strchr(at, '&')); at++) {
        size_t n = at[1] == '#' ? 1 + strspn(at + 2, "0123456789xabcdefABCDEF")
                                : strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (n > 1 && at[1 + n] == ';')
            return true;
    }
    return false;
}

static bool decode(cJSON *item)
{
    struct buffer out = buffer_make(TEXT_BYTES_MAX);
    bool good = true;

    if (!cJSON_IsString(item) || strlen(item->valuestring) > TEXT_BYTES_MAX / 4 || !has_reference(item->valuestring))
        return true;
    if (markup_html_text(item->valuestring, strlen(item->valuestring), false, &out) && out.len && !out.failed)
        good = cJSON_SetValuestring(item, out.data) != NULL;
    buffer_free(&out);
    return good;
}

static bool tidy_section(cJSON *facts)
{
    cJSON *section = get(facts, "section");

    if (cJSON_IsArray(section) && cJSON_IsString(section->child)) /* the others are no less so, but one must be it */
        section = section->child;
    char *comma = cJSON_IsString(section) ? strchr(section->valuestring, ',') : NULL;
    if (!comma || !strchr(comma + 1, ','))
        return true; /* "Politics, Economy" may be one */
    bool tagged = get(facts, "tags") || cJSON_AddStringToObject(facts, "tags", section->valuestring);
    *comma = '\0';
    return tagged;
}

static bool tidy_lang(cJSON *facts)
{
    const char *text = cJSON_GetStringValue(get(facts, "lang"));

    for (char *at = (char *)text; at && (at = strchr(at, '_'));) /* cJSON's own text, and as long */
        *at = '-';
    return true;
}

static bool tidy_source(cJSON *facts)
{
    cJSON *source = get(facts, "source");
    const char *title = cJSON_GetStringValue(get(facts, "title"));
    char *text = cJSON_GetStringValue(source), *from = text;

    if (!text)
        return true;
    if (strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0) {
        from = strstr(text, "://") + 3;
        from += strncasecmp(from, "www.", 4) == 0 ? 4 : 0;
        from[strcspn(from, "/?#:")] = '\0';
    } else if (title && *title && strncmp(text, title, strlen(title)) == 0) {
        from = text + strlen(title);
        size_t n = strspn(from, " |-");
        from = n > 1 && from[n] ? from + n : text;
    }
    memmove(text, from, strlen(from) + 1);
    return true;
}

bool html_tidy(cJSON *facts)
{
    return decode(get(facts, "title")) && decode(get(facts, "summary")) && decode(get(facts, "source")) &&
           decode(get(facts, "section")) && tidy_section(facts) && tidy_lang(facts) && tidy_source(facts);
}

const char *html_tidy_heading(const cJSON *headings, const char *title)
{
    struct buffer whole = buffer_make(TEXT_BYTES_MAX), key = buffer_make(TEXT_BYTES_MAX);
    const cJSON *found = NULL, *first = NULL, *item;
    bool known = title && html_title_key(title, strlen(title), &whole);

    cJSON_ArrayForEach(item, headings)
    {
        buffer_clear(&key);
        bool has_key = known && html_title_key(item->valuestring, strlen(item->valuestring), &key);
        const char *at = has_key ? strstr(whole.data, key.data) : NULL;
        if (at && (at == whole.data || key.len * 2 >= whole.len)) {
            found = item;
            break;
        }
        if (!at && !first) /* elsewhere in the title stands the site's name */
            first = item;
    }
    found = found ? found : first;
    buffer_free(&whole);
    buffer_free(&key);
    return cJSON_GetStringValue(found);
}
