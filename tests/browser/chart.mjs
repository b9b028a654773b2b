// SPDX-License-Identifier: GPL-2.0-or-later
// chart.mjs - the chart of the search page: by mouse, finger and key, and without script.
import { axe } from './support/axe.mjs';
import { brush, keys } from './support/gestures.mjs';
import { assert, phone, run, test } from './support/harness.mjs';

// Three years: an article of the word a month, two of others; in August of each year nothing.
const articles = [];
for (let month = 0; month < 36; month++)
    for (let day = 1; day <= 3 && month % 12 !== 7; day++) {
        const date = new Date(Date.UTC(2040, month, 5 * day)).toISOString().slice(0, 10);
        const text = day === 1 ? 'The ferryman rowed.' : 'The orchard was quiet.';
        articles.push({ id: `chart-${date}`, title: `Of ${date}`, text, date, source: 'The Chart' });
    }

const address = (searchd, query = '') => `${searchd.origin}/?q=ferryman&source=the+chart${query}`;
const bars = (page) => page.locator('.chart-bars');
const readout = (page) => page.locator('.chart-readout').textContent();

// Of each article in the list, in time.
async function found(page, count) {
    await page.waitForFunction((count) => document.querySelectorAll('.results time').length === count, count);
    const dates = await page.locator('.results time').evaluateAll((all) => all.map((one) => one.dateTime));
    return dates.sort();
}

// Where the bar of those dates is, as parts of the chart's width.
async function placeOf(page, from) {
    const all = await bars(page).locator('a').evaluateAll((links) => links.map((one) => one.dataset.from));
    assert.ok(all.includes(from), `${from} is not among ${all}`);
    return (all.indexOf(from) + 0.5) / all.length;
}

async function brushDates(page, from, to) {
    await brush(page, bars(page), await placeOf(page, from), await placeOf(page, to));
}

test('the mouse chooses whole months, in either direction', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    assert.equal(await bars(page).locator('a').count(), 36);
    await brushDates(page, '2040-11', '2041-02');
    await page.waitForURL(/from=2040-11&to=2041-02/);
    assert.deepEqual(await found(page, 4), ['2040-11-05', '2040-12-05', '2041-01-05', '2041-02-05']);
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await brushDates(page, '2042-03', '2042-01');
    await page.waitForURL(/from=2042-01&to=2042-03/);
    assert.deepEqual(await found(page, 3), ['2042-01-05', '2042-02-05', '2042-03-05']);
    assert.match(page.url(), /q=ferryman&source=the\+chart/i);
});

test('while it is drawn over, the chart says which dates', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    const { x, y, width, height } = await bars(page).boundingBox();
    const at = async (from) => x + width * await placeOf(page, from);
    await page.mouse.move(await at('2040-03'), y + height / 2);
    assert.equal(await readout(page), 'March 2040: 1 of 3 articles (33.3%)');
    await page.mouse.down();
    await page.mouse.move(await at('2040-06'), y + height / 2, { steps: 4 });
    assert.equal(await readout(page), 'March 2040 – June 2040');
    const brushed = await page.locator('.brush').boundingBox();
    assert.ok(Math.abs(brushed.x - (x + width * 2 / 36)) < 2 && Math.abs(brushed.width - width * 4 / 36) < 3);
    await page.mouse.move(x + width + 300, y - 200, { steps: 4 }); // beyond the end
    assert.equal(await readout(page), 'March 2040 – December 2042');
    await page.mouse.up();
    await page.waitForURL(/from=2040-03&to=2042-12/);
});

test('Escape leaves the dates as they are', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    const before = page.url(), { x, y, width, height } = await bars(page).boundingBox();
    await page.mouse.move(x + width * 0.2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
    assert.equal(await page.locator('.brush').count(), 1);
    await keys(page, 'Escape');
    assert.equal(await page.locator('.brush').count(), 0);
    await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 2 });
    assert.equal(await page.locator('.brush').count(), 0);
    await page.mouse.move(x + width * 0.2, y + height / 2); // to release it there is no click either
    await page.mouse.up();
    await page.waitForTimeout(200);
    assert.equal(page.url(), before);
    await page.mouse.click(x + width * 0.2, y + height / 2); // the next is one
    await page.waitForURL(/from=2040-08&to=2040-08/);
});

test('a hand that shakes draws nothing', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    const before = page.url(), { x, y, width, height } = await bars(page).boundingBox();
    const border = x + width * 5 / 36;
    await page.mouse.move(border - 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(border + 2, y + height / 2);
    assert.equal(await page.locator('.brush').count(), 0);
    await page.mouse.up();
    await page.waitForTimeout(200);
    assert.equal(page.url(), before);
});

test('a click asks for the dates of one bar', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    const { x, y, width, height } = await bars(page).boundingBox();
    await page.mouse.click(x + width * await placeOf(page, '2041-05'), y + height / 4); // over the bar, too
    await page.waitForURL(/from=2041-05&to=2041-05/);
    assert.deepEqual(await found(page, 1), ['2041-05-05']);
});

