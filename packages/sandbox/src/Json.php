<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** JSON objects that the sandbox has written itself. */
final class Json
{
    /** @return array<string, mixed> */
    public static function object(string $text): array
    {
        $object = [];
        foreach ((array) json_decode($text, true, 512, JSON_THROW_ON_ERROR) as $name => $value) {
            $object[(string) $name] = $value;
        }
        return $object;
    }

    /** Returns a member as text; an empty one if it is absent or not a scalar. */
    public static function text(mixed $value): string
    {
        return is_scalar($value) ? (string) $value : '';
    }
}
