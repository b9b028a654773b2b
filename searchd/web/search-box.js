/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search-box.js - <hustings-search>, a search box for any page: docs/search-box.md says how to embed it.
 *
 * Combobox: "Editable Combobox With List Autocomplete" of the ARIA Authoring Practices Guide, manual choice.
 * What the archive says becomes text nodes and <mark> elements, never markup; addresses become links if http or https.
 * Nothing is stored, no cookie is sent. Without this script, and in browsers too old for it, the form inside stays. */
(() => {
'use strict';

const NAME = 'hustings-search';
if (customElements.get(NAME) || !('adoptedStyleSheets' in document))
    return;

const TYPING_MS = 40;     /* joins keys that come in a burst or repeat; shorter than the time between two typed keys */
const COUNTING_MS = 600;  /* how many suggestions there are is told when somebody pauses, not between letters */
const LOADING_MS = 300;   /* what is quicker needs no word of waiting */
const ANSWER_MS = 10000;  /* after that the search cannot be reached */
const KEPT = 100, KEPT_MS = 60000; /* answers to what was typed just before */
const TEXT_MAX = 2000, SUGGEST_MAX = 200; /* the API's, in bytes: what is longer in letters is longer in bytes */
const SUGGESTIONS = 8, RESULTS = 5, RESULTS_MAX = 100;
const FIELDS = 'id,url,title,title_html,source,date,date_precision,snippet,copies';

/* Attributes that filter, and the API's names for them; lang is HTML's own. */
const FILTERS = { source: 'source', section: 'section', author: 'author', tag: 'tag', 'article-lang': 'lang',
                  from: 'from', to: 'to', match: 'match', sort: 'sort' };
/* What a fallback form may hold that a search takes too. */
const SEARCH_TAKES = new Set([...Object.values(FILTERS), 'in', 'collapse', 'recency', 'snapshot']);

const script = document.currentScript && document.currentScript.src;
const HOME = script ? new URL(script).origin : location.origin;

/* ---- words ---- */

const WORDS = {
    en: {
        search: 'Search', clear: 'Clear', suggestions: 'Suggestions', results: 'Results', article: 'Article',
        offered: { one: '{n} suggestion', other: '{n} suggestions' },
        found: { one: '{n} result', other: '{n} results' },
        copies: { one: 'and {n} copy', other: 'and {n} copies' },
        all: 'All {n} results', searching: 'Searching…', none: 'Nothing was found for “{q}”.',
        meant: 'Did you mean {q}?', instead: 'These are results for {q}.',
        relaxed: 'No article has all of the words; these have some of them.',
        partial: 'The search took too long: there may be more.', again: 'try again',
        unreached: 'The search cannot be reached: {again}', busy: 'Too many searches at the moment, {again} {when}',
    },
    de: {
        search: 'Suchen', clear: 'Löschen', suggestions: 'Vorschläge', results: 'Ergebnisse', article: 'Artikel',
        offered: { one: '{n} Vorschlag', other: '{n} Vorschläge' },
        found: { one: '{n} Ergebnis', other: '{n} Ergebnisse' },
        copies: { one: 'und {n} Kopie', other: 'und {n} Kopien' },
        all: 'Alle {n} Ergebnisse', searching: 'Suche läuft …', none: 'Zu „{q}“ wurde nichts gefunden.',
        meant: 'Meinten Sie {q}?', instead: 'Dies sind Ergebnisse für {q}.',
        relaxed: 'Kein Artikel enthält alle Wörter; diese enthalten einige davon.',
        partial: 'Die Suche dauerte zu lange: Es kann mehr geben.', again: 'noch einmal versuchen',
        unreached: 'Die Suche ist nicht erreichbar: {again}', busy: 'Im Moment wird zu viel gesucht: {when} {again}',
    },
    fr: {
        search: 'Rechercher', clear: 'Effacer', suggestions: 'Suggestions', results: 'Résultats', article: 'Article',
        offered: { one: '{n} suggestion', other: '{n} suggestions' },
        found: { one: '{n} résultat', other: '{n} résultats' },
        copies: { one: 'et {n} copie', other: 'et {n} copies' },
        all: 'Voir les {n} résultats', searching: 'Recherche en cours…', none: 'Aucun résultat pour « {q} ».',
        meant: 'Vouliez-vous dire {q} ?', instead: 'Voici les résultats pour {q}.',
        relaxed: 'Aucun article ne contient tous les mots ; ceux-ci en contiennent certains.',
        partial: 'La recherche a duré trop longtemps : il peut y en avoir d’autres.', again: 'réessayer',
        unreached: 'La recherche est inaccessible : {again}', busy: 'Trop de recherches en ce moment, {again} {when}',
    },
    es: {
        search: 'Buscar', clear: 'Borrar', suggestions: 'Sugerencias', results: 'Resultados', article: 'Artículo',
        offered: { one: '{n} sugerencia', other: '{n} sugerencias' },
        found: { one: '{n} resultado', other: '{n} resultados' },
        copies: { one: 'y {n} copia', other: 'y {n} copias' },
        all: 'Ver los {n} resultados', searching: 'Buscando…', none: 'No se encontró nada para «{q}».',
        meant: '¿Quiso decir {q}?', instead: 'Estos son los resultados de {q}.',
        relaxed: 'Ningún artículo tiene todas las palabras; estos tienen algunas.',
        partial: 'La búsqueda tardó demasiado: puede haber más.', again: 'inténtelo de nuevo',
        unreached: 'No se puede acceder a la búsqueda: {again}',
        busy: 'Demasiadas búsquedas en este momento, {again} {when}',
    },
    ar: {
        search: 'بحث', clear: 'مسح', suggestions: 'اقتراحات', results: 'النتائج', article: 'مقال',
        offered: { zero: 'لا اقتراحات', one: 'اقتراح واحد', two: 'اقتراحان', few: '{n} اقتراحات', many: '{n} اقتراحًا',
                   other: '{n} اقتراح' },
        found: { zero: 'لا نتائج', one: 'نتيجة واحدة', two: 'نتيجتان', few: '{n} نتائج', other: '{n} نتيجة' },
        copies: { one: 'ونسخة أخرى', two: 'ونسختان أخريان', few: 'و{n} نسخ أخرى', other: 'و{n} نسخة أخرى' },
        all: 'كل النتائج ({n})', searching: 'جارٍ البحث…', none: 'لم يُعثر على شيء عن «{q}».',
        meant: 'هل تقصد {q}؟', instead: 'هذه نتائج البحث عن {q}.',
        relaxed: 'لا مقال يحوي كل الكلمات؛ وهذه تحوي بعضها.',
        partial: 'استغرق البحث وقتًا طويلًا: قد يكون هناك المزيد.', again: 'حاول مرة أخرى',
        unreached: 'يتعذر الوصول إلى البحث: {again}', busy: 'عمليات البحث كثيرة الآن، {again} {when}',
    },
    he: {
        search: 'חיפוש', clear: 'ניקוי', suggestions: 'הצעות', results: 'תוצאות', article: 'כתבה',
        offered: { one: 'הצעה אחת', two: 'שתי הצעות', other: '{n} הצעות' },
        found: { one: 'תוצאה אחת', two: 'שתי תוצאות', other: '{n} תוצאות' },
        copies: { one: 'ועוד עותק אחד', two: 'ועוד שני עותקים', other: 'ועוד {n} עותקים' },
        all: 'כל התוצאות ({n})', searching: 'מחפש…', none: 'לא נמצא דבר עבור "{q}".',
        meant: 'האם התכוונת ל־{q}?', instead: 'אלה תוצאות עבור {q}.',
        relaxed: 'אין כתבה שיש בה כל המילים; באלה יש חלק מהן.',
        partial: 'החיפוש נמשך זמן רב מדי: ייתכן שיש עוד.', again: 'נסו שוב',
        unreached: 'אי אפשר להגיע לחיפוש: {again}', busy: 'יש יותר מדי חיפושים כרגע, {again} {when}',
    },
};
const RIGHT_TO_LEFT = new Set(['ar', 'he']);

/* The nearest element with an attribute, host itself included, also where host stands in a shadow tree. */
function nearest(host, selector) {
    for (let at = host; at; at = at.getRootNode().host) {
        const found = at.closest(selector);
        if (found)
            return found;
    }
    return null;
}

/* How the box speaks: its language, words, numbers and dates. */
class Speech {
    constructor(host) {
        const said = nearest(host, '[lang]');
        const tag = (said && said.getAttribute('lang') || 'en').trim();
        const primary = tag.split('-')[0].toLowerCase();
        this.lang = WORDS[primary] ? primary : 'en';
        this.words = WORDS[this.lang];
        this.locale = this.chooseLocale(tag);
        this.dir = this.chooseDirection(host);
        this.numbers = new Intl.NumberFormat(this.locale);
        this.plurals = new Intl.PluralRules(this.locale);
    }

    /* Of a language without a region the reader's own: whose browser says en-GB reads 2 March, not March 2. */
    chooseLocale(tag) {
        const of = (one) => one.split('-')[0].toLowerCase() === this.lang;
        try {
            if (of(tag) && tag.includes('-'))
                return Intl.getCanonicalLocales(tag)[0];
        } catch (e) {
            return this.lang; /* lang="en-" and the like */
        }
        return (navigator.languages || []).find(of) || this.lang;
    }

    /* Where dir is said it holds and is inherited: ''. Else the language decides. */
    chooseDirection(host) {
        const said = host.matches('[dir]') || (!host.matches('[lang]') && nearest(host, '[dir]'));
        return said ? '' : RIGHT_TO_LEFT.has(this.lang) ? 'rtl' : 'ltr';
    }

    number(n) {
        return this.numbers.format(n);
    }

    plural(name, n) {
        const forms = this.words[name];
        return (forms[this.plurals.select(n)] || forms.other).replace('{n}', this.number(n));
    }

    /* Nodes and texts: what stands for {name} is put there. */
    phrase(name, put) {
        return this.words[name].split(/\{(\w+)\}/).map((piece, i) => i % 2 ? put[piece] : piece);
    }

    seconds(n) {
        return new Intl.RelativeTimeFormat(this.locale).format(n, 'second');
    }

    /* A day is the archive's, wherever the reader is: hence UTC on both sides. */
    date(date, precision) {
        const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date) || [];
        const known = precision === 'year' || !month ? 1 : precision === 'month' || !day ? 2 : 3;
        const at = new Date(`${year}-${known > 1 ? month : '01'}-${known > 2 ? day : '01'}T00:00:00Z`);
        if (isNaN(at))
            return date;
        const form = { timeZone: 'UTC', calendar: 'gregory', year: 'numeric' };
        if (known > 1)
            form.month = known > 2 ? 'short' : 'long';
        if (known > 2)
            form.day = 'numeric';
        return new Intl.DateTimeFormat(this.locale, form).format(at);
    }
}

/* ---- nodes ---- */

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

/* ---- asking ---- */

/* Seconds to wait, from a number or a date. */
function retryAfter(header) {
    const seconds = /^\d+$/.test(header || '') ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    return seconds > 0 ? Math.ceil(seconds) : 5;
}

/* Asks one question at a time. A newer one ends the older; where that comes too late, by its number its answer is
 * known as an older one's, and not given. */
class Asker {
    constructor() {
        this.turn = 0;
        this.controller = null;
    }

    stop() {
        this.turn++;
        if (this.controller)
            this.controller.abort();
        this.controller = null;
    }

    /* {status, answer, wait}, status 0 if it cannot be reached; null if it was overtaken. */
    async ask(url) {
        this.stop();
        const turn = this.turn;
        const controller = this.controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), ANSWER_MS);
        let got = { status: 0 };
        try {
            const response = await fetch(url,
                { signal: controller.signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
            got = { status: response.status };
            if (got.status === 429 || got.status === 503)
                got.wait = retryAfter(response.headers.get('Retry-After'));
            got.answer = await response.json();
        } catch (e) {
            /* not reached, ended, or a proxy's page that is no JSON: the status says what is known */
        }
        clearTimeout(timer);
        return turn === this.turn ? got : null;
    }
}

/* ---- the list of suggestions ---- */

let count = 0;

class Suggestions {
    constructor(box) {
        this.box = box;
        this.asker = new Asker();
        this.kept = new Map();
        this.items = [];
        this.text = '';   /* what items were suggested for */
        this.active = -1; /* the option with the visual focus; -1: the input has it */
        this.id = `${NAME}-${++count}`;
        this.list = element('ul', { part: 'list', role: 'listbox', id: this.id, hidden: '' });
        this.told = element('div', { class: 'said', role: 'status' });
        this.list.addEventListener('mousedown', (event) => event.preventDefault()); /* the input keeps the focus */
        this.list.addEventListener('click', (event) => {
            const at = [...this.list.children].indexOf(event.target.closest('[role=option]'));
            if (at >= 0)
                this.box.choose(this.items[at], event);
        });
    }

    isOpen() {
        return !this.list.hidden;
    }

    forget() {
        this.asker.stop();
        this.kept.clear();
        this.close();
        this.text = '';
    }

    recall(text) {
        const found = this.kept.get(text);
        return found && Date.now() - found.since < KEPT_MS ? found.items : null;
    }

    keep(text, items) {
        this.kept.delete(text);
        this.kept.set(text, { items, since: Date.now() });
        if (this.kept.size > KEPT)
            this.kept.delete(this.kept.keys().next().value);
    }

    /* Shows what is suggested for text. True: it is shown. */
    async suggest(text) {
        if (text === this.text && this.isOpen())
            return true;
        let items = this.recall(text);
        if (items) {
            this.asker.stop();
        } else {
            if (!text || text.length > SUGGEST_MAX || this.box.mustWait()) {
                this.asker.stop();
                return this.close();
            }
            const got = await this.asker.ask(
                this.box.apiUrl('suggest', new URLSearchParams({ q: text, limit: SUGGESTIONS })));
            if (!got)
                return false;
            this.box.heed(got);
            items = got.status === 200 && got.answer && got.answer.suggestions;
            if (!Array.isArray(items))
                return this.close(); /* it is only a help: the search itself says what is wrong */
            this.keep(text, items);
        }
        this.text = text;
        this.items = items;
        return this.show();
    }

    show() {
        if (!this.items.length || !this.box.hasFocus())
            return this.close();
        this.list.replaceChildren(...this.items.map((item, i) => this.option(item, i)));
        this.list.hidden = false;
        this.list.scrollTop = 0;
        this.box.input.setAttribute('aria-expanded', 'true');
        this.activate(-1);
        clearTimeout(this.telling);
        this.telling = setTimeout(() => {
            this.told.textContent = this.box.speech.plural('offered', this.items.length);
        }, COUNTING_MS);
        return true;
    }

    option(item, i) {
        const { speech } = this.box;
        const title = item.kind === 'title';
        return element('li', { part: 'option', role: 'option', id: `${this.id}-${i}`, 'aria-selected': 'false' },
            icon('kind', title ? SHEET : LENS),
            element('span', { part: 'option-text', class: 'text' }, element('bdi', {}, ...marked(item.html))),
            title ? element('span', { part: 'option-kind' }, speech.words.article)
                  : element('span', { part: 'option-count', 'aria-hidden': 'true' }, speech.number(item.articles)),
            title ? '' : element('span', { class: 'said' }, speech.plural('found', item.articles)));
    }

    close() {
        clearTimeout(this.telling);
        this.told.textContent = '';
        this.list.hidden = true;
        this.box.input.setAttribute('aria-expanded', 'false');
        this.activate(-1);
        return false;
    }

    activate(at) {
        this.active = at;
        [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
        if (at < 0) {
            this.box.input.removeAttribute('aria-activedescendant');
            return;
        }
        this.box.input.setAttribute('aria-activedescendant', this.list.children[at].id);
        this.list.children[at].scrollIntoView({ block: 'nearest' });
    }

    /* Opens the list if need be; by: 1 or -1 moves, and past an end the input has its turn; 0 does not move. */
    async move(by) {
        if (!this.isOpen() && !await this.suggest(this.box.typed()))
            return;
        const places = this.items.length + 1;
        if (by)
            this.activate((this.active + 1 + by + places) % places - 1);
    }

    /* True: the key is used up. */
    key(event) {
        const { key, altKey } = event;
        if (key === 'Enter' && this.active >= 0) {
            this.box.choose(this.items[this.active], event);
            return true;
        }
        if (event.ctrlKey || event.metaKey || event.shiftKey)
            return false;
        if (key === 'ArrowDown' || key === 'ArrowUp') {
            if (key === 'ArrowUp' && altKey)
                this.close();
            else
                this.move(altKey ? 0 : key === 'ArrowDown' ? 1 : -1);
            return true;
        }
        if (key === 'Escape' && this.isOpen()) {
            this.close();
            return true;
        }
        if (key === 'Tab')
            this.close();
        else if (/^(Home|End|ArrowLeft|ArrowRight)$/.test(key))
            this.activate(-1); /* the caret is the browser's to move */
        return false;
    }
}

/* ---- results below the box ---- */

class Results {
    constructor(box) {
        this.box = box;
        this.asker = new Asker();
        this.q = '';
        this.told = element('div', { part: 'status', role: 'status' });
        this.list = element('ol', { part: 'results', role: 'list' });
        this.all = element('a', { part: 'all' });
        this.region = element('section', { class: 'found', hidden: '' }, this.list, this.all);
        this.node = element('div', { part: 'panel', class: 'panel' }, this.told, this.region);
    }

    clear() {
        this.asker.stop();
        this.q = '';
        this.tell();
        this.show([], null);
    }

    again() {
        if (this.q)
            this.search(this.q);
    }

    tell(...said) {
        clearTimeout(this.loading);
        this.node.setAttribute('aria-busy', 'false');
        this.told.replaceChildren(...said);
        this.node.classList.toggle('empty', !said.length);
    }

    show(items, all) {
        this.list.replaceChildren(...items);
        this.region.hidden = !items.length;
        this.all.hidden = !all;
        if (all)
            this.all.href = all;
    }

    async search(q) {
        const { box } = this;
        if (!q)
            return this.clear();
        this.q = q;
        if (box.mustWait())
            return this.fail({ status: 429 });
        clearTimeout(this.loading);
        this.loading = setTimeout(() => {
            this.tell(box.speech.words.searching);
            this.node.setAttribute('aria-busy', 'true');
        }, LOADING_MS);
        const got = await this.asker.ask(box.searchUrl(q));
        if (!got)
            return undefined;
        box.heed(got);
        return got.status === 200 && got.answer ? this.render(got.answer) : this.fail(got);
    }

    link(part, text, act) {
        const made = element('button', { part, type: 'button', class: 'link' }, text);
        made.addEventListener('click', act);
        return made;
    }

    fail({ status, answer }) {
        const { speech } = this.box;
        const again = this.link('again', speech.words.again, () => this.again());
        const problem = status >= 400 && status < 500 && answer && (answer.detail || answer.title);
        this.show([], null);
        if (status === 429 || status === 503)
            this.tell(...speech.phrase('busy', { again, when: speech.seconds(this.box.mustWait()) }));
        else if (problem)
            this.tell(problem);
        else
            this.tell(...speech.phrase('unreached', { again }));
    }

    render(answer) {
        const { speech } = this.box;
        const results = answer.results || [];
        const said = this.notes(answer).map((note) => element('p', { part: 'note', class: 'note' }, ...note));
        if (answer.total)
            said.unshift(element('p', { part: 'total' }, speech.plural('found', answer.total)));
        this.tell(...said);
        this.all.replaceChildren(...speech.phrase('all', { n: speech.number(answer.total) }));
        this.region.setAttribute('aria-label', `${this.box.label}: ${speech.words.results}`);
        this.show(results.map((one) => this.result(one)),
                  answer.total > results.length ? this.box.pageUrl(this.q) : null);
    }

    /* What is to be said besides the number: each a list of nodes. */
    notes(answer) {
        const { speech } = this.box;
        const meant = answer.did_you_mean;
        const corrected = meant && answer.total && answer.query && answer.query.understood_as === meant;
        const notes = [];
        if (!answer.total || corrected)
            notes.push(speech.phrase('none', { q: element('bdi', {}, this.q) }));
        if (meant)
            notes.push(speech.phrase(corrected ? 'instead' : 'meant', { q: this.meant(meant) }));
        if (answer.relaxed)
            notes.push([speech.words.relaxed]);
        if (answer.partial)
            notes.push([speech.words.partial]);
        return notes;
    }

    meant(q) {
        return this.link('meant', element('bdi', {}, q), () => {
            this.box.set(q);
            this.box.search();
            this.box.input.focus();
        });
    }

    result(one) {
        const { speech } = this.box;
        const address = this.box.articleUrl(one, this.q);
        const title = marked(one.title_html || one.title || one.id || '');
        const facts = [
            one.source && element('bdi', { part: 'source' }, one.source),
            one.date && element('time', { part: 'date', datetime: one.date },
                                speech.date(one.date, one.date_precision)),
            one.copies && element('span', { part: 'copies' }, speech.plural('copies', one.copies)),
        ].filter(Boolean);
        /* A result stands as its title is read, also in a box of the other direction. */
        return element('li', { part: 'result', dir: 'auto' },
            element(address ? 'a' : 'span', { part: 'title', class: 'title', href: address }, ...title),
            element('div', { part: 'facts', class: 'facts' }, ...facts),
            one.snippet ? element('p', { part: 'snippet' }, ...marked(one.snippet)) : '');
    }
}

/* ---- the box ---- */

class Box {
    constructor(host) {
        this.host = host;
        this.speech = new Speech(host);
        this.suggestions = null; /* made below, with the input */
        this.input = element('input', { part: 'input', id: 'q', type: 'text', role: 'combobox', autocomplete: 'off',
            'aria-autocomplete': 'list', 'aria-expanded': 'false', autocapitalize: 'off', autocorrect: 'off',
            spellcheck: 'false', enterkeyhint: 'search', maxlength: TEXT_MAX, dir: 'auto' });
        this.suggestions = new Suggestions(this);
        this.results = new Results(this);
        this.input.setAttribute('aria-controls', this.suggestions.id);
        this.labelNode = element('label', { part: 'label', class: 'said', for: 'q' });
        this.clearButton = element('button',
            { part: 'clear', type: 'button', class: 'clear', tabindex: -1, hidden: '' }, icon('cross', CROSS));
        this.button = element('button', { part: 'button', class: 'go' });
        this.form = element('form', { part: 'form' }, this.labelNode,
            element('div', { part: 'field', class: 'field' }, icon('lens', LENS), this.input, this.clearButton),
            this.button, this.suggestions.list);
        this.node = element('div', { part: 'box', class: 'box' }, this.form, this.suggestions.told, this.results.node);
        this.results.clear();
        this.waitUntil = 0;
        this.touched = false; /* the text is the reader's, or the page's: a fallback's does not replace it */
        this.listen();
        this.root = host.attachShadow({ mode: 'open' });
        this.root.adoptedStyleSheets = [STYLE];
        this.observer = new MutationObserver(() => this.adopt());
    }

    listen() {
        const { input, form } = this;
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            this.search();
        });
        input.addEventListener('input', () => this.changed());
        input.addEventListener('compositionstart', () => { this.composing = true; });
        input.addEventListener('compositionend', () => {
            this.composing = false;
            this.changed();
        });
        input.addEventListener('keydown', (event) => this.key(event));
        input.addEventListener('click', () => {
            if (!this.composing)
                this.suggestions.move(0);
        });
        this.node.addEventListener('focusout', (event) => {
            if (!form.contains(event.relatedTarget))
                this.suggestions.close();
        });
        this.clearButton.addEventListener('click', () => {
            this.empty();
            input.focus();
        });
    }

    connect() {
        this.adopt();
        this.observer.observe(this.host, { childList: true, subtree: true });
    }

    disconnect() {
        this.observer.disconnect();
        this.suggestions.asker.stop();
        this.suggestions.close();
        this.results.asker.stop();
        clearTimeout(this.results.loading);
        clearTimeout(this.typing);
    }

    /* The page's form: what it says and holds is the box's. It may come after the box, while the page is parsed. */
    adopt() {
        const field = this.host.querySelector('form input[name=q]');
        const fresh = field && field !== this.field;
        this.field = field;
        this.place();
        this.say();
        if (!fresh || this.touched)
            return;
        this.input.value = field.value;
        this.clearButton.hidden = !field.value;
        if (field.matches(':focus')) { /* somebody has begun to type */
            const { selectionStart, selectionEnd } = field;
            this.input.focus();
            this.input.setSelectionRange(selectionStart, selectionEnd);
        }
    }

    /* A box that has nothing to ask leaves its place to the page's form. */
    place() {
        const usable = this.source() !== null;
        if (!usable)
            console.error(`<${NAME}>: src="${this.host.getAttribute('src')}" is not an http or https address`);
        if (!usable || !this.node.isConnected)
            this.root.replaceChildren(usable ? this.node : element('slot'));
    }

    /* Says everything in the language that now holds. */
    say() {
        const { host, field, speech: before } = this;
        const speech = this.speech = new Speech(host);
        const ownLabel = field &&
            (field.labels[0] ? field.labels[0].textContent.trim() : field.getAttribute('aria-label'));
        const ownButton = field && field.form.querySelector('button:not([type]),button[type=submit]');
        this.label = host.getAttribute('label') || ownLabel || speech.words.search;
        this.labelNode.textContent = this.label;
        this.input.placeholder = host.getAttribute('placeholder') || (field && field.placeholder) || this.label;
        this.button.textContent = ownButton && ownButton.textContent.trim() || speech.words.search;
        this.clearButton.setAttribute('aria-label', speech.words.clear);
        this.suggestions.list.setAttribute('aria-label', speech.words.suggestions);
        this.node.lang = speech.lang;
        if (speech.dir)
            this.node.dir = speech.dir;
        else
            this.node.removeAttribute('dir');
        if (nearest(host.parentNode, 'search,[role=search]')) {
            this.node.removeAttribute('role');
        } else {
            this.node.setAttribute('role', 'search');
            this.node.setAttribute('aria-label', this.label);
        }
        if (before.locale !== speech.locale)
            this.results.again();
    }

    hasFocus() {
        return this.root.activeElement === this.input;
    }

    /* What suggestions are asked for: a space behind it matters. */
    typed() {
        return this.input.value.trimStart();
    }

    /* How many seconds are left of those that the daemon asked to wait; 0: none. */
    mustWait() {
        return Math.max(0, Math.ceil((this.waitUntil - Date.now()) / 1000));
    }

    heed(got) {
        if (got.wait)
            this.waitUntil = Date.now() + got.wait * 1000;
    }

    fire(name, detail, cancelable) {
        return this.host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail }));
    }

    set(text) {
        this.touched = true;
        this.input.value = text;
        this.clearButton.hidden = !text;
        this.settle();
    }

    /* What is under way for the text as it was is dropped. */
    settle() {
        clearTimeout(this.typing);
        this.suggestions.asker.stop();
        this.suggestions.close();
    }

    empty() {
        this.set('');
        this.results.clear();
        this.fire('hustings-input', { q: '' });
    }

    changed() {
        this.touched = true;
        this.clearButton.hidden = !this.input.value;
        /* While an input method composes, its own list of words is open. On a touch screen that is in the keyboard, and
         * all typing may be composing. */
        if (this.composing && !matchMedia('(hover: none)').matches)
            return;
        const text = this.typed();
        this.suggestions.activate(-1);
        clearTimeout(this.typing);
        if (!text || this.suggestions.recall(text))
            this.suggestions.suggest(text);
        this.typing = setTimeout(() => {
            this.fire('hustings-input', { q: text.trim() });
            this.suggestions.suggest(text);
        }, TYPING_MS);
    }

    key(event) {
        if (event.isComposing || event.keyCode === 229)
            return; /* the input method's; 229 is Safari's way to say so of the Enter that ends composing */
        let used = this.suggestions.key(event);
        if (!used && event.key === 'Escape' && this.input.value) {
            this.empty();
            used = true;
        }
        if (used) {
            event.preventDefault();
            event.stopPropagation(); /* an Escape that closed the list is not for the dialog that the box stands in */
        }
    }

    choose(item, event) {
        const q = this.input.value.trim();
        const url = item.kind === 'title' ? this.articleUrl(item, q) : null;
        this.settle();
        if (!this.fire('hustings-choose', { q, text: item.text, kind: item.kind, id: item.id, url }, true))
            return;
        if (url) {
            go(url, event);
        } else {
            this.set(item.text);
            this.search(event);
        }
    }

    search(event) {
        const q = this.input.value.trim();
        const url = this.pageUrl(q);
        this.settle();
        if (!this.fire('hustings-search', { q, url }, true))
            return;
        if (this.host.getAttribute('results') === 'page')
            go(url, event);
        else
            this.results.search(q);
    }

    /* ---- addresses ---- */

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

    apiUrl(route, parameters) {
        return `${this.source()}/v1/${route}?${parameters}`;
    }

    searchUrl(q) {
        const asked = Number(this.host.getAttribute('limit'));
        const limit = asked >= 1 ? Math.min(Math.floor(asked), RESULTS_MAX) : RESULTS;
        const parameters = new URLSearchParams({ q, per_page: limit, fields: FIELDS, snippet_length: 200 });
        this.filters().forEach((value, name) => SEARCH_TAKES.has(name) && parameters.append(name, value));
        return this.apiUrl('search', parameters);
    }

    /* The search page: where the form leads, by GET, else the daemon's. */
    pageUrl(q) {
        const action = this.field && this.field.form.getAttribute('action');
        const url = action && webAddress(action, document.baseURI) || new URL(`${this.source()}/`);
        url.search = new URLSearchParams([...(q ? [['q', q]] : []), ...this.filters()]);
        return url.href;
    }

    /* An article's own address, else the archive's; null: it has neither. */
    articleUrl({ url, id }, q) {
        const own = this.host.getAttribute('articles') !== 'archive' && url && webAddress(url);
        if (own)
            return own.href;
        const query = q ? `?${new URLSearchParams({ q })}` : '';
        return id ? `${this.source()}/a/${encodeURIComponent(id)}${query}` : null;
    }
}

