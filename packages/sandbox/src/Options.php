<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use InvalidArgumentException;

/** The options of the command line. */
final class Options
{
    public const VERSION = '0.1.0';
    public const USAGE = <<<'TEXT'
        Usage: cotp-sandbox [OPTION VALUE]..., cotp-sandbox --help, cotp-sandbox --version

          --port N              listen on this port (default, or 0: any free port)
          --db FILE             keep the state in this SQLite file (default: a temporary file)
          --listen ADDRESS      listen on this address (default: 127.0.0.1), for example 0.0.0.0 in a container
          --callback-host NAME  also post callbacks to this host (default: only to this machine)
          --workers N           handle this many requests at a time, 1 to 16 (default: 4)

        How this sandbox differs from the default service:

          --wire FILE                 wire entries (names, paths, methods) as a JSON object
          --casing pascal|camel       how names in responses and callbacks begin (default: pascal)
          --unknown-fields ignore|refuse  unknown fields in a body (default: ignore)
          --phone any|digits|plus     which recipient's phone numbers are accepted (default: any)
          --errors block|xml|problem|string  the form of errors (default: block)
          --error-details full|none   whether errors say what is wrong, and with which field (default: full)
          --unknown-paths block|empty     the 404 of an unknown path: an error like others, or no body (default: block)
          --callback-attempts N       attempts for a callback, 1 to 100 (default: 1)
        TEXT;
    private const DEFAULTS = [
        '--port' => '0', '--db' => null, '--listen' => '127.0.0.1', '--workers' => '4', '--wire' => null, '--casing' => 'pascal',
        '--unknown-fields' => 'ignore', '--phone' => null, '--errors' => 'block', '--error-details' => 'full', '--unknown-paths' => 'block', '--callback-attempts' => '1',
    ];

    /** @param list<string> $callbackHosts */
    private function __construct(
        public readonly int $port,
        public readonly ?string $databaseFile,
        public readonly string $address,
        public readonly array $callbackHosts,
        public readonly int $workers,
        public readonly Variant $variant,
    ) {
    }

    /** @param list<string> $arguments without the program name */
    public static function parse(array $arguments): self
    {
        $values = self::DEFAULTS;
        $callbackHosts = [];
        for ($index = 0; $index < count($arguments); $index += 2) {
            $name = $arguments[$index];
            $value = $arguments[$index + 1] ?? '';
            if ($name === '--callback-host') {
                $callbackHosts[] = self::hostName($value);
            } elseif (array_key_exists($name, $values)) {
                $values[$name] = $value === '' ? throw new InvalidArgumentException("$name requires a value") : $value;
            } else {
                throw new InvalidArgumentException("unknown option: $name");
            }
        }
        return new self(
            self::number('--port', $values, 0, 65535), $values['--db'], self::address($values['--listen']), $callbackHosts,
            self::number('--workers', $values, 1, 16), self::variant($values),
        );
    }

    /** @param array<string, ?string> $values */
    private static function variant(array $values): Variant
    {
        $wire = $values['--wire'] === null ? [] : self::wire($values['--wire']);
        $values['--phone'] ??= (PhoneFormat::ofWire($wire['phone.format'] ?? '') ?? PhoneFormat::Any)->value;
        $variant = new Variant(
            $wire,
            self::choice('--casing', $values, ['pascal', 'camel']) === 'camel',
            self::choice('--unknown-fields', $values, ['ignore', 'refuse']) === 'refuse',
            PhoneFormat::from(self::choice('--phone', $values, array_column(PhoneFormat::cases(), 'value'))),
            ErrorForm::from(self::choice('--errors', $values, array_column(ErrorForm::cases(), 'value'))),
            self::choice('--error-details', $values, ['full', 'none']) === 'full',
            self::choice('--unknown-paths', $values, ['block', 'empty']) === 'block',
            self::number('--callback-attempts', $values, 1, 100),
        );
        new Routes($variant);           // throws if two operations have the same path and method
        return $variant;
    }

    /** @return array<string, string> */
    private static function wire(string $file): array
    {
        $object = json_decode((string) @file_get_contents($file), true);
        $wire = [];
        foreach (is_array($object) ? $object : [null] as $key => $value) {
            if (!is_string($key) || !is_string($value)) {
                throw new InvalidArgumentException('--wire must be a readable file with a JSON object of wire entries and texts');
            }
            $wire[$key] = $value;
        }
        return $wire;
    }

    /**
     * @param array<string, ?string> $values
     * @param list<string> $choices
     */
    private static function choice(string $name, array $values, array $choices): string
    {
        return in_array($values[$name], $choices, true)
            ? $values[$name]
            : throw new InvalidArgumentException("$name must be " . implode(' or ', $choices));
    }

    /** @param array<string, ?string> $values */
    private static function number(string $name, array $values, int $least, int $most): int
    {
        $value = (string) $values[$name];
        if (!preg_match('/^\d{1,5}$/D', $value) || (int) $value < $least || (int) $value > $most) {
            throw new InvalidArgumentException("$name must be a number from $least to $most");
        }
        return (int) $value;
    }

    private static function address(?string $value): string
    {
        return match (true) {
            filter_var($value, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false => (string) $value,
            filter_var($value, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) !== false => "[$value]",
            default => throw new InvalidArgumentException('--listen must be an IP address'),
        };
    }

    private static function hostName(string $value): string
    {
        return preg_match('/^[A-Za-z0-9.:\[\]-]+$/D', $value) ? $value : throw new InvalidArgumentException('--callback-host must be a host name');
    }
}
