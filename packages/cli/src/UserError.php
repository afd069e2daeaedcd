<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli;

use RuntimeException;

/** A condition that the user can correct. Its message is shown as it is, without a trace; its code is the exit code (0: that of an error). */
final class UserError extends RuntimeException
{
}
