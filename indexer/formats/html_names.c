/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_names.c - what the names of elements say. */
#include "indexer/formats/html_names.h"

#include <string.h>
#include <strings.h>

bool html_word_is_one_of(const char *word, const char *const *names)
{
    for (; *names; names++) {
        if ((**names | 32) == (*word | 32) && strcasecmp(word, *names) == 0) /* most differ in the first letter */
            return true;
    }
    return false;
}

bool html_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

bool html_is_inline(const xmlNode *node)
{
    static const char *const names[] = {"a",    "span",  "em",      "strong", "b",    "i",    "u",    "br",
                                        "font", "sub",   "sup",     "small",  "big",  "q",    "abbr", "cite",
                                        "code", "mark",  "s",       "del",    "ins",  "time", "tt",   "nobr",
                                        "wbr",  "label", "strike",  "bdi",    "bdo",  "kbd",  "samp", "var",
                                        "dfn",  "data",  "acronym", "img",    "ruby", "rb",   "o:p",  NULL};
    return node->type == XML_ELEMENT_NODE && html_word_is_one_of((const char *)node->name, names);
}

bool html_is_heading(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    return node->type == XML_ELEMENT_NODE && (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6' &&
           !name[2];
}

bool html_is_no_text(const xmlNode *node)
{
    static const char *const names[] = {"script", "style",      "noscript", "nav",    "aside",    "footer", "figure",
                                        "form",   "head",       "iframe",   "button", "template", "select", "object",
                                        "svg",    "menu",       "textarea", "input",  "dialog",   "audio",  "video",
                                        "canvas", "figcaption", "map",      "math",   "rp",       "rt",     NULL};
    return node->type != XML_ELEMENT_NODE || html_word_is_one_of((const char *)node->name, names);
}

char *html_attribute(const xmlNode *node, const char *name)
{
    return (char *)xmlGetProp((xmlNode *)node, (const xmlChar *)name); /* xmlGetProp changes nothing */
}

bool html_attribute_is(const xmlNode *node, const char *name, const char *value)
{
    char *text = html_attribute(node, name);
    bool same = text && strcasecmp(text, value) == 0;
    xmlFree(text);
    return same;
}
