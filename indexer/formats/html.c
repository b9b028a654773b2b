/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.c - one page as one article: JSON-LD first, then OpenGraph, <meta> and <time>. */
#include "indexer/formats/charset.h"
#include "indexer/formats/charset_guess.h"
#include "indexer/formats/format.h"
#include "indexer/formats/html_tags.h"
#include "indexer/formats/html_text.h"
#include "indexer/formats/json_nul.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

enum { LD_DEPTH_MAX = 8, DEPTH_MAX = 256 };

static const struct {
    const char *from, *to;
} ld_keys[] = {{"headline", "title"}, {"datePublished", "date"},   {"dateModified", "updated"},
               {"author", "authors"}, {"publisher", "source"},     {"articleSection", "section"},
               {"keywords", "tags"},  {"inLanguage", "lang"},      {"description", "summary"},
               {"url", "url"},        {"mainEntityOfPage", "url"}, {"articleBody", "text"}},
  meta_keys[] = {{"og:title", "title"},      {"article:published_time", "date"},
                 {"datePublished", "date"},  {"date", "date"},
                 {"dc.date", "date"},        {"article:modified_time", "updated"},
                 {"og:site_name", "source"}, {"article:section", "section"},
                 {"author", "authors"},      {"dc.creator", "authors"},
                 {"keywords", "tags"},       {"og:description", "summary"},
                 {"description", "summary"}, {"og:url", "url"}};

static void set(cJSON *facts, const char *key, const char *text)
{
    if (text && *text && !cJSON_GetObjectItemCaseSensitive(facts, key))
        cJSON_AddStringToObject(facts, key, text);
}

static bool is_article_type(const cJSON *type)
{
    const cJSON *item;
    if (cJSON_IsString(type)) {
        size_t len = strlen(type->valuestring);
        return (len >= 7 && strcmp(type->valuestring + len - 7, "Article") == 0) ||
               strcmp(type->valuestring, "BlogPosting") == 0;
    }
    cJSON_ArrayForEach(item, type)
    {
        if (cJSON_IsString(item) && is_article_type(item))
            return true;
    }
    return false;
}

static const cJSON *ld_article(const cJSON *node, int depth)
{
    if (depth > LD_DEPTH_MAX)
        return NULL;
    if (cJSON_IsObject(node)) {
        if (is_article_type(cJSON_GetObjectItemCaseSensitive(node, "@type")))
            return node;
        node = cJSON_GetObjectItemCaseSensitive(node, "@graph");
    }
    const cJSON *item;
    cJSON_ArrayForEach(item, node)
    {
        const cJSON *found = ld_article(item, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static void read_ld(xmlNode *script, cJSON *facts)
{
    char *text = (char *)xmlNodeGetContent(script);
    if (text)
        json_drop_nul(text, strlen(text));
    cJSON *root = text ? cJSON_Parse(text) : NULL;
    const cJSON *article = ld_article(root, 0);
    for (size_t i = 0; article && i < sizeof ld_keys / sizeof *ld_keys; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(article, ld_keys[i].from);
        if (!value || cJSON_GetObjectItemCaseSensitive(facts, ld_keys[i].to))
            continue;
        cJSON *copy = cJSON_Duplicate(value, 1);
        if (copy && !cJSON_AddItemToObject(facts, ld_keys[i].to, copy))
            cJSON_Delete(copy);
    }
    cJSON_Delete(root);
    xmlFree(text);
}

static char *attribute(xmlNode *node, const char *name)
{
    return (char *)xmlGetProp(node, (const xmlChar *)name);
}

static void read_meta(xmlNode *node, cJSON *facts)
{
    char *name = attribute(node, "property"), *content = attribute(node, "content");
    if (!name)
        name = attribute(node, "name");
    if (!name)
        name = attribute(node, "itemprop");
    for (size_t i = 0; name && i < sizeof meta_keys / sizeof *meta_keys; i++) {
        if (strcasecmp(name, meta_keys[i].from) == 0)
            set(facts, meta_keys[i].to, content);
    }
    xmlFree(name);
    xmlFree(content);
}

static void set_attribute(xmlNode *node, const char *name, cJSON *facts, const char *key)
{
    char *value = attribute(node, name);
    set(facts, key, value);
    xmlFree(value);
}

static void read_element(xmlNode *node, cJSON *facts, cJSON *weak)
{
    const char *name = (const char *)node->name;
    if (strcasecmp(name, "meta") == 0) {
        read_meta(node, facts);
    } else if (strcasecmp(name, "html") == 0) {
        set_attribute(node, "lang", weak, "lang");
    } else if (strcasecmp(name, "time") == 0) {
        set_attribute(node, "datetime", weak, "date");
    } else if (strcasecmp(name, "link") == 0) {
        char *rel = attribute(node, "rel");
        if (rel && strcasecmp(rel, "canonical") == 0)
            set_attribute(node, "href", weak, "url");
        xmlFree(rel);
    } else if (strcasecmp(name, "title") == 0 || strcasecmp(name, "h1") == 0) {
        struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);
        html_inner_text(node, &text);
        set(weak, strcasecmp(name, "h1") == 0 ? "h1" : "title", text.data);
        buffer_free(&text);
    }
}

static void walk(xmlNode *node, int depth, bool ld, cJSON *facts, cJSON *weak)
{
    for (; node && depth < DEPTH_MAX; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (!ld) {
            read_element(node, facts, weak);
        } else if (strcasecmp((const char *)node->name, "script") == 0) {
            char *type = attribute(node, "type");
            if (type && strcasecmp(type, "application/ld+json") == 0)
                read_ld(node, facts);
            xmlFree(type);
        }
        walk(node->children, depth + 1, ld, facts, weak);
    }
}

static void gather(xmlNode *root, cJSON *facts, cJSON *weak)
{
    static const char *const later[][2] = {{"h1", "title"}, {"title", "title"}, {"date", "date"}, {"lang", "lang"}};
    walk(root, 0, true, facts, weak);
    walk(root, 0, false, facts, weak);
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        set(facts, later[i][1], cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(weak, later[i][0])));
    const char *canonical = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(weak, "url"));
    if (canonical) { /* the page's own word on its address */
        cJSON_DeleteItemFromObjectCaseSensitive(facts, "url");
        set(facts, "url", canonical);
    }
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);
    html_main_text(root, &text);
    set(facts, "text", text.data);
    buffer_free(&text);
}

