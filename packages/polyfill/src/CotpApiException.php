<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** The service responded with an error. */
class CotpApiException extends CotpException
{
}
