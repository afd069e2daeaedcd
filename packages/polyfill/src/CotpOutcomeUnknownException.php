<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** A form was sent, but no complete response was received: the link may have been sent to the guest. */
class CotpOutcomeUnknownException extends CotpTransportException
{
}
