<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use RuntimeException;

/** The service accepted a send without a destination, so it is unknown what a further one would do. */
final class AcceptedNothing extends RuntimeException
{
}
