/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_meta.c - the facts that a page gives in <meta>, <link>, microdata and classes that all sites share. */
#include "indexer/formats/html_meta.h"

#include "indexer/formats/html_names.h"
#include "indexer/formats/html_text.h"

#include <string.h>
#include <strings.h>

enum {
    NAME_BYTES_MAX = 120,  /* of a person */
    TEXT_BYTES_MAX = 4096, /* of a headline or less */
    LIST_MAX = 20,
    NAMED_DEPTH = 6
};

static const struct {
    const char *from, *to;
} keys[] = {{"og:title", "title"},
            {"dc.title", "title"},
            {"article:modified_time", "updated"},
            {"og:updated_time", "updated"},
            {"dateModified", "updated"},
            {"dcterms.modified", "updated"},
            {"last-modified", "updated"},
            {"og:site_name", "source"},
            {"dc.publisher", "source"},
            {"article:section", "section"},
            {"section", "section"},
            {"parsely-section", "section"},
            {"articleSection", "section"},
            {"author", "authors"},
            {"article:author", "authors"},
            {"dc.creator", "authors"},
            {"dcterms.creator", "authors"},
            {"parsely-author", "authors"},
            {"sailthru.author", "authors"},
            {"byl", "authors"},
            {"keywords", "tags"},
            {"news_keywords", "tags"},
            {"og:description", "summary"},
            {"description", "summary"},
            {"dc.description", "summary"},
            {"og:url", "url"}};

static const char *const published[] = {"article:published_time",
                                        "og:published_time",
                                        "datePublished",
                                        "pubdate",
                                        "publish-date",
                                        "publish_date",
                                        "publishdate",
                                        "published_time",
                                        "publication_date",
                                        "publication-date",
                                        "published",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "dc.date.issued",
                                        "dcterms.issued",
                                        "dcterms.date.issued",
                                        "article_date_original",
                                        "originalpublicationdate",
                                        "article.published",
                                        "citation_publication_date",
                                        "prism.publicationDate",
                                        "cXenseParse:recs:publishtime",
                                        "date_published",
                                        "article-published-date",
                                        "article:published",
                                        "rnews:datePublished",
                                        "published_at",
                                        "displaydate",
                                        "article.publication_date",
                                        "ptime",
                                        NULL};
static const char *const dated[] = {"date",
                                    "dc.date",
                                    "dcterms.date",
                                    "dc:date",
                                    "dcterms.created",
                                    "dc.date.created",
                                    "dcterms:created",
                                    "dc.created",
                                    "dateCreated",
                                    "created",
                                    "creation_date",
                                    "date-creation",
                                    "datecreated",
                                    "article:created_time",
                                    "DC.Date.X-MetadataDate",
                                    "uploadDate",
                                    "timestamp",
                                    NULL};

static void set(cJSON *facts, const char *key, const char *text)
{
    if (text && text[strspn(text, " \t\r\n")] && !cJSON_GetObjectItemCaseSensitive(facts, key))
        cJSON_AddStringToObject(facts, key, text);
}

static void add(cJSON *weak, const char *key, const char *text)
{
    cJSON *list = cJSON_GetObjectItemCaseSensitive(weak, key);
    if (!list)
        list = cJSON_AddArrayToObject(weak, key);
    cJSON *one = list && cJSON_GetArraySize(list) < LIST_MAX ? cJSON_CreateString(text) : NULL;
    if (one && !cJSON_AddItemToArray(list, one))
        cJSON_Delete(one);
}

static bool is_address(const char *text)
{
    return text && (strstr(text, "://") || strncmp(text, "//", 2) == 0 || strchr(text, '@'));
}

/* Several may be named, each by an element of the same name. */
static void set_author(cJSON *facts, cJSON *weak, const char *from, const char *content)
{
    const char *by = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(weak, "authors_by"));
    if (!content[strspn(content, " \t\r\n")])
        return;
    if (!by && !cJSON_GetObjectItemCaseSensitive(facts, "authors"))
        set(weak, "authors_by", from);
    else if (!by || strcmp(by, from) != 0)
        return;
    add(facts, "authors", content);
}

static void read_name(const char *name, const char *content, cJSON *facts, cJSON *weak, struct html_when *when)
{
    if (html_word_is_one_of(name, published))
        html_when_offer(when, HTML_WHEN_META, content);
    else if (html_word_is_one_of(name, dated))
        html_when_offer(when, HTML_WHEN_META_ANY, content);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcasecmp(name, keys[i].from) != 0)
            continue;
        if (strcmp(keys[i].to, "authors") != 0)
            set(facts, keys[i].to, content);
        else if (!is_address(content))
            set_author(facts, weak, keys[i].from, content);
    }
}

static void read_meta(const xmlNode *node, cJSON *facts, cJSON *weak, struct html_when *when)
{
    static const char *const attributes[] = {"property", "name", "itemprop", "http-equiv"};
    char *content = html_attribute(node, "content");
    for (size_t i = 0; content && i < sizeof attributes / sizeof *attributes; i++) {
        char *name = html_attribute(node, attributes[i]);
        if (name) {
            read_name(name, content, facts, weak, when);
            if (strcasecmp(name, "content-language") == 0 || strcasecmp(name, "og:locale") == 0)
                set(weak, "lang", content);
            if (strcasecmp(name, "application-name") == 0)
                set(weak, "source", content);
        }
        xmlFree(name);
    }
    xmlFree(content);
}

/* A class as one of several. */
static bool has_class(const char *classes, const char *class)
{
    size_t n = strlen(class);
    for (const char *at = classes; at && (at = strcasestr(at, class)); at += n) {
        if ((at == classes || at[-1] == ' ') && (!at[n] || at[n] == ' '))
            return true;
    }
    return false;
}

