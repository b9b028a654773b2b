// SPDX-License-Identifier: GPL-2.0-or-later
// gestures.mjs - what a reader does with keys and mouse, and how long the page takes to answer.

// keys(page, 'ArrowDown', 'ArrowDown', 'Enter'): one after the other
export async function keys(page, ...names) {
    for (const key of names)
        await page.keyboard.press(key);
}

// Drags the mouse across an element at half its height; from and to are parts of its width, 0 to 1.
export async function brush(page, locator, from, to) {
    await locator.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await locator.boundingBox();
    await page.mouse.move(x + width * from, y + height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 5; step++)
        await page.mouse.move(x + width * (from + (to - from) * step / 5), y + height / 2);
    await page.mouse.up();
}

// Milliseconds from the key, as the browser has its time, to the frame after the one that draws what the key brings:
// an element in region (a locator; its shadow root is seen, too) that `wanted`, a selector, meets, and that was not
// there or had another text before. The element with the focus gets the key.
export async function keyToResults(page, key, region, wanted) {
    const clock = await region.evaluateHandle((node, wanted) => {
        const roots = node.shadowRoot ? [node, node.shadowRoot] : [node];
        const meet = () => roots.flatMap((root) => [...root.querySelectorAll(wanted)]);
        const before = new Map(meet().map((one) => [one, one.textContent]));
        let pressed;
        window.addEventListener('keydown', (event) => { pressed = event.timeStamp; }, { capture: true, once: true });
        const drawn = new Promise((resolve) => {
            const observer = new MutationObserver(() => {
                if (pressed === undefined || !meet().some((one) => before.get(one) !== one.textContent))
                    return;
                observer.disconnect();
                requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressed)));
            });
            for (const root of roots)
                observer.observe(root, { subtree: true, childList: true, characterData: true });
        });
        return { drawn };
    }, wanted);
    await page.keyboard.press(key);
    return clock.evaluate(({ drawn }) => drawn);
}

// The middle of count measurements by one(i): a single one says little on a machine that does other things.
export async function median(count, one) {
    const all = [];
    for (let i = 0; i < count; i++)
        all.push(await one(i));
    return all.sort((a, b) => a - b)[count >> 1];
}
