<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests\lib;

use CotpForm;

final readonly class QueuedForm
{
    public function __construct(public CotpForm $form)
    {
    }
}