/* ---- style ---- */

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host {
    --h-text: var(--hustings-text, #1b1f24); --h-muted: var(--hustings-muted, #57606a);
    --h-back: var(--hustings-background, #fff); --h-hover: var(--hustings-hover, #eef2f7);
    --h-accent: var(--hustings-accent, #0b5cad); --h-on-accent: var(--hustings-on-accent, #fff);
    --h-border: var(--hustings-border, #818b96); --h-line: var(--hustings-line, #d9dee4);
    --h-mark: var(--hustings-mark, #fff0a3); --h-shadow: #1b1f2433;
    --h-radius: var(--hustings-radius, 8px);
    display: block; position: relative; color: var(--h-text);
    font-size: var(--hustings-size, 1rem); font-family: var(--hustings-font, inherit);
    font-weight: 400; font-style: normal; line-height: 1.45;
    text-align: start; text-transform: none; letter-spacing: normal; white-space: normal;
}
@supports (color: light-dark(#000, #fff)) {
    :host {
        --h-text: var(--hustings-text, light-dark(#1b1f24, #e6e9ed));
        --h-muted: var(--hustings-muted, light-dark(#57606a, #a7afb9));
        --h-back: var(--hustings-background, light-dark(#fff, #16191d));
        --h-hover: var(--hustings-hover, light-dark(#eef2f7, #252a31));
        --h-accent: var(--hustings-accent, light-dark(#0b5cad, #82bbff));
        --h-on-accent: var(--hustings-on-accent, light-dark(#fff, #0c1824));
        --h-border: var(--hustings-border, light-dark(#818b96, #737d89));
        --h-line: var(--hustings-line, light-dark(#d9dee4, #30363d));
        --h-mark: var(--hustings-mark, light-dark(#fff0a3, #4a3c00));
        --h-shadow: light-dark(#1b1f2433, #000a);
    }
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before { box-sizing: border-box; }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
svg { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; flex: none;
    inline-size: 1.15em; block-size: 1.15em; color: var(--h-muted); }
input, button { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; }
form { position: relative; display: flex; gap: .5em; margin: 0; }
.field { flex: 1; min-inline-size: 0; display: flex; align-items: center; padding-inline-start: .7em;
    background: var(--h-back); border: 1px solid var(--h-border); border-radius: var(--h-radius); }
.field:focus-within { outline: 2px solid var(--h-accent); outline-offset: -1px; border-color: var(--h-accent); }
input { flex: 1; min-inline-size: 0; padding: .55em .6em; border: 0; outline: 0; background: none; }
input:placeholder-shown { direction: inherit; } /* dir=auto takes nothing for left to right */
input::placeholder { color: var(--h-muted); opacity: 1; }
.clear { display: flex; align-items: center; justify-content: center; align-self: stretch; padding: 0;
    inline-size: 2.5em; border: 0; border-radius: var(--h-radius); background: none; }
.clear:hover svg { color: var(--h-text); }
.go { padding: .55em 1.1em; border: 1px solid transparent; border-radius: var(--h-radius); font-weight: 600;
    background: var(--h-accent); color: var(--h-on-accent); }
.go:hover { filter: brightness(1.08); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--h-accent); outline-offset: 2px; border-radius: 3px; }
.go:focus-visible, .clear:focus-visible { border-radius: var(--h-radius); }
[role=listbox] { position: absolute; z-index: var(--hustings-layer, 1000); inset-block-start: calc(100% + 5px);
    inset-inline: 0; margin: 0; padding: 5px; max-block-size: min(27em, 60vh); overflow-y: auto;
    overscroll-behavior: contain; list-style: none; background: var(--h-back); border: 1px solid var(--h-line); border-radius: var(--h-radius);
    box-shadow: 0 8px 24px var(--h-shadow); }
[role=option] { display: flex; align-items: baseline; gap: .65em; padding: .45em .65em; cursor: pointer;
    border-radius: calc(var(--h-radius) - 3px); }
[role=option] svg { align-self: flex-start; margin-block-start: .15em; }
.text { flex: 1; min-inline-size: 0; overflow: hidden; overflow-wrap: anywhere; display: -webkit-box;
    -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
[role=option]:hover, [role=option][aria-selected=true] { background: var(--h-hover); }
[role=option][aria-selected=true] { outline: 2px solid var(--h-accent); outline-offset: -2px; }
[role=option] mark { background: none; font-weight: 700; }
[part=option-count], [part=option-kind] { flex: none; color: var(--h-muted); font-size: .8125em;
    font-variant-numeric: tabular-nums; }
mark { background: var(--h-mark); color: inherit; border-radius: 2px; }
.panel { margin-block-start: .6em; padding: .8em 1em; background: var(--h-back); border: 1px solid var(--h-line);
    border-radius: var(--h-radius); }
.panel.empty { margin: 0; padding: 0; border: 0; }
.panel[aria-busy=true] ol { opacity: .55; }
p { margin: 0; }
[role=status] { color: var(--h-muted); font-size: .875em; }
.note { color: var(--h-text); margin-block-start: .2em; }
.link { padding: 0; border: 0; background: none; color: var(--h-accent); text-decoration: underline; text-align: start;
    text-underline-offset: .15em; }
ol { list-style: none; margin: .5em 0 0; padding: 0; }
ol li { padding-block: .75em; border-block-start: 1px solid var(--h-line); }
.title { display: block; font-weight: 600; line-height: 1.3; color: var(--h-accent); text-decoration: none;
    overflow-wrap: anywhere; }
span.title { color: inherit; }
.title:hover, .found > a:hover { text-decoration: underline; text-underline-offset: .15em; }
.facts { display: flex; flex-wrap: wrap; margin-block: .2em; color: var(--h-muted); font-size: .8125em; }
.facts > :not(:first-child)::before { content: "·"; margin-inline: .5em; }
ol p { font-size: .9375em; overflow-wrap: anywhere; }
.found > a { display: inline-block; color: var(--h-accent); font-weight: 600; text-decoration: none; }
@media (max-width: 30em) { [part=option-kind] { position: absolute; clip-path: inset(50%); } }
@media (pointer: coarse) {
    input, button, [role=option] { min-block-size: 44px; }
    input { font-size: max(16px, 1em); }
    .clear { inline-size: 44px; }
    .found > a { padding-block: .6em; }
    .link { padding-block: .6em; }
}
@media (forced-colors: active) {
    mark { background: Mark; color: MarkText; }
    [role=option][aria-selected=true] { outline-color: Highlight; outline-width: 3px; }
    .go { border-color: ButtonText; }
    svg { color: CanvasText; }
}
@media (prefers-reduced-motion: no-preference) {
    [role=listbox] { animation: hustings-in .12s ease-out; }
    @keyframes hustings-in { from { opacity: 0; translate: 0 -4px; } }
}
`);

/* ---- the element ---- */

const boxes = new WeakMap();

class HustingsSearch extends HTMLElement {
    static get observedAttributes() {
        return [...Object.keys(FILTERS), 'src', 'lang', 'dir', 'limit', 'results', 'articles', 'label', 'placeholder'];
    }

    constructor() {
        super();
        boxes.set(this, new Box(this));
    }

    connectedCallback() {
        boxes.get(this).connect();
        if (Object.prototype.hasOwnProperty.call(this, 'value')) { /* set before there was this class */
            const { value } = this;
            delete this.value;
            this.value = value;
        }
    }

    disconnectedCallback() {
        boxes.get(this).disconnect();
    }

    /* Attributes that are set together make one search. */
    attributeChangedCallback(name) {
        const box = boxes.get(this);
        if (!this.isConnected)
            return;
        if (name === 'src')
            box.suggestions.forget();
        if (!box.changing)
            box.changing = Promise.resolve().then(() => {
                box.changing = null;
                box.place();
                box.say();
                if (this.getAttribute('results') === 'page')
                    box.results.clear();
                else
                    box.results.again();
            });
    }

    get value() {
        return boxes.get(this).input.value;
    }

    set value(text) {
        boxes.get(this).set(text == null ? '' : String(text));
    }

    focus(options) {
        boxes.get(this).input.focus(options);
    }
}

customElements.define(NAME, HustingsSearch);
})();
