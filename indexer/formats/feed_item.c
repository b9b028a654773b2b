/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feed_item.c - the facts of an RSS item or an Atom entry. */
#include "indexer/formats/feed.h"
#include "indexer/formats/html_phrases.h"
#include "indexer/formats/markup_text.h"
#include "indexer/formats/xml_node.h"

#include <libxml/uri.h>
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a title, a body or a summary holds. */
enum kind { KIND_GUESSED, KIND_TEXT, KIND_HTML, KIND_MARKUP, KIND_OTHER };

/* Atom says it, the older in another way; RSS leaves it to be guessed. */
static enum kind kind_of(const xmlNode *node)
{
    const char *type = xml_attribute(node, "type"), *mode = xml_attribute(node, "mode");

    if (mode && strcmp(mode, "escaped") == 0)
        return type && strcmp(type, "text/plain") == 0 ? KIND_TEXT : KIND_HTML;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            return KIND_MARKUP;
    }
    if (!type)
        return KIND_GUESSED;
    if (strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0)
        return KIND_TEXT;
    if (strstr(type, "html"))
        return KIND_HTML;
    return strncmp(type, "text/", 5) == 0 ? KIND_GUESSED : KIND_OTHER;
}

/* Atom 0.3's mode="base64", in place. */
static void decode(char *text)
{
    struct base64_decode_ctx ctx;
    size_t len = strlen(text);

    base64_decode_init(&ctx);
    if (!base64_decode_update(&ctx, &len, (uint8_t *)text, len, text) || memchr(text, '\0', len))
        len = 0;
    text[len] = '\0';
}

/* "Continue reading" and its like at the end, which lead to the whole text. */
static void drop_pointer(struct buffer *text)
{
    enum { POINTER_BYTES_MAX = 60 };
    size_t from = text->len;

    while (from && text->data[from - 1] != '\n')
        from--;
    size_t len = text->len - from;
    if (from < 2 || len > POINTER_BYTES_MAX || strchr(".?!", text->data[text->len - 1]) ||
        !html_phrase_leads(text->data + from, len))
        return;
    while (from && text->data[from - 1] == '\n')
        from--;
    text->len = from;
    text->data[from] = '\0';
}

/* Its paragraphs; the caller's. NULL: none. lines: it is WordPress's own, where blank ones part paragraphs, too. */
static char *body(const xmlNode *node, bool lines)
{
    enum kind kind = node ? kind_of(node) : KIND_OTHER;

    if (kind == KIND_OTHER)
        return NULL;
    struct buffer out = buffer_make(DOCUMENT_BYTES_MAX);
    if (kind == KIND_MARKUP) {
        markup_text(node, &out);
        return buffer_take(&out);
    }
    char *text = xml_text(node);
    if (text && xml_attribute(node, "mode") && strcmp(xml_attribute(node, "mode"), "base64") == 0)
        decode(text);
    if (text && lines)
        wxr_drop_shortcodes(text);
    if (text && (kind == KIND_HTML || (kind == KIND_GUESSED && markup_is_html(text))) &&
        markup_html_text(text, strlen(text), lines, &out)) {
        free(text);
        drop_pointer(&out);
        return buffer_take(&out);
    }
    buffer_free(&out);
    return text;
}

char *feed_line(const xmlNode *node)
{
    char *text = body(node, false);

    for (char *at = text; at && (at = strpbrk(at, "\n\t\r"));)
        *at = ' ';
    return text;
}

static bool is_web(const char *url)
{
    return url && (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0);
}

/* An address as it stands, or from the feed's own; the caller's. NULL: none on the web. */
static char *address(const struct feed *f, char *text)
{
    if (!text || is_web(text))
        return text;
    char *made = is_web(f->link) ? (char *)xmlBuildURI((xmlChar *)text, (xmlChar *)f->link) : NULL;
    char *url = is_web(made) ? strdup(made) : NULL;
    xmlFree(made);
    free(text);
    return url;
}

static void read_url(const struct feed *f, const xmlNode *item, cJSON *facts)
{
    facts_take(facts, "url", xml_child_text(item, "feedburner:origLink"));
    for (xmlNode *link = xml_child(item, "link"); link; link = xml_next(link, "link")) {
        const char *href = xml_attribute(link, "href"), *rel = xml_attribute(link, "rel");
        if (href && (!rel || strcmp(rel, "alternate") == 0))
            facts_take(facts, "url", address(f, strdup(href)));
        else if (!href)
            facts_take(facts, "url", address(f, xml_text(link)));
    }
    const xmlNode *guid = xml_child(item, "guid");
    const char *permanent = xml_attribute(guid, "isPermaLink");
    char *text = xml_text(guid);
    if (is_web(text) && (!permanent || strcasecmp(permanent, "true") == 0))
        facts_set(facts, "url", text);
    free(text);
    if (is_web(xml_attribute(item, "about")))
        facts_set(facts, "url", xml_attribute(item, "about"));
}

