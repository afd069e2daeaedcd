/* SPDX-License-Identifier: BSD-3-Clause */
// What the desk does by itself must not disturb the agent.

import assert from 'node:assert/strict';
import { group, isSamePage, mark, play, shows } from './lib/scene.js';

/** Describes the element that has the focus. */
function focused(page) {
    return page.evaluate(() => {
        const { tagName, id, name, value, textContent } = document.activeElement;
        return `${tagName} ${id || name || ''} ${value || textContent.trim()}`.replace(/\s+/g, ' ').trim();
    });
}

group('desk', () => {
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
});
