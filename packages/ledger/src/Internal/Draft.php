<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use CotpForm;
use Cotp\Ledger\Account;
use SensitiveParameter;
use SensitiveParameterValue;

/**
 * An attempt that is about to be reserved.
 *
 * @internal
 */
final readonly class Draft
{
    /** @var SensitiveParameterValue<?string> hidden from dumps, as CotpForm hides its own addresses */
    private SensitiveParameterValue $fallbackEmail;

    /** @param ?Row $policyOf the claimed row whose policy sends this attempt; null: the site sends it */
    public function __construct(
        public Account $account,
        public string $key,
        public int $attempt,
        public string $origin,
        public string $reference,
        #[SensitiveParameter] public CotpForm $form,
        public ?string $timeZone,
        #[SensitiveParameter] ?string $fallbackEmail,
        public int $epoch,
        public ?Row $policyOf = null,
    ) {
        $this->fallbackEmail = new SensitiveParameterValue($fallbackEmail);
    }

    public function fallbackEmail(): ?string
    {
        return $this->fallbackEmail->getValue();
    }
}
