<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use CotpConflictException;
use CotpException;
use CotpForm;
use CotpNotFoundException;
use CotpOutcome;
use ValueError;

/** The agent's actions. Each returns the name of the notice to show. */
final class Desk
{
    private const BOOKER = 'front-desk';

    public function __construct(private Bookings $bookings, private Queue $queue)
    {
    }

    /** @param array<string, mixed> $input @return ?int the new booking id, or null if the input is invalid */
    public function book(array $input): ?int
    {
        $booking = array_map(static fn (mixed $value): string => is_string($value) ? trim($value) : '', array_intersect_key($input, array_flip(
            ['guest', 'email', 'phone', 'arrival', 'nights', 'amount', 'currency'],
        )));
        $isValid = preg_match('/^\P{C}{1,100}$/u', $booking['guest'] ?? '')
            && filter_var($booking['email'] ?? '', FILTER_VALIDATE_EMAIL) !== false
            && preg_match('/^((?:\+|00)[0-9 ()-]{6,22})?$/D', $booking['phone'] ?? '')
            && preg_match('/^\d{4}-\d\d-\d\d$/D', $booking['arrival'] ?? '')
            && preg_match('/^[1-9]\d?$/D', $booking['nights'] ?? '')
            && preg_match('/^\d{1,7}\.\d\d$/D', $booking['amount'] ?? '')
            && preg_match('/^[A-Z]{3}$/D', $booking['currency'] ?? '');
        return $isValid && self::canBeAsked($booking) ? $this->bookings->add(['nights' => (int) $booking['nights']] + $booking) : null;
    }

    /** Values that CotpForm rejects, above all a card number pasted into a name, must not reach the database. */
    private static function canBeAsked(array $booking): bool
    {
        try {
            new CotpForm(bookerId: 'desk', email: $booking['email'], recipientName: $booking['guest']);
            return true;
        } catch (ValueError) {
            return false;
        }
    }

    /**
     * Asks the guest for a card, or for the security code of the stored card.
     * @param array<string, mixed> $booking
     * @param array<string, mixed> $input kind, channel and form_token
     */
    public function ask(array $booking, array $input, int $now): string
    {
        $formToken = $input['form_token'] ?? '';
        $isKnown = in_array($input['kind'] ?? '', ['card', 'security_code'], true) && in_array($input['channel'] ?? '', ['email', 'sms'], true);
        if (!$isKnown || !is_string($formToken) || !preg_match('/^[0-9a-f]{32}$/D', $formToken)) {
            return 'not-understood';
        }
        if (($input['kind'] === 'card') !== ($booking['card_uri'] === null)) {
            return 'asked-already';
        }
        $reference = 'r-' . bin2hex(random_bytes(12));          // it ends up in logs, so it contains no personal data
        $callbackUrl = Settings::callbacks()->url(Settings::callbackBase(), $reference);
        try {
            $form = self::form($booking, $input['channel'], $callbackUrl);
        } catch (ValueError $error) {
            error_log('ask: ' . $error->getMessage());          // names the argument and the rule, never the value
            preg_match('/\(\$(\w+)\)/', $error->getMessage(), $match);
            return 'invalid-' . ($match[1] ?? 'form');
        }
        $isFirst = $this->bookings->startRequest([
            'reference' => $reference, 'booking_id' => $booking['id'], 'form_token' => $formToken, 'kind' => $input['kind'],
            'channel' => $input['channel'], 'callback_digest' => hash('sha256', $callbackUrl), 'original_uri' => $booking['card_uri'], 'asked_at' => $now,
        ]);
        return $isFirst ? $this->send($reference, $form) : 'asked-already';
    }

    /** Cancels the link. The worker then retrieves the request, because the guest may have been faster. */
    public function cancel(array $booking, mixed $reference, int $now): string
    {
        $request = $this->requestOf($booking, $reference);
        if ($request === null || $request['request_id'] === null || !Bookings::isOpen($request)) {
            return 'nothing-to-cancel';
        }
        try {
            Settings::service()->delete($request['request_id']);
            $this->bookings->canceled($request['reference']);
            $notice = 'canceled';
        } catch (CotpConflictException | CotpNotFoundException) {
            $notice = 'nothing-to-cancel';
        } catch (CotpException $exception) {
            error_log('cancel: ' . $exception::class . ': ' . $exception->getMessage());
            return 'cancel-again';
        }
        $this->queue->add('poll', $request['reference'], 'after-cancel', $now);
        return $notice;
    }

    /** The agent has asked the guest, who received no message. Only a person may decide this, and only for an unknown send. */
    public function setAside(array $booking, mixed $reference): string
    {
        $request = $this->requestOf($booking, $reference);
        if ($request === null || $request['sending'] !== 'unknown') {
            return 'not-understood';
        }
        $this->bookings->notSent($request['reference'], 'set_aside', 'Set aside: the guest received no message.');
        return 'set-aside';
    }

    /** Sends once per reference, and never again if the outcome is unknown. */
    private function send(string $reference, CotpForm $form): string
    {
        ignore_user_abort(true);            // even if the agent closes the page, the outcome must be recorded
        try {
            $requestId = Settings::service()->send($form);
        } catch (CotpException $exception) {
            error_log("send $reference: " . $exception::class . ': ' . $exception->getMessage());
            $isUnknown = $exception->outcome === CotpOutcome::Unknown;
            $this->bookings->notSent($reference, $isUnknown ? 'unknown' : 'failed', $exception->getMessage());
            return $isUnknown ? 'unknown' : 'failed';
        }
        $this->bookings->sent($reference, $requestId, time() + Settings::pollSeconds());
        $this->queue->wake($reference, time());
        return 'asked';
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
            bookerName: 'Hotel Miramar',
            amount: $booking['amount'],
            currency: $booking['currency'],
        );
    }

    /** @return ?array<string, mixed> the request, if it belongs to the booking */
    private function requestOf(array $booking, mixed $reference): ?array
    {
        $request = is_string($reference) ? $this->bookings->request($reference) : null;
        return $request !== null && $request['booking_id'] === $booking['id'] ? $request : null;
    }
}
