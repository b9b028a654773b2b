// SPDX-License-Identifier: GPL-2.0-or-later
// page.mjs - the search page: links and forms lead from view to view, without a reload, and back; and without a script.
import { assert, run, test } from './support/harness.mjs';
import { lighthouses, places } from './support/lighthouses.mjs';

const open = async (page, searchd, query = '?q=lighthouse') => {
    await page.goto(`${searchd.origin}/${query}`);
    await page.evaluate(() => { window.unbroken = true; });
};
// Whether the document is still the one that open() loaded.
const unbroken = (page) => page.evaluate(() => window.unbroken === true);
const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);
const total = (page, name) =>
    page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' }).waitFor();
const results = (page) => page.locator('.result h2').allTextContents();
const facet = (page, name) => page.locator('.facet').getByRole('link', { name });
const box = (page) => page.getByRole('combobox');
const told = (page, text) => page.locator('body > [role=status]').filter({ hasText: text }).waitFor();

test('a facet filters and is taken off, two filter together, and the counts follow', async ({ page, searchd }) => {
    await open(page, searchd);
    await total(page, `${places} results for lighthouse`);
    await facet(page, 'Hallowmere Courier 8').click();
    await total(page, '8 results for lighthouse');
    assert.deepEqual(query(page), { q: 'lighthouse', source: 'Hallowmere Courier' });
    assert.equal(await page.title(), 'lighthouse – Hustings');
    await facet(page, 'coast 4').click();
    await total(page, '4 results for lighthouse');
    assert.deepEqual(query(page), { q: 'lighthouse', source: 'Hallowmere Courier', section: 'coast' });
    assert.deepEqual(await page.locator('.facet [aria-current]').allTextContents(),
                     ['Hallowmere Courier 4', 'coast 4']);
    await facet(page, 'Vale Herald 8').click();
    await total(page, '12 results for lighthouse');
    assert.equal(query(page).source, 'Hallowmere Courier,Vale Herald');
    await facet(page, 'Hallowmere Courier 4').click();
    await total(page, '8 results for lighthouse');
    await page.getByRole('link', { name: 'Remove all' }).click();
    await total(page, `${places} results for lighthouse`);
    assert.equal(await page.getByRole('link', { name: /^Remove/ }).count(), 0);
    await page.goBack();
    await page.getByRole('link', { name: 'Remove Source: Vale Herald' }).click();
    await total(page, '12 results for lighthouse');
    assert.equal(await page.getByRole('link', { name: 'Remove all' }).count(), 0, 'of one there is its own');
    await page.getByRole('link', { name: 'Remove Section: coast' }).click();
    await total(page, `${places} results for lighthouse`);
    assert.deepEqual(query(page), { q: 'lighthouse' });
    assert.ok(await unbroken(page));
});

test('filters are kept when another query is asked', async ({ page, searchd }) => {
    await open(page, searchd);
    await facet(page, 'Hallowmere Courier 8').click();
    await total(page, '8 results for lighthouse');
    await box(page).fill('lamp');
    await box(page).press('Enter');
    await total(page, '8 results for lamp');
    assert.deepEqual(query(page), { q: 'lamp', source: 'Hallowmere Courier' });
    assert.ok(await unbroken(page));
});

test('dates are set by the form, by a year, and by a chart', async ({ page, searchd }) => {
    await open(page, searchd, '?q=lighthouse&page=2');
    await page.getByLabel('From').fill('2012');
    await page.getByLabel('To', { exact: true }).fill('2013');
    await page.getByRole('button', { name: 'Set dates' }).click();
    await total(page, '12 results for lighthouse');
    assert.deepEqual(query(page), { q: 'lighthouse', from: '2012', to: '2013' });
    await page.getByRole('link', { name: 'Remove Date: 2012 – 2013' }).waitFor();
    await facet(page, '2012 6').click();
    await total(page, '6 results for lighthouse');
    assert.deepEqual(query(page), { q: 'lighthouse', from: '2012', to: '2012' });
    const taken = await page.evaluate(() => !document.querySelector('main').dispatchEvent(new CustomEvent(
        'hustings-dates', { bubbles: true, cancelable: true, detail: { url: './?q=lamp&from=2014-01&to=2014-12' } })));
    assert.ok(taken, 'the chart need not open the view itself');
    await total(page, '6 results for lamp');
    assert.deepEqual(query(page), { q: 'lamp', from: '2014-01', to: '2014-12' });
    assert.ok(await unbroken(page));
});

test('a date that is none is said, and the way back is there', async ({ page, searchd }) => {
    await open(page, searchd);
    await page.getByLabel('From').fill('2016-13');
    await page.getByLabel('From').press('Enter');
    await page.getByText('That month does not exist.', { exact: true }).waitFor();
    await told(page, 'That month does not exist.');
    assert.equal(await box(page).inputValue(), 'lighthouse');
    await page.goBack();
    await total(page, `${places} results for lighthouse`);
    assert.ok(await unbroken(page));
}, { expects: [/status of 400/] });

