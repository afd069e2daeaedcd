<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** One way to call the service from PHP. All of them do the same: a key, JSON in and out, the certificate verified. */
abstract class Peer
{
    protected const KEY = '0123456789abcdef0123456789abcdef';

    /** Timeouts, long because valgrind is slow. */
    protected const SECONDS = 60;

    /** What a send carries; cotp makes the same of a CotpForm. */
    protected const FORM = ['BookerId' => 'hotel-42', 'RecipientEmail' => 'guest@example.com', 'DeliveryMethod' => 'Email',
        'CallbackUrl' => 'https://hotel.example/cotp?booking=4711', 'Language' => 'EN'];

    /**
     * The names that the report uses, each with the class that stands for it. Without a CA file, the system's CAs are read. Only cotp
     * goes through a socket.
     */
    public static function create(string $name, string $base, ?string $caFile, ?string $socket = null): self
    {
        require_once __DIR__ . '/' . strtok($name, '-') . '.php';
        return match ($name) {
            'cotp', 'polyfill' => new CotpPeer($base, $caFile, $socket),
            'curl-fresh' => new CurlPeer($base, $caFile, false),
            'curl-kept' => new CurlPeer($base, $caFile, true),
            'guzzle' => new GuzzlePeer($base, $caFile),
            'symfony' => new SymfonyPeer($base, $caFile),
            'pecl' => new PeclPeer($base, $caFile, null),
            'pecl-persistent' => new PeclPeer($base, $caFile, 'bench'),
            'share' => new SharePeer($base, $caFile),
        };
    }

    /** Loads what stands for that name, so that compiling it is not measured. */
    public static function load(string $name): void
    {
        require_once __DIR__ . '/' . strtok($name, '-') . '.php';
    }

    /** The state's status. */
    abstract public function retrieve(string $id): string;

    /**
     * @param list<string> $ids
     * @return int how many succeeded
     */
    public function retrieveMany(array $ids, int $concurrency): int
    {
        throw new LogicException(static::class . ' is not measured with batches');
    }

    /** @return int how many succeeded */
    public function sendMany(int $count, int $concurrency): int
    {
        throw new LogicException(static::class . ' is not measured with batches');
    }

    protected static function status(string $json): string
    {
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR)['LastNotifiedStatus'];
    }
}
