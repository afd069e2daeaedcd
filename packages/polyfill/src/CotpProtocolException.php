<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The response was not understood, or is about a different request. */
class CotpProtocolException extends CotpException
{
}
