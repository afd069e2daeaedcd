/* SPDX-License-Identifier: BSD-3-Clause */
// What agent and guest do, with a mouse.

import assert from 'node:assert/strict';
import { misfits } from './lib/layout.js';
import { PHONE, eventually, group, isSamePage, mark, play, shows } from './lib/scene.js';

/** The day until which the security code of a card of today is kept. */
function inAWeek() {
    const day = new Date(Date.now() + 7 * 86_400_000);
    const parts = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
    return day.toLocaleDateString('en-GB', parts);
}

group('pages', () => {
    play('a card comes in, and the desk shows it by itself', async (scene) => {
        const { agent, guest, site } = scene;
        await scene.book('Mary Shelley');
        await scene.ask();
        await shows(agent, 'Message queued');
        await shows(agent, 'SANDBOX');
        await mark(agent);

        await scene.openLink();
        await shows(guest, 'SANDBOX');
        await shows(agent, 'Form opened');

        await scene.fill();
        await shows(guest, 'Thank you');
        await shows(agent, 'Card stored');
        await shows(agent, 'Security code kept until');
        await shows(agent, inAWeek());
        assert(await isSamePage(agent), 'nobody reloaded the page');

        const token = await site.cardOf('Mary Shelley');
        assert.deepEqual(await site.cards(), [token]);
        assert(!(await agent.content()).includes(token), 'the page contains the token');
        await agent.goto(`${site.url}/`);
        await shows(agent.getByRole('listitem').first(), 'Card stored');
    });

    play('the list of bookings follows by itself', async (scene) => {
        const { agent } = scene;
        await agent.goto(`${scene.site.url}/`);
        const first = agent.getByRole('main').getByRole('listitem').first();
        await first.getByRole('link').click();
        await scene.ask();
        await agent.getByRole('link', { name: 'Hotel Miramar' }).click();
        await shows(first, 'Message queued');
        await mark(agent);
        await scene.openLink();
        await scene.fill();
        await shows(first, 'Card stored');
        assert(await isSamePage(agent), 'nobody reloaded the page');
    });

    play('a canceled link is expired for the guest', async (scene) => {
        const { agent, guest } = scene;
        await scene.book('Jane Austen');
        await scene.ask('SMS');
        await shows(agent, 'Message delivered');
        await agent.getByRole('button', { name: 'Cancel the link' }).click();
        await shows(agent, 'Canceled');
        await scene.openLink();
        await shows(guest, 'Link Expired');
        await agent.getByRole('button', { name: 'Ask for the card' }).waitFor();
    });

    play('a wrong card number is refused, and can be corrected', async (scene) => {
        const { agent, guest } = scene;
        await scene.book('Emily Dickinson');
        await scene.ask();
        await scene.openLink();
        await scene.fill('4111 1111 1111 1112');
        await shows(guest, 'This is not a valid card number. Please check the digits.');
        await shows(agent, 'Entry rejected');
        await scene.fill();
        await shows(agent, 'Card stored');
    });

    play('a security code is asked for, and the original card is deleted', async (scene) => {
        const { agent, guest, site } = scene;
        await scene.book('Virginia Woolf');
        await scene.ask();
        await scene.openLink();
        await scene.fill();
        await agent.getByRole('button', { name: 'Ask for the security code' }).waitFor();
        const [original] = await site.cards();
        await scene.ask('SMS');
        await scene.openLink();
        await guest.getByLabel('Security code').fill('456');
        await guest.getByRole('button').click();
        await shows(agent, 'Security code stored');
        const token = await site.cardOf('Virginia Woolf');
        assert.notEqual(token, original);
        await eventually(async () => String(await site.cards()) === token, 'the original card is deleted');
    });

    play('a double click sends once', async (scene) => {
        const { agent, site } = scene;
        await scene.book('Charlotte Bronte');
        await agent.getByRole('button', { name: 'Ask for the card' }).dblclick();
        await shows(agent, 'Message queued');
        assert.equal(await site.calls('send'), 1);
        const page = agent.url();
        await agent.goBack();
        assert.notEqual(agent.url(), page);
        await agent.getByRole('button', { name: 'Cancel the link' }).waitFor();
        assert.equal(await agent.getByRole('button', { name: /^Ask/ }).count(), 0, 'forms to ask again after going back');
    });

    play('a response that got lost is shown as unknown until the callback comes', async (scene) => {
        const { agent, site } = scene;
        await scene.book('Anne Bronte');
        await site.orderFault({ kind: 'drop_after', operation: 'send' });
        await agent.getByRole('button', { name: 'Ask for the card' }).click();
        await shows(agent, 'Message queued');
        await agent.getByRole('button', { name: 'Cancel the link' }).waitFor();
        assert.equal(await site.calls('send'), 1);
    });

    play('it all fits a phone', async (scene) => {
        const { agent, guest } = scene;
        await agent.goto(`${scene.site.url}/`);
        assert.deepEqual(await misfits(agent), [], 'list');
        await scene.book('Mary Wollstonecraft Shelley of Bournemouth', { Amount: '1120.00' });
        assert.deepEqual(await misfits(agent), [], 'booking');
        await scene.ask('SMS');
        await shows(agent, 'Message delivered');
        assert.deepEqual(await misfits(agent), [], 'asked');
        await scene.openLink();
        await shows(guest, 'Enter your card');
        assert.deepEqual(await misfits(guest), [], 'form');
        await scene.fill();
        await shows(guest, 'Thank you');
        await shows(agent, inAWeek());
        assert.deepEqual(await misfits(agent), [], 'stored');
    }, PHONE);
});
