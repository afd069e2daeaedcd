/* SPDX-License-Identifier: BSD-3-Clause */
// What the desk does by itself must not disturb the agent.

import assert from 'node:assert/strict';
import { eventually, group, isSamePage, mark, play, shows } from './lib/scene.js';

/** Describes the element that has the focus. */
function focused(page) {
    return page.evaluate(() => {
        const { tagName, id, name, value, textContent } = document.activeElement;
        return `${tagName} ${id || name || ''} ${value || textContent.trim()}`.replace(/\s+/g, ' ').trim();
    });
}

/** Holds the updates of a page back until what others do is done. */
async function whileHeld(page, body) {
    let release;
    const end = new Promise((resolve) => (release = resolve));
    await page.route('**/live', async (route) => {
        await end;
        await route.continue();
    });
    await body();
    release();
}

/** Counts the forms that a page submits, and submits none. */
async function countSubmissions(page) {
    await page.evaluate(() => {
        window.submissions = 0;
        addEventListener('submit', (event) => event.preventDefault(window.submissions++), true);
    });
    return () => page.evaluate(() => window.submissions);
}

/** Waits until a hidden field of the live part has another value. */
async function changes(page, name, old) {
    await page.waitForFunction(([name, old]) => ![old, undefined].includes(document.querySelector(`[data-live] [name=${name}]`)?.value), [name, old]);
}

const PRESSES = {
    keyboard: async (page, button) => {
        await button.focus();
        return () => page.keyboard.press('Enter');
    },
    mouse: async (page, button) => {
        await button.hover();
        await page.mouse.down();
        return () => page.mouse.up();
    },
    finger: async (page, button) => {
        await button.scrollIntoViewIfNeeded();
        const { x, y } = await button.boundingBox();
        const devices = await page.context().newCDPSession(page);
        await devices.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 9, y: y + 9 }] });
        return () => devices.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
};

/** What two agents do at the same time: before, the button that the first is about to press, and what the second does meanwhile. */
const OVERTAKEN = {
    'a new link': {
        before: (scene) => scene.ask(), button: 'New link by SMS', field: 'send', sends: 2,
        meanwhile: (other) => click(other, 'New link by SMS', 'The link is being sent'),
    },
    'a cancellation': {
        before: (scene) => scene.ask(), button: 'Cancel the link', field: 'send', sends: 2,
        meanwhile: (other) => click(other, 'New link by SMS', 'The link is being sent'),
    },
    'a request': {
        before: () => {}, button: 'Ask for the card', field: 'replaces', sends: 1,
        meanwhile: async (other) => {
            await click(other, 'Ask for the card', 'The link is being sent');
            await click(other, 'Cancel the link', 'The link was canceled');
        },
    },
    'setting aside': {
        before: async (scene) => {
            await scene.site.orderFault({ kind: 'drop_before', operation: 'send', times: 2 });
            await click(scene.agent, 'Ask for the card', 'No response was received');
        },
        button: /set aside$/, field: 'send', sends: 2,
        meanwhile: async (other) => {
            await click(other, /set aside$/, 'The request was set aside');
            await click(other, 'Ask for the card', 'No response was received');
        },
    },
};

async function click(page, button, notice) {
    await page.getByRole('button', { name: button }).click();
    await shows(page, notice);
}

