/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_results.js - what is shown below the search box after a search. */
const LOADING_MS = 300; /* what is quicker needs no word of waiting */

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
        this.asker.stop(); /* also where the newer one may not be asked yet */
        if (box.mustWait())
            return this.fail({ status: 429 });
        clearTimeout(this.loading);
        this.loading = setTimeout(() => {
            this.tell(box.speech.words.searching);
            this.node.setAttribute('aria-busy', 'true');
        }, LOADING_MS);
        const got = await this.asker.ask(box.addresses.search(q));
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
        const when = speech.seconds(this.box.mustWait()), { refusal } = this.box;
        if ((status === 429 || status === 503) && refusal)
            this.tell(`${refusal.replace(/\.$/, '')}: `, again, ` ${when}`);
        else if (status === 429 || status === 503)
            this.tell(...speech.phrase('busy', { again, when }));
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
            said.push(element('p', { part: 'total' }, speech.plural('found', answer.total)));
        this.tell(...said);
        this.all.replaceChildren(...speech.phrase('all', { n: speech.number(answer.total) }));
        this.region.setAttribute('aria-label', `${this.box.label}: ${speech.words.results}`);
        this.show(results.map((one) => this.result(one)),
                  answer.total > results.length ? this.box.addresses.page(this.q) : null);
    }

    /* What is to be said besides the number: each a list of nodes. */
    notes(answer) {
        const { speech } = this.box;
        const { did_you_mean: meant, corrected } = answer;
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
        const address = this.box.addresses.article(one, this.q);
        const title = marked(one.title_html || one.title || one.id || '');
        const own = getComputedStyle(this.node).direction; /* of what the box says itself */
        const facts = [
            one.source && element('bdi', { part: 'source' }, one.source),
            one.date && element('time', { part: 'date', datetime: one.date, dir: own },
                                speech.date(one.date, one.date_precision)),
            one.copies && element('span', { part: 'copies', dir: own }, speech.plural('copies', one.copies)),
        ].filter(Boolean).map((fact) => element('span', {}, fact));
        /* A result stands as its title is read, also in a box of the other direction. */
        return element('li', { part: 'result', dir: 'auto' },
            element(address ? 'a' : 'span', { part: 'title', class: 'title', href: address }, ...title),
            element('div', { part: 'facts', class: 'facts' }, ...facts),
            one.snippet ? element('p', { part: 'snippet' }, ...marked(one.snippet)) : '');
    }
}