test('the order is changed', async ({ page, searchd }) => {
    await open(page, searchd);
    for (const [name, order] of [['Oldest', 'oldest'], ['Newest', 'newest']]) {
        await page.getByRole('link', { name }).click();
        await page.locator(`.sorts [aria-current]`).filter({ hasText: name }).waitFor();
        assert.equal(query(page).sort, order);
        assert.equal(await page.evaluate(() => document.activeElement.textContent), name, 'the focus stays');
        const dates = await page.locator('.result time').evaluateAll((all) => all.map((one) => one.dateTime));
        const sorted = [...dates].sort();
        assert.deepEqual(dates, order === 'oldest' ? sorted : sorted.reverse());
    }
    await page.getByRole('link', { name: 'Best match' }).click();
    await page.waitForURL(/q=lighthouse$/);
    assert.ok(await unbroken(page));
});

test('pages lead on, to their beginning, and the keyboard goes on there', async ({ page, searchd }) => {
    await open(page, searchd);
    const first = await results(page);
    await page.getByRole('link', { name: 'Next' }).click();
    await total(page, /page 2/);
    assert.equal(query(page).page, '2');
    const second = await results(page);
    assert.equal(second.length, 10);
    assert.ok(second.every((title) => !first.includes(title)));
    assert.equal(await page.evaluate(() => scrollY), 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await told(page, `${places} results for lighthouse, page 2`);
    await page.getByRole('link', { name: '3', exact: true }).click();
    await total(page, /page 3/);
    assert.equal((await results(page)).length, places - 20);
    assert.equal(await page.getByRole('link', { name: 'Next' }).count(), 0);
    await page.getByRole('link', { name: 'Previous' }).click();
    await total(page, /page 2/);
    assert.ok(await unbroken(page));
});

test('back and forward bring results, place, query and filters', async ({ page, searchd }) => {
    await open(page, searchd);
    const first = await results(page);
    await page.evaluate(() => scrollTo(0, 700));
    await page.locator('[rel=next]').evaluate((link) => link.click()); // a mouse would scroll to it first
    await total(page, /page 2/);
    const second = await results(page);
    await box(page).fill('lamp');
    await box(page).press('Enter');
    await total(page, `${places} results for lamp`);
    await facet(page, 'coast 12').click();
    await total(page, '12 results for lamp');
    const feed = () => page.locator('link[rel=alternate]').getAttribute('href');
    assert.match(await feed(), /q=lamp&section=coast/);
    const kept = () => page.locator('#search input[type=hidden]').evaluateAll((all) => all.map(({ value }) => value));
    assert.deepEqual(await kept(), ['coast']);
    await page.goBack();
    await total(page, `${places} results for lamp`);
    assert.deepEqual(await kept(), []);
    await page.goBack();
    await total(page, `${places} results for lighthouse, page 2`);
    assert.equal(await box(page).inputValue(), 'lighthouse');
    assert.deepEqual(await results(page), second);
    await page.goBack();
    await total(page, `${places} results for lighthouse`);
    assert.deepEqual(await results(page), first);
    assert.equal(await page.evaluate(() => scrollY), 700);
    for (const text of [/page 2/, `${places} results for lamp`, '12 results for lamp']) {
        await page.goForward();
        await total(page, text);
    }
    assert.equal(await box(page).inputValue(), 'lamp');
    assert.match(await feed(), /q=lamp&section=coast/);
    assert.ok(await unbroken(page));
});

test('back from another page is back at the place', async ({ page, searchd, site }) => {
    await open(page, searchd);
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.locator('.sorts [aria-current]').filter({ hasText: 'Newest' }).waitFor();
    await page.evaluate(() => scrollTo(0, 600));
    await page.waitForTimeout(250);
    const newest = await results(page);
    await page.goto(site.origin);
    await page.goBack();
    await total(page, `${places} results for lighthouse`);
    assert.deepEqual(await results(page), newest);
    await page.waitForFunction(() => scrollY === 600);
});

test('the link back on an article leads to the place in the results', async ({ page, context, searchd }) => {
    await open(page, searchd);
    await page.getByRole('link', { name: 'Next' }).click();
    await total(page, /page 2/);
    const article = page.locator('.result h2 a').nth(4), back = (tab) => tab.getByRole('link', { name: /^Back to/ });
    for (const jumps of [0, 1]) {
        await page.evaluate(() => scrollTo(0, 600));
        await page.waitForTimeout(250);
        await article.evaluate((link) => link.click()); // a mouse would scroll to it first
        await page.waitForURL(/\/a\/light-/);
        if (jumps)
            await page.getByRole('link', { name: 'Go to the first' }).click();
        await back(page).click();
        await total(page, /page 2/);
        await page.waitForFunction(() => scrollY === 600);
    }
    const [tab] = await Promise.all([context.waitForEvent('page'), article.click({ modifiers: ['Control'] })]);
    await back(tab).click(); // nothing is before it
    await total(tab, /page 2/);
    await tab.close();
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.waitForURL(/sort=newest/);
    const other = await back(page).or(article).first().getAttribute('href');
    await page.evaluate((to) => location.assign(to), other.replace('lighthouse', 'lamp')); // of another query
    await back(page).click();
    await total(page, /results for lamp/);
});

test('what somebody closed stays closed, and a list opened whole says how to shorten it', async ({ page, searchd }) => {
    await open(page, searchd, '');
    await page.locator('[data-key="facet:source"] summary').click();
    await facet(page, /^coast/).click();
    await total(page, /^12 articles/);
    assert.equal(await page.locator('[data-key="facet:source"]').evaluate((one) => one.open), false);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'section:coast');
    await page.goBack();
    await page.getByRole('link', { name: 'Remove Section: coast' }).waitFor({ state: 'detached' });
    assert.equal(await page.locator('[data-key="facet:source"]').evaluate((one) => one.open), false);
    const authors = page.locator('[data-key="facet:author"]');
    assert.equal(await authors.locator('li').count(), 8);
    await authors.getByRole('link', { name: 'More of: Author' }).click();
    await authors.getByRole('link', { name: 'Fewer of: Author' }).waitFor();
    assert.ok(await authors.locator('li').count() > 8);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), 'more:author');
    await authors.getByRole('link', { name: 'Fewer of: Author' }).click();
    await authors.getByRole('link', { name: 'More of: Author' }).waitFor();
    assert.ok(await unbroken(page));
});

