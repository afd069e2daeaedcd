<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Exception;

use LogicException;
use ValueError;

/** An entry of the configuration is missing or invalid. The message contains the name of the entry, but not its value. */
final class ConfigurationException extends LogicException
{
    /**
     * @internal
     * @param string $path the entry that contains the entries, such as "cotp.accounts.default"
     * @param array<string, string> $entries the names of entries that differ from those of the arguments
     */
    public static function ofArgument(string $path, ValueError $fault, array $entries = []): self
    {
        if (preg_match('~(?:\(\$|\A\w+: \$)(\w+)\)? (.+)\z~s', $fault->getMessage(), $match) !== 1) {
            return new self("The entry \"$path\" is invalid: {$fault->getMessage()}", 0, $fault);
        }
        $entry = $entries[$match[1]] ?? strtolower((string) preg_replace('~(?<=[a-z0-9])[A-Z]~', '_$0', $match[1]));
        return new self("The entry \"$path.$entry\" $match[2].", 0, $fault);
    }
}
