<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** 429: too many requests. */
class CotpRateLimitException extends CotpApiException
{
}
