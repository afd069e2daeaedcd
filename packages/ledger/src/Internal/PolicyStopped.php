<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use RuntimeException;

/**
 * The policies of the question were stopped, or have nothing more to do, while a policy was acting.
 *
 * @internal
 */
final class PolicyStopped extends RuntimeException
{
}