static int give(const cJSON *facts, const char *where, const struct sink *sink, struct raw page, struct error *err)
{
    struct article a = {0};
    struct error why = {0};
    char warning[256] = "";
    if (article_from_json(facts, &a, warning, &why)) {
        if (why.fault == FAULT_MEMORY)
            return error_set(err, why.fault, "%s", why.text);
        sink->problem(sink->ctx, where, why.text, page);
        return 0;
    }
    if (*warning)
        sink->warning(sink->ctx, where, warning);
    int rc = sink->article(sink->ctx, &a, where);
    article_free(&a);
    return rc ? error_set(err, FAULT_NONE, "stopped") : 0;
}

static bool declares_charset(const char *bytes, size_t len)
{
    for (size_t i = 0; i + 7 < len && i < PEEK_BYTES; i++) {
        if (strncasecmp(bytes + i, "charset", 7) == 0)
            return true;
    }
    return false;
}

int html_page(const char *bytes, size_t len, const char *charset, const char *where, const struct sink *sink,
              struct error *err)
{
    if (html_has_crowded_tag(bytes, len)) {
        sink->problem(sink->ctx, where, "has a tag with more attributes than any page needs", (struct raw){bytes, len});
        return 0;
    }
    if (!charset && !declares_charset(bytes, len))
        charset = charset_is_utf8(bytes, len) ? "UTF-8" : charset_guess(bytes, len)->name;
    htmlDocPtr doc =
        len && len <= DOCUMENT_BYTES_MAX
            ? htmlReadMemory(bytes, (int)len, NULL, charset,
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)
            : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root) {
        xmlFreeDoc(doc);
        sink->problem(sink->ctx, where, "is no HTML page", (struct raw){bytes, len});
        return 0;
    }
    cJSON *facts = cJSON_CreateObject(), *weak = cJSON_CreateObject();
    int rc = -1;
    if (facts && weak) {
        gather(root, facts, weak);
        rc = give(facts, where, sink, (struct raw){bytes, len}, err);
    } else {
        error_set(err, FAULT_MEMORY, "out of memory");
    }
    cJSON_Delete(facts);
    cJSON_Delete(weak);
    xmlFreeDoc(doc);
    return rc;
}

int html_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct buffer page = buffer_make(DOCUMENT_BYTES_MAX);
    int rc = input_all(in, &page, err);
    if (!rc)
        rc = html_page(page.data ? page.data : "", page.len, NULL, name, sink, err);
    buffer_free(&page);
    return rc;
}
