// SPDX-License-Identifier: GPL-2.0-or-later
// box_looks.mjs - the search box as it is seen and heard: axe's judgement, screenshots, languages, both directions.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { axe } from './support/axe.mjs';
import { answer, element, found, suggested, testBox } from './support/box.mjs';
import { keys } from './support/gestures.mjs';
import { assert, phone, run } from './support/harness.mjs';

// What docs/search-box.md tells a page to say whose own colours follow the reader's.
const adapts = (page) => page.evaluate(() => { document.documentElement.style.colorScheme = 'light dark'; });
const long =
    'Ministers promise tax cuts, a railway to the north and an end to the drought before the budget is read again';

testBox('axe finds nothing: closed, open, a choice made', async ({ page, embed, input, options, shots }) => {
    await embed();
    await input.waitFor();
    await adapts(page);
    assert.equal(await axe(page), '');
    await shots('closed');
    await input.fill('kre');
    await options.first().waitFor();
    await keys(page, 'ArrowDown');
    assert.equal(await axe(page), '');
    await input.fill('budget');
    await options.nth(4).waitFor();
    await keys(page, 'ArrowDown', 'ArrowDown');
    assert.equal(await axe(page), '');
    await shots('open');
});

testBox('axe finds nothing: results, none, waiting, what went wrong', async (
    { page, searchd, embed, input, status, shots }) => {
    await embed('limit="3"');
    await input.fill('budgit');
    await adapts(page);
    await keys(page, 'Enter');
    await status.getByText('8 results').waitFor();
    assert.equal(await axe(page), '');
    await shots('results');
    await input.fill('xqzvw');
    await keys(page, 'Enter');
    await status.getByText('Nothing').waitFor();
    assert.equal(await axe(page), '');
    await shots('none');
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, {}, 503, { 'Retry-After': '60' }));
    await input.fill('budget');
    await keys(page, 'Enter');
    await status.getByText('Too many').waitFor();
    assert.equal(await axe(page), '');
    await shots('error');
}, { expects: [/Failed to load resource.*503/] });

testBox('axe finds nothing with two boxes', async ({ page, searchd, embed, input }) => {
    const two = element(searchd, 'label="News"') + element(searchd, 'label="Sport" lang="de"');
    await embed('', '', { body: `<h1>Vale</h1>${two}` });
    for (const box of [input.nth(0), input.nth(1)]) {
        await box.fill('budget');
        await keys(page, 'Enter');
    }
    await page.locator('[part=total]').getByText('8 Ergebnisse').waitFor();
    await adapts(page);
    assert.equal(await axe(page), '');
});

testBox('from right to left all is mirrored, and English text stays as it is read', async (
    { page, searchd, embed, input, options, shots }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, suggested('budget', 'الميزانية')));
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, found([
        { id: 'a', title_html: 'مجلس النواب يناقش <mark>الميزانية</mark>', source: 'الوادي', date: '2016-03', copies: 2,
          date_precision: 'month', snippet: 'قال الوزير إن <mark>الميزانية</mark> الجديدة تخفض الضرائب…' },
        { id: 'b', title_html: `${long} (again)`, source: 'Vale Herald', date: '2016-03-01', date_precision: 'day',
          snippet: 'The <mark>budget</mark> was read.' }], { total: 11 })));
    await embed('', undefined, { lang: 'ar', dir: 'rtl' });
    await input.waitFor();
    await adapts(page);
    assert.equal(await input.evaluate((node) => getComputedStyle(node).direction), 'rtl', 'also while it is empty');
    await shots('rtl-closed');
    await input.fill('بud');
    await options.first().waitFor();
    await keys(page, 'ArrowDown');
    await shots('rtl-open');
    assert.equal(await axe(page), '');
    const edges = (locator) => locator.evaluate((node) => node.getBoundingClientRect().left);
    assert.ok(await edges(page.locator('[part=button]')) < await edges(input), 'the button is at the end: the left');
    await keys(page, 'Escape', 'Enter');
    await page.getByText('كل النتائج').waitFor();
    const directions = await page.locator('[part=result]').evaluateAll((all) =>
        all.map((one) => getComputedStyle(one).direction));
    assert.deepEqual(directions, ['rtl', 'ltr']);
    await shots('rtl-results');
    assert.equal(await axe(page), '');
}, { locale: 'ar-EG' });

testBox('dates and copies run as the box does, whichever way the title runs', async (
    { page, searchd, embed, input }) => {
    const one = { id: 'a', title: 'A Title', title_html: 'A Title', source: 'Courier', date: '1789-07-14',
                  date_precision: 'day', copies: 3, snippet: 's' };
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, found([one])));
    for (const [attributes, direction] of [['lang="ar"', 'rtl'], ['lang="en"', 'ltr'], ['dir="rtl"', 'rtl']]) {
        await embed(attributes);
        await input.fill('x');
        await input.press('Enter');
        for (const part of ['date', 'copies']) {
            const looks = await page.locator(`hustings-search [part=${part}]`).evaluate((node) => {
                const { direction, unicodeBidi } = getComputedStyle(node);
                return { direction, unicodeBidi, dot: getComputedStyle(node, '::before').content };
            });
            assert.deepEqual(looks, { direction, unicodeBidi: 'isolate', dot: 'none' }, `${attributes} ${part}`);
        }
    }
});

