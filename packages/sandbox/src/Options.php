<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use InvalidArgumentException;

/** The options of the command line. */
final class Options
{
    public const USAGE = <<<'TEXT'
        Usage: cotp-sandbox [--port N] [--db FILE] [--listen ADDRESS] [--callback-host NAME]...

          --port N              listen on this port (default, or 0: any free port)
          --db FILE             keep the state in this SQLite file (default: a temporary file)
          --listen ADDRESS      listen on this address (default: 127.0.0.1), for example 0.0.0.0 in a container
          --callback-host NAME  also post callbacks to this host (default: only to this machine)
        TEXT;

    /** @param list<string> $callbackHosts */
    private function __construct(
        public readonly int $port,
        public readonly ?string $databaseFile,
        public readonly string $address,
        public readonly array $callbackHosts,
    ) {
    }

    /** @param list<string> $arguments without the program name */
    public static function parse(array $arguments): self
    {
        $port = 0;
        $databaseFile = null;
        $address = '127.0.0.1';
        $callbackHosts = [];
        for ($index = 0; $index < count($arguments); $index += 2) {
            $name = $arguments[$index];
            $value = $arguments[$index + 1] ?? '';
            match ($name) {
                '--port' => $port = self::port($value),
                '--db' => $databaseFile = self::filled($name, $value),
                '--listen' => $address = self::address($value),
                '--callback-host' => $callbackHosts[] = self::hostName($value),
                default => throw new InvalidArgumentException("unknown option: $name"),
            };
        }
        return new self($port, $databaseFile, $address, $callbackHosts);
    }

    private static function port(string $value): int
    {
        if (!preg_match('/^\d{1,5}$/D', $value) || (int) $value > 65535) {
            throw new InvalidArgumentException('--port must be a number from 0 to 65535');
        }
        return (int) $value;
    }

    private static function address(string $value): string
    {
        return match (true) {
            filter_var($value, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false => $value,
            filter_var($value, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) !== false => "[$value]",
            default => throw new InvalidArgumentException('--listen must be an IP address'),
        };
    }

    private static function hostName(string $value): string
    {
        return preg_match('/^[A-Za-z0-9.:\[\]-]+$/D', $value) ? $value : throw new InvalidArgumentException('--callback-host must be a host name');
    }

    private static function filled(string $name, string $value): string
    {
        return $value === '' ? throw new InvalidArgumentException("$name requires a value") : $value;
    }
}
