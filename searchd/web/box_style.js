/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_style.js - how the search box looks. */
const RULES = `
:host {
    --h-text: var(--hustings-text, #1b1f24); --h-muted: var(--hustings-muted, #57606a);
    --h-back: var(--hustings-background, #fff); --h-hover: var(--hustings-hover, #eef2f7);
    --h-accent: var(--hustings-accent, #0b5cad); --h-on-accent: var(--hustings-on-accent, #fff);
    --h-border: var(--hustings-border, #818b96); --h-line: var(--hustings-line, #d9dee4);
    --h-mark: var(--hustings-mark, #fff0a3); --h-shadow: #1b1f2433;
    --h-radius: var(--hustings-radius, 8px);
    display: block; position: relative; color: var(--h-text);
    font-size: var(--hustings-size, 1rem); font-family: var(--hustings-font, inherit);
    font-weight: 400; font-style: normal; line-height: 1.45;
    text-align: start; text-transform: none; letter-spacing: normal; white-space: normal;
}
@supports (color: light-dark(#000, #fff)) {
    :host {
        --h-text: var(--hustings-text, light-dark(#1b1f24, #e6e9ed));
        --h-muted: var(--hustings-muted, light-dark(#57606a, #a7afb9));
        --h-back: var(--hustings-background, light-dark(#fff, #16191d));
        --h-hover: var(--hustings-hover, light-dark(#eef2f7, #252a31));
        --h-accent: var(--hustings-accent, light-dark(#0b5cad, #82bbff));
        --h-on-accent: var(--hustings-on-accent, light-dark(#fff, #0c1824));
        --h-border: var(--hustings-border, light-dark(#818b96, #737d89));
        --h-line: var(--hustings-line, light-dark(#d9dee4, #30363d));
        --h-mark: var(--hustings-mark, light-dark(#fff0a3, #4a3c00));
        --h-shadow: light-dark(#1b1f2433, #000a);
    }
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before { box-sizing: border-box; }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
svg { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; flex: none;
    inline-size: 1.15em; block-size: 1.15em; color: var(--h-muted); }
input, button { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; }
form { position: relative; display: flex; gap: .5em; margin: 0; }
.field { flex: 1; min-inline-size: 0; display: flex; align-items: center; padding-inline-start: .7em;
    background: var(--h-back); border: 1px solid var(--h-border); border-radius: var(--h-radius); }
.field:focus-within { outline: 2px solid var(--h-accent); outline-offset: -1px; border-color: var(--h-accent); }
input { flex: 1; min-inline-size: 0; padding: .55em .6em; border: 0; outline: 0; background: none; }
input:placeholder-shown { direction: inherit; } /* dir=auto takes nothing for left to right */
input::placeholder { color: var(--h-muted); opacity: 1; }
.clear { display: flex; align-items: center; justify-content: center; align-self: stretch; padding: 0;
    inline-size: 2.5em; border: 0; border-radius: var(--h-radius); background: none; }
.clear:hover svg { color: var(--h-text); }
.go { padding: .55em 1.1em; border: 1px solid transparent; border-radius: var(--h-radius); font-weight: 600;
    background: var(--h-accent); color: var(--h-on-accent); }
.go:hover { filter: brightness(1.08); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--h-accent); outline-offset: 2px; border-radius: 3px; }
.go:focus-visible, .clear:focus-visible { border-radius: var(--h-radius); }
[role=listbox] { position: absolute; z-index: var(--hustings-layer, 1000); inset-block-start: calc(100% + 5px);
    inset-inline: 0; margin: 0; padding: 5px; max-block-size: min(27em, 60vh); overflow-y: auto;
    overscroll-behavior: contain; list-style: none; background: var(--h-back); border: 1px solid var(--h-line);
    border-radius: var(--h-radius);
    box-shadow: 0 8px 24px var(--h-shadow); }
[role=option] { display: flex; align-items: baseline; gap: .65em; padding: .45em .65em; cursor: pointer;
    border-radius: calc(var(--h-radius) - 3px); }
[role=option] svg { align-self: flex-start; margin-block-start: .15em; }
.text { flex: 1; min-inline-size: 0; overflow: hidden; overflow-wrap: anywhere; display: -webkit-box;
    -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
[role=option]:hover, [role=option][aria-selected=true] { background: var(--h-hover); }
[role=option][aria-selected=true] { outline: 2px solid var(--h-accent); outline-offset: -2px; }
[role=option] mark { background: none; font-weight: 700; }
[part=option-count], [part=option-kind] { flex: none; color: var(--h-muted); font-size: .8125em;
    font-variant-numeric: tabular-nums; }
mark { background: var(--h-mark); color: inherit; border-radius: 2px; }
.panel { margin-block-start: .6em; padding: .8em 1em; background: var(--h-back); border: 1px solid var(--h-line);
    border-radius: var(--h-radius); }
.panel.empty { margin: 0; padding: 0; border: 0; }
.panel[aria-busy=true] ol { opacity: .55; }
p { margin: 0; }
[role=status] { color: var(--h-muted); font-size: .875em; }
.note { color: var(--h-text); margin-block-end: .2em; }
.link { padding: 0; border: 0; background: none; color: var(--h-accent); text-decoration: underline; text-align: start;
    text-underline-offset: .15em; }
ol { list-style: none; margin: .5em 0 0; padding: 0; }
ol li { padding-block: .75em; border-block-start: 1px solid var(--h-line); }
.title { display: block; font-weight: 600; line-height: 1.3; color: var(--h-accent); text-decoration: none;
    overflow-wrap: anywhere; }
span.title { color: inherit; }
.title:hover, .found > a:hover { text-decoration: underline; text-underline-offset: .15em; }
.facts { display: flex; flex-wrap: wrap; margin-block: .2em; color: var(--h-muted); font-size: .8125em; }
.facts > :not(:first-child)::before { content: "·"; margin-inline: .5em; }
ol p { font-size: .9375em; overflow-wrap: anywhere; }
.found > a { display: inline-block; color: var(--h-accent); font-weight: 600; text-decoration: none; }
@media (max-width: 30em) { [part=option-kind] { position: absolute; clip-path: inset(50%); } }
@media (pointer: coarse) {
    input, button, [role=option] { min-block-size: 44px; }
    input { font-size: max(16px, 1em); }
    .clear { inline-size: 44px; }
    .found > a { padding-block: .6em; }
    .link { min-block-size: 0; padding-block: .4em; }
}
@media (forced-colors: active) {
    mark { background: Mark; color: MarkText; }
    [role=option][aria-selected=true] { outline-color: Highlight; outline-width: 3px; }
    .go { border-color: ButtonText; }
    svg { color: CanvasText; }
}
@media (prefers-reduced-motion: no-preference) {
    [role=listbox] { animation: hustings-in .12s ease-out; }
    @keyframes hustings-in { from { opacity: 0; translate: 0 -4px; } }
}
`;

let sheet = null;

/* One for all boxes. Unlike a <style>, no policy of a page forbids it. */
function style() {
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(RULES);
    }
    return sheet;
}
