<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use RuntimeException;

/** The reader of the output is gone, so that the run has no purpose any more. */
final class ClosedPipe extends RuntimeException
{
}
