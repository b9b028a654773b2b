/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_node.c - elements of feeds and wires by name, whatever prefix a file gives their namespace. */
#include "indexer/formats/xml_node.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 16 << 20, DEPTH_MAX = 256, NAME_BYTES_MAX = 64 };

/* Namespaces come in versions: the beginning tells. */
static const struct {
    const char *begins, *prefix;
} spaces[] = {{"http://purl.org/rss/1.0/modules/content", "content"},
              {"http://purl.org/dc/elements/", "dc"},
              {"http://purl.org/dc/terms", "dcterms"},
              {"http://wordpress.org/export/", "wp"},
              {"http://rssnamespace.org/feedburner", "feedburner"},
              {"http://purl.org/rss/1.0/modules/wiki", "wiki"},
              {"http://search.yahoo.com/mrss", "media"},
              {"http://www.itunes.com/dtds", "itunes"},
              {"http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"},
              {"http://purl.org/rss/", ""},
              {"http://my.netscape.com/", ""},
              {"http://channel.netscape.com/", ""},
              {"http://backend.userland.com/", ""},
              {"http://blogs.law.harvard.edu/", ""},
              {"http://www.w3.org/2005/Atom", ""},
              {"http://purl.org/atom/", ""},
              {"http://www.w3.org/1999/xhtml", ""},
              {"http://iptc.org/std/", ""}};

static const char *prefix_of(const xmlNs *ns)
{
    const char *uri = ns ? (const char *)ns->href : NULL;

    for (size_t i = 0; uri && i < sizeof spaces / sizeof *spaces; i++) {
        if (strncmp(uri, spaces[i].begins, strlen(spaces[i].begins)) != 0)
            continue;
        if (strcmp(spaces[i].prefix, "wp") == 0 && strstr(uri, "excerpt"))
            return "excerpt";
        return spaces[i].prefix;
    }
    return ns && ns->prefix ? (const char *)ns->prefix : "";
}

bool xml_is(const xmlNode *node, const char *name)
{
    if (!node || node->type != XML_ELEMENT_NODE)
        return false;
    /* A prefix that nobody declared is left in the name. */
    const char *own = (const char *)node->name, *prefix = prefix_of(node->ns);
    size_t n = strlen(prefix);
    if (!n)
        return strcmp(own, name) == 0;
    return strncmp(name, prefix, n) == 0 && name[n] == ':' && strcmp(name + n + 1, own) == 0;
}

static xmlNode *first_of(xmlNode *node, const char *name)
{
    while (node && !xml_is(node, name))
        node = node->next;
    return node;
}

xmlNode *xml_child(const xmlNode *node, const char *name)
{
    return node ? first_of(node->children, name) : NULL;
}

xmlNode *xml_next(const xmlNode *after, const char *name)
{
    return after ? first_of(after->next, name) : NULL;
}

xmlNode *xml_path(const xmlNode *node, const char *path)
{
    char name[NAME_BYTES_MAX];
    xmlNode *at = NULL;

    while (node && *path) {
        size_t n = strcspn(path, "/");
        if (n >= sizeof name)
            return NULL;
        memcpy(name, path, n);
        name[n] = '\0';
        node = at = xml_child(node, name);
        path += n + (path[n] == '/');
    }
    return at;
}

static xmlNode *find(xmlNode *node, const char *name, int depth)
{
    for (xmlNode *child = node && depth < DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (xml_is(child, name))
            return child;
        xmlNode *deeper = child->type == XML_ELEMENT_NODE ? find(child, name, depth + 1) : NULL;
        if (deeper)
            return deeper;
    }
    return NULL;
}

xmlNode *xml_find(xmlNode *node, const char *name)
{
    return find(node, name, 0);
}

const char *xml_attribute(const xmlNode *node, const char *name)
{
    for (xmlAttr *a = node && node->type == XML_ELEMENT_NODE ? node->properties : NULL; a; a = a->next) {
        if (strcmp((const char *)a->name, name) == 0 && a->children && a->children->content && *a->children->content)
            return (const char *)a->children->content;
    }
    return NULL;
}

static void put_text(const xmlNode *node, int depth, struct buffer *out)
{
    for (const xmlNode *child = depth < DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            buffer_puts(out, child->content ? (const char *)child->content : "");
        else if (child->type == XML_ELEMENT_NODE)
            put_text(child, depth + 1, out);
    }
}

char *xml_text(const xmlNode *node)
{
    static const char space[] = " \t\r\n";
    struct buffer b = buffer_make(TEXT_MAX);

    if (!node)
        return NULL;
    put_text(node, 0, &b);
    if (!b.data || b.failed) {
        buffer_free(&b);
        return NULL;
    }
    size_t from = strspn(b.data, space);
    while (b.len > from && strchr(space, b.data[b.len - 1]))
        b.len--;
    char *text = b.len > from ? strndup(b.data + from, b.len - from) : NULL;
    buffer_free(&b);
    return text;
}

char *xml_child_text(const xmlNode *node, const char *path)
{
    return xml_text(xml_path(node, path));
}

char *xml_line(const xmlNode *node)
{
    char *text = xml_text(node), *to = text;

    for (const char *from = text; from && *from;) {
        size_t n = strspn(from, " \t\r\n");
        if (n)
            *to++ = ' ';
        else
            *to++ = *from;
        from += n ? n : 1;
    }
    if (to)
        *to = '\0';
    return text;
}

const char *xml_lang(const xmlNode *node)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const char *lang = xml_attribute(node, "lang");
        if (lang)
            return lang;
    }
    return NULL;
}
