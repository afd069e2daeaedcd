<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Queue;

use Cotp\Laravel\CotpManager;
use CotpForm;
use Illuminate\Contracts\Queue\ShouldBeEncrypted;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use SensitiveParameter;

/**
 * Asks one question. It is encrypted, because it contains the form, and may run any number of times: the guest gets one
 * message. AskForCard::dispatch('booking-4711/card', $form)
 */
final class AskForCard implements ShouldBeEncrypted, ShouldQueue
{
    use Queueable;

    /** @param CotpForm $form without a callback URL, which the ledger signs */
    public function __construct(
        public readonly string $key,
        private readonly CotpForm $form,
        public readonly string $account = 'default',
        public readonly ?string $timeZone = null,
        #[SensitiveParameter] private readonly ?string $fallbackEmail = null,
    ) {
    }

    public function handle(CotpManager $cotp): void
    {
        $cotp->account($this->account)->ask($this->key, fn (string $url): CotpForm => $this->form->with(callbackUrl: $url), $this->timeZone, $this->fallbackEmail);
    }

    /** @return list<object> */
    public function middleware(): array
    {
        return [new OutcomeMiddleware()];
    }

    /** @return list<int> seconds until the next attempt, if nothing was sent and the service did not say how long to wait */
    public function backoff(): array
    {
        return [5, 30, 120, 600];
    }

    /** @return list<string> */
    public function tags(): array
    {
        return ["cotp:$this->key"];
    }
}
