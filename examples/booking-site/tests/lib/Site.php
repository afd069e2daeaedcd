<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use BookingSite\Database;
use CotpCallbackVerifier;
use RuntimeException;

/** A running booking site with a database and an account of its own. */
final class Site
{
    public const SECRET = '00000000000000000000000000000000';
    public const BOOKING = [
        'guest' => 'Ada Lovelace', 'email' => 'ada@example.com', 'phone' => '+44 1632 960003',
        'language' => 'EN', 'arrival' => '2030-01-02', 'nights' => '2', 'amount' => '120.00', 'currency' => 'EUR',
    ];

    public readonly string $key;
    public readonly string $url;
    /** @var array<string, string> */
    public readonly array $environment;
    public readonly Database $database;
    public readonly Program $server;
    private string $cookie = '';
    private string $csrf = '';

    /** @param array<string, string> $environment */
    public function __construct(public readonly Sandbox $sandbox, string $dsn, array $environment = [])
    {
        $this->key = 'key-' . bin2hex(random_bytes(8));
        $this->environment = $environment + [
            'PCIBOOKING_API_KEY' => $this->key,
            'PCIBOOKING_BASE_URI' => "$sandbox->url/api",
            'COTP_CALLBACK_SECRET' => 'k1:' . base64_encode(self::SECRET),
            'LEDGER_SECRET' => base64_encode(self::SECRET),
            'DATABASE_DSN' => $dsn,
            'PHP_CLI_SERVER_WORKERS' => '4',
            'POLL_SECONDS' => '3600',
            'DESK_PASSWORD' => '',
        ];
        $this->database = new Database($dsn);
        $this->php('setup.php');
        $this->server = new Program([...phpCommand(), '-S', '127.0.0.1:0', '-t', self::folder() . '/public'], $this->environment);
        $this->url = $this->server->awaitOutput('~(http://127\.0\.0\.1:\d+)\) started~')[1];
    }

    public static function folder(): string
    {
        return dirname(__DIR__, 2);
    }

    /** Runs one of the site's programs until it ends. */
    public function php(string $file, string ...$arguments): string
    {
        [$status, $output] = $this->program($file, ...$arguments)->awaitEnd();
        return $status === 0 ? $output : throw new RuntimeException("$file ended with $status: $output");
    }

    public function program(string $file, string ...$arguments): Program
    {
        return new Program([...phpCommand(), str_starts_with($file, '/') ? $file : self::folder() . "/$file", ...$arguments], $this->environment);
    }

    /** Lets the worker do all that is due for callbacks and stored cards, also later, and also what a killed worker had begun. */
    public function workAll(): void
    {
        do {
            $this->database->run('UPDATE cotp_ledger_inbox SET due_at = 0, lease_until = NULL WHERE due_at IS NOT NULL');
            $this->database->run("UPDATE cotp_ledger_question SET due_at = 0, lease_until = NULL WHERE due_at IS NOT NULL AND state = 'ended'");
            $this->php('worker.php', '--once');
        } while ($this->count('due_at IS NOT NULL AND attempts = 0') > 0);
    }

    public function get(string $path): Reply
    {
        return Http::get($this->url . $path, $this->cookie === '' ? [] : ["Cookie: $this->cookie"]);
    }

    /** @param array<string, string> $fields */
    public function post(string $path, array $fields): Reply
    {
        return Http::post($this->url . $path, http_build_query($fields + ['csrf' => $this->csrf()]), ["Cookie: $this->cookie"]);
    }

    public function csrf(): string
    {
        if ($this->csrf === '') {
            $reply = $this->get('/');
            $this->cookie = explode(';', $reply->header('Set-Cookie'))[0];
            preg_match('/name="csrf" value="([0-9a-f]+)"/', $reply->body, $match);
            $this->csrf = $match[1];
        }
        return $this->csrf;
    }

    public function cookie(): string
    {
        $this->csrf();
        return $this->cookie;
    }

    /** @param array<string, string> $change @return int the booking's id */
    public function book(array $change = []): int
    {
        $location = $this->post('/bookings', $change + self::BOOKING)->header('Location');
        return preg_match('~^/bookings/(\d+)\?notice=booked$~', $location, $match) === 1 ? (int) $match[1] : throw new RuntimeException("not booked: $location");
    }

