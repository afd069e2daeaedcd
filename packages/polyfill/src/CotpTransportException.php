<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The service could not be reached, or the connection was lost. */
class CotpTransportException extends CotpException
{
}
