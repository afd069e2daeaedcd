<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

/** Tells which of our fields a name of the vendor may mean. */
final class NameMapper
{
    /** @return list<string> wire keys of form fields */
    public function keysFor(string $name): array
    {
        return [];
    }
}
