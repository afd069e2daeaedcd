<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

use Cotp\Laravel\Queue\OutcomeMiddleware;
use CotpForm;
use CotpRequest;
use Illuminate\Contracts\Queue\ShouldBeEncrypted;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;

/** The job of a control: it sends without a ledger. */
final class DirectSend implements ShouldBeEncrypted, ShouldQueue
{
    use Queueable;

    public function __construct(private readonly CotpForm $form, private readonly bool $hasMiddleware)
    {
    }

    public function handle(): void
    {
        $cotp = new CotpRequest((string) getenv('COTP_API_KEY'), (string) getenv('COTP_BASE_URI'), timeout: 3.0);
        $cotp->send($this->form);
    }

    /** @return list<object> */
    public function middleware(): array
    {
        return $this->hasMiddleware ? [new OutcomeMiddleware()] : [];
    }
}
