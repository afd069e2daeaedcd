<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use Symfony\Component\Messenger\Attribute\AsMessageHandler;
use Symfony\Component\Messenger\Exception\RecoverableMessageHandlingException;

/** Another handler of the same message, called before the first, which wants it again for ever. */
#[AsMessageHandler(priority: 1)]
final class BusyHandler
{
    public function __invoke(AskForCard $message): void
    {
        $message->hasBusyHandler && throw new RecoverableMessageHandlingException('busy');
    }
}
