<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Messenger;

/** A message that could not be read. Its handler fails once, so that it ends up in the failure transport with its content. */
final readonly class UnreadableMessage
{
    /**
     * @param string $body as it was in the transport
     * @param string $reason the class of the exception: its message may contain values
     */
    public function __construct(public string $body, public string $reason)
    {
    }
}