test('a chosen value that is rare stays in its list', async ({ page, searchd }) => {
    await open(page, searchd, '?facets=author');
    const rare = page.locator('[data-key="facet:author"] li').last();
    const name = await rare.locator('.value').textContent();
    await rare.getByRole('link').click();
    await page.getByRole('link', { name: `Remove Author: ${name}` }).waitFor();
    assert.equal(await page.locator('[data-key="facet:author"] [aria-current] .value').textContent(), name);
});

test('a likelier query is a link, and comes into the box', async ({ page, searchd }) => {
    await open(page, searchd, '?q=lighthosue');
    await page.locator('.meant a').click();
    await total(page, `${places} results for lighthouse`);
    assert.equal(await box(page).inputValue(), 'lighthouse');
    assert.ok(await unbroken(page));
});

test('where nothing is, ways out are', async ({ page, searchd }) => {
    await open(page, searchd, '?q=lighthouse&source=Nobody');
    await total(page, 'Nothing was found for lighthouse');
    await page.getByText(`without source=Nobody: ${places} articles`).waitFor();
    await page.getByRole('link', { name: 'Search without filters and dates' }).click();
    await total(page, `${places} results for lighthouse`);
    assert.ok(await unbroken(page));
});

test('what the browser does with a click is left to it', async ({ page, context, searchd }) => {
    await open(page, searchd);
    const [tab] = await Promise.all([context.waitForEvent('page'),
                                     page.getByRole('link', { name: 'Next' }).click({ modifiers: ['Control'] })]);
    await total(tab, /page 2/);
    await tab.close();
    await total(page, `${places} results for lighthouse`);
    assert.equal(query(page).page, undefined);
    const [download] = await Promise.all([page.waitForEvent('download'),
                                          page.getByRole('link', { name: 'CSV' }).click()]);
    assert.match(download.suggestedFilename(), /\.csv$/);
    await page.locator('.result h2 a').first().click();
    await page.waitForURL(/\/a\/light-/);
    assert.ok(!await unbroken(page));
});

test('without JavaScript links and forms lead to the same views', async ({ page, searchd, shot }) => {
    await page.goto(searchd.origin);
    await page.getByRole('searchbox').fill('lighthouse');
    await page.getByRole('button', { name: 'Search' }).click();
    await total(page, `${places} results for lighthouse`);
    await shot('no-script');
    await facet(page, 'Hallowmere Courier 8').click();
    await total(page, '8 results for lighthouse');
    await page.getByRole('link', { name: 'Oldest' }).click();
    await page.waitForURL(/sort=oldest/);
    await page.getByLabel('From').fill('2013');
    await page.getByRole('button', { name: 'Set dates' }).click();
    await total(page, '4 results for lighthouse');
    assert.deepEqual(query(page),
                     { q: 'lighthouse', source: 'Hallowmere Courier', sort: 'oldest', from: '2013', to: '' });
    await page.getByRole('searchbox').fill('lamp');
    await page.getByRole('searchbox').press('Enter');
    await total(page, '4 results for lamp');
    assert.equal(query(page).source, 'Hallowmere Courier');
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await page.getByRole('link', { name: 'Next' }).click();
    await total(page, /page 2/);
    await page.goBack();
    await total(page, `${places} results for lighthouse`);
}, { javaScriptEnabled: false });

await run({ articles: lighthouses });
