/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.c - one page as one article: what it says of itself, and its main text. */
#include "indexer/formats/charset.h"
#include "indexer/formats/charset_guess.h"
#include "indexer/formats/format.h"
#include "indexer/formats/html_ld.h"
#include "indexer/formats/html_meta.h"
#include "indexer/formats/html_names.h"
#include "indexer/formats/html_near.h"
#include "indexer/formats/html_parse.h"
#include "indexer/formats/html_people.h"
#include "indexer/formats/html_tags.h"
#include "indexer/formats/html_text.h"
#include "indexer/formats/html_tidy.h"
#include "indexer/formats/html_weigh.h"

#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

/* The page as it is read. */
struct facts {
    cJSON *said, *weak; /* keys of article_from_json; weak is used where said has none */
    struct html_when when;
    const char *address; /* where it was fetched, or NULL */
};

static cJSON *get(const cJSON *facts, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(facts, key);
}

static const char *text_of(const cJSON *facts, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(facts, key));
}

static void set(cJSON *facts, const char *key, const char *text)
{
    if (text && *text && !cJSON_GetObjectItemCaseSensitive(facts, key))
        cJSON_AddStringToObject(facts, key, text);
}

static void read_scripts(xmlNode *node, int depth, struct facts *f)
{
    for (; node && depth < HTML_DEPTH_MAX; node = node->next) {
        if (html_is(node, "script") && html_attribute_is(node, "type", "application/ld+json")) {
            char *text = (char *)xmlNodeGetContent(node);
            if (text)
                html_ld_read(text, f->said, &f->when);
            xmlFree(text);
        }
        read_scripts(node->children, depth + 1, f);
    }
}

static void read_elements(xmlNode *node, int depth, struct facts *f)
{
    for (; node && depth < HTML_DEPTH_MAX; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        html_meta_read(node, f->said, f->weak, &f->when);
        read_elements(node->children, depth + 1, f);
    }
}

/* Without " | The Gazette", where the page says that this is its site. */
static void cut_site(cJSON *facts)
{
    cJSON *title = cJSON_GetObjectItemCaseSensitive(facts, "title");
    const char *site = text_of(facts, "source"), *text = cJSON_GetStringValue(title);
    size_t n = site ? strlen(site) : 0, len = text ? strlen(text) : 0;
    if (!n || len < n + 3 || strcasecmp(text + len - n, site) != 0 || text[len - n - 1] != ' ')
        return;
    static const char *const marks[] = {" |",        " -",        " \xE2\x80\x93", " \xE2\x80\x94",
                                        " \xC2\xBB", " \xC2\xAB", " \xC2\xB7",     " ::"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t mark = strlen(marks[i]);
        if (len > n + 1 + mark && strncmp(text + len - n - 1 - mark, marks[i], mark) == 0) {
            title->valuestring[len - n - 1 - mark] = '\0';
            return;
        }
    }
}

static void add_weak(struct facts *f)
{
    static const char *const keys[][2] = {{"title", "title"},   {"lang", "lang"},        {"source", "source"},
                                          {"publisher", "source"}, {"section", "section"}};
    cJSON *crumb = cJSON_DetachItemFromObjectCaseSensitive(f->said, "breadcrumb");
    set(f->said, "title", text_of(f->weak, "headline"));
    set(f->said, "title", html_tidy_heading(get(f->weak, "h1"), text_of(f->weak, "title")));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        set(f->said, keys[i][1], text_of(f->weak, keys[i][0]));
    set(f->said, "section", cJSON_GetStringValue(crumb));
    cJSON_Delete(crumb);
    const char *canonical = text_of(f->weak, "url");
    xmlChar *whole = NULL;
    if (canonical && !strstr(canonical, "://")) {
        whole = f->address ? xmlBuildURI((const xmlChar *)canonical, (const xmlChar *)f->address) : NULL;
        canonical = (const char *)whole;
    }
    if (canonical) { /* the page's own word on its address */
        cJSON_DeleteItemFromObjectCaseSensitive(f->said, "url");
        set(f->said, "url", canonical);
    }
    xmlFree(whole);
}

