<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Closure;
use Cotp\Ledger\Account;
use CotpForm;
use SensitiveParameter;
use SensitiveParameterValue;
use ValueError;

/**
 * What the caller wants to ask.
 *
 * @internal
 */
final readonly class Question
{
    /** @var SensitiveParameterValue<Closure(string): CotpForm> hidden from dumps: a closure shows the addresses that it uses */
    private SensitiveParameterValue $form;
    /** @var SensitiveParameterValue<?string> */
    private SensitiveParameterValue $fallbackEmail;

    /** @param Closure(string): CotpForm $form */
    public function __construct(
        public Account $account,
        public string $key,
        #[SensitiveParameter] Closure $form,
        public ?string $timeZone,
        #[SensitiveParameter] ?string $fallbackEmail,
        public int $epoch,
    ) {
        $this->form = new SensitiveParameterValue($form);
        $this->fallbackEmail = new SensitiveParameterValue($fallbackEmail);
    }

    /**
     * Returns a new attempt, with the form for the callback URL of the reference.
     *
     * @param ?Row $policyOf the claimed row whose policy sends this attempt; null: the site sends it
     */
    public function draft(int $attempt, string $origin, string $reference, ?Row $policyOf = null): Draft
    {
        $url = $this->account->urlFor($reference);
        $form = ($this->form->getValue())($url);
        if ($form->callbackUrl !== $url) {
            throw new ValueError('Ledger::ask(): Argument #2 ($form) must return a form with the callback URL that it was given');
        }
        return new Draft($this->account, $this->key, $attempt, $origin, $reference, $form, $this->timeZone, $this->fallbackEmail->getValue(), $this->epoch, $policyOf);
    }
}
