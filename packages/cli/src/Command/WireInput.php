<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;

/** A file with wire entries, such as cotp-wire.json. */
final class WireInput
{
    /**
     * @return array<string, string>
     * @throws UserError when it cannot be read
     */
    public static function read(?string $file): array
    {
        if ($file === null) {
            return [];
        }
        $wire = is_file($file) ? json_decode((string) @file_get_contents($file), true) : null;
        if (!is_array($wire)) {
            throw new UserError("$file is not a JSON object of wire entries, such as cotp-wire.json.");
        }
        $entries = [];
        foreach ($wire as $key => $value) {
            $entries[(string) $key] = is_string($value) ? $value : throw new UserError("$file: the entry $key must be a string.");
        }
        return $entries;
    }
}
