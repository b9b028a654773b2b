// SPDX-License-Identifier: GPL-2.0-or-later
// article.mjs - the page of an article in a browser: its marks, versions, copies, and that a hostile one stays text.
import { allForms, axe } from './support/axe.mjs';
import { assert, desktop, phone, run, test } from './support/harness.mjs';

const budget = '/a/courier-2017-03-02-budget';
const attack = '</title></script></p></article><script>window.hurt = 1</script>"\'>' +
    '<img src=x onerror="window.hurt = 2"><svg onload="window.hurt = 3"><mark>&lt;b&gt;&#60;i&#62; ' +
    '<!-- \u202e evil \u2066 javascript:window.hurt=4 ' +
    'W'.repeat(3000);
const hostile = {
    id: `x/"><script>window.hurt = 5</script>`, title: attack, source: attack, section: attack, author: [attack],
    tags: [attack], summary: attack, lang: 'en" onmouseover="window.hurt = 6', date: '2019-04-02',
    url: 'javascript:window.hurt=7', text: `The harbour was closed.\n\n${attack}\n${attack}`,
};
const poem = {
    id: 'poem', title: 'قصيدة', lang: 'ar', source: 'الجريدة', date: '2019', text: 'بيت أول\nبيت ثان\n\nالميناء مفتوح',
};
const version = (title, text) => ({ id: 'moot', title, text, source: 'Courier', date: '2019-04-02' });
const wire = Array.from({ length: 8 }, (_, i) => ({
    id: `wire-${i}`, title: 'Rail strike on Friday', source: `Paper ${i}`, date: `2021-05-0${i + 1}`,
    text: 'Trains will stand still on Friday, the union of drivers said, after talks on pay broke down in the night. ' +
          'The ministry of transport called on both sides to come back to the table. Half of all trains will run.',
}));

const inView = (locator) => locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
});

async function readsAndGoesBack(page, searchd) {
    await page.setViewportSize({ width: 390, height: 300 }); // the first mark is below
    const view = '?q=%22long+enough%22&source=hallowmere+courier';
    await page.goto(`${searchd.origin}/${view}`);
    await page.getByRole('link', { name: 'Ministers promise tax cuts' }).click();
    await page.waitForURL(searchd.origin + budget + view);
    assert.match(await page.title(), /^Ministers promise tax cuts – /);
    const mark = page.locator('#mark-1');
    assert.equal(await mark.textContent(), 'long enough');
    await page.getByRole('link', { name: 'Go to the first' }).click();
    await page.waitForURL(/#mark-1$/);
    assert.ok(await inView(mark));
    await page.getByRole('link', { name: /^Back to the results for/ }).click();
    await page.waitForURL(`${searchd.origin}/${view}`);
    assert.ok(await page.locator('.results').count());
}

test('a result is read, its first mark is reached, and a link leads back', ({ page, searchd }) =>
    readsAndGoesBack(page, searchd));
test('without JavaScript too', ({ page, searchd }) => readsAndGoesBack(page, searchd), { javaScriptEnabled: false });

test('the search form of an article leads to the results', async ({ page, searchd }) => {
    await page.goto(searchd.origin + budget);
    await page.getByRole('search').getByLabel('Search the archive').fill('harbour');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/\?q=harbour/);
    assert.match(await page.locator('h1').textContent(), /results? for\s+harbour/);
});

test('who wrote it, where and about what lead to all of these', async ({ page, searchd }) => {
    for (const [name, url] of [['Imogen Vass', /\?author=Imogen\+Vass$/], ['Hallowmere Courier', /\?source=Hallow/],
        ['politics', /\?section=politics$/], ['tax', /\?tag=tax$/]]) {
        await page.goto(searchd.origin + budget);
        await page.locator('article > header').getByRole('link', { name, exact: true }).click();
        await page.waitForURL(url);
        assert.ok(await page.locator('.results > li').count(), name);
    }
});

test('a hostile article is text, and nothing in it runs', async ({ page, searchd, shot }) => {
    const own = `${searchd.origin}/a/${encodeURIComponent(hostile.id)}`;
    await page.goto(`${own}?q=${encodeURIComponent('harbour <script>')}`);
    assert.ok((await page.locator('h1').textContent()).includes(attack));
    assert.ok((await page.locator('.text').textContent()).includes(attack));
    assert.ok((await page.title()).includes('<script>window.hurt = 1</script>'));
    assert.equal(await page.locator('main script, main img, main svg, main [onload], main [onmouseover]').count(), 0);
    assert.equal(await page.locator('a.original').count(), 0);
    await page.hover('h1');
    assert.equal(await page.evaluate(() => window.hurt), undefined);
    await page.setViewportSize(phone);
    assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), 'wider than a phone');
    await shot('hostile');
    await page.goto(`${searchd.origin}/?q=harbour&from=2019&to=2019`);
    assert.ok((await page.locator('.results').textContent()).includes(attack));
    assert.equal(await page.evaluate(() => window.hurt), undefined);
});

