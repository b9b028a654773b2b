/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml_node.h - elements of feeds and wires by name, whatever prefix a file gives their namespace. */
#ifndef HUSTINGS_XML_NODE_H
#define HUSTINGS_XML_NODE_H

#include "archive/buffer.h"

#include <libxml/tree.h>

/* name is "title" or "dc:creator", with the prefix that everybody uses; elements of RSS, Atom, NITF, NewsML, XHTML and
 * of namespaces unknown to us have none. All accept NULL for node. */
bool xml_is(const xmlNode *node, const char *name);
/* The first, or the next after `after`, child of that name; NULL: none. */
xmlNode *xml_child(const xmlNode *node, const char *name);
xmlNode *xml_next(const xmlNode *after, const char *name);
/* Of names parted by '/', the first that each level has. */
xmlNode *xml_path(const xmlNode *node, const char *path);
/* The first below node, in the order of the text. */
xmlNode *xml_find(xmlNode *node, const char *name);
/* The attribute's value; borrowed from the tree. NULL: there is none, or it is empty. */
const char *xml_attribute(const xmlNode *node, const char *name);
/* Its text, white space at the ends left out; the caller's (free). NULL: none. */
char *xml_text(const xmlNode *node);
char *xml_child_text(const xmlNode *node, const char *path);
/* The same in one line, with one space for each run of white space. */
char *xml_line(const xmlNode *node);
/* Its language by xml:lang, of a parent too; borrowed. */
const char *xml_lang(const xmlNode *node);

#endif
