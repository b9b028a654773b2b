/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_typed.js - what is asked for while a query is being typed, so that what is shown does not jump with each key.
 *
 * The word that is being typed is the beginning of some; of one or two letters it says nothing yet. */
const BEGINNING = 3; /* letters */

/* A word, and a field before it that takes beginnings; no part of anything else. */
const LAST_WORD = /(^|[\s(])(?:(?:title|body|author|said):)?([\p{L}\p{N}\p{M}]*)$/u;
/* Scripts that set no spaces have no such words. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const QUOTES = ['"', '“', '”', '„'];

/* Without what at its end only announces a part to come; null where nothing is left. */
function withoutLead(text) {
    let left = text.trim(), before;
    do {
        before = left;
        left = before.replace(/(?:\(|(?:^|\s)(?:AND|OR|NOT))$/, '').trim();
    } while (left !== before);
    return left || null;
}

/* A phrase that is not closed is asked for as far as its words are whole. */
function phraseSoFar(text) {
    const at = Math.max(...QUOTES.map((quote) => text.lastIndexOf(quote)));
    const before = text.slice(0, at), whole = text.slice(at + 1).replace(/\S+$/, '').trim();
    return whole ? `${before}"${whole}"` : withoutLead(before.replace(/\S+$/, ''));
}

/* The query to ask for: '' for none, null where it cannot be said yet. */
function asTyped(text) {
    if (!text.trim())
        return '';
    if ([...text].filter((letter) => QUOTES.includes(letter)).length % 2)
        return phraseSoFar(text);
    if (/\s$/.test(text)) /* the word is whole */
        return withoutLead(text);
    const [, , word] = LAST_WORD.exec(text) || [];
    if (word === undefined || SPACELESS.test(word))
        return text;
    if ([...word].length < BEGINNING || /^(AND|OR|NOT)$/.test(word))
        return withoutLead(text.replace(LAST_WORD, '$1'));
    return `${text}*`;
}
