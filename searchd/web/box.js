/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box.js - the search box: its input and buttons, the page's form that it stands for, and what happens when. */
const TYPING_MS = 40;   /* joins keys that come in a burst or repeat; shorter than the time between two typed keys */
const TEXT_MAX = 2000;  /* bytes of a query, for the API; what is longer in letters is longer in bytes */

/* The text that was chosen for what is typed: a phrase where one was begun. */
function completed(typed, chosen) {
    const [, before, words] = /^([^"“”„]*)["“„]([^"“”„]*)$/.exec(typed) || [];
    const own = chosen.replace(/["“”„]/g, '');
    if (before === undefined)
        return chosen;
    if (/^(?:[+-]|[a-z]+:)*$/.test(before.trim()))
        return `${before.trim()}"${own}"`;
    const goesOn = words && own.toLowerCase().startsWith(before.toLowerCase());
    return goesOn ? `${before}"${own.slice(before.length)}"` : chosen;
}

class Box {
    constructor(host) {
        this.host = host;
        this.speech = new Speech(host);
        this.addresses = new Addresses(host);
        this.waitUntil = 0;
        this.refusal = ''; /* why it must wait, where that is not for too many searches */
        this.touched = false; /* the text is the reader's, or was set: a form's does not replace it */
        this.outdated = false; /* what was found was asked for with other attributes */
        this.changedAt = -Infinity;
        this.make();
        this.listen();
        this.root = host.attachShadow({ mode: 'open' });
        this.root.adoptedStyleSheets = [style()];
        this.observer = new MutationObserver(() => this.adopt());
    }

    make() {
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
        this.refresh();
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

    /* Attributes may have changed, also while the box was not in the page. */
    refresh() {
        this.adopt();
        if (!this.outdated)
            return;
        this.outdated = false;
        if (this.host.getAttribute('results') === 'page')
            this.results.clear();
        else
            this.results.again();
    }

    /* The page's form: what it says and holds is the box's. It may come after the box, while the page is parsed. */
    adopt() {
        const field = this.host.querySelector('form input[name=q]');
        const fresh = field && field !== this.addresses.field;
        this.addresses.field = field;
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
        const usable = this.addresses.source() !== null;
        if (usable === this.usable)
            return;
        this.usable = usable;
        this.root.replaceChildren(usable ? this.node : element('slot'));
        if (!usable)
            console.error(`<${NAME}>: src="${this.host.getAttribute('src')}" is not an http or https address`);
    }

    /* Says everything in the language that now holds. */
    say() {
        const { host, speech: before } = this;
        const speech = this.speech = new Speech(host), own = this.formSays();
        this.label = host.getAttribute('label') || own.label || speech.words.search;
        this.labelNode.textContent = this.label;
        this.input.placeholder = host.getAttribute('placeholder') || own.placeholder || this.label;
        this.button.textContent = own.button || speech.words.search;
        this.clearButton.setAttribute('aria-label', speech.words.clear);
        this.suggestions.list.setAttribute('aria-label', speech.words.suggestions);
        this.node.lang = speech.lang;
        if (speech.dir)
            this.node.dir = speech.dir;
        else
            this.node.removeAttribute('dir');
        if (nearest(host.parentElement || host.getRootNode().host, 'search,[role=search]')) {
            this.node.removeAttribute('role'); /* the page has said it */
            this.node.removeAttribute('aria-label');
        } else {
            this.node.setAttribute('role', 'search');
            this.node.setAttribute('aria-label', this.label);
        }
        if (before.locale !== speech.locale)
            this.results.again();
    }

    formSays() {
        const { field } = this.addresses;
        if (!field)
            return {};
        const text = (node) => node && node.textContent.trim();
        return { label: text(field.labels?.[0]) || field.getAttribute('aria-label'), placeholder: field.placeholder,
                 button: text(field.form.querySelector('button:not([type]),button[type=submit]')) };
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
        if (!got.wait)
            return;
        const { code, title } = got.status === 503 && got.answer || {};
        this.waitUntil = Date.now() + got.wait * 1000;
        this.refusal = code && code !== 'busy' ? title : ''; /* of busy the box speaks in its own language */
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
        /* A key after a pause is answered at once, a burst when it ends. */
        const act = () => {
            this.fire('hustings-input', { q: text.trim() });
            this.suggestions.suggest(text);
        };
        const now = performance.now(), pause = now - this.changedAt;
        this.changedAt = now;
        if (pause > TYPING_MS)
            act();
        else
            this.typing = setTimeout(act, TYPING_MS);
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
        const url = item.kind === 'title' ? this.addresses.article(item, q) : null;
        this.settle();
        if (!this.fire('hustings-choose', { q, text: item.text, kind: item.kind, id: item.id, url }, true))
            return;
        if (url) {
            go(url, event);
        } else {
            this.set(completed(this.input.value, item.text));
            this.search(event);
        }
    }

    search(event) {
        const q = this.input.value.trim();
        const url = this.addresses.page(q);
        this.settle();
        if (!this.fire('hustings-search', { q, url }, true))
            return;
        if (this.host.getAttribute('results') === 'page')
            go(url, event);
        else
            this.results.search(q);
    }
}
