<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use CotpForm;
use SensitiveParameter;

/**
 * A message that asks through the ledger. It contains the guest's data: route it to a transport with the serializer
 * cotp.messenger.serializer, or use a message of your own that contains only the id of the booking.
 */
final readonly class AskForCard
{
    /**
     * @param string $key identifies the question, as for Ledger::ask()
     * @param CotpForm $form without a callback URL, which the ledger adds
     */
    public function __construct(public string $key, #[SensitiveParameter] public CotpForm $form, public string $account = 'default')
    {
    }
}
