/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_addresses.js - where the search box asks and leads: the element's attributes, and the page's form that it stands
 * for, as addresses. */
const RESULTS = 5, RESULTS_MAX = 100;
const FIELDS = 'id,url,title,title_html,source,date,date_precision,snippet,copies';

/* Attributes that filter, and the API's names for them; lang is HTML's own. */
const FILTERS = { source: 'source', section: 'section', author: 'author', tag: 'tag', 'article-lang': 'lang',
                  from: 'from', to: 'to', match: 'match', sort: 'sort' };
/* What a form may hold that a search takes too. */
const SEARCH_TAKES = new Set([...Object.values(FILTERS), 'in', 'collapse', 'recency', 'snapshot']);
/* What an article's page takes, to mark what the search found. */
const MARKING = new Set(['match', 'in']);

/* Where no src is said, the archive is where this script came from, which may be below a path of a proxy. */
const script = document.currentScript && document.currentScript.src;
const HOME = new URL('.', script || document.baseURI).href;

class Addresses {
    constructor(host) {
        this.host = host;
        this.field = null; /* the input of the page's form, where it has one */
    }

    /* Without a slash at its end; null: src is no address of the web. */
    source() {
        const said = this.host.getAttribute('src');
        const url = webAddress(said === null ? HOME : said, document.baseURI);
        return url && url.origin + url.pathname.replace(/\/+$/, '');
    }

    /* Filters by the API's names: the attributes, and of the form what they do not name. */
    filters() {
        const own = new URLSearchParams(), all = new URLSearchParams();
        for (const name in FILTERS)
            if (this.host.getAttribute(name))
                own.set(FILTERS[name], this.host.getAttribute(name));
        for (const [name, value] of this.field ? new FormData(this.field.form) : [])
            if (typeof value === 'string' && value && name !== 'q' && !own.has(name))
                all.append(name, value);
        own.forEach((value, name) => all.append(name, value));
        return all;
    }

    api(route, parameters) {
        return `${this.source()}/v1/${route}?${parameters}`;
    }

    search(q) {
        const asked = Number(this.host.getAttribute('limit'));
        const limit = asked >= 1 ? Math.min(Math.floor(asked), RESULTS_MAX) : RESULTS;
        const parameters = new URLSearchParams({ q, per_page: limit, fields: FIELDS, snippet_length: 200 });
        this.filters().forEach((value, name) => SEARCH_TAKES.has(name) && parameters.append(name, value));
        return this.api('search', parameters);
    }

    /* The search page: where the form leads, by GET, else the daemon's. */
    page(q) {
        const action = this.field && this.field.form.getAttribute('action');
        const url = action && webAddress(action, document.baseURI) || new URL(`${this.source()}/`);
        url.search = new URLSearchParams([...(q ? [['q', q]] : []), ...this.filters()]);
        return url.href;
    }

    /* An article's own address, else the archive's; null: it has neither. */
    article({ url, id }, q) {
        const own = this.host.getAttribute('articles') !== 'archive' && url && webAddress(url);
        if (own)
            return own.href;
        const marks = q ? [['q', q], ...[...this.filters()].filter(([name]) => MARKING.has(name))] : [];
        return id ? `${this.source()}/a/${encodeURIComponent(id)}${q && '?'}${new URLSearchParams(marks)}` : null;
    }
}
