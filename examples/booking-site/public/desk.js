// Keeps the live part of a page fresh, and lets a form be submitted once. Without JavaScript, reloading the page does the same.
'use strict';

const PAUSE = 1000;
const LONGEST_PAUSE = 30000;

async function refresh(part) {
    const answer = await fetch(part.dataset.live, { headers: { Accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) {
        throw new Error(String(answer.status));
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
    // Only what changed is replaced: whoever is choosing or reading something is not disturbed.
    if (fresh.dataset.version !== part.dataset.version) {
        part.dataset.version = fresh.dataset.version;
        part.replaceChildren(...fresh.childNodes);
        document.querySelector('.notice')?.remove();        // it told of what is past now
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

// The server refuses a second submission of the same form anyway: this only spares the agent the notice.
document.addEventListener('submit', (event) => {
    if (event.target.dataset.submitted) {
        event.preventDefault();
    }
    event.target.dataset.submitted = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form').forEach((form) => delete form.dataset.submitted));
