<?php
// SPDX-License-Identifier: BSD-3-Clause

// Not strict: CotpForm::with() converts types as the constructor does for most callers. PHP code cannot see whether its caller is strict.
declare(strict_types=0);

namespace Cotp\Polyfill;

use CotpForm;
use TypeError;

/** @internal Calls that convert types. */
final class WeakCalls
{
    /** @param array<string, mixed> $values */
    public static function form(#[\SensitiveParameter] array $values): CotpForm
    {
        try {
            return new CotpForm(...$values); // @phpstan-ignore argument.type
        } catch (TypeError $error) {
            throw Thrown::atCaller(new TypeError((string) preg_replace(['/, called in .*$/s', '/ string\|int\|float\|null,/'], ['', ' string|int|null,'], $error->getMessage())));
        }
    }
}
