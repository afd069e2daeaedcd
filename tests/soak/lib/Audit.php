<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Tests\Sandbox;
use CotpStatus;
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
    /** @var list<array<string, mixed>> the site's events, with how often each was told and finished */
    private array $events;
    /** @var array<string, true> references of sends whose end was unknown once */
    private array $unknown;

    public function __construct(private Fleet $fleet)
    {
        $site = $fleet->database();
        $sandbox = $fleet->sandboxDatabase();
        $this->requests = $site->rows('SELECT * FROM card_request');
        $this->events = $site->rows(
            "SELECT job.*, coalesce(finished.times, 0) AS times_finished, coalesce(told.times, 0) AS times_told FROM job
             LEFT JOIN (SELECT job, count(*) AS times FROM finished GROUP BY job) finished ON finished.job = job.id
             LEFT JOIN (SELECT job_key, count(*) AS times FROM told GROUP BY job_key) told ON told.job_key = job.dedupe_key || job.reference
             WHERE kind = 'callback'",
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
            [$event['state'], $event['result'], $event['times_finished']] !== ['done', 'done', 1]);
        yield 'no work remains' => $this->fleet->database()->rows("SELECT * FROM job WHERE state <> 'done'");
        yield "every request's state is the sandbox's" => array_filter($this->requests, $this->differs(...));
        yield 'every card has its retention policy, and no earlier copy' => array_filter($this->requests, $this->isCardNeglected(...));
        yield "every booking's card is in the vault" => array_filter(
            $this->fleet->database()->rows('SELECT * FROM booking WHERE card_uri IS NOT NULL'),
            fn (array $booking): bool => !isset($this->cards[basename($booking['card_uri'])]),
        );
        yield 'what was sent had been written down before' => array_keys(array_diff_key($this->sent, array_column($this->requests, null, 'reference')));
        yield 'no reference was sent twice' => array_keys(array_filter($this->sent, static fn (array $sent): bool => count($sent) > 1));
        yield 'no guest got more messages than forms were submitted' => $this->texts();
        yield 'no send remains unknown' => array_filter($this->requests, static fn (array $request): bool =>
            in_array($request['sending'], ['sending', 'unknown'], true));
        yield 'no request remains open' => array_filter($this->requests, static fn (array $request): bool =>
            $request['sending'] === 'sent' && !CotpStatus::fromWire($request['status'])->isFinal());
        yield 'what was not sent is not at the sandbox' => array_filter($this->requests, fn (array $request): bool =>
            $request['sending'] === 'failed' && isset($this->sent[$request['reference']]));
        yield 'what the site does not know of, no callback could tell' => array_filter($this->requests, fn (array $request): bool =>
            $request['sending'] === 'set_aside' && $this->wasTold($request['reference']));
        yield 'no card number and no secret is in the database or in a log' => $this->leaks();
    }

    /** @return array<string, int> */
    public function totals(): array
    {
        $count = static fn (string $column, array $rows, string $value): int => count(array_keys(array_column($rows, $column), $value, true));
        $unknown = array_filter($this->requests, fn (array $request): bool => isset($this->unknown[$request['reference']]));
        $setAside = array_filter($unknown, static fn (array $request): bool => $request['sending'] === 'set_aside');
        $reached = array_filter($setAside, fn (array $request): bool => isset($this->sent[$request['reference']]));
        $accepted = count(array_filter($this->callbacks, static fn (array $callback): bool => $callback['accepted'] > 0));
        $sent = array_merge(...array_values($this->sent));
        return [
            'forms submitted' => count(file($this->fleet->ledger)),
            'links asked for' => count($this->requests),
            'sent, by the sandbox' => count($sent),
            '… ended as card stored' => $count('status', $sent, 'CardStored'),
            '… ended as link expired' => $count('status', $sent, 'LinkExpired'),
            '… ended as message failed' => $count('status', $sent, 'MessageFailed'),
            'not sent, as the site knew at once' => $count('sending', $this->requests, 'failed'),
            'unknown' => count($unknown),
            '… explained by a callback' => $count('sending', $unknown, 'sent'),
            '… set aside: the guest got no message' => count($setAside) - count($reached),
            '… set aside: a message, but no callback came' => count($reached),
            'callbacks' => count($this->callbacks),
            '… attempts to deliver' => array_sum(array_column($this->callbacks, 'attempts')),
            '… accepted' => $accepted,
            '… stored, though the courier does not know' => count($this->events) - $accepted,
            '… delivered again after they were stored' => array_sum(array_column($this->events, 'times_told')) - count($this->events),
            '… lost for good, made up for by polling' => $count('state', $this->callbacks, 'given_up'),
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
        if ($request['sending'] !== 'sent') {
            return false;
        }
        $sent = $this->sent[$request['reference']][0] ?? ['id' => '', 'status' => '', 'stored_token' => null];
        $token = $request['card_uri'] === null ? null : basename($request['card_uri']);
        return [$sent['id'], $sent['status'], $sent['stored_token']] !== [$request['request_id'], $request['status'], $token];
    }

    /** @param array<string, mixed> $request */
    private function isCardNeglected(array $request): bool
    {
        if ($request['status'] !== 'CardStored') {
            return false;
        }
        $original = basename((string) $request['original_uri']);
        if ($original !== '' && (isset($this->cards[$original]) || $request['original_deleted'] !== 1)) {
            return true;
        }
        $card = $this->cards[basename((string) $request['card_uri'])] ?? null;
        // A card that a later security-code form replaced no longer exists.
        return $request['retention_until'] === null || ($card !== null && (int) $card['cvv_until'] !== $request['retention_until']);
    }

    /** @return list<mixed> guests with more messages than forms that their agent has submitted */
    private function texts(): array
    {
        $forms = [];
        foreach (file($this->fleet->ledger) as $line) {
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
        foreach (['booking', 'card_request', 'job'] as $table) {
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
