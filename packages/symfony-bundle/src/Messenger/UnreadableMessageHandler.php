<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

use Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException;

/** @internal */
final class UnreadableMessageHandler
{
    public function __invoke(UnreadableMessage $message): never
    {
        throw new UnrecoverableMessageHandlingException("A message could not be read ($message->reason), so nothing was sent.");
    }
}
