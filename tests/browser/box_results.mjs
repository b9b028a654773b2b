// SPDX-License-Identifier: GPL-2.0-or-later
// box_results.mjs - what the search box says after Enter: results, none, and what went wrong.
import { answer, found, stopTime, testBox, watch } from './support/box.mjs';
import { keys } from './support/gestures.mjs';
import { assert, run } from './support/harness.mjs';

const complains = (status) => ({ expects: [new RegExp(`Failed to load resource.*${status}`)] });
const titles = (page) => page.locator('hustings-search [part=title]');

async function searchFor(input, text) {
    await input.fill(text);
    await input.press('Enter');
}

testBox('results tell title, source, date and words', async ({ page, searchd, site, embed, input, status }) => {
    await embed();
    await searchFor(input, 'budget krell');
    await status.getByText('3 results', { exact: true }).waitFor();
    const first = page.locator('hustings-search [part=result]').first();
    assert.equal(await first.locator('[part=title]').textContent(), "Krell's last throw: the budget at a glance");
    assert.equal(await first.locator('a').getAttribute('href'),
                 'https://www.courier.example/politics/2019/04/02/budget-at-a-glance');
    assert.deepEqual(await first.locator('[part=title] mark').allTextContents(), ["Krell's", 'budget']);
    assert.equal(await first.locator('[part=source]').textContent(), 'Hallowmere Courier');
    assert.equal(await first.locator('time').textContent(), '2 Apr 2019');
    assert.ok(await first.locator('[part=snippet] mark').count() > 0);
    assert.equal(await page.locator('hustings-search [part=all]').isVisible(), false, 'all are here');
    assert.equal(await page.getByRole('region').getAttribute('aria-label'), 'Search the archive: Results');
});

testBox('five are shown, and a link leads to all, with the filters', async ({ page, site, embed, input, status }) => {
    await embed('source="Vale Herald,Hallowmere Courier" from="2016"',
        `<form action="${site.origin}/found"><label>Search <input name="q"></label>
        <input type="hidden" name="sort" value="newest"><input type="hidden" name="source" value="x">
        <input type="hidden" name="campaign" value="7"><button>Find</button></form>`);
    const asked = page.waitForRequest(/v1\/search/);
    await searchFor(input, 'minister');
    const filters = [['sort', 'newest'], ['source', 'Vale Herald,Hallowmere Courier'], ['from', '2016']];
    const question = new URL((await asked).url()).searchParams;
    for (const [name, value] of filters)
        assert.deepEqual(question.getAll(name), [value], name);
    assert.equal(question.get('per_page'), '5');
    assert.equal(question.has('campaign'), false, 'the API has no such parameter');
    await status.getByText(/^\d+ results$/).waitFor();
    assert.equal(await titles(page).count(), 5);
    const all = page.locator('hustings-search [part=all]'), total = (await status.textContent()).match(/\d+/)[0];
    assert.equal(await all.textContent(), `All ${total} results`);
    const link = new URL(await all.getAttribute('href'));
    assert.equal(link.origin + link.pathname, `${site.origin}/found`);
    assert.deepEqual([...link.searchParams].sort(), [...filters, ['campaign', '7'], ['q', 'minister']].sort());
});

testBox('a changed filter changes the results that are shown', async ({ page, embed, input, status }) => {
    await embed('limit="3"');
    const asked = watch(page, 'search');
    await searchFor(input, 'budget');
    await status.getByText('8 results').waitFor();
    assert.equal(await titles(page).count(), 3);
    await page.locator('hustings-search').evaluate((box) => {
        box.setAttribute('source', 'The Lantern');
        box.setAttribute('article-lang', 'en');
    });
    await status.getByText('1 result', { exact: true }).waitFor();
    assert.equal(asked.length, 2, 'both at once');
    await page.locator('hustings-search').evaluate((box) => box.removeAttribute('source'));
    await status.getByText('8 results').waitFor();
});

testBox('a slip of the hand is told, and the likelier words can be taken', async ({ page, embed, input, status }) => {
    await embed();
    await searchFor(input, 'budgit');
    await status.getByText('Nothing was found for “budgit”.').waitFor();
    await status.getByText('These are results for budget.').waitFor();
    await status.getByRole('button', { name: 'budget' }).click();
    await status.getByText('Nothing').waitFor({ state: 'detached' });
    assert.equal(await status.textContent(), '8 results');
    assert.equal(await input.inputValue(), 'budget');
    assert.ok(await input.evaluate((node) => node.getRootNode().activeElement === node));
});

