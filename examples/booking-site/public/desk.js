/* SPDX-License-Identifier: BSD-3-Clause */
// Updates the live part of a page, and prevents double submission. Without JavaScript, reload the page.
'use strict';

const PAUSE = 1000;
const LONGEST_PAUSE = 30000;

async function refresh(part) {
    const response = await fetch(part.dataset.live, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    if (!response.ok) {
        throw new Error(String(response.status));
    }
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-live]');
    // Replace the part only if it has changed, so that an agent's choice or selection is kept.
    if (fresh.dataset.version !== part.dataset.version) {
        part.dataset.version = fresh.dataset.version;
        part.replaceChildren(...fresh.childNodes);
        document.querySelector('.notice')?.remove();        // it is outdated now
    }
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

// The server ignores a second submission of the same form anyway; this only avoids the notice about it.
document.addEventListener('submit', (event) => {
    if (event.target.dataset.submitted) {
        event.preventDefault();
    }
    event.target.dataset.submitted = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form').forEach((form) => delete form.dataset.submitted));
