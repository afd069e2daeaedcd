<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Exception\CardAlreadyStored;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Exception\NotRecorded;
use Cotp\Ledger\Exception\NotReleased;
use Cotp\Ledger\Exception\OldLinkOpen;
use Cotp\Ledger\Exception\Superseded;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use CotpException;
use CotpForm;
use CotpOutcome;
use ValueError;

/** The agent's actions. Each returns the name of the notice to show. */
final class Desk
{
    private const BOOKER = 'front-desk';
    private const CHANNELS = ['email', 'sms'];

    public function __construct(private Bookings $bookings, private Ledger $ledger)
    {
    }

    public function book(Entry $entry): int
    {
        return $this->bookings->add($entry->columns());
    }

    /**
     * Corrects the contact details, if they are still those that the agent saw. An open link stays as it is: only a new request uses them.
     * @param Entry $entry with "seen": what Bookings::contactVersion() returned for the page
     */
    public function correct(array $booking, Entry $entry): string
    {
        $contact = array_intersect_key($entry->columns(), array_flip(Entry::CONTACT));
        return $entry->values['seen'] === Bookings::contactVersion($booking) && $this->bookings->correct($booking, $contact) ? 'corrected' : 'contact-outdated';
    }

    /** Returns the attempt that the next request replaces, for the form of the page; null while a request is open. */
    public static function replaces(?Ask $newest): ?int
    {
        return match ($newest?->state) {
            null => 0,
            AskState::Ended => $newest->attempt,
            AskState::NotSent => $newest->attempt - 1,          // nothing was sent, so that attempt is made again
            default => null,
        };
    }

    /**
     * Asks the guest for a card, or for the security code of the stored card.
     * @param array<string, mixed> $booking
     * @param array<string, mixed> $input kind, channel, and what Desk::replaces() returned for the page
     */
    public function ask(array $booking, array $input): string
    {
        $replaces = $input['replaces'] ?? '';
        $isKnown = in_array($input['kind'] ?? '', ['card', 'security_code'], true) && in_array($input['channel'] ?? '', self::CHANNELS, true);
        if (!$isKnown || !is_string($replaces) || !preg_match('/^\d{1,9}$/D', $replaces)) {
            return 'not-understood';
        }
        $newest = $this->ledger->find(Bookings::key($booking['id']));
        if (($input['kind'] === 'card') !== ($booking['card_uri'] === null) || self::replaces($newest) !== (int) $replaces) {
            return 'asked-already';
        }
        return $this->send($booking, $newest, (int) $replaces, $input['channel']);
    }

    /**
     * Sends a new link in place of one that is open, because the guest did not get it. The ledger deletes the old link first.
     * @param array<string, mixed> $booking
     * @param array<string, mixed> $input channel, and what Desk::sendId() returned for the page
     */
    public function sendAgain(array $booking, array $input): string
    {
        if (!in_array($input['channel'] ?? '', self::CHANNELS, true)) {
            return 'not-understood';
        }
        $ask = $this->ledger->find(Bookings::key($booking['id']));
        if ($ask === null || self::sendId($ask) !== ($input['send'] ?? null) || $ask->state !== AskState::Sent) {
            return 'outdated';
        }
        return $this->send($booking, $ask, $ask->attempt, $input['channel']);
    }

    /** Of two submissions of one form, or of two agents at the same booking, the ledger lets one send. */
    private function send(array $booking, ?Ask $newest, int $replaces, string $channel): string
    {
        ignore_user_abort(true);            // even if the agent closes the page, the outcome must be recorded
        $key = Bookings::key($booking['id']);
        $form = static fn (string $callbackUrl): CotpForm => self::form($booking, $channel, $callbackUrl);
        $what = ($booking['card_uri'] === null ? 'Card' : 'Security code') . ' requested by ' . ($channel === 'sms' ? 'SMS' : 'e-mail');
        try {
            $ask = $newest === null ? $this->ledger->ask($key, $form)
                : $this->ledger->askAgain($key, $replaces, $form, evenIfCardStored: $booking['card_uri'] !== null);
            if (!$ask->isNew) {
                return 'asked-already';
            }
            $notice = 'asked';
        } catch (NotRecorded | Superseded $fault) {
            error_log("ask $key: " . $fault->getMessage());
            $notice = 'unknown';
        } catch (NotReleased $fault) {      // the database was restored: a person has to look
            throw $fault;
        } catch (OldLinkOpen | CardAlreadyStored $refusal) {
            error_log("ask $key: " . $refusal->getMessage());
            return $refusal instanceof OldLinkOpen ? 'old-link-open' : 'card-stored';
        } catch (LedgerException $refusal) {
            error_log("ask $key: " . $refusal->getMessage());
            return 'asked-already';
        } catch (CotpException $exception) {
            error_log("ask $key: " . $exception::class . ': ' . $exception->getMessage());
            $notice = $exception->outcome === CotpOutcome::Unknown ? 'unknown' : 'failed';
        } catch (ValueError $error) {
            error_log("ask $key: " . $error->getMessage());          // names the argument and the rule, never the value
            preg_match('/\(\$(\w+)\)/', $error->getMessage(), $match);
            return 'invalid-' . ($match[1] ?? 'form');
        }
        $this->bookings->note($booking['id'], $what . ['asked' => '', 'unknown' => ': no response', 'failed' => ': not sent'][$notice]);
        return $notice;
    }

    /** Cancels the link, unless the guest was faster. */
    public function cancel(array $booking, mixed $send): string
    {
        $ask = $this->ledger->find(Bookings::key($booking['id']));
        if ($ask === null || self::sendId($ask) !== $send || $ask->state !== AskState::Sent) {
            return 'nothing-to-cancel';
        }
        try {
            $this->ledger->cancel($ask->key, askedAt: $ask->askedAt);
            return 'canceled';
        } catch (OldLinkOpen $fault) {
            error_log('cancel: ' . $fault->getMessage());
            return 'cancel-again';
        } catch (LedgerException) {
            return 'nothing-to-cancel';
        }
    }

    /** Identifies one send, for the form of the page. An attempt that was set aside is sent again with the same reference. */
    public static function sendId(Ask $ask): string
    {
        return "$ask->reference@{$ask->askedAt->format('U.u')}";
    }

    /**
     * The agent has asked the guest, who received no message. Only a person may decide this, and only for an unknown send.
     * @param mixed $send what Desk::sendId() returned for the page
     */
    public function setAside(array $booking, mixed $send): string
    {
        $ask = $this->ledger->find(Bookings::key($booking['id']));
        if ($ask === null || self::sendId($ask) !== $send || $ask->state !== AskState::Unknown) {
            return 'outdated';
        }
        try {
            $this->ledger->resolve($ask->key, Resolution::NotSent, by: 'the front desk', askedAt: $ask->askedAt);
        } catch (LedgerException) {         // a callback or a second agent was faster
            return 'outdated';
        }
        $this->bookings->note($booking['id'], 'Set aside: the guest received no message');
        return 'set-aside';
    }

    /** @param array<string, mixed> $booking */
    private static function form(array $booking, string $channel, string $callbackUrl): CotpForm
    {
        return new CotpForm(
            bookerId: self::BOOKER,
            email: $channel === 'email' ? $booking['email'] : null,
            phone: $channel === 'sms' ? $booking['phone'] : null,
            callbackUrl: $callbackUrl,
            cardUri: $booking['card_uri'],
            recipientName: $booking['guest'],
            language: $booking['language'],
            bookerName: 'Hotel Miramar',
            amount: $booking['amount'],
            currency: $booking['currency'],
        );
    }
}
