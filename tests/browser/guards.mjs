// SPDX-License-Identifier: GPL-2.0-or-later
// guards.mjs - the harness fails what must fail, and what it measures is so.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allForms, axe, emptyScripts } from './support/axe.mjs';
import { brush, keys, keyToResults } from './support/gestures.mjs';
import { assert, run, test } from './support/harness.mjs';

const broken = fileURLToPath(new URL('support/broken.mjs', import.meta.url)), bin = process.argv[2];
// sentence of a test that must fail: what the harness says then
const failing = {
    'an assertion': /as said/,
    'an inline script': /Content Security Policy/,
    'a style attribute': /Content Security Policy/,
    'an uncaught error': /uncaught: nothing is not defined/,
    'a rejection': /uncaught: unheard/,
    'an error logged': /console: bad/,
    'a dialog': /dialog: 1/,
    'a third party': /third party: http:\/\/127\.0\.0\.1:9\/pixel\.gif/,
    'a cookie': /cookie: reader/,
    'a missing file': /console: Failed to load resource.*404/,
    'a complaint that does not come': /no complaint like \/never\//,
    'a step without end': /Timeout 500ms exceeded/,
    'a test without end': /not done after 1 s/,
};

test('tests that must fail do, with a screenshot and exit code 1', async () => {
    const [code, said] = await new Promise((resolve) =>
        execFile('node', [broken, bin], (error, stdout) => resolve([error ? error.code : 0, stdout])));
    assert.equal(code, 1, said);
    assert.ok(!/^ok:/m.test(said), said);
    const parts = said.split(/^FAILED: /m);
    for (const [sentence, pattern] of Object.entries(failing))
        assert.match(parts.find((part) => part.startsWith(`${sentence}\n`)) ?? `none: ${said}`, pattern);
    assert.ok(existsSync(path.join(bin, '../browser/screenshots/broken-FAILED-an-inline-script.png')));
});

test('a complaint that a test expects is none', async ({ page, site }) => {
    site.put('/inline', { head: '<script>document.title = "run";</script>' });
    await page.goto(`${site.origin}/inline`);
    assert.equal(await page.title(), 'The Vale Gazette');
}, { expects: [/violates the following Content Security Policy/] });

test('without JavaScript no script runs, and the form is there', async ({ page, site }) => {
    site.put('/plain', { head: '<script>document.title = "run";</script>', csp: "script-src 'unsafe-inline'" });
    await page.goto(`${site.origin}/plain`);
    assert.equal(await page.title(), 'The Vale Gazette');
    assert.equal(await page.getByRole('searchbox').count(), 1);
}, { javaScriptEnabled: false });

test('axe judges a page whose scripts are empty', async ({ page, site }) => {
    await emptyScripts(page);
    await page.goto(site.origin); // its /search-box.js is empty
    assert.equal(await page.evaluate(() => customElements.get('hustings-search') === undefined), true);
    assert.equal(await axe(page), '');
});

test('axe sees grey on grey and a nameless field, in a shadow root, under the policy', async ({ page, site }) => {
    site.put('/axe', { head: '', body: '<h1>Axe</h1><div id="host"></div>' });
    await page.goto(`${site.origin}/axe`);
    assert.equal(await axe(page), '');
    await page.evaluate(() => {
        const root = document.querySelector('#host').attachShadow({ mode: 'open' });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('p { color: #777; background: #888 }');
        root.adoptedStyleSheets = [sheet];
        root.append(document.createElement('p'), document.createElement('input'));
        root.firstChild.textContent = 'Hardly to be read';
    });
    const found = await axe(page, allForms);
    for (const where of allForms)
        assert.match(found, new RegExp(`^${where}: color-contrast: .*: #host p:`, 'm'));
    assert.match(found, /: label: .*: #host input:/);
});

test('from key to result is measured to what is drawn', async ({ page, site }) => {
    site.put('/keys', { head: '', body: '<h1>Keys</h1><input aria-label="q"><div id="box"></div>' });
    await page.goto(`${site.origin}/keys`);
    await page.evaluate(() => {
        const root = document.querySelector('#box').attachShadow({ mode: 'open' });
        root.append(document.createElement('p'), document.createElement('i'));
        document.querySelector('input').addEventListener('input', (event) => {
            root.querySelector('i').textContent = 'busy'; // no result
            const said = event.target.value;
            setTimeout(() => { root.querySelector('p').textContent = said; }, 200);
        });
    });
    await page.focus('input');
    for (const [key, said] of [['a', 'a'], ['b', 'ab']]) {
        const ms = await keyToResults(page, key, page.locator('#box'), 'p');
        assert.ok(ms >= 200 && ms < 2000, `${ms} ms`);
        assert.equal(await page.locator('#box p').textContent(), said);
    }
    await keys(page, 'Home', 'Delete');
    assert.equal(await page.inputValue('input'), 'b');
});

test('a brush goes from and to where it should', async ({ page, site, shots }) => {
    site.put('/brush', { head: '', body: '<h1>Brush, مجلس النواب, הכנסת, 議会選挙</h1><div id="chart">.</div>' });
    await page.goto(`${site.origin}/brush`);
    await page.evaluate(() => {
        window.got = [];
        const chart = document.querySelector('#chart'), { left, width } = chart.getBoundingClientRect();
        for (const type of ['pointerdown', 'pointermove', 'pointerup'])
            chart.addEventListener(type, (event) => window.got.push([type, (event.clientX - left) / width]));
    });
    await brush(page, page.locator('#chart'), 0.25, 0.75);
    const got = await page.evaluate(() => window.got);
    const at = (type) => got.filter(([one]) => one === type).map(([, x]) => x);
    assert.ok(Math.abs(at('pointerdown')[0] - 0.25) < 0.01 && Math.abs(at('pointerup')[0] - 0.75) < 0.01, String(got));
    assert.ok(at('pointermove').length > 3);
    await shots('scripts');
});

test('screenshots have fonts for Latin, Arabic, Hebrew and Chinese letters', async () => {
    for (const language of ['en', 'ar', 'he', 'zh-cn']) {
        const fonts = await new Promise((resolve) =>
            execFile('fc-list', [`:lang=${language}`, 'family'], (error, stdout) => resolve(stdout)));
        assert.ok(fonts, `no font for ${language}; ./install-packages tests installs them`);
    }
});

await run();
