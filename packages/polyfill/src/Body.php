<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpCallback;
use CotpStatus;

/** @internal The body of a callback. */
final class Body
{
    public const LIMIT = 16384;

    private const LEVELS = 16;
    private const FIELD_LIMIT = 128;

    /**
     * Returns null if the body is not a valid callback.
     *
     * @param array<string, string> $names as Names::of() returns them
     */
    public static function read(string $body, string $reference, array $names): ?CotpCallback
    {
        $members = JsonObject::read($body, $names, self::LEVELS) ?? [];
        $values = [];
        foreach ($names as $name) {
            $value = $members[$name] ?? null;
            if (!is_string($value) || !Text::isPlain($value, self::FIELD_LIMIT)) {
                return null;
            }
            $values[] = $value;
        }
        [$requestId, $status, $time] = $values;
        return new CotpCallback($reference, $requestId, CotpStatus::fromWire($status), $status, $time);
    }
}
