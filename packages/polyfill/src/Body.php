<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpCallback;
use CotpStatus;
use stdClass;

/** @internal The body of a callback. */
final class Body
{
    public const LIMIT = Tables::CALLBACK_BODY;

    /**
     * Returns null if the body is not a valid callback.
     *
     * @param array<string, string> $names as Names::of() returns them
     */
    public static function read(string $body, string $reference, array $names): ?CotpCallback
    {
        try {
            $object = JsonReader::read($body, Tables::CALLBACK_DEPTH, array_values($names));
        } catch (JsonFault) {
            return null;
        }
        $values = [];
        foreach ($names as $name) {
            $value = $object instanceof stdClass ? $object->{$name} ?? null : null;
            if (!is_string($value) || !Text::isPlain($value, Tables::CALLBACK_FIELD)) {
                return null;
            }
            $values[] = $value;
        }
        [$requestId, $status, $time] = $values;
        return new CotpCallback($reference, $requestId, CotpStatus::fromWire($status), $status, $time);
    }
}
