// SPDX-License-Identifier: GPL-2.0-or-later
// keys.mjs - from a key in the search page's box to the results on the screen, at 120 ms a key.
// usage: node tests/bench/keys.mjs build/browser URL     (after tests/browser/install build/browser)
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [folder, url] = process.argv.slice(2);
const { chromium } = createRequire(resolve(folder, 'node_modules', 'x'))('playwright-core');
const queries = ['immigration reform', 'tax cuts senate', 'supreme court nominee', 'climate change policy',
    'minimum wage increase', 'border wall funding'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.addInitScript(() => {
    window.took = [];
    let pressed = 0;
    addEventListener('keydown', (event) => {
        if (event.key.length === 1)
            pressed = performance.now();
    }, true);
    addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
        if (!pressed || !changes.some(({ target, addedNodes }) => target.id === 'main' && addedNodes.length))
            return;
        const from = pressed;
        pressed = 0;
        requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - from))); // drawn by then
    }).observe(document.body, { childList: true, subtree: true }));
});
const all = [];
for (const query of queries) {
    await page.goto(url);
    await page.waitForTimeout(500);
    await page.getByRole('combobox').click();
    await page.keyboard.type(query, { delay: 120 });
    await page.waitForTimeout(800);
    all.push(...await page.evaluate(() => window.took));
}
all.sort((a, b) => a - b);
const at = (share) => all[Math.floor((all.length - 1) * share)].toFixed(0);
console.log(`${all.length} keys: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
await browser.close();
