/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_ld.c - the facts that a page gives as JSON-LD (schema.org). */
#include "indexer/formats/html_ld.h"

#include "indexer/formats/html_names.h"
#include "indexer/formats/json_long.h"
#include "indexer/formats/json_nul.h"

#include <string.h>

enum { DEPTH_MAX = 8, PEOPLE_MAX = 50 };

static const struct {
    const char *from, *to;
} keys[] = {{"headline", "title"},         {"name", "title"},      {"dateModified", "updated"},
            {"author", "authors"},         {"creator", "authors"}, {"publisher", "source"},
            {"articleSection", "section"}, {"keywords", "tags"},   {"inLanguage", "lang"},
            {"description", "summary"},    {"url", "url"},         {"mainEntityOfPage", "url"},
            {"articleBody", "text"}};

static const cJSON *get(const cJSON *node, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(node, key);
}

static bool ends_in(const char *text, const char *ending)
{
    size_t len = strlen(text), n = strlen(ending);
    return len >= n && strcmp(text + len - n, ending) == 0;
}

static bool type_ends_in(const cJSON *type, const char *const *endings)
{
    const cJSON *item;
    if (cJSON_IsString(type)) {
        for (; *endings; endings++) {
            if (ends_in(type->valuestring, *endings))
                return true;
        }
        return false;
    }
    cJSON_ArrayForEach(item, type)
    {
        if (cJSON_IsString(item) && type_ends_in(item, endings))
            return true;
    }
    return false;
}

/* The first node of such a type in arrays and graphs, not in what an article names; and of any type where id is given.
 */
static const cJSON *find(const cJSON *node, const char *const *endings, const char *id, int depth)
{
    if (depth > DEPTH_MAX)
        return NULL;
    if (cJSON_IsObject(node)) {
        const char *own = id ? cJSON_GetStringValue(get(node, "@id")) : NULL;
        if (id ? own && strcmp(own, id) == 0 && get(node, "name") : type_ends_in(get(node, "@type"), endings))
            return node;
        node = get(node, "@graph");
    }
    const cJSON *item;
    cJSON_ArrayForEach(item, node)
    {
        const cJSON *found = find(item, endings, id, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

/* What stands for value: the node it names by @id, else itself. An @id that leads nowhere names nobody. */
static const cJSON *resolved(const cJSON *root, const cJSON *value)
{
    const char *id = cJSON_IsObject(value) && !get(value, "name") ? cJSON_GetStringValue(get(value, "@id")) : NULL;
    return id ? find(root, NULL, id, 0) : value;
}

static cJSON *people(const cJSON *root, const cJSON *value)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *item = cJSON_IsArray(value) ? value->child : value;
    for (int n = 0; item && n < PEOPLE_MAX; item = cJSON_IsArray(value) ? item->next : NULL, n++) {
        const cJSON *one = resolved(root, item);
        cJSON *copy = one ? cJSON_Duplicate(one, 1) : NULL;
        if (copy && !cJSON_AddItemToArray(list, copy))
            cJSON_Delete(copy);
    }
    if (list && !list->child) {
        cJSON_Delete(list);
        return NULL;
    }
    return list;
}

static void take(const cJSON *root, const cJSON *article, const char *from, const char *to, cJSON *facts)
{
    const cJSON *value = get(article, from);
    if (!value || cJSON_IsNull(value) || get(facts, to))
        return;
    cJSON *copy;
    if (strcmp(to, "authors") == 0)
        copy = people(root, value);
    else if (strcmp(to, "source") == 0)
        copy = cJSON_Duplicate(resolved(root, cJSON_IsArray(value) ? value->child : value), 1);
    else
        copy = cJSON_Duplicate(value, 1);
    if (copy && !cJSON_AddItemToObject(facts, to, copy))
        cJSON_Delete(copy);
}

static void read_article(const cJSON *root, const cJSON *article, cJSON *facts, struct html_when *when)
{
    html_when_offer(when, HTML_WHEN_LD, cJSON_GetStringValue(get(article, "datePublished")));
    html_when_offer(when, HTML_WHEN_LD, cJSON_GetStringValue(get(article, "dateCreated")));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        take(root, article, keys[i].from, keys[i].to, facts);
}

static void read_page(const cJSON *root, cJSON *facts, struct html_when *when)
{
    static const char *const pages[] = {"WebPage",     "ItemPage", "Report",         "Review", "VideoObject",
                                        "AudioObject", "Recipe",   "PodcastEpisode", NULL};
    static const char *const sites[] = {"WebSite", NULL};
    const cJSON *page = find(root, pages, NULL, 0), *site = find(root, sites, NULL, 0);
    html_when_offer(when, HTML_WHEN_LD_PAGE, cJSON_GetStringValue(get(page, "datePublished")));
    html_when_offer(when, HTML_WHEN_LD_PAGE, cJSON_GetStringValue(get(page, "uploadDate")));
    take(root, page, "inLanguage", "lang", facts);
    if (cJSON_IsString(get(site, "name")))
        take(root, site, "name", "source", facts);
}

/* Whether an address is a site's own, without a path. */
static bool is_root(const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL, *path = host ? strchr(host + 3, '/') : url;
    return url && (!path || !path[1] || *path == '#');
}

/* Of the way that leads to the article: the first that is neither where the site begins nor the article. */
static void read_breadcrumbs(const cJSON *root, cJSON *facts)
{
    static const char *const lists[] = {"BreadcrumbList", NULL};
    static const char *const homes[] = {"Home", "Homepage", "Start", "Startseite", "Accueil", "Inicio", "Portada",
                                        "Blog", "News", "Latest News", NULL};
    const cJSON *steps = get(find(root, lists, NULL, 0), "itemListElement"), *step;
    int count = cJSON_IsArray(steps) ? cJSON_GetArraySize(steps) : 0, n = 0;

    cJSON_ArrayForEach(step, steps)
    {
        const cJSON *item = get(step, "item");
        const char *name = cJSON_GetStringValue(get(step, "name")), *url = cJSON_GetStringValue(item);
        name = name ? name : cJSON_GetStringValue(get(item, "name"));
        url = url ? url : cJSON_GetStringValue(get(item, "@id"));
        n++;
        bool home = is_root(url) || (!url && n == 1 && count > 2) || (name && html_word_is_one_of(name, homes));
        if (name && *name && !home && (n < count || count == 1) && !get(facts, "breadcrumb"))
            cJSON_AddStringToObject(facts, "breadcrumb", name);
    }
}

void html_ld_read(char *text, cJSON *facts, struct html_when *when)
{
    static const char *const articles[] = {"Article", "BlogPosting", NULL};
    json_drop_nul(text, strlen(text));
    char *start = strpbrk(text, "{["); /* behind a comment or CDATA mark */
    if (start && start > text && *start == '[' && strncmp(start, "[CDATA[", 7) == 0)
        start = strpbrk(start + 7, "{[");
    cJSON *root = start && !json_is_too_full(start, strlen(start)) ? cJSON_Parse(start) : NULL;
    const cJSON *article = find(root, articles, NULL, 0);
    if (article)
        read_article(root, article, facts, when);
    if (root) {
        read_page(root, facts, when);
        read_breadcrumbs(root, facts);
    }
    cJSON_Delete(root);
}