testBox('what was found by some of the words is told as that', async ({ embed, input, status }) => {
    await embed();
    await searchFor(input, 'budget zzzz');
    await status.getByText('No article has all of the words; these have some of them.').waitFor();
});

testBox('that nothing was found is said, and emptying the box takes it away', async (
    { page, embed, input, status }) => {
    await embed();
    await searchFor(input, 'xqzvw');
    await status.getByText('Nothing was found for “xqzvw”.').waitFor();
    assert.equal(await page.getByRole('region').count(), 0);
    await page.locator('hustings-search [part=clear]').click();
    assert.equal(await status.textContent(), '');
    assert.equal(await input.inputValue(), '');
});

const rare = (more) => ({ id: 'a', url: 'https://vale.example/a', title: 'T', title_html: 'T', source: 'S',
                          date: '2016-03-01T23:59:00Z', date_precision: 'time', copies: 3, snippet: 's', ...more });

testBox('dates are as exact as they are known, in the reader\'s words', async (
    { page, searchd, embed, input, status }) => {
    const dates = [['2016-03-01T23:59:00Z', 'time'], ['2016-03-01', 'day'], ['2016-03', 'month'], ['2016', 'year'],
                   ['1066-10-14', 'day'], ['long ago', 'day'], [null, null], ['2016-03-01', 'month'],
                   ['2016-03', 'year']];
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, found(
        dates.map(([date, precision]) => rare({ date, date_precision: precision })), { partial: true })));
    const said = async (attributes, more) => {
        await embed(attributes, undefined, more);
        await searchFor(input, 'x');
        await page.locator('hustings-search time').first().waitFor();
        return page.locator('hustings-search time').allTextContents();
    };
    assert.deepEqual(await said('limit="9"'), ['1 Mar 2016', '1 Mar 2016', 'March 2016', '2016', '14 Oct 1066',
                                                'long ago', 'March 2016', '2016']);
    await status.getByText('The search took too long: there may be more.').waitFor();
    assert.equal(await page.locator('hustings-search [part=copies]').first().textContent(), 'and 3 copies');
    assert.equal((await said('', { lang: 'de-AT' }))[0], '1. März 2016');
    assert.equal((await said('lang="en-US"'))[0], 'Mar 1, 2016', 'the nearest lang');
    assert.equal((await said('lang="en-GB-u-ca-buddhist"'))[0], '1 Mar 2016', 'the archive\'s calendar');
}, { timezoneId: 'America/Los_Angeles' });

testBox('a search that cannot be reached is told and can be tried again', async (
    { page, searchd, embed, input, status }) => {
    await embed();
    await page.route(`${searchd.origin}/v1/**`, (route) => route.abort());
    await searchFor(input, 'budget');
    await status.getByText('The search cannot be reached: try again').waitFor();
    await page.unroute(`${searchd.origin}/v1/**`);
    await status.getByRole('button', { name: 'try again' }).click();
    await status.getByText('8 results').waitFor();
}, { expects: [/ERR_FAILED/] });

testBox('a failing daemon, and one that answers no JSON, cannot be reached', async (
    { page, searchd, embed, input, status }) => {
    await embed();
    const bodies = [[500, '{"title": "It failed", "status": 500}'], [200, '<h1>Welcome to the hotel</h1>']];
    for (const [code, body] of bodies) {
        await page.route(`${searchd.origin}/v1/search*`, (route) => route.fulfill(
            { status: code, body, headers: { 'Access-Control-Allow-Origin': '*' } }));
        await searchFor(input, `budget ${code}`);
        await status.getByText('The search cannot be reached: try again').waitFor();
        await page.unroute(`${searchd.origin}/v1/search*`);
        await searchFor(input, 'budget');
        await status.getByText('8 results').waitFor();
    }
}, complains(500));

const inHalfAMinute = () => new Date(Date.now() + 30000).toUTCString();

for (const [code, when] of [[429, () => '30'], [503, inHalfAMinute]])
    testBox(`a ${code} says when to come again, and until then nothing is asked`, async (
        { page, searchd, embed, input, status }) => {
        await page.route(`${searchd.origin}/v1/search*`, (route) => answer(
            route, { status: code, title: 'Busy' }, code, { 'Retry-After': when() }));
        await page.clock.install();
        await embed();
        await searchFor(input, 'budget');
        await status.getByText(/^Too many searches at the moment, try again in (2\d|30) seconds$/).waitFor();
        await page.unroute(`${searchd.origin}/v1/search*`);
        const asked = watch(page, 'search'), suggests = watch(page, 'suggest');
        await keys(page, 'Enter');
        await input.fill('budg');
        await page.waitForTimeout(200);
        assert.deepEqual([asked, suggests], [[], []]);
        await page.clock.fastForward(31000);
        await status.getByRole('button').click();
        await status.getByText('8 results').waitFor();
    }, complains(code));

