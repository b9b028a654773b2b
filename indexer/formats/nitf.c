/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nitf.c - NITF (IPTC's News Industry Text Format, 2.x and 3.x), of a file or within NewsML. */
#include "indexer/formats/markup_text.h"
#include "indexer/formats/wire.h"
#include "indexer/formats/xml_node.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *one_line(const xmlNode *node)
{
    struct buffer out = buffer_make(DOCUMENT_BYTES_MAX);

    if (node)
        markup_text(node, &out);
    char *text = buffer_take(&out);
    for (char *at = text; at && (at = strpbrk(at, "\n\t"));)
        *at = ' ';
    return text;
}

/* <person> where it is marked, else the line without the writer's title: "By Ann Poe, <byttl>Staff</byttl>". */
static void read_byline(xmlNode *byline, cJSON *facts)
{
    xmlNode *person = xml_child(byline, "person");

    for (xmlNode *one = person; one; one = xml_next(one, "person"))
        facts_add_taken(facts, "authors", one_line(one));
    if (person)
        return;
    xmlNode *title = xml_child(byline, "byttl");
    if (title)
        xmlUnlinkNode(title);
    char *line = one_line(byline);
    xmlFreeNode(title);
    for (size_t n = line ? strlen(line) : 0; n && strchr(" ,;", line[n - 1]); n--)
        line[n - 1] = '\0';
    facts_add_taken(facts, "authors", line);
}

static void read_docdata(const xmlNode *data, cJSON *facts)
{
    static const char *const dates[] = {"date.issue", "date.release", "story.date", NULL};

    facts_set(facts, "id", xml_attribute(xml_child(data, "doc-id"), "id-string"));
    facts_set(facts, "id", xml_attribute(xml_child(data, "du-key"), "key"));
    for (size_t i = 0; dates[i]; i++)
        facts_set(facts, "date", xml_attribute(xml_child(data, dates[i]), "norm"));
    xmlNode *list = xml_child(data, "key-list");
    for (xmlNode *one = xml_child(list, "keyword"); one; one = xml_next(one, "keyword"))
        facts_add(facts, "tags", xml_attribute(one, "key"));
}

static void read_subjects(const xmlNode *object, cJSON *facts)
{
    static const char *const parts[] = {"tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"};

    for (xmlNode *one = xml_child(object, "tobject.subject"); one; one = xml_next(one, "tobject.subject")) {
        facts_set(facts, "section", xml_attribute(one, parts[0]));
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            facts_add(facts, "tags", xml_attribute(one, parts[i]));
    }
    const char *type = xml_attribute(object, "tobject.type");
    if (type && strcasecmp(type, "news") != 0)
        facts_set(facts, "section", type);
}

/* The agency whose story it is, before the one that passed it on. */
static void read_source(const xmlNode *nitf, cJSON *facts)
{
    const xmlNode *data = xml_path(nitf, "head/docdata");

    for (xmlNode *meta = xml_child(xml_child(nitf, "head"), "meta"); meta; meta = xml_next(meta, "meta")) {
        const char *name = xml_attribute(meta, "name");
        if (name && (strcmp(name, "source") == 0 || strcmp(name, "aap-source") == 0))
            facts_set(facts, "source", xml_attribute(meta, "content"));
    }
    facts_take(facts, "source", one_line(xml_path(nitf, "body/body.head/distributor")));
    facts_set(facts, "source", xml_attribute(xml_path(data, "del-list/from-src"), "src-name"));
    facts_set(facts, "source", xml_attribute(xml_child(data, "doc.copyright"), "holder"));
    facts_set(facts, "source", xml_attribute(xml_child(data, "doc-id"), "regsrc"));
}

static void read_body(xmlNode *body, cJSON *facts)
{
    xmlNode *head = xml_child(body, "body.head"), *content = xml_child(body, "body.content");
    struct buffer text = buffer_make(DOCUMENT_BYTES_MAX);

    facts_take(facts, "title", one_line(xml_path(head, "hedline/hl1")));
    facts_take(facts, "summary", one_line(xml_path(head, "hedline/hl2")));
    facts_take(facts, "summary", one_line(xml_child(head, "abstract")));
    if (!facts_has(facts, "authors")) {
        for (xmlNode *one = xml_child(head, "byline"); one; one = xml_next(one, "byline"))
            read_byline(one, facts);
    }
    facts_take(facts, "dateline", one_line(xml_child(head, "dateline")));
    for (; content; content = xml_next(content, "body.content")) {
        if (text.len)
            buffer_puts(&text, "\n\n");
        markup_text(content, &text);
    }
    facts_take(facts, "text", buffer_take(&text));
}

void nitf_facts(xmlNode *nitf, cJSON *facts)
{
    xmlNode *head = xml_child(nitf, "head");

    read_body(xml_child(nitf, "body"), facts);
    facts_take(facts, "title", one_line(xml_child(head, "title")));
    read_docdata(xml_child(head, "docdata"), facts);
    facts_set(facts, "date", xml_attribute(xml_child(head, "pubdata"), "date.publication"));
    read_subjects(xml_child(head, "tobject"), facts);
    read_source(nitf, facts);
    facts_set(facts, "lang", xml_attribute(nitf, "baselang"));
    facts_set(facts, "lang", xml_lang(nitf));
}

const char *nitf_status(const xmlNode *nitf)
{
    return xml_attribute(xml_path(nitf, "head/docdata"), "management-status");
}

/* Whatever else lies around one or several, where the format was asked for. */
static bool holds(const xmlNode *node, int depth)
{
    return depth == 1 && !xml_is(node, "nitf");
}

static const char *left_out(const xmlNode *node, char kind[WIRE_KIND_MAX])
{
    const char *status = nitf_status(node);

    (void)kind;
    return !xml_is(node, "nitf") ? "" : wire_is_gone(status) ? status : NULL;
}

int nitf_read(struct input *in, const char *name, const struct sink *sink, struct error *err)
{
    static const struct wire_kind nitf = {holds, left_out, nitf_facts, NULL};

    return wire_read(&nitf, in, name, sink, err);
}
