<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/** One way to send a form from PHP, with a connection that is kept between calls, and otherwise default settings. */
abstract class Client
{
    protected const KEY = '0123456789abcdef0123456789abcdef';

    public static function create(string $name, string $base, ?string $caFile, bool $http2, float $timeout, ?string $socket = null): self
    {
        require_once __DIR__ . "/$name.php";
        $class = ucfirst($name) . 'Client';
        return $socket === null ? new $class($base, $caFile, $http2, $timeout) : new $class($base, $caFile, $http2, $timeout, $socket);
    }

    /** @return array{did: string, id: ?string, text: string} did: "success", "threw", or the outcome of a CotpException */
    abstract public function send(string $booker): array;

    /** Closes the connections. */
    abstract public function close(): void;

    /** The JSON of a form that CotpRequest sends. */
    protected static function fields(string $booker): array
    {
        return ['BookerId' => $booker, 'RecipientEmail' => 'guest@example.com', 'DeliveryMethod' => 'Email', 'Language' => 'EN'];
    }

    /** Reads the response as a program without a COTP client would: a success is a 2xx with a Location. */
    protected static function outcome(int $status, string $location): array
    {
        return $status >= 200 && $status < 300 && $location !== '' ? self::success(basename($location)) : self::failure('threw', "status $status");
    }

    protected static function success(string $id): array
    {
        return ['did' => 'success', 'id' => $id, 'text' => ''];
    }

    protected static function failure(string $did, string $text): array
    {
        return ['did' => $did, 'id' => null, 'text' => $text];
    }
}
