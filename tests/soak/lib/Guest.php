<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSoak;

use BookingSite\Tests\Http;
use BookingSite\Tests\Sandbox;
use BookingSite\Tests\Site;
use Closure;
use Generator;
use PDOStatement;
use Random\Randomizer;

/** A guest, and the agent on the phone with the guest. Each step waits its turn, and is tried again if something is down. */
final class Guest
{
    /** The fate of a guest, and how often of 100. */
    private const FATES = [
        'card' => 40, 'security code' => 20, 'wrong card first' => 10, 'undeliverable' => 6, 'canceled' => 10, 'leaves the form' => 7, 'ignores it' => 7,
    ];

    private int $booking;
    private string $address;

    /**
     * @param PDOStatement $messages finds the link that was sent to an address
     * @param Closure(): bool $isOver whether nothing more is worth waiting for
     */
    public function __construct(
        private Desk $desk,
        private PDOStatement $messages,
        private string $forms,
        private Closure $isOver,
        private Randomizer $random,
        private string $sandboxUrl,
        private string $number,
    ) {
    }

    public function live(): Generator
    {
        $fate = $this->fate();
        $channel = $fate === 'undeliverable' || $this->random->getInt(0, 2) === 0 ? 'sms' : 'email';
        $contact = ['email' => "guest-$this->number@example.com", 'sms' => "+447{$this->number}" . ($fate === 'undeliverable' ? '9999' : '1')];
        $this->address = ltrim($contact[$channel], '+'); // a number is sent as digits
        yield from $this->book($contact);
        yield from $this->ask('card', $channel);
        if ($fate === 'canceled') {
            yield from $this->cancel();
        } elseif (!in_array($fate, ['undeliverable', 'ignores it'], true)) {
            yield from $this->followLink('card', $fate);
        }
        if ($fate === 'security code') {
            yield from $this->ask('security_code', $channel);
            yield from $this->followLink('cvv', $fate);
        }
    }

    private function fate(): string
    {
        $fates = array_merge(...array_map(static fn (string $fate, int $share): array => array_fill(0, $share, $fate), array_keys(self::FATES), self::FATES));
        return $fates[$this->random->getInt(0, count($fates) - 1)];
    }

    /** A booking whose response was lost may exist; then there are two. @param array<string, string> $contact */
    private function book(array $contact): Generator
    {
        while (!($this->isOver)()) {
            $reply = $this->desk->post('/bookings', ['email' => $contact['email'], 'phone' => $contact['sms']] + Site::BOOKING);
            if (Desk::notice($reply) === 'booked') {
                $this->booking = (int) basename((string) parse_url($reply->header('Location'), PHP_URL_PATH));
                return;
            }
            yield;
        }
    }

    /**
     * The agent presses the button on the page, again after an error page (or for no reason), and
     * otherwise loads the page of the booking again.
     */
    private function ask(string $kind, string $channel): Generator
    {
        while (isset($this->booking) && !($this->isOver)()) {
            $page = $this->desk->get("/bookings/$this->booking");
            if (preg_match('/name="replaces" value="(\d+)"><input type="hidden" name="kind" value="' . $kind . '"/', $page->body, $match)) {
                file_put_contents($this->forms, json_encode([$this->address, "$this->booking $match[1]"]) . "\n", FILE_APPEND);
                $form = ['replaces' => $match[1], 'kind' => $kind, 'channel' => $channel];
                $notice = Desk::notice($this->desk->post("/bookings/$this->booking/ask", $form));
                if ($notice === '' || $this->random->getInt(0, 4) === 0) {
                    $notice = Desk::notice($this->desk->post("/bookings/$this->booking/ask", $form)) ?: $notice;
                }
                if (in_array($notice, ['asked', 'asked-already', 'unknown'], true)) {
                    return;
                }
            } elseif ($kind === 'card' && $page->status === 200) {
                return;             // it was requested, although an error page came
            }
            yield;
        }
    }

    private function cancel(): Generator
    {
        while (isset($this->booking) && !($this->isOver)()) {
            if (preg_match('~/cancel"[^>]*>.*?name="send" value="([^"]+)"~s', $this->desk->get("/bookings/$this->booking")->body, $match)) {
                $notice = Desk::notice($this->desk->post("/bookings/$this->booking/cancel", ['send' => $match[1]]));
                if ($notice === 'canceled' || $notice === 'nothing-to-cancel') {
                    return;
                }
            }
            yield;
        }
    }

    private function followLink(string $kind, string $fate): Generator
    {
        while (($link = $this->link($kind)) === null) {
            if (($this->isOver)()) {
                return;             // the message never came
            }
            yield;
        }
        yield from $this->until([200, 410], static fn (): int => Http::get($link)->status);
        if ($fate === 'leaves the form') {
            return;
        }
        if ($fate === 'wrong card first') {
            $wrong = http_build_query(['card_number' => '4111111111111112'] + Sandbox::CARD);
            yield from $this->until([422, 410], static fn (): int => Http::post($link, $wrong)->status);
        }
        // 200: "Thank you", after a first attempt whose response was lost.
        yield from $this->until([303, 200, 410], static fn (): int => Http::post($link, http_build_query(Sandbox::CARD))->status);
    }

    /** @param list<int> $statuses */
    private function until(array $statuses, Closure $attempt): Generator
    {
        while (!in_array($attempt(), $statuses, true)) {
            yield;
        }
    }

    private function link(string $kind): ?string
    {
        $this->messages->execute([$this->address, $kind]);
        $link = $this->messages->fetchColumn();
        $this->messages->closeCursor();
        return $link === false ? null : "$this->sandboxUrl/form/$link";
    }
}