    /** Returns what the form for corrections says about the contact details that it shows. */
    public function seen(int $booking): string
    {
        return preg_match('/name="seen" value="([^"]*)"/', $this->get("/bookings/$booking")->body, $match) === 1 ? $match[1] : '';
    }

    /** @param array<string, string> $contact the changed fields, or what the form had seen */
    public function correct(int $booking, array $contact): Reply
    {
        $contact += ['seen' => $this->seen($booking)] + array_intersect_key(self::BOOKING, ['email' => '', 'phone' => '', 'language' => '']);
        return $this->post("/bookings/$booking/contact", $contact);
    }

    /** @param array<string, string> $change @return string the notice */
    public function ask(int $booking, array $change = []): string
    {
        $page = isset($change['replaces']) ? '' : $this->get("/bookings/$booking")->body;
        $replaces = preg_match('/name="replaces" value="(\d+)"/', $page, $match) === 1 ? $match[1] : '0';
        $reply = $this->post("/bookings/$booking/ask", $change + ['kind' => 'card', 'channel' => 'email', 'replaces' => $replaces])->require(303, 'ask');
        return explode('notice=', $reply->header('Location'))[1];
    }

    /** Returns what the button of the newest request sends, to set it aside or to cancel it; empty if there is no button. */
    public function sendId(int $booking): string
    {
        return preg_match('/name="send" value="([^"]+)"/', $this->get("/bookings/$booking")->body, $match) === 1 ? $match[1] : '';
    }

    /** @param array<string, string> $fields @return string the notice after a click on a button of the page, such as "cancel" */
    public function click(int $booking, string $button, string $send, array $fields = []): string
    {
        return explode('notice=', $this->post("/bookings/$booking/$button", ['send' => $send] + $fields)->header('Location'))[1];
    }

    /** @return array<string, mixed> the newest request of a booking, and the booking's card */
    public function request(int $booking): array
    {
        return $this->database->row(
            'SELECT question.*, booking.id AS booking_id, booking.card_uri, booking.card_attempt, booking.retention_until FROM cotp_ledger_question question
             JOIN booking ON booking.id = :id WHERE question_key = :key ORDER BY attempt DESC LIMIT 1',
            ['id' => $booking, 'key' => "booking-$booking"],
        );
    }

    /** @return array<string, mixed> a request that was just sent */
    public function newRequest(): array
    {
        $booking = $this->book();
        $notice = $this->ask($booking);
        return $notice === 'asked' ? $this->request($booking) : throw new RuntimeException("not asked: $notice");
    }

    /** Returns the link in the guest's message. */
    public function link(string $requestId): string
    {
        foreach ($this->sandbox->listing('/outbox.json', $this->key) as $message) {
            if ($message['request'] === $requestId) {
                return $message['link'];
            }
        }
        throw new RuntimeException("no message for $requestId");
    }

    public function callbackUrl(string $reference, string $secret = self::SECRET, int $ttl = 3600, string $keyId = 'k1'): string
    {
        return (new CotpCallbackVerifier([$keyId => $secret]))->url("$this->url/callback.php", $reference, $ttl);
    }

    public static function callbackBody(string $requestId, string $status, string $time = '2026-11-22T10:00:00'): string
    {
        return json_encode(['LastNotifiedStatus' => $status, 'RequestID' => $requestId, 'LastNotifiedTime' => $time]);
    }

    /** Posts a callback about a request to its own URL. @param array<string, mixed> $request */
    public function report(array $request, string $status): Reply
    {
        return Http::post($this->callbackUrl($request['reference']), self::callbackBody($request['request_id'], $status));
    }

    /** @return list<string> what the history of the booking shows */
    public function history(int $booking): array
    {
        return array_column($this->database->rows('SELECT text FROM event WHERE booking_id = :id ORDER BY id', ['id' => $booking]), 'text');
    }

    /** @return int the number of stored callbacks */
    public function count(string $where = '1 = 1'): int
    {
        return $this->database->row("SELECT count(*) AS number FROM cotp_ledger_inbox WHERE $where")['number'];
    }

    /** Waits until the sandbox has delivered the callback. */
    public function awaitCallback(string $reference, string $status): void
    {
        await(fn (): bool => $this->database->row(
            "SELECT 1 AS found FROM cotp_ledger_inbox WHERE reference = :reference AND raw_status = :status", ['reference' => $reference, 'status' => $status],
        ) !== null, "callback $status");
    }
}
