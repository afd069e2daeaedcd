/* SPDX-License-Identifier: BSD-3-Clause */
// Every task of agent and guest with the keyboard alone, and what has the focus when a page changes.

import assert from 'node:assert/strict';
import { hasFocus, press, tabTo, type } from './lib/keyboard.js';
import { group, play, shows } from './lib/scene.js';

const button = (page, name) => page.getByRole('button', { name });
const field = (page, purpose) => page.locator(`[autocomplete=${purpose}]`);

/** The agent opens the form for a new booking and fills it in. */
async function enterBooking({ agent, site }, values) {
    await agent.goto(`${site.url}/`);
    await press(agent, agent.getByText('New booking'));
    for (const [label, value] of Object.entries({ Guest: 'Ada Lovelace', 'E-mail': 'ada@example.com', Phone: '+44 1632 960077', Nights: '2', Amount: '120.00', ...values })) {
        await type(agent, agent.getByRole(label === 'Nights' ? 'spinbutton' : 'textbox', { name: label }), value);
    }
}

async function book(scene) {
    await enterBooking(scene, {});
    await press(scene.agent, button(scene.agent, 'Book'));
    await shows(scene.agent, 'Booked.');
}

/** The agent books, and asks for the card. */
async function ask(scene, channel = 'E-mail') {
    const { agent } = scene;
    await book(scene);
    await tabTo(agent, agent.getByRole('radio', { name: 'E-mail' }));
    channel === 'SMS' && (await agent.keyboard.press('ArrowDown'));
    assert(await agent.getByRole('radio', { name: channel }).isChecked());
    await press(agent, button(agent, 'Ask for the card'));
    await button(agent, 'Cancel the link').waitFor();
}

/** The guest opens the newest message. */
async function openLink(scene) {
    const { guest, site } = scene;
    await guest.goto(`${site.lab.sandbox}/`);
    await press(guest, guest.getByRole('link', { name: 'Outbox', exact: true }).first());
    await press(guest, await scene.newestLink());
    await field(guest, 'cc-csc').waitFor();
}

async function enterCard(guest, number) {
    await type(guest, field(guest, 'cc-number'), number);
    await type(guest, field(guest, 'cc-exp'), '12/39');
    await type(guest, field(guest, 'cc-csc'), '123');
    await press(guest, button(guest, 'Send'));
}

