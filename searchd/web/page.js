/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.js - the search page without a reload: what a link, a form or a key asks for is fetched as the page it is, and
 * takes the place of what is in <main>. The daemon alone renders; without this script the same links and forms lead to
 * the same pages. Nothing is stored: what is needed to go back is in history.state and in this page's memory. */
(() => {
'use strict';

const KEPT = 20, KEPT_MS = 300000; /* pages shown before, for going back and for letters taken back */
const BUSY_MS = 150;     /* what is quicker is not shown as waiting */
const ANSWER_MS = 10000; /* after that the archive cannot be reached */
const SAYING_MS = 700;   /* what was found is said when somebody pauses, not between letters */
const NOTHING_MS = 1000; /* that nothing was found is shown when somebody pauses, not between letters */
const SEARCHING_MS = 1500; /* after that it is said what is searched for */
const RESAYING_MS = 100; /* so that what is said again is a change */
const SCROLL_MS = 120;

const main = document.getElementById('main');
const box = document.querySelector('hustings-search');
const form = document.getElementById('search');
const home = new URL(document.querySelector('.home').href);

document.addEventListener('keydown', (event) => {
    const [at] = event.composedPath();
    const writes = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
    if (event.key !== '/' || writes || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return;
    event.preventDefault();
    box.focus();
});

const isView = ({ origin, pathname }) => origin === home.origin && pathname === home.pathname;
const nameOf = ({ pathname, search }) => pathname + search;

/* On an article's page the link to the results goes back to them, where they are what was before, so that they stand
 * where they stood. away: how many entries of history they are behind; places of the page are entries too. */
function leadBack(link) {
    const from = document.referrer ? new URL(document.referrer) : null, to = new URL(link.href);
    const same = (name) => from.searchParams.get(name) === to.searchParams.get(name);
    const led = history.length > 1 && from && isView(from) && ['q', 'page', ...to.searchParams.keys()].every(same);
    const keepAway = () => history.replaceState({ ...history.state, away }, '');
    let away = history.state ? history.state.away : led ? 1 : 0;
    keepAway();
    window.addEventListener('hashchange', () => {
        away = history.state ? history.state.away : away && away + 1;
        keepAway();
    });
    link.addEventListener('click', (event) => {
        if (!away || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
            return;
        event.preventDefault();
        history.go(-away);
    });
}

if (!isView(location)) { /* an article's page */
    const back = document.querySelector('.back a');
    if (back)
        leadBack(back);
    return;
}

let place = scrollY; /* how far the page is scrolled */
let current = nameOf(location); /* what is shown; what is asked for differs while it is fetched */
let asked = form.elements.q.value; /* its query */
let typed = false;              /* what is shown has an entry of history that the keys to come share */

/* ---- what is said ---- */

const status = document.createElement('p');
status.className = 'hidden';
status.setAttribute('role', 'status'); /* outside of <main>: one that is swapped in is not read out */
document.body.append(status);
let saying;

function say(text, after) {
    clearTimeout(saying);
    if (status.textContent === text)
        status.textContent = ''; /* what does not change is not read out */
    saying = setTimeout(() => { status.textContent = text; }, Math.max(after, RESAYING_MS));
}

function sayWhatIsShown(after) {
    const notes = main.querySelector('.notes, .problem');
    say(notes ? notes.textContent.trim().replace(/\s+/g, ' ') : document.title, after);
}

/* The old results stay, and it is said that they are that. */
function complain(words, again) {
    const note = document.createElement('div'), text = document.createElement('p');
    const button = document.createElement('button');
    note.className = 'trouble';
    text.textContent = words;
    button.textContent = 'Try again';
    button.type = 'button';
    button.addEventListener('click', again);
    note.append(text, button);
    const before = main.querySelector('.trouble');
    if (before)
        before.remove();
    main.prepend(note);
    say(words, 0);
}

/* In the place of the notes, which are of another search, until it is over. */
function tellSearch(q) {
    const note = main.querySelector('.searching') || document.createElement('p'), query = document.createElement('bdi');
    query.textContent = (q || '').trim();
    note.className = 'searching total';
    note.replaceChildren('Searching', ...(query.textContent ? [' for ', query] : []), '…');
    main.insertBefore(note, main.querySelector(':scope > .notes'));
    say(note.textContent, 0);
}

/* ---- asking ---- */

const kept = new Map();
let turn = 0, controller = null, waiting = null, held = null, searching = null;

function recall(name) {
    const page = kept.get(name);
    return page && Date.now() - page.since < KEPT_MS ? page.html : null;
}

function keep(name, html) {
    kept.delete(name);
    kept.set(name, { html, since: Date.now() });
    if (kept.size > KEPT)
        kept.delete(kept.keys().next().value);
}

/* Whatever is under way is no longer wanted; should it come all the same, its turn is over. */
function stop() {
    turn++;
    clearTimeout(held);
    clearTimeout(searching);
    if (controller)
        controller.abort();
    controller = null;
}

/* Nothing is waited for any longer. */
function rest() {
    stop();
    clearTimeout(waiting);
    waiting = null;
    main.removeAttribute('aria-busy');
    const note = main.querySelector('.searching');
    if (note)
        note.remove();
}

/* {html}, or {words} why there is none. */
async function read(response) {
    const { status, headers } = response, isHtml = /^text\/html/.test(headers.get('Content-Type'));
    const told = status === 503 || (status < 500 && status !== 429); /* by a page, which says it better */
    const html = isHtml && told ? await response.text() : '';
    if (html.includes('<main id="main"')) /* and no proxy's page */
        return { html, good: response.ok };
    if (status === 429 || status === 503) {
        const seconds = Number(headers.get('Retry-After'));
        return { words: 'The archive is asked too much at the moment.' +
                        (seconds > 0 ? ` Please try again in ${seconds} s.` : ' Please try again.') };
    }
    return { words: `The archive cannot answer (${status}).` };
}

/* As read(); null: it was overtaken. */
async function ask(url) {
    const mine = turn;
    const own = controller = new AbortController();
    const timer = setTimeout(() => own.abort(), ANSWER_MS);
    let got = { words: 'The archive cannot be reached.' };
    try {
        got = await read(await fetch(url, { signal: own.signal, headers: { Accept: 'text/html' } }));
    } catch (e) {
        /* not reached, too late, or ended by a newer one */
    }
    clearTimeout(timer);
    return mine === turn ? got : null;
}

/* ---- showing ---- */

const opened = new Map(); /* of a <details> that was opened or closed by the reader */

const nameOfDetails = ({ dataset, id }) => dataset.key || id;
const keyOf = (element) => element && element.closest('[data-key], [id]');

/* What in the new page is the same as an element of the old one; null: nothing is. */
function sameAs(element) {
    const { dataset, id } = element;
    const [, facet] = /^more:(.*)/.exec(dataset.key) || [];
    const found = dataset.key ? main.querySelector(`[data-key="${CSS.escape(dataset.key)}"]`) ||
                                main.querySelector(`[data-key="facet:${CSS.escape(facet)}"]`)
                              : id !== 'main' && document.getElementById(id);
    return found && found.matches('details') ? found.querySelector('summary') : found || null;
}

function replaceHead(next) {
    document.title = next.title;
    for (const old of form.querySelectorAll('input[type=hidden]'))
        old.remove();
    form.append(...next.querySelectorAll('#search input[type=hidden]'));
    const feed = document.querySelector('link[rel=alternate]'), other = next.querySelector('link[rel=alternate]');
    if (feed)
        feed.remove();
    if (other)
        document.head.append(other);
}

/* Puts the page in the place of the one shown. The focus stays with the element that had it, which stays where it was
 * on the screen; true: it does. */
function put(next, how) {
    const focus = main.contains(document.activeElement) && document.activeElement;
    const key = focus && keyOf(focus), top = focus && focus.getBoundingClientRect().top;
    for (const details of main.querySelectorAll('details'))
        opened.set(nameOfDetails(details), details.open);
    main.replaceChildren(...next.getElementById('main').childNodes);
    replaceHead(next);
    for (const details of main.querySelectorAll('details'))
        details.open = opened.get(nameOfDetails(details)) ?? details.open;
    if (!focus)
        return false;
    const same = key && sameAs(key);
    if (same && how === 'type' && same.matches('input'))
        same.value = focus.value; /* what was typed before is answered while something else is */
    const to = same || main.querySelector('h1');
    if (to && !same)
        to.tabIndex = -1;
    if (to)
        to.focus({ preventScroll: true });
    if (same)
        scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
    return !!same;
}

function setBox(text) {
    form.elements.q.value = text;
    if ('value' in box)
        box.value = text;
}

/* False: the browser takes no more for now (Safari: 100 in 30 s). What is shown then has the address of what was. */
function enter(change, state, url) {
    try {
        history[change](state, '', url);
        return true;
    } catch (e) {
        return false;
    }
}

function remember() {
    if (nameOf(location) === current)
        enter('replaceState', { ...history.state, y: place });
}

/* how it was asked for: by 'type', 'enter', 'link' or 'back' (or forward). What is typed until Enter is one search,
 * with one entry of history, so that the way back leads to what was before it. */
function show(url, html, how) {
    const next = new DOMParser().parseFromString(html, 'text/html');
    const before = asked, name = nameOf(new URL(url)), back = how === 'back';
    const { y = 0, text } = back && history.state || {};
    const replaces = name === current || (typed && how !== 'link');
    if (!replaces)
        remember();
    const stays = put(next, how);
    asked = next.getElementById('q').value;
    current = name;
    if (back || (how === 'link' && asked !== before))
        setBox(text === undefined ? asked : text);
    const entered = back || enter(replaces ? 'replaceState' : 'pushState', { text: box.value }, url);
    typed = how === 'type' && (entered || replaces);
    if ((back || !stays) && y !== place) /* a scroll costs a layout, which is the most of what a key costs */
        scrollTo({ top: y, behavior: 'instant' });
    sayWhatIsShown(how === 'type' ? SAYING_MS : 0);
}

const A_RESULT = '<li class="result"'; /* no text of the page has it: there a < is &lt; */
const hasList = () => main.querySelector('.result') !== null;

/* fresh: not as it was a while ago. */
async function visit(url, how, fresh) {
    const name = nameOf(new URL(url));
    stop();
    let html = fresh ? null : recall(name);
    if (!html) {
        /* From the first of several that overtake each other on. */
        waiting = waiting || setTimeout(() => main.setAttribute('aria-busy', 'true'), BUSY_MS);
        searching = setTimeout(tellSearch, SEARCHING_MS, how === 'type' ? box.value : new URL(url).searchParams.get('q'));
        const got = await ask(url);
        if (!got)
            return;
        if (got.words) {
            rest();
            complain(got.words, () => visit(url, how, fresh));
            return;
        }
        html = got.html;
        if (got.good)
            keep(name, html);
    }
    rest();
    if (how === 'type' && hasList() && !html.includes(A_RESULT))
        held = setTimeout(() => show(url, html, how), NOTHING_MS);
    else
        show(url, html, how);
}

const go = (url) => visit(url, 'link', true);

/* ---- what asks ---- */

/* A search's address: what is empty is not told. */
function addressOf(fields) {
    const url = new URL(home);
    url.search = new URLSearchParams(fields.filter(([, value]) => value));
    return url.href;
}

document.addEventListener('hustings-input', ({ detail }) => {
    const q = asTyped(detail.q + (/\s$/.test(box.value) ? ' ' : ''));
    const url = addressOf([['q', q], ...[...new FormData(form)].filter(([name]) => name !== 'q')]);
    if (q === null || nameOf(new URL(url)) === current)
        rest();
    else
        visit(url, 'type', false);
});

document.addEventListener('hustings-search', (event) => {
    if (!isView(new URL(event.detail.url)))
        return;
    event.preventDefault();
    visit(event.detail.url, 'enter', true);
    if (matchMedia('(hover: none)').matches && document.activeElement === box)
        box.shadowRoot.activeElement.blur(); /* a keyboard on the screen covers what was found */
});

document.addEventListener('hustings-dates', (event) => {
    event.preventDefault();
    go(new URL(event.detail.url, document.baseURI).href);
});

main.addEventListener('submit', (event) => {
    if (event.defaultPrevented || !isView(new URL(event.target.action)))
        return;
    event.preventDefault();
    go(addressOf([...new FormData(event.target)]));
});

/* On a narrow screen filters and list take turns (style.css); with choices made the filters stay open. */
function turnFilters(open) {
    main.classList.toggle('filters-open', open);
    const to = main.querySelector(open ? '#filters' : 'h1');
    to.tabIndex = -1;
    scrollTo({ top: 0, behavior: 'instant' });
    to.focus({ preventScroll: !open });
}

main.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]'); /* of HTML, or of the chart's SVG, whose .href is no text */
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey ||
        event.altKey || link.hasAttribute('download') || link.hasAttribute('target'))
        return;
    const url = new URL(link.getAttribute('href'), document.baseURI);
    const inPage = link.matches('.to-filters') || (link.matches('.from-filters') && !main.querySelector(':target'));
    if (inPage)
        turnFilters(link.matches('.to-filters'));
    else if (isView(url) && !url.hash)
        go(url.href);
    else
        return;
    event.preventDefault();
});

window.addEventListener('popstate', () => {
    typed = false;
    if (nameOf(location) === current)
        rest(); /* another place of the same page, or back at it before the other came */
    else
        visit(location.href, 'back', false);
});

/* ---- places ---- */

/* The browser would go to the old place before the old page is there. */
history.scrollRestoration = 'manual';
if (history.state) {
    const { y = 0, text } = history.state;
    scrollTo({ top: y, behavior: 'instant' });
    if (text !== undefined)
        setBox(text);
}
let scrolled;
window.addEventListener('scroll', () => {
    place = scrollY;
    clearTimeout(scrolled);
    scrolled = setTimeout(remember, SCROLL_MS);
}, { passive: true });
window.addEventListener('pagehide', remember);
})();
