<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 408 or 5xx: the service failed. */
class CotpServerException extends CotpApiException
{
}