test('whoever has the page may take the dates', async ({ page, searchd }) => {
    const take = () => page.evaluate(() => window.addEventListener('hustings-dates', (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        window.taken = { ...event.detail, at: event.target.id };
    }, true));
    await page.goto(`${searchd.origin}/?from=2040&to=2042`);
    await take();
    await brushDates(page, '2040-02', '2040-04');
    assert.equal((await page.evaluate(() => window.taken)).url, './?from=2040-02&to=2040-04');
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await take();
    const before = page.url();
    await brushDates(page, '2040-02', '2040-04');
    assert.deepEqual(await page.evaluate(() => window.taken), {
        from: '2040-02', to: '2040-04', at: 'chart',
        url: './?q=ferryman&source=the+chart&from=2040-02&to=2040-04',
    });
    await page.waitForTimeout(200);
    assert.equal(page.url(), before);
});

test('a finger chooses, too, and still scrolls the page', async ({ page, searchd, context }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await bars(page).scrollIntoViewIfNeeded();
    const { x, y, width, height } = await bars(page).boundingBox();
    const hand = await context.newCDPSession(page);
    const touch = (type, px, py) => hand.send('Input.dispatchTouchEvent', {
        type, touchPoints: type === 'touchEnd' ? [] : [{ x: px, y: py }],
    });
    const middle = y + height / 2, before = page.url();
    await touch('touchStart', x + width * 0.5, middle); // up and down is the page's
    for (let step = 1; step <= 8; step++)
        await touch('touchMove', x + width * 0.5, middle - step * 12);
    await touch('touchEnd');
    let now = await bars(page).boundingBox();
    for (let last = { y }; now.y !== last.y || now.y === y;) { // until the page has come to rest
        await page.waitForTimeout(150);
        last = now;
        now = await bars(page).boundingBox();
    }
    assert.equal(page.url(), before);
    assert.equal(await page.locator('.brush').count(), 0);
    assert.ok(now.y < y - 20, `${now.y} after ${y}`);
    const from = x + width * await placeOf(page, '2041-01'), to = x + width * await placeOf(page, '2041-04');
    await touch('touchStart', from, now.y + height / 2);
    for (let step = 1; step <= 8; step++)
        await touch('touchMove', from + (to - from) * step / 8, now.y + height / 2);
    await touch('touchEnd');
    await page.waitForURL(/from=2041-01&to=2041-04/);
    assert.deepEqual(await found(page, 4), ['2041-01-05', '2041-02-05', '2041-03-05', '2041-04-05']);
}, { hasTouch: true, isMobile: true, viewport: phone });

test('the table has the figures of the bars, and leads to their dates', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await page.locator('.chart-figures summary').click();
    const said = await bars(page).locator('title').evaluateAll((all) => all.map((one) => one.textContent));
    const rows = await page.locator('.chart-table tbody tr').evaluateAll((all) => all.map((row) => {
        const [name, found, of, share] = [...row.cells].map((cell) => cell.textContent);
        return of ? `${name}: ${found} of ${of} articles (${share})` : `${name}: ${found}`;
    }));
    assert.deepEqual(rows, said);
    assert.ok(rows.includes('August 2041: no articles at all'));
    await page.locator('.chart-table').getByRole('link', { name: 'May 2041' }).click();
    await page.waitForURL(/from=2041-05&to=2041-05/);
    assert.deepEqual(await found(page, 1), ['2041-05-05']);
});

test('the keys pass over the bars', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await page.locator('.chart-all').focus();
    const stops = [];
    for (let step = 0; step < 2; step++) {
        await keys(page, 'Tab');
        stops.push(await page.evaluate(() => document.activeElement.closest('.chart-bars') ? 'a bar'
            : document.activeElement.localName));
    }
    assert.equal(stops[0], 'summary');
    assert.ok(!stops.includes('a bar'));
});

test('from share to count and back to all years', async ({ page, searchd, shots }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    assert.equal(await page.locator('#chart-title').textContent(), 'Share of all articles by month');
    await shots('share');
    await page.locator('.chart-modes').getByRole('link', { name: 'Count' }).click();
    await page.waitForURL(/chart=count/);
    await page.waitForFunction(() => document.querySelector('#chart-title').textContent === 'Articles by month');
    assert.equal(await page.locator('.note').count(), 0); // nothing is said of a parameter that is not known
    await brushDates(page, '2040-11', '2041-02');
    await page.waitForURL(/chart=count&from=2040-11|from=2040-11.*chart=count/);
    await page.locator('.chart-all').click();
    await page.waitForURL((url) => !url.searchParams.has('from'));
    assert.equal(new URL(page.url()).searchParams.get('chart'), 'count');
});

test('axe finds nothing wrong', async ({ page, searchd }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    await page.locator('.chart-figures summary').click();
    assert.equal(await axe(page), '');
});

test('without script a bar is a link', async ({ page, searchd, shot }) => {
    await page.goto(address(searchd, '&from=2040&to=2042'));
    assert.equal(await page.locator('.chart-readout').isVisible(), false); // it promises what is not there
    await shot('no-script');
    await bars(page).locator('a[data-from="2041-05"]').click();
    await page.waitForURL(/from=2041-05&to=2041-05/);
    assert.deepEqual(await found(page, 1), ['2041-05-05']);
    await page.locator('.chart-all').click();
    await page.waitForURL((url) => !url.searchParams.has('from'));
}, { javaScriptEnabled: false });

await run({ articles });
