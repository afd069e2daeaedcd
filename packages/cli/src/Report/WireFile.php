<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Report;

use CotpRequest;
use ValueError;

/** The entries as CotpRequest takes them. */
final class WireFile
{
    /**
     * Leaves out entries that the extension does not accept together with those before them.
     * @param array<string, string> $wire
     * @return array<string, string>
     */
    public static function accepted(array $wire): array
    {
        $accepted = [];
        foreach ($wire as $key => $value) {
            if (self::isAccepted([...$accepted, $key => $value])) {
                $accepted[$key] = $value;
            }
        }
        return $accepted;
    }

    /** @param array<string, string> $wire */
    private static function isAccepted(array $wire): bool
    {
        try {
            new CotpRequest('key', 'http://127.0.0.1/api', wire: $wire);
        } catch (ValueError) {
            return false;
        }
        return true;
    }
}
