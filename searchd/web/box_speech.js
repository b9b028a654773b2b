/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_speech.js - how the search box speaks: its language, its direction, numbers and dates. */
const RIGHT_TO_LEFT = new Set(['ar', 'he']);

/* The nearest element that selector meets, at itself included; a shadow tree is around what stands in it. */
function nearest(at, selector) {
    for (; at; at = at.getRootNode().host) {
        const found = at.closest(selector);
        if (found)
            return found;
    }
    return null;
}

class Speech {
    constructor(host) {
        const said = nearest(host, '[lang]');
        const tag = (said && said.getAttribute('lang') || 'en').trim();
        const primary = tag.split('-')[0].toLowerCase();
        this.lang = Object.hasOwn(WORDS, primary) ? primary : 'en';
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