/* The names that JSON-LD and <meta> give, else those near the text. */
static bool tidy(struct facts *f)
{
    cut_site(f->said); /* as the page writes both */
    if (!html_tidy(f->said))
        return false;
    cut_site(f->said);
    if (!html_people_tidy(f->said))
        return false;
    cJSON *near = get(f->said, "authors") ? NULL : cJSON_DetachItemFromObjectCaseSensitive(f->weak, "authors");
    if (near && !cJSON_AddItemToObject(f->said, "authors", near)) {
        cJSON_Delete(near);
        return false;
    }
    return !near || html_people_tidy(f->said);
}

static bool gather(xmlNode *root, struct facts *f)
{
    char *lang = html_attribute(root, "lang");
    set(f->weak, "lang", lang);
    f->when.order = html_order_of(lang);
    xmlFree(lang);
    read_scripts(root, 0, f);
    read_elements(root, 0, f);
    add_weak(f);
    bool good = tidy(f);
    const char *title = text_of(f->said, "title");
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);
    const xmlNode *article = html_article(root, false);
    html_main_text(article, title, &text);
    if (!text.len) {
        article = html_article(root, true);
        html_main_text(article, title, &text);
    }
    cJSON *body = cJSON_DetachItemFromObjectCaseSensitive(f->said, "text");
    set(f->said, "text", text.data);
    set(f->said, "text", cJSON_GetStringValue(body));
    cJSON_Delete(body);
    buffer_free(&text);
    const char *page_title = text_of(f->weak, "title");
    html_near_headline(root, article, page_title ? page_title : title, &f->when);
    html_when_offer_url(&f->when, text_of(f->said, "url"));
    set(f->said, "date", html_when(&f->when));
    return good;
}

static bool declares_charset(const char *bytes, size_t len)
{
    for (size_t i = 0; i + 7 < len && i < PEEK_BYTES; i++) {
        if (strncasecmp(bytes + i, "charset", 7) == 0)
            return true;
    }
    return false;
}

int html_page(const char *bytes, size_t len, const char *charset, const char *address, const char *where,
              const struct sink *sink, struct error *err)
{
    if (html_has_crowded_tag(bytes, len)) {
        sink->problem(sink->ctx, where, "has a tag with more attributes than any page needs", (struct raw){bytes, len});
        return 0;
    }
    if (html_has_too_many_tags(bytes, len)) {
        sink->problem(sink->ctx, where, "has over 1048576 tags, as no page does", (struct raw){bytes, len});
        return 0;
    }
    if (!charset && !declares_charset(bytes, len))
        charset = charset_is_utf8(bytes, len) ? "UTF-8" : charset_guess(bytes, len)->name;
    htmlDocPtr doc = len <= DOCUMENT_BYTES_MAX ? html_parse(bytes, len, charset) : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root) {
        xmlFreeDoc(doc);
        sink->problem(sink->ctx, where, "is no HTML page", (struct raw){bytes, len});
        return 0;
    }
    struct facts f = {.said = cJSON_CreateObject(), .weak = cJSON_CreateObject(), .address = address};
    int rc = -1;
    if (f.said && f.weak && gather(root, &f)) {
        struct error why;
        rc = format_give(f.said, where, sink, &why, err);
        if (rc > 0) {
            sink->problem(sink->ctx, where, why.text, (struct raw){bytes, len});
            rc = 0;
        }
    } else {
        error_set(err, FAULT_MEMORY, "out of memory");
    }
    cJSON_Delete(f.said);
    cJSON_Delete(f.weak);
    xmlFreeDoc(doc);
    return rc;
}

int html_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    struct buffer page = buffer_make(DOCUMENT_BYTES_MAX);
    int rc = input_all(in, &page, err);
    if (!rc)
        rc = html_page(page.data ? page.data : "", page.len, NULL, NULL, name, sink, err);
    buffer_free(&page);
    return rc;
}
