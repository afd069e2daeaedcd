<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use CotpForm;
use Cotp\Ledger\Account;

/**
 * An attempt that is about to be reserved.
 *
 * @internal
 */
final readonly class Draft
{
    public function __construct(
        public Account $account,
        public string $key,
        public int $attempt,
        public string $origin,
        public string $reference,
        public string $callbackUrl,
        public CotpForm $form,
        public ?string $timeZone,
        public ?string $fallbackEmail,
        public int $epoch,
    ) {
    }
}