testBox('a 503 that is not for too many searches is told as what it is', async (
    { page, searchd, embed, input, status }) => {
    await page.route(`${searchd.origin}/v1/s*`, (route) => answer(route, { status: 503, code: 'archive_missing',
        title: 'There is no archive yet' }, 503, { 'Retry-After': '5' }));
    await page.clock.install();
    await embed();
    await searchFor(input, 'budget');
    await status.getByText(/^There is no archive yet: try again in \d seconds$/).waitFor();
    await keys(page, 'Enter'); // too early
    await page.waitForTimeout(100);
    assert.match(await status.textContent(), /^There is no archive yet: try again in \d seconds$/);
    await page.unroute(`${searchd.origin}/v1/s*`);
    await page.clock.fastForward(6000);
    await status.getByRole('button', { name: 'try again' }).click();
    await status.getByText('8 results').waitFor();
}, complains(503));

testBox('a question that is refused is told why', async ({ embed, input, status }) => {
    await embed('from="2016-13"');
    await searchFor(input, 'budget');
    await status.getByText('That month does not exist.').waitFor();
    await embed();
    await searchFor(input, 'é'.repeat(1500));
    await status.getByText('It may be 2,000 bytes and 64 words.').waitFor();
}, complains(400));

testBox('waiting is told, but not where it is short', async ({ page, searchd, embed, input, status }) => {
    let held;
    await page.route(`${searchd.origin}/v1/search*`, (route) => { held = route; });
    await embed();
    const panel = page.locator('hustings-search [part=panel]');
    await stopTime(page);
    const asked = page.waitForRequest(/v1\/search/);
    await searchFor(input, 'budget');
    await asked;
    await page.clock.runFor(299);
    assert.equal(await panel.getAttribute('aria-busy'), 'false');
    await page.clock.runFor(1);
    await status.getByText('Searching…').waitFor();
    assert.equal(await panel.getAttribute('aria-busy'), 'true');
    await answer(held, found([rare()]));
    await status.getByText('1 result', { exact: true }).waitFor();
    assert.equal(await panel.getAttribute('aria-busy'), 'false');
});

testBox('results of an older search never come over those of a newer', async (
    { page, searchd, embed, input, status }) => {
    const late = [];
    await page.route(`${searchd.origin}/v1/search*`, async (route) => {
        if (route.request().url().includes('q=old'))
            late.push(route);
        else
            await answer(route, found([rare({ title_html: 'new' })]));
    });
    await embed();
    const asked = page.waitForRequest(/q=old/);
    await searchFor(input, 'old');
    await asked;
    await searchFor(input, 'new');
    await status.getByText('1 result', { exact: true }).waitFor();
    await answer(late[0], found([rare(), rare()])).catch(() => {});
    await page.waitForTimeout(400);
    assert.deepEqual(await titles(page).allTextContents(), ['new']);
    assert.equal(await status.textContent(), '1 result');
});

testBox('where no newer search may be asked for now, an older one\'s results do not come', async (
    { page, searchd, embed, input, status }) => {
    let late;
    await page.route(`${searchd.origin}/v1/**`, (route) => { // of the old text all is late, of the newer all refused
        const url = new URL(route.request().url()), old = url.searchParams.get('q') === 'old';
        if (old && url.pathname === '/v1/search')
            late = route;
        else if (!old)
            answer(route, { status: 429, title: 'Busy' }, 429, { 'Retry-After': '30' });
    });
    await embed();
    const asked = page.waitForRequest(/q=old/);
    await searchFor(input, 'old');
    await asked;
    const refused = page.waitForResponse(/suggest.*q=newer/);
    await input.fill('newer');
    await (await refused).finished();
    await page.waitForTimeout(50); // it is read
    await keys(page, 'Enter');
    await status.getByText('Too many searches').waitFor();
    await answer(late, found([rare()])).catch(() => {});
    await page.waitForTimeout(200);
    assert.match(await status.textContent(), /^Too many searches/);
    assert.equal(await titles(page).count(), 0);
}, complains(429));

await run();
