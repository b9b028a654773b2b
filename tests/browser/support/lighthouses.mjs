// SPDX-License-Identifier: GPL-2.0-or-later
// lighthouses.mjs - enough articles of one subject for pages of them, and an article whose every field is markup.

// Words of no language, so that no two texts are copies of each other.
const babble = (seed) => Array.from({ length: 60 }, (_, i) =>
    ((seed * 61 + i) * 2654435761 % 4294967296).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[digit])).join(' ');

export const places = 24;
export const lighthouses = Array.from({ length: places }, (_, i) => ({
    id: `light-${i}`,
    title: `The lighthouse of Skerry ${i}`,
    text: `A lighthouse stands at Skerry ${i}, and its lamp is lit. ${babble(i)}`,
    source: i % 3 ? 'Vale Herald' : 'Hallowmere Courier',
    section: i % 2 ? 'coast' : 'harbour',
    author: [`Keeper ${'ABCD'[i % 4]}`],
    date: `${2011 + i % 4}-0${1 + i % 9}-1${i % 10}`,
    url: `http://valeherald.example/skerry-${i}`,
    lang: 'en',
}));

const markup = (what) => `</mark></a></textarea></title><script>document.title="${what}"</script>` +
                         `<img src=x onerror="document.title='${what}'"><b>${what}</b>"'&lt;i&gt;`;
// Of an author a semicolon would make two.
export const hostile = {
    id: 'hostile',
    title: `Smuggler ${markup('title')}`,
    text: `Smugglers say <mark>so</mark> ${markup('text')} and a smuggler says no more. ${babble(99)}`,
    source: markup('source'), section: markup('section'),
    author: [markup('author').replace(/&.*/, '')], tags: [markup('tag')],
    url: 'javascript:document.title="url"', date: '2013-05-05', lang: 'en"onclick="document.title=1',
};
