<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Queue;

use LogicException;

/** A job with the data of a guest was not queued, because its payload would not have been encrypted. */
final class UnencryptedForm extends LogicException
{
}