group('desk', () => {
    for (const [name, { before, button, field, sends, meanwhile }] of Object.entries(OVERTAKEN)) {
        for (const [device, press] of Object.entries(PRESSES)) {
            play(`${name} by ${device} that another agent overtakes does nothing`, async (scene) => {
                const { agent, site } = scene;
                await scene.book('Mary Shelley');
                await before(scene);
                const other = await agent.context().newPage();
                await other.goto(agent.url().split('?')[0]);
                const old = await agent.locator(`[name=${field}]`).first().inputValue();
                const submissions = await countSubmissions(agent);
                let release;
                await whileHeld(agent, async () => {
                    release = await press(agent, agent.getByRole('button', { name: button }));
                    await meanwhile(other);
                });
                await changes(agent, field, old);
                assert.equal(await agent.evaluate(() => document.activeElement.closest('form')?.outerHTML ?? ''), '', 'no button has the focus');
                await release();
                assert.equal(await submissions(), 0, 'submissions');
                assert.equal(await site.calls('send'), sends, 'sends');
            }, { hasTouch: true });
        }
    }

    play('an update keeps the focus, what was chosen and typed, and what is open', async (scene) => {
        const { agent } = scene;
        await scene.book('Mary Shelley');
        await agent.getByRole('radio', { name: 'SMS' }).check();
        await agent.getByText('Correct the e-mail').click();
        await agent.getByLabel('E-mail', { exact: true }).fill('typed@example.com');
        // Another agent asks.
        const other = await agent.context().newPage();
        await other.goto(agent.url());
        await other.getByRole('button', { name: 'Ask for the card' }).click();
        await other.close();
        await shows(agent, 'Message queued');
        assert.equal(await focused(agent), 'INPUT email typed@example.com');
        assert.equal(await agent.locator('#news').textContent(), 'Message queued');
        await mark(agent);
        await agent.getByText('History').click();
        await agent.getByRole('button', { name: 'New link by SMS' }).focus();
        await scene.openLink();
        await shows(agent, 'Form opened');
        assert.equal(await focused(agent), 'BUTTON channel sms');
        await shows(agent.locator('#history'), 'FormViewed');
        assert.equal(await agent.getByLabel('E-mail', { exact: true }).inputValue(), 'typed@example.com');
        assert.equal(await agent.locator('#news').textContent(), 'Form opened');
        // The button goes: the focus stays at the part of the page.
        await scene.fill();
        await shows(agent, 'Card stored');
        assert.equal(await agent.evaluate(() => document.activeElement.matches('[data-live]')), true);
        await agent.getByRole('button', { name: 'New link by SMS' }).waitFor({ state: 'detached' });
        assert(await isSamePage(agent), 'nobody reloaded the page');
    });

    play('the focus stays at a booking when others come and go', async (scene) => {
        const { agent, site } = scene;
        await agent.goto(`${site.url}/?q=example.com`);
        await agent.getByRole('link', { name: 'Alan Turing' }).focus();
        scene.agent = await agent.context().newPage();
        await scene.book('Alan Kay');
        await scene.ask();
        await shows(agent.getByRole('main').getByRole('listitem').first(), 'Message queued');
        assert.match(await focused(agent), /^A .*#2 Alan Turing/);
        assert.deepEqual(await agent.locator('.guest').allTextContents(), ['Alan Kay', 'Ada Lovelace', 'Alan Turing', 'Grace Hopper']);
        await scene.agent.goto(`${site.url}/bookings/3`);
        await scene.agent.getByText('Correct the e-mail').click();
        await scene.agent.getByLabel('E-mail', { exact: true }).fill('ada@elsewhere.test');
        await scene.agent.getByRole('button', { name: 'Save' }).click();
        await agent.getByRole('link', { name: 'Ada Lovelace' }).waitFor({ state: 'detached' });
        assert.match(await focused(agent), /^A .*#2 Alan Turing/);
    });

    play('a refused booking keeps what was typed, and moves the focus to the field', async (scene) => {
        const { agent, site } = scene;
        await agent.goto(`${site.url}/`);
        await agent.getByText('New booking').click();
        await agent.getByLabel('Guest').fill('نجيب محفوظ');
        await agent.getByLabel('E-mail').fill('n@example.com');
        await agent.getByLabel('Amount').fill('1,234');
        await agent.getByLabel('Language').selectOption('العربية');
        await agent.keyboard.press('Tab');
        await agent.getByLabel('Amount').press('Enter');
        await shows(agent, 'Write 1234, not 1,234');
        assert.equal(await focused(agent), 'INPUT amount 1,234');
        assert.equal(await agent.getByLabel('Guest').inputValue(), 'نجيب محفوظ');
        assert.equal(await agent.getByLabel('Language').inputValue(), 'AR');
        await agent.getByLabel('Amount').fill('1234,50');
        await agent.getByLabel('Amount').press('Enter');
        await shows(agent, '1234.50 EUR');
    });

    play('a new link replaces the one that did not arrive', async (scene) => {
        const { agent, guest, site } = scene;
        await scene.book('Jane Austen');
        await scene.ask();
        await scene.openLink();
        const old = guest.url();
        await agent.getByText('Correct the e-mail').click();
        await agent.getByLabel('E-mail', { exact: true }).fill('right@example.com');
        await agent.getByRole('button', { name: 'Save' }).click();
        await shows(agent, 'Saved.');
        await agent.getByRole('button', { name: 'New link by e-mail' }).dblclick();
        await shows(agent, 'The link is being sent');
        await guest.goto(old);
        await shows(guest, 'Link Expired');
        assert.equal(await site.calls('send'), 2);
        assert.equal((await site.messages())[0].to, 'right@example.com');
    });

    play('the forms of an open page work after its session has expired', async (scene) => {
        const { agent, site } = scene;
        await scene.book('Emily Brontë');
        const list = await agent.context().newPage();
        await list.goto(`${site.url}/`);
        const tokens = (page) => page.locator('[name=csrf]').evaluateAll((inputs) => inputs.map(({ value }) => value));
        const all = async () => [...(await tokens(agent)), ...(await tokens(list))];
        const old = await all();
        assert.deepEqual([old.length, new Set(old).size], [3, 1]);
        await agent.context().clearCookies();
        await eventually(async () => {
            const fresh = new Set(await all());
            return fresh.size === 1 && !fresh.has(old[0]);
        }, 'all forms have the token of one new session');
        await agent.getByText('Correct the e-mail').click();
        await agent.getByLabel('E-mail', { exact: true }).fill('right@example.com');
        await click(agent, 'Save', 'Saved.');
        await click(agent, 'Ask for the card', 'The link is being sent');
    });

    play('a form is submitted once, however often it is clicked', async (scene) => {
        const { agent } = scene;
        await scene.book('Anne Brontë');
        const posts = [];
        agent.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
        await scene.site.orderFault({ kind: 'delay', operation: 'send', seconds: 1 });
        const button = agent.getByRole('button', { name: 'Ask for the card' });
        await button.hover();
        const { x, y } = await button.boundingBox();
        const first = agent.waitForRequest('**/ask');
        await agent.mouse.click(x + 9, y + 9);
        await first;
        await agent.mouse.click(x + 9, y + 9);
        await shows(agent, 'The link is being sent');
        assert.equal(posts.length, 1);
    });
});
