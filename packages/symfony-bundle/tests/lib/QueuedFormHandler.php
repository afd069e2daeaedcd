<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use CotpForm;
use Symfony\Component\Messenger\Attribute\AsMessageHandler;

#[AsMessageHandler]
final class QueuedFormHandler
{
    /** @var list<CotpForm> */
    public array $forms = [];

    public function __invoke(QueuedForm $message): void
    {
        $this->forms[] = $message->form;
    }
}
