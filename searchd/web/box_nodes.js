/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_nodes.js - of texts and addresses of the archive, nodes and links of a page.
 *
 * What the archive says becomes text nodes and <mark> elements, never markup; an address a link if http or https. */
const NAME = 'hustings-search';

function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const name in attributes)
        if (attributes[name] != null)
            made.setAttribute(name, attributes[name]);
    made.append(...children);
    return made;
}

function icon(name, path) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const line = document.createElementNS(svg.namespaceURI, 'path');
    for (const [key, value] of [['viewBox', '0 0 20 20'], ['class', name], ['aria-hidden', 'true']])
        svg.setAttribute(key, value);
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
}

const LENS = 'M14 14l4 4M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12z';
const SHEET = 'M5 2.5h7l3.5 3.5v11.5H5zM8 9h5M8 12.5h5';
const CROSS = 'M5 5l10 10M15 5L5 15';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/* Nodes of escaped text whose only tag is <mark>; whatever else it holds stays text. */
function marked(html) {
    let mark = null;
    const nodes = [];
    for (const piece of String(html).split(/(<\/?mark>)/)) {
        if (piece === '<mark>')
            nodes.push(mark = mark || element('mark', { part: 'mark' }));
        else if (piece === '</mark>')
            mark = null;
        else if (piece)
            (mark || { append: (text) => nodes.push(text) })
                .append(piece.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]));
    }
    return nodes;
}

/* An absolute http or https address, else null. */
function webAddress(text, base) {
    try {
        const url = new URL(text, base);
        return /^https?:$/.test(url.protocol) ? url : null;
    } catch (e) {
        return null;
    }
}

function go(address, event) {
    if (event && (event.ctrlKey || event.metaKey))
        window.open(address, '_blank', 'noopener');
    else
        location.assign(address);
}
