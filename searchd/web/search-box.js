/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search-box.js - <hustings-search>, a search box for any page: docs/search-box.md says how to embed it.
 *
 * The last of the files that embed.cmake makes /search-box.js of, in one scope. */
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
        box.outdated = true;
        if (name === 'src')
            box.suggestions.forget();
        if (!box.changing)
            box.changing = Promise.resolve().then(() => {
                box.changing = null;
                if (this.isConnected)
                    box.refresh();
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


/* Once, and not in browsers that lack what it needs: there the page's form stays. */
if ('adoptedStyleSheets' in document && !customElements.get(NAME))
    customElements.define(NAME, HustingsSearch);