/* The machine's writing of a date where there is one, else the reader's. */
static void offer_dated(const xmlNode *node, enum html_source source, struct html_when *when)
{
    static const char *const attributes[] = {"datetime", "content", "title", "data-datetime"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        char *value = html_attribute(node, attributes[i]);
        bool given = value && *value;
        html_when_offer(when, source, value);
        xmlFree(value);
        if (given)
            return;
    }
    struct buffer text = buffer_make(TEXT_BYTES_MAX);
    html_inner_text(node, &text);
    if (!text.failed && text.len < NAME_BYTES_MAX)
        html_when_offer(when, source, text.data);
    buffer_free(&text);
}

/* Within an author of microdata, what is the name. */
static const xmlNode *named(const xmlNode *node, int depth)
{
    for (const xmlNode *child = depth < NAMED_DEPTH ? node->children : NULL; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        const xmlNode *found = html_attribute_is(child, "itemprop", "name") ? child : named(child, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static void add_person(const xmlNode *node, cJSON *weak)
{
    const xmlNode *name = named(node, 0);
    char *content = name ? html_attribute(name, "content") : NULL;
    struct buffer text = buffer_make(TEXT_BYTES_MAX);
    if (content)
        buffer_puts(&text, content);
    else
        html_inner_text(name ? name : node, &text);
    xmlFree(content);
    if (!text.failed && text.len && text.len < NAME_BYTES_MAX && !strchr(text.data, '\n') && !is_address(text.data))
        add(weak, "authors", text.data);
    buffer_free(&text);
}

static bool is_person(const xmlNode *node)
{
    char *item = html_attribute(node, "itemprop"), *rel = html_attribute(node, "rel");
    bool is = (item && has_class(item, "author")) || (rel && has_class(rel, "author"));
    xmlFree(item);
    xmlFree(rel);
    return is;
}

/* The first that a page names, and those beside: others on the page are of other articles. */
static void set_person(const xmlNode *node, cJSON *weak)
{
    if (cJSON_GetObjectItemCaseSensitive(weak, "authors"))
        return;
    add_person(node, weak);
    bool item = node->parent && (html_is_inline(node->parent) || html_is(node->parent, "li"));
    const xmlNode *around = item ? node->parent : node;
    for (const xmlNode *next = is_person(node) ? around->next : NULL; next; next = next->next) {
        const xmlNode *person = item ? next->children : next;
        while (person && item && person->type != XML_ELEMENT_NODE)
            person = person->next;
        if (person && person->type == XML_ELEMENT_NODE && is_person(person))
            add_person(person, weak);
    }
}

/* The name that an element of microdata says something has. */
static void set_text(const xmlNode *node, cJSON *weak, const char *key)
{
    const xmlNode *name = named(node, 0);
    char *content = html_attribute(name ? name : node, "content");
    struct buffer text = buffer_make(TEXT_BYTES_MAX);
    if (content)
        buffer_puts(&text, content);
    else
        html_inner_text(name ? name : node, &text);
    xmlFree(content);
    if (!text.failed)
        set(weak, key, text.data);
    buffer_free(&text);
}

static void read_item(const xmlNode *node, cJSON *weak, struct html_when *when)
{
    char *item = html_attribute(node, "itemprop"), *class = html_attribute(node, "class"),
         *rel = html_attribute(node, "rel");
    char *property = html_attribute(node, "property");
    bool is_time = html_is(node, "time");
    if ((item && has_class(item, "datePublished")) || (property && strcasestr(property, "datePublished")) ||
        (is_time && xmlHasProp((xmlNode *)node, (const xmlChar *)"pubdate")) ||
        (class && (is_time || html_is(node, "abbr")) &&
         (has_class(class, "published") || has_class(class, "entry-date") || has_class(class, "dt-published"))))
        offer_dated(node, HTML_WHEN_ITEM, when);
    else if (property && (has_class(property, "dc:date") || has_class(property, "dc:created")))
        offer_dated(node, HTML_WHEN_META_ANY, when);
    if ((item && has_class(item, "author")) || (rel && has_class(rel, "author")) ||
        (class && has_class(class, "byline")))
        set_person(node, weak);
    if (item && has_class(item, "articleSection"))
        set_text(node, weak, "section");
    if (item && has_class(item, "headline"))
        set_text(node, weak, "headline");
    if (item && has_class(item, "publisher"))
        set_text(node, weak, "publisher");
    xmlFree(item);
    xmlFree(class);
    xmlFree(rel);
    xmlFree(property);
}

static void set_attribute(const xmlNode *node, const char *name, cJSON *facts, const char *key)
{
    char *value = html_attribute(node, name);
    set(facts, key, value);
    xmlFree(value);
}

void html_meta_read(const xmlNode *node, cJSON *facts, cJSON *weak, struct html_when *when)
{
    if (html_is(node, "meta")) {
        read_meta(node, facts, weak, when);
    } else if (html_is(node, "link")) {
        if (html_attribute_is(node, "rel", "canonical"))
            set_attribute(node, "href", weak, "url");
    } else if (html_is(node, "title") || html_is(node, "h1")) {
        struct buffer text = buffer_make(TEXT_BYTES_MAX);
        html_inner_text(node, &text);
        if (!text.failed && text.len && html_is(node, "h1"))
            add(weak, "h1", text.data);
        else if (!text.failed)
            set(weak, "title", text.data);
        buffer_free(&text);
        if (html_is(node, "h1"))
            read_item(node, weak, when);
    } else if (node->properties) {
        read_item(node, weak, when);
    }
}
