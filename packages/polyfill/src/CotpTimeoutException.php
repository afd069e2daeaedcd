<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The call timed out. */
class CotpTimeoutException extends CotpTransportException
{
}
