/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newsml_g2.c - NewsML-G2 (IPTC, 2.x): a news item, or a message of many. */
#include "indexer/formats/wire.h"
#include "indexer/formats/xml_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool holds(const xmlNode *node, int depth)
{
    return (depth == 1 && xml_is(node, "newsMessage")) || (depth == 2 && xml_is(node, "itemSet"));
}

/* What a party or subject is called: in the item's words before a bare code of ours to look up. */
static char *called(const xmlNode *node, const char *lang)
{
    xmlNode *first = xml_child(node, "name"), *best = first;

    for (xmlNode *one = first; lang && one; one = xml_next(one, "name")) {
        const char *own = xml_attribute(one, "lang");
        if (own && strncmp(own, lang, 2) == 0) {
            best = one;
            break;
        }
    }
    char *text = xml_line(best);
    if (!text && xml_attribute(node, "literal"))
        text = strdup(xml_attribute(node, "literal"));
    return text;
}

static bool has_role(const xmlNode *node, const char *role)
{
    const char *own = wire_code(xml_attribute(node, "role"));
    return own && strcmp(own, role) == 0;
}

/* The wire's credit, then who provides it, then where they have it from. */
static void read_source(const xmlNode *item, const xmlNode *content, const char *lang, cJSON *facts)
{
    const xmlNode *provider = xml_path(item, "itemMeta/provider");
    char *credit = xml_child_text(content, "creditline");

    for (size_t n = credit ? strlen(credit) : 0; n;) { /* "STT-", as it opens a text */
        if (strchr("- ", credit[n - 1]))
            credit[--n] = '\0';
        else if (n > 3 &&
                 (memcmp(credit + n - 3, "\xE2\x80\x93", 3) == 0 || memcmp(credit + n - 3, "\xE2\x80\x94", 3) == 0))
            credit[n -= 3] = '\0';
        else
            break;
    }
    facts_take(facts, "source", credit);
    facts_take(facts, "source", xml_child_text(provider, "name"));
    facts_take(facts, "source", called(xml_child(content, "infoSource"), lang));
    facts_take(facts, "source", called(provider, lang));
    facts_set(facts, "source", wire_code(xml_attribute(provider, "qcode")));
    facts_take(facts, "source", called(xml_path(item, "rightsInfo/copyrightHolder"), lang));
}

static void read_authors(const xmlNode *content, const char *lang, cJSON *facts)
{
    for (xmlNode *by = xml_child(content, "by"); by; by = xml_next(by, "by"))
        facts_add_taken(facts, "authors", xml_line(by));
    for (xmlNode *one = xml_child(content, "creator"); one && !facts_has(facts, "authors");
         one = xml_next(one, "creator")) {
        char *name = called(one, lang);
        const char *source = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(facts, "source"));
        /* An agency is none who wrote it. */
        if (name && !has_role(one, "source") && !(source && strcmp(source, name) == 0))
            facts_add(facts, "authors", name);
        free(name);
    }
}

/* IPTC's subject codes end in zeros where they name the whole field. */
static void read_subjects(const xmlNode *content, const char *lang, cJSON *facts)
{
    for (xmlNode *one = xml_child(content, "subject"); one; one = xml_next(one, "subject")) {
        const char *code = wire_code(xml_attribute(one, "qcode"));
        size_t n = code ? strlen(code) : 0;
        /* Beside a code, a literal is a note on it. */
        char *name = code && !xml_child(one, "name") ? NULL : called(one, lang);
        if (n == 8 && strcmp(code + 2, "000000") == 0)
            facts_set(facts, "section", name);
        facts_add_taken(facts, "tags", name);
    }
    for (xmlNode *one = xml_child(content, "keyword"); one; one = xml_next(one, "keyword"))
        facts_add_taken(facts, "tags", xml_line(one));
}

static void read_headlines(const xmlNode *content, cJSON *facts)
{
    for (xmlNode *one = xml_child(content, "headline"); one; one = xml_next(one, "headline")) {
        bool below = has_role(one, "subHeadline") || has_role(one, "sub") || has_role(one, "subhead");
        facts_take(facts, below ? "summary" : "title", xml_line(one));
    }
    for (xmlNode *one = xml_child(content, "description"); one; one = xml_next(one, "description")) {
        if (!has_role(one, "caption"))
            facts_take(facts, "summary", xml_line(one));
    }
}

/* When it was first made is its date; when this version was, the day it was updated. */
static void read_dates(const xmlNode *item, const xmlNode *content, cJSON *facts)
{
    facts_take(facts, "date", xml_child_text(item, "itemMeta/firstCreated"));
    facts_take(facts, "date", xml_child_text(content, "contentCreated"));
    if (facts_has(facts, "date"))
        facts_take(facts, "updated", xml_child_text(item, "itemMeta/versionCreated"));
    facts_take(facts, "date", xml_child_text(item, "itemMeta/versionCreated"));
}

/* The first of its renditions that has text. */
static void read_content(const xmlNode *item, cJSON *facts)
{
    static const char *const kinds[] = {"inlineXML", "inlineData", NULL};
    const xmlNode *set = xml_child(item, "contentSet");

    for (size_t i = 0; kinds[i]; i++) {
        for (xmlNode *one = xml_child(set, kinds[i]); one; one = xml_next(one, kinds[i])) {
            const char *type = xml_attribute(one, "contenttype");
            if ((!type || !strstr(type, "image")) && !xml_attribute(one, "encoding") && wire_content(one, facts))
                return;
        }
    }
}

static void read_item(xmlNode *item, cJSON *facts)
{
    const xmlNode *content = xml_child(item, "contentMeta");
    const char *lang = xml_attribute(xml_child(content, "language"), "tag");

    facts_set(facts, "lang", lang ? lang : xml_attribute(item, "lang"));
    lang = lang ? lang : xml_attribute(item, "lang");
    facts_set(facts, "id", xml_attribute(item, "guid"));
    read_headlines(content, facts);
    read_dates(item, content, facts);
    read_source(item, content, lang, facts);
    read_authors(content, lang, facts);
    read_subjects(content, lang, facts);
    facts_take(facts, "dateline", xml_child_text(content, "dateline"));
    read_content(item, facts);
    facts_take(facts, "title", xml_line(xml_path(item, "itemMeta/title")));
    facts_take(facts, "title", xml_line(xml_child(content, "slugline")));
}

/* What it is, where that is no text; and whether it was taken back. */
static const char *left_out(const xmlNode *item, char kind[WIRE_KIND_MAX])
{
    static const char *const others[] = {"picture", "graphic", "video", "audio", "animated", "composite", NULL};
    const char *class = wire_code(xml_attribute(xml_path(item, "itemMeta/itemClass"), "qcode"));
    const char *status = xml_attribute(xml_path(item, "itemMeta/pubStatus"), "qcode");

    if (xml_is(item, "header") || xml_is(item, "Header"))
        return "";
    if (wire_is_gone(status))
        return wire_code(status);
    if (!xml_is(item, "newsItem")) {
        snprintf(kind, WIRE_KIND_MAX, "%s", (const char *)item->name);
        return kind;
    }
    for (size_t i = 0; class && others[i]; i++) {
        if (strcmp(class, others[i]) == 0)
            return class;
    }
    return NULL;
}

int newsml_g2_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    static const struct wire_kind newsml_g2 = {holds, left_out, read_item, NULL};

    return wire_read(&newsml_g2, in, name, sink, err);
}
