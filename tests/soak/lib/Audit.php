<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Bookings;
use BookingSite\Tests\Sandbox;
use Generator;

/** Compares the data of the site with the data of the sandbox, once both are idle. */
final class Audit
{
    /** @var list<array<string, mixed>> the site's requests */
    private array $requests;
    /** @var array<string, list<array<string, mixed>>> the sandbox's, by callback URL's reference */
    private array $sent = [];
    /** @var list<array<string, mixed>> the sandbox's callbacks, with how many attempts and how many of them the site accepted */
    private array $callbacks;
    /** @var array<string, array<string, mixed>> the sandbox's cards, by token */
    private array $cards;
    /** @var list<array<string, mixed>> the callbacks that the site stored, with how often each was processed */
    private array $events;
    /** @var list<array<string, mixed>> the site's bookings with a card */
    private array $bookings;
    /** @var array<string, true> references of sends whose end was unknown once */
    private array $unknown;

    public function __construct(private Fleet $fleet)
    {
        $site = $fleet->database();
        $sandbox = $fleet->sandboxDatabase();
        $this->requests = $site->rows(
            "SELECT question.*, EXISTS (SELECT 1 FROM cotp_ledger_history history WHERE history.account = question.account
             AND history.question_key = question.question_key AND history.attempt = question.attempt AND action = 'resolved: not_sent') AS is_set_aside
             FROM cotp_ledger_question question",
        );
        $this->bookings = $site->rows('SELECT * FROM booking WHERE card_uri IS NOT NULL');
        $this->events = $site->rows(
            'SELECT inbox.*, coalesce(finished.times, 0) AS times_finished FROM cotp_ledger_inbox inbox
             LEFT JOIN (SELECT callback, count(*) AS times FROM finished GROUP BY callback) finished ON finished.callback = inbox.id',
        );
        $this->unknown = array_fill_keys(array_column($site->rows('SELECT reference FROM unknown'), 'reference'), true);
        foreach ($sandbox->query('SELECT * FROM card_request') as $request) {
            $this->sent[self::reference($request['callback_url'])][] = $request;
        }
        $this->callbacks = $sandbox->query(
            "SELECT callback.*, count(callback_attempt.number) AS attempts, total(callback_attempt.result LIKE 'HTTP/% 2__ %') AS accepted
             FROM callback LEFT JOIN callback_attempt ON callback_attempt.callback = callback.number GROUP BY callback.number",
        )->fetchAll();
        $this->cards = array_column($sandbox->query('SELECT * FROM card')->fetchAll(), null, 'token');
    }

    /** @return Generator<string, list<mixed>> what must hold, and what contradicts it */
    public function checks(): Generator
    {
        yield 'there was something to account for' => array_keys(
            array_intersect_key($this->totals(), ['… ended as card stored' => true, '… accepted' => true]),
            0,
            true,
        );
        yield 'every callback that the site accepted is stored, once' => $this->callbacksNotStoredOnce();
        yield 'every stored callback was processed, once' => array_filter($this->events, static fn (array $event): bool =>
            [$event['state'], $event['times_finished']] !== ['done', 1]);
        yield "every request's state is the sandbox's" => array_filter($this->requests, $this->differs(...));
        yield 'every stored card is the card of its booking' => array_filter($this->requests, $this->isCardUnknown(...));
        yield 'every card has its retention policy' => array_filter($this->bookings, fn (array $booking): bool =>
            (int) ($this->cards[basename($booking['card_uri'])]['cvv_until'] ?? 0) !== $booking['retention_until']);
        yield 'no earlier copy of a card is in the vault' => array_keys(array_diff_key(
            $this->cards, array_fill_keys(array_map(basename(...), array_column($this->bookings, 'card_uri')), true),
        ));
        yield "every booking's card is in the vault" => array_filter(
            $this->bookings, fn (array $booking): bool => !isset($this->cards[basename($booking['card_uri'])]),
        );
        yield 'what was sent had been written down before' => array_keys(array_diff_key($this->sent, array_column($this->requests, null, 'reference')));
        yield 'no reference was sent twice' => array_keys(array_filter($this->sent, static fn (array $sent): bool => count($sent) > 1));
        yield 'no guest got more messages than forms were submitted' => $this->texts();
        yield 'no send remains unknown' => array_filter($this->requests, static fn (array $request): bool =>
            in_array($request['state'], ['reserved', 'unknown'], true));
        yield 'no request remains open' => array_filter($this->requests, static fn (array $request): bool =>
            $request['state'] === 'sent');
        yield 'what was not sent is not at the sandbox' => array_filter($this->requests, fn (array $request): bool =>
            $request['state'] === 'not_sent' && !$request['is_set_aside'] && isset($this->sent[$request['reference']]));
        yield 'what the site does not know of, no callback could tell' => array_filter($this->requests, fn (array $request): bool =>
            $request['state'] === 'not_sent' && $request['is_set_aside'] && $this->wasTold($request['reference']));
        yield 'no card number and no secret is in the database or in a log' => $this->leaks();
    }

    /** @return array<string, int> */
    public function totals(): array
    {
        $count = static fn (string $column, array $rows, string $value): int => count(array_keys(array_column($rows, $column), $value, true));
        $unknown = array_filter($this->requests, fn (array $request): bool => isset($this->unknown[$request['reference']]));
        $setAside = array_filter($unknown, static fn (array $request): bool => $request['is_set_aside']);
        $reached = array_filter($setAside, fn (array $request): bool => isset($this->sent[$request['reference']]));
        $accepted = count(array_filter($this->callbacks, static fn (array $callback): bool => $callback['accepted'] > 0));
        $sent = array_merge(...array_values($this->sent));
        return [
            'forms submitted' => count(file($this->fleet->forms)),
            'links asked for' => count($this->requests),
            'sent, by the sandbox' => count($sent),
            '… ended as card stored' => $count('status', $sent, 'CardStored'),
            '… ended as link expired' => $count('status', $sent, 'LinkExpired'),
            '… ended as message failed' => $count('status', $sent, 'MessageFailed'),
            'not sent, as the site knew at once' => $count('state', $this->requests, 'not_sent') - count($setAside),
            'unknown' => count($unknown),
            '… explained by a callback' => count(array_filter($unknown, static fn (array $request): bool => $request['request_id'] !== null)),
            '… set aside: the guest got no message' => count($setAside) - count($reached),
            '… set aside: a message, but no callback came' => count($reached),
            'callbacks' => count($this->callbacks),
            '… attempts to deliver' => array_sum(array_column($this->callbacks, 'attempts')),
            '… accepted' => $accepted,
            '… stored, though the courier does not know' => count($this->events) - $accepted,
            '… lost for good, made up for by look-ups' => $count('state', $this->callbacks, 'given_up'),
        ];
    }

    private static function reference(string $callbackUrl): string
    {
        return (string) base64_decode(strtr(explode('.', explode('cotp=', $callbackUrl)[1])[3], '-_', '+/'));
    }

    /** @return list<mixed> */
    private function callbacksNotStoredOnce(): array
    {
        $stored = array_count_values(array_map(
            static fn (array $event): string => "{$event['reference']} {$event['request_id']} {$event['raw_status']} {$event['told_time']}", $this->events,
        ));
        return array_filter($this->callbacks, static function (array $callback) use ($stored): bool {
            $body = json_decode($callback['body'], true);
            $key = self::reference($callback['url']) . " {$body['RequestID']} {$body['LastNotifiedStatus']} {$body['LastNotifiedTime']}";
            return $callback['accepted'] > 0 && ($stored[$key] ?? 0) !== 1;
        });
    }

    /** @param array<string, mixed> $request */
    private function differs(array $request): bool
    {
        if ($request['request_id'] === null) {
            return false;
        }
        $sent = $this->sent[$request['reference']][0] ?? ['id' => '', 'status' => ''];
        return [$sent['id'], $sent['status']] !== [$request['request_id'], $request['status']];
    }

    /**
     * The booking has the card of its last attempt that stored one.
     * @param array<string, mixed> $request
     */
    private function isCardUnknown(array $request): bool
    {
        if ($request['ending'] !== 'card_stored') {
            return false;
        }
        $booking = array_column($this->bookings, null, 'id')[Bookings::idOfKey($request['question_key'])] ?? null;
        $token = $this->sent[$request['reference']][0]['stored_token'] ?? '';
        return $booking === null || $booking['card_attempt'] < $request['attempt']
            || ($booking['card_attempt'] === $request['attempt'] && basename($booking['card_uri']) !== $token);
    }

    /** @return list<mixed> guests with more messages than forms that their agent has submitted */
    private function texts(): array
    {
        $forms = [];
        foreach (file($this->fleet->forms) as $line) {
            [$address, $token] = json_decode($line);
            $forms[$address][$token] = true;
        }
        $messages = $this->fleet->sandboxDatabase()->query('SELECT recipient, count(*) AS number FROM message GROUP BY recipient')->fetchAll();
        return array_filter($messages, static fn (array $message): bool => $message['number'] > count($forms[$message['recipient']] ?? []));
    }

    private function wasTold(string $reference): bool
    {
        foreach ($this->callbacks as $callback) {
            if ($callback['accepted'] > 0 && self::reference($callback['url']) === $reference) {
                return true;
            }
        }
        return false;
    }

    /** @return list<string> */
    private function leaks(): array
    {
        [, $secret] = explode(':', $this->fleet->environment['COTP_CALLBACK_SECRET']);
        $secrets = ['card number' => Sandbox::CARD['card_number'], 'API key' => $this->fleet->environment['PCIBOOKING_API_KEY'], 'callback secret' => $secret];
        $stored = '';
        foreach (['booking', 'event', 'cotp_ledger_question', 'cotp_ledger_inbox', 'cotp_ledger_history'] as $table) {
            $stored .= implode("\n", array_column($this->fleet->database()->rows("SELECT $table::text AS row FROM $table"), 'row'));
        }
        $logs = $this->fleet->logs();
        $found = [];
        foreach ($secrets as $name => $value) {
            str_contains($stored, $value) && $found[] = "$name in the database";
            str_contains($logs, $value) && $found[] = "$name in a log";
        }
        if (preg_match('/.*\bv1\.k1\.\d+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}.*/', $logs, $match)) {
            $found[] = "callback token in a log: $match[0]";
        }
        foreach (array_keys($this->cards) as $token) {
            str_contains($logs, (string) $token) && $found[] = "card token in a log: $token";
        }
        return $found;
    }
}
