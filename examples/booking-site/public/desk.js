/* SPDX-License-Identifier: BSD-3-Clause */
// Updates the live part of a page, and prevents double submission. Without JavaScript, reload the page.
'use strict';

const PAUSE = 1000;
const LONGEST_PAUSE = 30000;

// Makes an element equal to a fresh one, but keeps what is in both: so the focus, a choice, what was typed and what is open stay.
function update(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
        old.data !== fresh.data && (old.data = fresh.data);
        return;
    }
    for (const { name } of [...old.attributes]) {
        fresh.hasAttribute(name) || (name === 'open' && old.tagName === 'DETAILS') || old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
        old.getAttribute(name) !== value && old.setAttribute(name, value);
    }
    updateChildren(old, fresh);
}

// Elements with an id are the same if they have the same id, all others if they are at the same place. A form that acts on something else
// is another form, without the focus: otherwise, Enter or a click that was meant for the old one would do what nobody has seen.
function identity(node) {
    const hidden = node.nodeName === 'FORM' ? node.querySelectorAll('[type=hidden]:not([name=csrf])') : [];
    return [node.id, ...[...hidden].map(({ value }) => value)].join(' ');
}

function updateChildren(old, fresh) {
    let next = old.firstChild;
    const drop = () => {
        const dropped = next;
        next = next.nextSibling;
        dropped.remove();
    };
    for (const child of [...fresh.childNodes]) {
        const id = identity(child);
        const known = id ? [...old.children].find((element) => identity(element) === id) : null;
        while (known && next && next !== known) {
            drop();
        }
        if (next && next.nodeName === child.nodeName && identity(next) === id) {
            update(next, child);
            next = next.nextSibling;
        } else {
            old.insertBefore(child, next);
        }
    }
    while (next) {
        drop();
    }
}

async function refresh(part) {
    const headers = { Accept: 'text/html', 'If-None-Match': `W/"${part.dataset.version}"` };
    const response = await fetch(part.dataset.live, { headers, cache: 'no-store' });
    if (response.status === 304) {
        return;
    }
    if (!response.ok) {
        throw new Error(String(response.status));
    }
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-live]');
    if (fresh.dataset.version === part.dataset.version) {
        return;
    }
    const hadFocus = part.contains(document.activeElement);
    update(part, fresh);
    for (const input of document.querySelectorAll('[name=csrf]')) {
        input.value = fresh.dataset.csrf;       // the old session has expired
    }
    if (hadFocus && !part.contains(document.activeElement)) {
        part.focus({ preventScroll: true });        // what had the focus is gone: stay near
    }
    document.getElementById('news').textContent = part.dataset.news;
    document.querySelector('.notice:not(.refused)')?.remove();        // it is outdated now
}

async function keepFresh(part) {
    let pause = PAUSE;
    for (;;) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        try {
            document.hidden || await refresh(part);
            pause = PAUSE;
        } catch {
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }
}

document.querySelectorAll('[data-live]').forEach(keepFresh);

// The click of a finger goes to what is under it at the end. It must not be a new form, in the place of the one that the finger touched.
let touched = null;
document.addEventListener('pointerdown', ({ target }) => {
    touched = target;
}, true);
document.addEventListener('click', (event) => {
    event.detail > 0 && touched?.isConnected === false && event.preventDefault();
    touched = null;
}, true);

// The server ignores a second submission of the same form anyway; this only avoids the notice about it.
let submitted = new WeakSet();
document.addEventListener('submit', (event) => {
    if (submitted.has(event.target)) {
        event.preventDefault();
    }
    submitted.add(event.target);
});
addEventListener('pageshow', () => {
    submitted = new WeakSet();
});
