/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_suggestions.js - the list that opens while somebody types.
 *
 * "Editable Combobox With List Autocomplete" of the ARIA Authoring Practices Guide, chosen by hand: the focus stays in
 * the input, aria-activedescendant goes through the list. */
const COUNTING_MS = 600;  /* how many there are is told when somebody pauses, not between letters */
const KEPT = 100, KEPT_MS = 60000; /* answers to what was typed just before */
const SUGGESTIONS = 8, SUGGESTIONS_ABOVE = 5; /* fewer where the list would cover the page's own results */
/* It says nothing yet. */
const FIELD_ALONE = /(?:^|[\s(+-])(?:title|body|author|said|source|section|tag|date|id|url):\s*$/;
const SUGGEST_MAX = 200; /* bytes that suggestions are asked for; the API's */

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
        this.list.addEventListener('scroll', () => { this.scrolled = true; }, { passive: true });
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
            if (!text || FIELD_ALONE.test(text) || text.length > SUGGEST_MAX || this.box.mustWait()) {
                this.asker.stop();
                return this.close();
            }
            const limit = this.box.host.getAttribute('results') === 'page' ? SUGGESTIONS_ABOVE : SUGGESTIONS;
            const got = await this.asker.ask(
                this.box.addresses.api('suggest', new URLSearchParams({ q: text, limit })));
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
        if (this.scrolled) /* only then: it costs a layout */
            this.list.scrollTop = 0;
        this.scrolled = false;
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
