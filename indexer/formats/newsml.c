/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newsml.c - NewsML 1.x (IPTC, 2000): news items in a tree of components. */
#include "indexer/formats/wire.h"
#include "indexer/formats/xml_node.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64 }; /* of components */

static bool holds(const xmlNode *node, int depth)
{
    return depth == 1 && xml_is(node, "NewsML");
}

static const char *formal_name(const xmlNode *node, const char *path)
{
    return xml_attribute(xml_path(node, path), "FormalName");
}

static bool is_text(const xmlNode *content)
{
    const char *type = formal_name(content, "MediaType");
    return !type || strcmp(type, "Text") == 0;
}

static void read_lines(const xmlNode *component, cJSON *facts)
{
    const xmlNode *lines = xml_child(component, "NewsLines");

    facts_take(facts, "title", xml_line(xml_child(lines, "HeadLine")));
    facts_take(facts, "summary", xml_line(xml_child(lines, "SubHeadLine")));
    if (!facts_has(facts, "authors")) {
        for (xmlNode *one = xml_child(lines, "ByLine"); one; one = xml_next(one, "ByLine"))
            facts_add_taken(facts, "authors", xml_line(one));
    }
    facts_take(facts, "dateline", xml_line(xml_child(lines, "DateLine")));
    facts_take(facts, "source", xml_line(xml_child(lines, "CreditLine")));
    for (xmlNode *one = xml_child(lines, "KeywordLine"); one; one = xml_next(one, "KeywordLine"))
        facts_add_taken(facts, "tags", xml_line(one));
}

static void read_metadata(const xmlNode *component, cJSON *facts)
{
    const xmlNode *rights = xml_child(component, "AdministrativeMetadata");
    const xmlNode *about = xml_child(component, "DescriptiveMetadata");

    facts_set(facts, "source", formal_name(rights, "Provider/Party"));
    facts_set(facts, "source", formal_name(rights, "Source/Party"));
    facts_set(facts, "lang", formal_name(about, "Language"));
    for (xmlNode *one = xml_child(about, "Property"); one; one = xml_next(one, "Property")) {
        const char *kind = xml_attribute(one, "FormalName");
        if (kind && strcmp(kind, "Keyword") == 0)
            facts_add(facts, "tags", xml_attribute(one, "Value"));
        else if (kind && (strcmp(kind, "Section") == 0 || strcmp(kind, "Category") == 0))
            facts_set(facts, "section", xml_attribute(one, "Value"));
    }
}

/* The first content with text, and of the components down to it what the outer ones do not say. */
static bool read_component(xmlNode *component, cJSON *facts, int depth)
{
    read_lines(component, facts);
    read_metadata(component, facts);
    for (xmlNode *one = xml_child(component, "ContentItem"); one; one = xml_next(one, "ContentItem")) {
        xmlNode *data = xml_child(one, "DataContent");
        if (!data)
            data = xml_path(one, "Encoding/DataContent");
        if (data && is_text(one) && wire_content(data, facts))
            return true;
    }
    for (xmlNode *one = xml_child(component, "NewsComponent"); one && depth < DEPTH_MAX;
         one = xml_next(one, "NewsComponent")) {
        xmlNode *content = xml_child(one, "ContentItem");
        if (content && !is_text(content))
            continue; /* a picture's headline is not the story's */
        if (read_component(one, facts, depth + 1))
            return true;
    }
    return false;
}

static void read_item(xmlNode *item, cJSON *facts)
{
    const xmlNode *known = xml_path(item, "Identification/NewsIdentifier"), *made = xml_child(item, "NewsManagement");
    xmlNode *component = xml_child(item, "NewsComponent");

    facts_take(facts, "id", xml_child_text(known, "PublicIdentifier"));
    facts_take(facts, "id", xml_child_text(known, "NewsItemId"));
    facts_take(facts, "date", xml_child_text(made, "FirstCreated"));
    facts_take(facts, "updated", xml_child_text(made, "ThisRevisionCreated"));
    if (component)
        read_component(component, facts, 0);
    facts_take(facts, "date", xml_child_text(known, "DateId"));
    facts_take(facts, "title", xml_child_text(item, "Identification/NameLabel"));
    facts_take(facts, "source", xml_child_text(known, "ProviderId"));
    facts_set(facts, "lang", xml_lang(item));
}

static const char *left_out(const xmlNode *node, char kind[WIRE_KIND_MAX])
{
    const char *status = formal_name(node, "NewsManagement/Status");

    (void)kind;
    return !xml_is(node, "NewsItem") ? "" : wire_is_gone(status) ? status : NULL;
}

int newsml_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    static const struct wire_kind newsml = {holds, left_out, read_item, "NewsML"};

    return wire_read(&newsml, in, name, sink, err);
}