testBox('the direction is what dir says, else what the language has', async ({ page, embed, input }) => {
    const cases = [['', { lang: 'en', dir: 'ltr' }, 'ltr'], ['', { lang: 'ar', dir: 'rtl' }, 'rtl'],
                   ['lang="he"', { lang: 'en', dir: 'ltr' }, 'rtl'], ['lang="en"', { lang: 'ar', dir: 'rtl' }, 'ltr'],
                   ['lang="ar" dir="ltr"', { lang: 'en', dir: 'ltr' }, 'ltr'], ['', { lang: 'fa', dir: 'rtl' }, 'rtl']];
    for (const [attributes, where, wanted] of cases) {
        await embed(attributes, '', where);
        await input.waitFor();
        assert.equal(await page.locator('[part=field]').evaluate((node) => getComputedStyle(node).direction), wanted,
                     `${attributes} in ${JSON.stringify(where)}`);
    }
});

testBox('it speaks the nearest language that it has words in, also when that changes', async (
    { page, embed, input }) => {
    const button = page.locator('hustings-search [part=button]');
    for (const [lang, said] of [['de-CH', 'Suchen'], ['FR', 'Rechercher'], ['es', 'Buscar'], ['he', 'חיפוש'],
                                ['nl', 'Search'], ['en-', 'Search'], ['', 'Search'],
                                ['constructor', 'Search'], ['toString', 'Search']]) {
        await embed('', '', { lang });
        assert.equal(await button.textContent(), said);
    }
    await page.locator('hustings-search').evaluate((box) => box.setAttribute('lang', 'fr'));
    await page.getByRole('button', { name: 'Rechercher' }).waitFor();
    assert.equal(await input.getAttribute('placeholder'), 'Rechercher');
});

testBox('every language has every word, with the same gaps', async () => {
    const source = readFileSync(fileURLToPath(new URL('../../searchd/web/box_words.js', import.meta.url)), 'utf8');
    const words = new Function(`return ${/^const WORDS = (\{[^]*?\n\});/m.exec(source)[1]}`)();
    const gaps = (text) => (text.match(/\{\w+\}/g) || []).sort().join();
    for (const [lang, table] of Object.entries(words)) {
        assert.deepEqual(Object.keys(table), Object.keys(words.en), lang);
        for (const [name, text] of Object.entries(table))
            if (typeof text === 'string')
                assert.equal(gaps(text), gaps(words.en[name]), `${lang} ${name}`);
            else
                for (const form of new Intl.PluralRules(lang).resolvedOptions().pluralCategories)
                    assert.ok(text[form] || text.other, `${lang} ${name} ${form}`);
    }
});

testBox('a phone has room for fingers, and no line is wider than it', async (
    { page, searchd, embed, input, options, shot }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, { suggestions: [
        ...suggested('budget').suggestions,
        { text: long, html: long, kind: 'title', articles: 1, id: 'a', url: null },
        { text: 'y', html: 'donaudampfschifffahrt'.repeat(9), kind: 'name', articles: 123456 }] }));
    await embed();
    await input.tap();
    await input.fill('budget');
    await options.first().waitFor();
    for (const what of [input, options.first(), page.locator('[part=button]'), page.locator('[part=clear]')]) {
        const { width, height } = await what.boundingBox();
        assert.ok(height >= 44 && width >= 44, `${width} x ${height}`);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
    await shot('touch');
}, { viewport: phone, hasTouch: true, isMobile: true });

testBox('a page sets colours and parts, and forced colours hold', async (
    { page, site, embed, input, options, shot }) => {
    await embed();
    await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`hustings-search { --hustings-accent: rgb(140, 20, 60); --hustings-radius: 0 }
            hustings-search::part(label) { all: revert; flex-basis: 100% }
            hustings-search::part(form) { flex-wrap: wrap }`);
        document.adoptedStyleSheets = [sheet];
    });
    await input.fill('budget');
    await options.first().waitFor();
    await keys(page, 'ArrowDown');
    const look = (part, what) => page.locator(`[part=${part}]`).first()
        .evaluate((node, what) => getComputedStyle(node)[what], what);
    assert.equal(await look('button', 'backgroundColor'), 'rgb(140, 20, 60)');
    assert.equal(await look('field', 'borderRadius'), '0px');
    assert.ok((await page.locator('[part=label]').boundingBox()).width > 40, 'the label can be shown');
    await shot('coloured');
    await page.emulateMedia({ forcedColors: 'active' });
    assert.equal(await options.first().evaluate((node) => getComputedStyle(node).outlineStyle), 'solid');
    await shot('forced');
});

await run();
