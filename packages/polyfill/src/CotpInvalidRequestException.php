<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 400: the service rejected a value. */
class CotpInvalidRequestException extends CotpApiException
{
}