/* A bare number is an id within its feed alone: the feed's address makes it one of its own. */
static void read_id(const struct feed *f, const xmlNode *item, cJSON *facts)
{
    char *id = xml_child_text(item, "guid");
    if (!id)
        id = xml_child_text(item, "id");
    if (!id && xml_attribute(item, "about"))
        id = strdup(xml_attribute(item, "about"));
    if (id && !strpbrk(id, ":/") && f->link) {
        struct buffer own = buffer_make(DOCUMENT_BYTES_MAX);
        buffer_printf(&own, "%s#%s", f->link, id);
        free(id);
        id = buffer_take(&own);
    }
    facts_take(facts, "id", id);
}

/* "a@b.example (Ann Poe)" is how RSS wants it. */
static void add_author(cJSON *facts, char *text)
{
    char *open = text ? strchr(text, '(') : NULL, *close = open ? strrchr(open, ')') : NULL;

    if (close && memchr(text, '@', (size_t)(open - text)) && close > open + 1) {
        *close = '\0';
        facts_add(facts, "authors", open + 1);
    } else {
        facts_add(facts, "authors", text);
    }
    free(text);
}

static void read_authors(const struct feed *f, const xmlNode *item, cJSON *facts)
{
    static const char *const names[] = {"dc:creator", "author", "itunes:author", NULL};

    for (size_t i = 0; names[i] && !facts_has(facts, "authors"); i++) {
        for (xmlNode *one = xml_child(item, names[i]); one; one = xml_next(one, names[i])) {
            xmlNode *name = xml_child(one, "name");
            add_author(facts, name ? xml_text(name) : xml_text(one));
        }
    }
    if (!facts_has(facts, "authors")) {
        facts_add_taken(facts, "authors", xml_child_text(item, "source/author/name"));
        facts_add(facts, "authors", f->author);
    }
}

/* One category is where it stood; of several none is more so than the others. */
static void read_categories(const xmlNode *item, cJSON *facts)
{
    static const char *const names[] = {"category", "dc:subject", NULL};
    char *first = NULL;
    size_t count = 0;

    if (facts_has(facts, "section") || facts_has(facts, "tags"))
        return;
    for (size_t i = 0; names[i]; i++) {
        for (xmlNode *one = xml_child(item, names[i]); one; one = xml_next(one, names[i])) {
            const char *label = xml_attribute(one, "label"), *term = xml_attribute(one, "term");
            char *text = label || term ? strdup(label ? label : term) : feed_line(one);
            if (!text)
                continue;
            if (!count++)
                first = strdup(text);
            facts_add_taken(facts, "tags", text);
        }
    }
    if (count == 1) {
        cJSON_DeleteItemFromObjectCaseSensitive(facts, "tags");
        facts_set(facts, "section", first);
    }
    free(first);
}

static void read_text(const xmlNode *item, cJSON *facts)
{
    static const char *const full[] = {"content:encoded", "content", "body", "fullitem", NULL};
    static const char *const brief[] = {"excerpt:encoded", "description", "summary", "abstract", NULL};
    bool lines = xml_child(item, "wp:post_type") != NULL;
    char *summary = NULL;

    for (size_t i = 0; full[i] && !facts_has(facts, "text"); i++)
        facts_take(facts, "text", body(xml_child(item, full[i]), lines));
    for (size_t i = 0; brief[i] && !summary; i++)
        summary = body(xml_child(item, brief[i]), false);
    facts_take(facts, facts_has(facts, "text") ? "summary" : "text", summary);
}

void feed_item(const struct feed *f, xmlNode *item, cJSON *facts)
{
    static const char *const dates[] = {"pubDate", "published", "issued",  "dc:date",  "dcterms:issued",
                                        "created", "date",      "updated", "modified", NULL};
    static const char *const updates[] = {"updated", "modified", "dcterms:modified", NULL};

    read_id(f, item, facts);
    read_url(f, item, facts);
    facts_take(facts, "title", feed_line(xml_child(item, "title")));
    facts_take(facts, "title", feed_line(xml_child(item, "dc:title")));
    for (size_t i = 0; dates[i]; i++)
        facts_take(facts, "date", xml_child_text(item, dates[i]));
    for (size_t i = 0; updates[i]; i++)
        facts_take(facts, "updated", xml_child_text(item, updates[i]));
    read_authors(f, item, facts);
    read_categories(item, facts);
    read_text(item, facts);
    facts_take(facts, "source", feed_line(xml_path(item, "source/title")));
    if (!xml_path(item, "source/id"))
        facts_take(facts, "source", xml_child_text(item, "source"));
    facts_take(facts, "source", xml_child_text(item, "dc:publisher"));
    facts_set(facts, "source", f->title);
    facts_take(facts, "lang", xml_child_text(item, "dc:language"));
    facts_set(facts, "lang", xml_lang(item));
    facts_set(facts, "lang", f->lang);
}