group('keyboard', () => {
    play('book, search, open and ask by SMS', async (scene) => {
        const { agent, site } = scene;
        await book(scene);
        await press(agent, agent.getByRole('link', { name: 'All bookings' }));
        await type(agent, agent.getByRole('searchbox'), 'lovelace');
        await agent.keyboard.press('Enter');
        await agent.waitForURL(/q=lovelace/);
        await press(agent, agent.getByRole('link', { name: /Ada Lovelace.*120/ }));
        await tabTo(agent, agent.getByRole('radio', { name: 'E-mail' }));
        await agent.keyboard.press('ArrowDown');
        await press(agent, button(agent, 'Ask for the card'), 'Space');
        await shows(agent, 'Message delivered');
        assert.deepEqual((await site.messages()).map(({ channel }) => channel), ['SMS']);
    });

    play('ask by e-mail, cancel, and ask again', async (scene) => {
        const { agent, site } = scene;
        await ask(scene);
        await press(agent, button(agent, 'Cancel the link'));
        await shows(agent, 'Canceled');
        await press(agent, button(agent, 'Ask for the card'));
        await shows(agent, 'Message queued');
        assert.equal(await site.calls('send'), 2);
    });

    play('turn the pages of a long list', async (scene) => {
        const { agent, site } = scene;
        await scene.bookMany(51);
        await agent.goto(`${site.url}/`);
        await press(agent, agent.getByRole('link', { name: 'Older bookings' }));
        await agent.getByRole('link', { name: 'Grace Hopper' }).waitFor();
        await press(agent, agent.getByRole('link', { name: 'Newer bookings' }));
        await agent.getByRole('link', { name: 'Guest 51' }).waitFor();
    });

    play('correct the address, and send a new link', async (scene) => {
        const { agent, site } = scene;
        await ask(scene);
        await press(agent, agent.getByText('Correct the e-mail'));
        await type(agent, agent.getByRole('textbox', { name: 'E-mail' }), 'lovelace@example.com');
        await press(agent, button(agent, 'Save'));
        await shows(agent, 'Saved.');
        await press(agent, button(agent, 'New link by e-mail'));
        await shows(agent, 'The link is being sent');
        assert.deepEqual((await site.messages()).map(({ to }) => to), ['lovelace@example.com', 'ada@example.com']);
    });

    play('set a request aside', async (scene) => {
        const { agent, site } = scene;
        await book(scene);
        await site.orderFault({ kind: 'drop_before', operation: 'send' });
        await press(agent, button(agent, 'Ask for the card'));
        await press(agent, button(agent, /set aside/));
        await shows(agent, 'The request was set aside.');
    });

    play('enter a card, correct a refused one, and a security code', async (scene) => {
        const { agent, guest } = scene;
        await ask(scene);
        await openLink(scene);
        await enterCard(guest, '4111 1111 1111 1112');
        await guest.getByRole('alert').waitFor();
        assert(await hasFocus(field(guest, 'cc-number')), 'the marked field has the focus');
        await guest.keyboard.type('4111 1111 1111 1111');
        await type(guest, field(guest, 'cc-csc'), '123');
        await guest.keyboard.press('Enter');
        await shows(guest, 'Thank you');

        await press(agent, button(agent, 'Ask for the security code'));
        await button(agent, 'Cancel the link').waitFor();
        await openLink(scene);
        await type(guest, field(guest, 'cc-csc'), '4');
        await press(guest, button(guest, 'Send'));
        await guest.getByRole('alert').waitFor();
        assert(await hasFocus(field(guest, 'cc-csc')), 'the marked field has the focus');
        await guest.keyboard.type('456');
        await guest.keyboard.press('Enter');
        await shows(guest, 'Thank you');
        await shows(agent, 'Security code stored');
    });

    play('a refused entry marks its first field and moves the focus there', async (scene) => {
        const { agent } = scene;
        await enterBooking(scene, { Phone: '960077', Amount: '1.2.3' });
        await press(agent, button(agent, 'Book'));
        await agent.getByRole('alert').waitFor();
        assert(await hasFocus(agent.getByRole('textbox', { name: 'Phone' })), 'the first marked field has the focus');
        await agent.keyboard.press('ControlOrMeta+A');
        await agent.keyboard.type('+44 1632 960077');
        await type(agent, agent.getByRole('textbox', { name: 'Amount' }), '1,50');
        await agent.keyboard.press('Enter');
        await shows(agent, 'Booked.');
        await press(agent, agent.getByText('Correct the e-mail'));
        await type(agent, agent.getByRole('textbox', { name: 'Phone' }), '960077');
        await agent.keyboard.press('Enter');
        await agent.getByRole('alert').waitFor();
        assert(await hasFocus(agent.getByRole('textbox', { name: 'Phone' })), 'the marked field has the focus');
    });

    play('an update of a booking keeps the focus, and what was typed', async (scene) => {
        const { agent, guest } = scene;
        await ask(scene);
        await press(agent, agent.getByText('Correct the e-mail'));
        const email = agent.getByRole('textbox', { name: 'E-mail' });
        await type(agent, email, 'half of an addr');
        await openLink(scene);
        await shows(agent, 'Form opened');
        assert(await hasFocus(email));
        assert.equal(await email.inputValue(), 'half of an addr');
        const cancel = button(agent, 'Cancel the link');
        await tabTo(agent, cancel, 'Shift+Tab');
        await enterCard(guest, '4111 1111 1111 1112');
        await shows(agent, 'Entry rejected');
        assert(await hasFocus(cancel), 'the button keeps the focus');
        await guest.keyboard.type('4111 1111 1111 1111');
        await type(guest, field(guest, 'cc-csc'), '123');
        await guest.keyboard.press('Enter');
        await shows(agent, 'Card stored');
        assert.equal(await cancel.count(), 0);
        assert(await agent.evaluate(() => document.activeElement.matches('[data-live]')), 'the focus is near the button that is gone');
        await tabTo(agent, button(agent, 'Ask for the security code'));
    });

    play('an update of the list keeps the focus', async (scene) => {
        const { agent, site } = scene;
        await ask(scene);
        await agent.goto(`${site.url}/`);
        const link = agent.getByRole('link', { name: /Grace Hopper/ });
        await tabTo(agent, link);
        await openLink(scene);
        await shows(agent, 'Form opened');
        assert(await hasFocus(link));
        const own = agent.getByRole('link', { name: /Ada Lovelace.*120/ });
        await tabTo(agent, own, 'Shift+Tab');
        await enterCard(scene.guest, '4111 1111 1111 1111');
        await shows(agent, 'Card stored');
        assert(await hasFocus(own), 'also if that booking has changed');
    });
});
