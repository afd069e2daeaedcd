<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Event;

use Cotp\Ledger\Ask;
use Cotp\Ledger\Internal\Digests;
use SensitiveParameter;
use SensitiveParameterValue;

/**
 * The guest has stored the card. It is dispatched until all listeners have returned, so it may be dispatched more than
 * once: make its effect depend on the key and the card URI.
 */
final readonly class CardStored extends LedgerEvent
{
    /** Hidden from dumps and serializers, because with the API key it gives access to the card. */
    private SensitiveParameterValue $cardUri;

    public function __construct(Ask $ask, #[SensitiveParameter] string $cardUri)
    {
        parent::__construct($ask);
        $this->cardUri = new SensitiveParameterValue($cardUri);
    }

    /** Returns the URI of the stored card. The ledger does not keep it. */
    public function cardUri(): string
    {
        return Digests::value($this->cardUri);
    }
}
