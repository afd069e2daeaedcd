<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The wire table with the overrides of one client, as in cotp_wire.c. */
final class Wire
{
    private const PLACEHOLDERS = ['{id}' => 1, '{token}' => 2, '{type}' => 4, '{data}' => 8];
    private const PARTS = [1 => 'id', 2 => 'token', 4 => 'type', 8 => 'data'];
    private const SEGMENT = "~\\A(?!\\.{1,2}\\z)[0-9A-Za-z\\-._\\~!$&'()*+,;=:@]+\\z~";
    private const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'];

    /** @param array<string, string> $overrides */
    private function __construct(private readonly array $overrides)
    {
    }

    /** @param array<array-key, mixed> $overrides */
    public static function from(array $overrides): self|Failure
    {
        $accepted = [];
        foreach ($overrides as $key => $value) {
            if (!is_string($key) || !is_string($value)) {
                return Failure::argument('wire', 'must contain only strings, with keys from the wire table');
            }
            if (!isset(Tables::WIRE[$key])) {
                return Failure::argument('wire', 'must contain only keys from the wire table');
            }
            $fault = self::valueFault($key, $value);
            if ($fault !== null) {
                return Failure::argument('wire', "entry \"$key\" $fault");
            }
            $accepted[$key] = $value;
        }
        return new self($accepted);
    }

    /** Checks the table as a whole. */
    public function fault(): ?Failure
    {
        if ($this->overrides === []) {
            return null; // the defaults are all different
        }
        $names = ['form' => [], 'state' => [], 'callback' => []];
        foreach (Tables::WIRE as $key => [, $kind]) {
            $group = explode('.', $key)[0];
            if ($kind !== 'name' || !isset($names[$group])) {
                continue;
            }
            $names[$group][] = $key;
        }
        foreach ($names as $keys) {
            foreach ($keys as $i => $a) {
                foreach (array_slice($keys, $i + 1) as $b) {
                    // a body contains only one of e-mail and phone, so they may have the same name
                    $mayShare = $a === 'form.email' && $b === 'form.phone';
                    if (!$mayShare && strtolower($this->value($a)) === strtolower($this->value($b))) {
                        return Failure::argument('wire', "must not map \"$a\" and \"$b\" to the same name (case-insensitively)");
                    }
                }
            }
        }
        return null;
    }

    public function value(string $key): string
    {
        return $this->overrides[$key] ?? Tables::WIRE[$key][0];
    }

    public function isOverridden(string $key): bool
    {
        return isset($this->overrides[$key]);
    }

    public static function isInferred(string $key): bool
    {
        return Tables::WIRE[$key][2];
    }

    private static function valueFault(string $key, string $value): ?string
    {
        return match (Tables::WIRE[$key][1]) {
            'path' => self::pathFault($key, $value),
            'method with body' => in_array($value, array_slice(self::METHODS, 0, 3), true) ? null
                : 'must be POST, PUT or PATCH, because the request has a body',
            'method' => in_array($value, self::METHODS, true) ? null : 'must be GET, POST, PUT, PATCH or DELETE',
            'phone format' => in_array($value, Tables::PHONE_FORMATS, true) ? null : 'must be "digits", "plus" or "as-given"',
            default => Check::name($value) === null ? null : 'must be 1 to 128 bytes of UTF-8 without control characters',
        };
    }

    private static function pathFault(string $key, string $path): ?string
    {
        [, , , $needed, $optional] = Tables::WIRE[$key];
        if (strlen($path) < 2 || strlen($path) > Tables::MAX_PATH || $path[0] !== '/') {
            return 'must begin with "/" and be 2 to 512 bytes long';
        }
        $segments = explode('/', substr($path, 1));
        $found = 0;
        foreach ($segments as $i => $segment) {
            $holder = self::PLACEHOLDERS[$segment] ?? 0;
            $isLastAndEmpty = $segment === '' && $i === count($segments) - 1;
            if (($holder & ~($needed | $optional)) !== 0) {
                return 'must not contain a placeholder that this operation cannot fill';
            }
            if (($holder & $found) !== 0) {
                return 'must not contain a placeholder more than once';
            }
            if ($holder === 0 && !$isLastAndEmpty && preg_match(self::SEGMENT, $segment) !== 1) {
                return 'must consist of non-empty segments, each a placeholder or characters from A-Z a-z 0-9 '
                    . "-._~!$&'()*+,;=:@, without \".\" or \"..\" segments, query or fragment";
            }
            $found |= $holder;
        }
        return ($needed & ~$found) === 0 ? null
            : 'must contain the placeholder {' . (self::PARTS[$needed] ?? '') . '} as a segment';
    }

    /**
     * Returns the path of an operation.
     *
     * @param array{id?: ?string, token?: ?string, type?: ?string, data?: ?string} $parts
     */
    public function path(string $operation, #[\SensitiveParameter] array $parts): string|Failure
    {
        $key = "$operation.path";
        $segments = explode('/', substr($this->value($key), 1));
        foreach (['type' => '{type}', 'data' => '{data}'] as $name => $placeholder) {
            // a part without a placeholder must not get lost: "delete one destination" would delete all of them
            if (isset($parts[$name]) && !in_array($placeholder, $segments, true)) {
                return Failure::argument($name, "must be null: the path in wire entry \"$key\" has no placeholder for it");
            }
        }
        $path = '';
        foreach ($segments as $segment) {
            $holder = self::PLACEHOLDERS[$segment] ?? 0;
            $part = $holder === 0 ? $segment : ($parts[self::PARTS[$holder]] ?? null);
            if ($part !== null) {
                $path .= '/' . ($holder === 0 ? $part : rawurlencode($part));
            }
        }
        return $path;
    }
}
