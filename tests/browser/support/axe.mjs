// SPDX-License-Identifier: GPL-2.0-or-later
// axe.mjs - axe-core's judgement of a page as it stands, open shadow roots included.
import { readFileSync } from 'node:fs';
import { desktop, need, phone } from './harness.mjs';

const source = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');

const shown = 5; // elements of a violation; a wrong colour of links is one of a hundred

function line(where, { id, help, nodes }) {
    const elements = nodes.slice(0, shown).map(({ target }) => target.flat().join(' ')).join(', ');
    const rest = nodes.length > shown ? ` and ${nodes.length - shown} more` : '';
    return `${where}: ${id}: ${help}: ${elements}${rest}: ${nodes[0].failureSummary.replace(/\s+/g, ' ')}`;
}

async function violations(page, where) {
    if (!await page.evaluate(() => 'axe' in window))
        await page.evaluate(source); // the debugger's code, which a policy does not bind
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    return violations.map((one) => line(where, one));
}

// axe is a script itself, so it cannot judge with javaScriptEnabled: false. This, before page.goto, leaves a page as it
// is without its scripts (save for <noscript>).
export async function emptyScripts(page) {
    await page.route((url) => url.pathname.endsWith('.js'), (route) =>
        route.fulfill({ contentType: 'text/javascript', body: '' }));
}

const sizes = { phone, desktop };
const twoForms = ['phone, dark', 'desktop, light'];
export const allForms = ['phone, dark', 'phone, light', 'desktop, dark', 'desktop, light'];

// All violations of axe's rules, contrast of colours among them, a line each and '' for none. Each size and each scheme
// of colours is judged once; allForms for the pages that matter most, since each form costs a second or more. What the
// test has opened must stay open when the size changes. Where nothing sets a background axe takes it for white, in the
// dark too: a page that has a dark scheme sets one on body.
export async function axe(page, forms = twoForms) {
    const found = [];
    for (const form of forms) {
        const [size, colorScheme] = form.split(', ');
        await page.setViewportSize(sizes[size]);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }); // no colour half on its way to another
        found.push(...await violations(page, form));
    }
    await page.emulateMedia({ reducedMotion: null });
    return found.join('\n');
}
