<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use RuntimeException;

/** The user pressed Ctrl-C, or the process was asked to end. */
final class Interrupted extends RuntimeException
{
}
