<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Exception;

/** The guest has just stored a card, so no new link was sent. */
final class CardAlreadyStored extends Refused
{
}
