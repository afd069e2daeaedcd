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
        if (is_float($values['amount'])) { // PHP would change 12.0 to 12 and 12.5 to "12.5"
            throw Thrown::whole(TypeError::class, 'CotpForm::__construct', 10, 'must be of type string|int|null, float given');
        }
        try {
            return new CotpForm(...$values); // @phpstan-ignore argument.type
        } catch (TypeError $error) {
            throw Thrown::atCaller(new TypeError((string) preg_replace('/, called in .*$/s', '', $error->getMessage())));
        }
    }
}
