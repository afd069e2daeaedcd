<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 409: the call conflicts with what the service has stored. */
class CotpConflictException extends CotpApiException
{
}
