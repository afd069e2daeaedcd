<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use SensitiveParameterValue;

/**
 * @internal The parent of the value classes with secrets, which it keeps where no listing shows them: var_export(), array casts,
 * json_encode() and foreach cannot be told to redact in PHP code.
 */
abstract readonly class Hidden
{
    private SensitiveParameterValue $hidden;

    /** @param array<string, mixed> $values */
    protected function keep(#[\SensitiveParameter] array $values): void
    {
        $this->hidden = new SensitiveParameterValue($values);
    }

    /** @return array<string, mixed> */
    protected function kept(): array
    {
        $values = isset($this->hidden) ? $this->hidden->getValue() : [];
        return is_array($values) ? $values : []; // @phpstan-ignore return.type
    }
}
