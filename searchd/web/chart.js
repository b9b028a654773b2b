/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart.js - dates are chosen by drawing over a chart's bars, and read by pointing at one.
 *
 * Whoever draws asks for whole intervals: the figure gets an event 'hustings-dates' with their {from, to} and the url
 * of that view, which is opened where nobody prevents the event's default. A press that does not move follows the bar's
 * own link. Listens on the document, since the figure is another one after each query. */
(() => {
    'use strict';
    const STILL = 5; // pixels that a hand may move while it presses
    const SVG = 'http://www.w3.org/2000/svg';
    let press = null; // {bars, id, x, first, last, brush}: what goes on between down and up
    let swallow = false; // the click that ends a drawing follows no link

    const barsOf = event => event.target instanceof Element ? event.target.closest('.chart-bars') : null;
    const linksOf = bars => bars.querySelectorAll('a');
    const saidOf = link => link.querySelector('title').textContent;
    const nameOf = link => saidOf(link).split(': ')[0];
    const figureOf = bars => bars.closest('.chart');

    function placeOf(bars, x) {
        const box = bars.getBoundingClientRect();
        const count = linksOf(bars).length;
        return Math.max(0, Math.min(count - 1, Math.floor((x - box.left) / box.width * count)));
    }

    function say(bars, text) {
        const line = figureOf(bars) && figureOf(bars).querySelector('.chart-readout');
        if (!line)
            return;
        line.dataset.hint = line.dataset.hint || line.textContent;
        line.textContent = text || line.dataset.hint;
    }

    // The links from one end of the drawing to the other, in time.
    function chosen() {
        const links = linksOf(press.bars);
        return [links[Math.min(press.first, press.last)], links[Math.max(press.first, press.last)]];
    }

    function draw() {
        const count = linksOf(press.bars).length;
        const from = Math.min(press.first, press.last);
        const width = Math.abs(press.last - press.first) + 1;
        if (!press.brush) {
            press.brush = document.createElementNS(SVG, 'rect');
            press.brush.setAttribute('class', 'brush');
            press.brush.setAttribute('height', '100%');
            press.bars.append(press.brush);
        }
        press.brush.setAttribute('x', `${from / count * 100}%`);
        press.brush.setAttribute('width', `${width / count * 100}%`);
        const [a, b] = chosen();
        say(press.bars, a === b ? nameOf(a) : `${nameOf(a)} – ${nameOf(b)}`);
    }

    function end() {
        if (press.brush)
            press.brush.remove();
        if (press.bars.hasPointerCapture(press.id))
            press.bars.releasePointerCapture(press.id);
        say(press.bars, '');
        press = null;
    }

    function open(figure, dates) {
        const base = figure.dataset.base;
        const url = `${base}${base.includes('?') ? '&' : '?'}${new URLSearchParams(dates)}`;
        const detail = {...dates, url};
        if (figure.dispatchEvent(new CustomEvent('hustings-dates', {bubbles: true, cancelable: true, detail})))
            location.assign(url);
    }

    document.addEventListener('pointerdown', event => {
        const bars = barsOf(event);
        swallow = false;
        if (press)
            end(); // a second finger: no drawing
        else if (bars && event.isPrimary && event.button === 0 && linksOf(bars).length)
            press = {bars, id: event.pointerId, x: event.clientX, first: placeOf(bars, event.clientX), brush: null};
    });

    document.addEventListener('pointermove', event => {
        const bars = barsOf(event);
        if (press && press.bars.isConnected && event.pointerId === press.id) {
            if (!press.brush && Math.abs(event.clientX - press.x) < STILL)
                return;
            press.bars.setPointerCapture(press.id); // outside of the chart, too
            press.last = placeOf(press.bars, event.clientX);
            draw();
        } else if (press && !press.bars.isConnected) {
            press = null; // another figure has come
        } else if (bars && !press && linksOf(bars).length) {
            say(bars, saidOf(linksOf(bars)[placeOf(bars, event.clientX)]));
        }
    });

    document.addEventListener('pointerout', event => {
        const bars = barsOf(event);
        if (bars && !press && !bars.contains(event.relatedTarget))
            say(bars, '');
    });

    document.addEventListener('pointerup', event => {
        if (!press || event.pointerId !== press.id)
            return;
        const drawn = press.brush && press.bars.isConnected;
        const figure = figureOf(press.bars);
        const [a, b] = drawn ? chosen() : [];
        end();
        swallow = Boolean(drawn);
        if (drawn)
            open(figure, {from: a.dataset.from, to: b.dataset.to});
    });

    document.addEventListener('pointercancel', event => {
        if (press && event.pointerId === press.id)
            end();
    });

    document.addEventListener('keydown', event => {
        if (event.key !== 'Escape' || !press || !press.brush)
            return;
        end();
        swallow = true; // the hand is still down
        event.stopPropagation();
    }, true);

    // Before page.js, which would follow the link.
    document.addEventListener('click', event => {
        if (!swallow || !barsOf(event))
            return;
        swallow = false;
        event.preventDefault();
        event.stopImmediatePropagation();
    }, true);

    // A link that is dragged as such, as Firefox does with one in a drawing, would end ours.
    document.addEventListener('dragstart', event => {
        if (barsOf(event))
            event.preventDefault();
    });

    document.documentElement.classList.add('charts-live');
})();