test('what changed is shown, and each version is a link away', async ({ page, searchd, shots }) => {
    await searchd.add([version('Moot meets', 'The moot met.\n\nIt rained on the long bridge.')]);
    await searchd.add([version('Moot meets again', 'The moot met twice.\n\nIt rained on the bridge.')]);
    const moot = `${searchd.origin}/a/moot`;
    while (!(await (await page.request.get(moot)).text()).includes('meets again')) // searchd looks now and then
        await page.waitForTimeout(50);
    await page.goto(moot);
    await page.getByRole('link', { name: 'What changed since version 1' }).click();
    await page.waitForURL(/\?a=1&b=2$/);
    assert.deepEqual(await page.locator('.text ins').allTextContents(), ['again', 'met twice.']);
    assert.deepEqual(await page.locator('.text del').allTextContents(), ['met.', 'long']);
    await page.getByRole('link', { name: 'Go to the first change' }).click();
    await page.waitForURL(/#change-1$/);
    assert.ok(await inView(page.locator('#change-1')));
    assert.equal(await axe(page), '');
    await shots('change');
    await page.getByRole('link', { name: 'Version 1', exact: true }).click();
    await page.waitForURL(/\?hash=[0-9a-f]{16}$/);
    assert.equal(await page.locator('h1').textContent(), 'Moot meets');
    assert.match(await page.locator('.note').textContent(), /earlier text, version 1 of 2/);
    assert.equal(await page.locator('.versions [aria-current]').textContent(), 'Version 1');
});

test('copies are listed, the first is named, and what is folded opens with a key', async ({ page, searchd, shots }) => {
    await page.goto(`${searchd.origin}/a/wire-3?q=rail`);
    assert.match(await page.locator('.note').textContent(), /first published by Paper 0, 1 May 2021/);
    const last = page.locator('#copies details li').last();
    assert.ok(!await last.isVisible());
    await page.locator('#copies summary').focus();
    await page.keyboard.press('Enter');
    assert.ok(await last.isVisible());
    await page.locator('.note').getByRole('link').click();
    await page.waitForURL(/\/a\/wire-0\?q=rail$/);
    await page.goto(`${searchd.origin}/a/courier-2020-04-04-leader`);
    await page.getByRole('link', { name: 'What differs' }).click();
    assert.ok((await page.locator('.text ins').allTextContents()).includes('percent'));
    await shots('copy');
});

test('an article reads from right to left where it is written so, and its lines end where they do',
     async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/a/poem`);
    const paragraphs = page.locator('.text p');
    assert.equal(await paragraphs.count(), 2);
    assert.equal(await paragraphs.first().evaluate((p) => getComputedStyle(p).direction), 'rtl');
    assert.equal(await page.locator('.text').getAttribute('lang'), 'ar');
    assert.equal(await paragraphs.first().locator('br').count(), 1);
    await shot('arabic');
});

test('axe finds nothing in an article, an older text, and what is not there', async ({ page, searchd, shots }) => {
    await page.goto(`${searchd.origin}${budget}?q=minister+budget`);
    assert.equal(await axe(page, allForms), '');
    await shots('marked');
    await page.goto(`${searchd.origin}/a/wire-3`);
    assert.equal(await axe(page), '');
    await page.goto(`${searchd.origin}/a/nobody`);
    assert.match(await page.locator('h1').textContent(), /no article/);
    assert.equal(await axe(page), '');
    await shots('missing');
}, { seconds: 90, expects: [/404/] });

test('printed, the text and how to cite it are there', async ({ page, searchd, shot }) => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ ...desktop, width: 800 });
    await page.goto(searchd.origin + budget);
    assert.ok(await page.locator('.text p').first().isVisible());
    assert.ok(await page.locator('.citation').isVisible());
    assert.ok(!await page.getByRole('search').isVisible());
    await shot('print', { fullPage: true });
});

await run({ articles: [hostile, poem, ...wire] });
