<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Configuration;

use InvalidArgumentException;

/** An entry of config/cotp.php is missing or wrong. The message contains its name, but not its value. */
final class InvalidConfiguration extends InvalidArgumentException
{
    public function __construct(public readonly string $entry, string $rule)
    {
        parent::__construct("Configuration entry \"$entry\" $rule");
    }
}
